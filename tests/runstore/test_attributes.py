import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guild_jupyter.runstore.attributes import Attributes, write
from guild_jupyter.supervise.rundir import RunDir

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t"))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats(allow_nan=False) | TEXT,
    lambda values: st.lists(values, max_size=4) | st.dictionaries(TEXT, values, max_size=4),
    max_leaves=10,
)


@pytest.fixture
def run(tmp_path):
    (tmp_path / ".guild/attrs").mkdir(parents=True)
    return RunDir(tmp_path)


@given(PLAIN.filter(lambda value: value is not None))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_is_written_is_read_again(run, value):
    write(run, "x", value, 0o600)
    attributes = Attributes(run)
    assert attributes["x"] == value
    assert attributes.problems == {}


def test_none_removes_an_attribute(run):
    write(run, "x", 1, 0o640)
    path = Path(run.attr("x"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    write(run, "x", None, 0o600)
    assert not path.exists()


def test_attributes_are_a_mapping_of_what_is_there(run):
    for name in ("b", "a"):
        write(run, name, name, 0o600)
    (Path(run.attrs) / ".tmp-1").touch()
    attributes = Attributes(run)
    assert dict(attributes) == {"a": "a", "b": "b"}
    assert len(attributes) == 2
    assert "c" not in attributes
    assert attributes.get("../opref") is None
    assert attributes.get("a\0b") is None


def test_without_a_folder_there_are_none(tmp_path):
    assert dict(Attributes(RunDir(tmp_path))) == {}


GARBAGE = {
    "tag": b"!!python/object:x y",
    "bytes": b"\xff\xfe",
    "open": b"[1, 2",
    "bomb": b"- &a0 [1]\n"
    + b"".join(b"- &a%d [%s]\n" % (n + 1, b"*a%d," % n * 9) for n in range(8)),
    "deep": b"[" * 100,
    "large": b"x" * ((1 << 20) + 5),
    "control": b"\0",
}


@pytest.mark.parametrize("name", GARBAGE)
def test_an_attribute_that_makes_no_sense_counts_as_absent_and_is_said(run, name):
    Path(run.attr(name)).write_bytes(GARBAGE[name])
    attributes = Attributes(run)
    assert attributes.get(name) is None
    assert attributes.problems[name]
    assert attributes.check() == attributes.problems


def test_a_folder_in_place_of_an_attribute_is_said(run):
    Path(run.attr("x")).mkdir()
    assert Attributes(run).check() == {"x": "Is a directory"}


def test_a_problem_that_is_gone_is_not_said_any_more(run):
    Path(run.attr("x")).write_text("[")
    attributes = Attributes(run)
    assert attributes.check()
    write(run, "x", 1, 0o600)
    assert attributes.check() == {}


@pytest.mark.parametrize(
    ("value", "kind", "good"),
    [(1, int, True), (True, int, False), (True, bool, True), ("1", int, False), ([], dict, False)],
)
def test_a_value_of_another_type_is_the_default_and_is_said(run, value, kind, good):
    write(run, "x", value, 0o600)
    attributes = Attributes(run)
    assert attributes.typed("x", kind, "default") == (value if good else "default")
    assert bool(attributes.problems) is not good
    assert attributes.typed("none", kind, "default") == "default"
