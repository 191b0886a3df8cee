"""A record says what the run says, and knows when it cannot be sure."""

import datetime
import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guild_jupyter.documents import dump
from guild_jupyter.runstore import facts, record
from guild_jupyter.runstore.order import Place
from guild_jupyter.runstore.record import RECORDS

NAMES = (
    *("flags", "label", "tags", "comments", "marked", "started", "stopped", "initialized"),
    *("exit_status", "sourcecode_digest"),
)
GARBAGE = [b"", b"text", b"\xff\xfe", b"[", b"{a: 1}", b"- 1", b"yes", b"1.5", b"9" * 20, b"010"]


@pytest.mark.parametrize("content", GARBAGE)
def test_garbage_is_read_as_the_run_reads_it(store, index, content):
    for name in NAMES:
        run = store.run()
        (run.dir / ".guild/attrs" / name).write_bytes(content)
        assert index.facts([run]) == [index.tell(run)], name
    run = store.run()
    (run.dir / ".guild/opref").write_bytes(content)
    assert index.facts([run]) == [index.tell(run)]


@pytest.mark.parametrize("name", ["attrs/label", "attrs", "opref", "proto", "attrs/exit_status"])
def test_a_file_that_is_a_folder_or_a_link_to_nothing_is_never_trusted(store, index, name):
    for make in (lambda path: path.mkdir(), lambda path: path.symlink_to("nowhere")):
        run = store.run()
        path = run.dir / ".guild" / name
        if path.is_dir():
            path.rename(run.dir / "moved")
        path.unlink(missing_ok=True)
        make(path)
        is_odd = name not in {"attrs", "proto"} or path.is_symlink()
        assert record.read(str(run.dir)).seen.is_sure is not is_odd
        assert index.facts([run]) == [index.tell(run)]


def read_of(flags):
    known = record.read("/nowhere").value
    return known._replace(line=known.line._replace(place=Place(True, 1), flags=flags))


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), PLAIN))
@settings(max_examples=100, deadline=None)
def test_a_record_comes_back_from_its_data_as_it_was(flags):
    known = read_of(flags)._replace(tags=("a",), comments=("b",))
    assert repr(RECORDS.from_data(RECORDS.to_data(known))) == repr(known)


@pytest.mark.parametrize("value", [datetime.date(2020, 1, 1), b"b", {1: 2}, [{None: 1}], (1,)])
def test_what_json_would_change_is_not_kept_in_a_file(value):
    assert RECORDS.to_data(read_of({"a": [value]})) is None


def test_flags_that_json_cannot_hold_are_right_all_the_same(store, index):
    run = store.run(flags={"a": datetime.date(2020, 1, 1), "b": math.inf, "c": {1: "x"}})
    assert dump(facts.gather([run])[0].flags) == dump(run.flags)
    index.settle()
    for _ in range(2):
        assert index.facts([run]) == [index.tell(run)]


@pytest.mark.parametrize(
    ("recorded", "known"), [(["loss", 1], ("loss", "1")), ([], ()), ("loss", None), ({}, None)]
)
def test_the_columns_of_comparisons_are_kept_as_they_were_recorded(store, recorded, known):
    run = store.run()
    (run.dir / ".guild/attrs/compare").write_text(dump(recorded))
    found = record.read(str(run.dir)).value
    assert found.compare == known
    assert RECORDS.from_data(json.loads(json.dumps(RECORDS.to_data(found)))) == found
