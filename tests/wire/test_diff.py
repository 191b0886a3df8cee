import json
import sys
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guild_jupyter.diffing.rundiff import of_runs
from guild_jupyter.errors import RunError
from guild_jupyter.wire import diff as wire
from guild_jupyter.wire.diff import EncodedDiff

sys.path.insert(0, str(Path(__file__).parents[1] / "diffing"))
from run_pairs import Runs

SCHEMA = json.loads(
    resources.files("guild_jupyter.wire").joinpath("schemas/diff.schema.json").read_text()
)
HOSTILE = "<img src=x onerror=alert(1)>\x1b[31m\u202e\n"


@pytest.fixture
def runs(tmp_path):
    return Runs(tmp_path)


def valid(shown):
    """What crosses, held against the schema and made of JSON that can be sent."""
    found = shown.encoded()
    jsonschema.validate(found, SCHEMA)
    json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
    return found


def part(found, name):
    return next(one for one in found["parts"] if one["name"] == name)


def text(pieces):
    return "".join(one["text"] for one in pieces)


def test_parts_values_and_files_cross_and_small_files_come_open(runs):
    old = {"flags": {"lr": 0.1, "a": 1}, "sources": {"d/a.py": "x = 1\n"}, "pip_freeze": ["a==1"]}
    new = {"flags": {"lr": 0.2, "b": 1}, "sources": {"d/a.py": "x = 2\n"}, "pip_freeze": ["a==1"]}
    found = valid(EncodedDiff(runs.diff(old, new), "%guild diff 2 1"))
    assert (found["old"]["run"], found["line"]) == (f"{1:032x}", "%guild diff 2 1")
    assert [
        (one["name"], one["change"], text(one["old"]), text(one["new"]))
        for one in part(found, "flags")["values"]
    ] == [("a", "removed", "1", ""), ("b", "added", "", "1"), ("lr", "changed", "0.1", "0.2")]
    assert part(found, "flags")["count"] == "1 changed, 1 added, 1 removed"
    (file,) = part(found, "source")["files"]
    assert (file["name"], file["kind"], file["added"], file["removed"]) == ("d/a.py", "text", 1, 1)
    assert "packages (1)" in found["same"]
    ((row,),) = (one["rows"] for one in found["opened"])
    assert row["new"] == [
        {"text": "x "},
        {"text": "=", "token": "operator"},
        {"text": " "},
        {"text": "2", "changed": True, "token": "number"},
    ]


def test_equal_sides_have_no_parts_and_say_what_is_the_same(runs):
    same = {"flags": {"a": 1}, "sources": {"a.py": "x"}}
    found = valid(EncodedDiff(runs.diff(same, same), ""))
    assert [one["name"] for one in found["parts"]] == []
    assert "source code (1 file)" in found["same"]
    assert not found["is_of_itself"]


def test_what_is_another_in_every_run_comes_last_and_says_so(runs):
    found = valid(EncodedDiff(runs.diff({"label": "a"}, {"label": "b"}), ""))
    changes = [(one["name"], one["change"]) for one in part(found, "attributes")["values"]]
    assert changes == [("label", "changed"), ("started", "own")]
    assert part(found, "attributes")["remarks"] == []


def test_long_values_are_told_by_lines_when_they_are_asked_for(runs):
    sides = [{"flags": {"t": "".join(f"line {at}\n" for at in range(n))}} for n in (20, 21)]
    shown = EncodedDiff(runs.diff(*sides), "")
    (value,) = part(valid(shown), "flags")["values"]
    assert value["is_long"]
    lines, buffers = shown.file("flags", "t").page()
    assert "line 20" in [text(row["new"]).strip() for row in lines["rows"]]
    assert buffers == []


def test_names_and_texts_of_any_kind_cross_and_are_found_again(runs):
    name = f"{HOSTILE}.py".replace("/", "")
    torn = b"torn \xff".decode("utf-8", "surrogateescape")
    old = {"files": {name: "a\n", f"{torn}.txt": "1\n"}, "flags": {HOSTILE: HOSTILE}}
    new = {"files": {name: "b\n", f"{torn}.txt": "2\n"}, "flags": {HOSTILE: 1}}
    shown = EncodedDiff(runs.diff(old, new), "")
    names = [one["name"] for one in part(valid(shown), "files")["files"]]
    assert names[0] == name
    assert all(shown.file("files", one).page()[0]["rows"] for one in names)


def test_folders_links_and_torn_files_say_what_they_are(runs):
    old, new = runs.run(files={"a": "x", "n.ipynb": '{"cells": ['}), runs.run(files={"b/c": "1"})
    (new.dir / "a").symlink_to("b")
    (new.dir / "n.ipynb").write_bytes(b'{"cells": [\0')
    found = valid(EncodedDiff(of_runs(old, new), ""))
    kinds = {one["name"]: one["kind"] for one in part(found, "files")["files"]}
    assert kinds == {"a": "link", "b/c": "text", "n.ipynb": "binary"}


def test_what_is_too_much_is_counted(runs, monkeypatch):
    monkeypatch.setattr(wire, "MOST_VALUES", 1)
    monkeypatch.setattr(wire, "MOST_FILES", 2)
    monkeypatch.setattr(wire, "_MOST_COUNTED", 1)
    new = {"flags": {"a": 1, "b": 2}, "files": {"a": "1\n", "b": "2\n", "c": "3\n"}}
    found = valid(EncodedDiff(runs.diff({}, new), ""))
    assert part(found, "flags")["more_values"] == 1
    assert part(found, "files")["more_files"] == 1
    assert [one["added"] for one in part(found, "files")["files"]] == [1, None]


def test_files_beyond_the_room_do_not_come_open(runs):
    files = {f"{at}.txt": "x\n" * 100 for at in range(4)} | {"long.txt": "x\n" * 130}
    found = valid(EncodedDiff(runs.diff({}, {"files": files}), ""))
    assert [one["file"] for one in found["opened"]] == ["0.txt", "1.txt"]


def test_what_does_not_differ_or_is_not_there_cannot_be_opened(runs):
    shown = EncodedDiff(runs.diff({"flags": {"a": 1}}, {"flags": {"a": 1}}), "")
    for where, name in (("flags", "a"), ("files", "x"), ("nothing", "x")):
        with pytest.raises(RunError, match="that differs"):
            shown.file(where, name)


def test_only_so_many_opened_files_are_remembered(runs, monkeypatch):
    monkeypatch.setattr(wire, "_KEPT", 1)
    shown = EncodedDiff(runs.diff({}, {"files": dict.fromkeys("abc", "1\n")}), "")
    first = shown.file("files", "a")
    assert shown.file("files", "a") is first
    shown.file("files", "b"), shown.file("files", "c")
    assert shown.file("files", "a") is not first


def test_credentials_do_not_cross(runs):
    secret = "AKIA" + "IOSFODNN7EXAMPLF"
    old = {"flags": {"password": "hunter2hunter2"}, "sources": {"a.py": f"k = '{secret}'\n"}}
    new = {"flags": {"password": "hunter3hunter3"}, "sources": {"a.py": f"k = '{secret[:-1]}G'\n"}}
    shown = EncodedDiff(runs.diff(old, new), "")
    said = json.dumps([valid(shown), shown.file("source", "a.py").page()[0]])
    assert secret[:-1] not in said
    assert "hunter" not in said


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(old=st.text(), new=st.text(), name=st.text(min_size=1, max_size=9))
def test_whatever_values_and_lines_are_it_can_be_sent(runs, old, new, name):
    sides = [{"flags": {name: one}} for one in (old, new)]
    try:
        found = runs.diff(*sides)
    except UnicodeEncodeError:
        return
    valid(EncodedDiff(found, ""))
