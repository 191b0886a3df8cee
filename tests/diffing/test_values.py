from math import nan

import pytest

from guild_jupyter.diffing.values import Change, ValuesPart, packages


def part(old, new, **more):
    return ValuesPart("flags", "flags", old, new, **more)


def test_a_part_tells_what_was_added_removed_changed_and_is_the_same():
    found = part({"a": 1, "b": 2, "c": 3}, {"b": 2, "c": 4, "d": 5})
    assert found
    assert (found.removed, found.same, found.added) == ({"a": 1}, ["b"], {"d": 5})
    assert found.changed == {"c": Change(3, 4)}
    assert (found["c"], found["a"], found["d"]) == ((3, 4), (1, None), (None, 5))
    assert repr(found) == "<flags: 1 added, 1 removed, 1 changed, 1 same>"
    with pytest.raises(KeyError):
        found["x"]


def test_values_of_another_kind_differ_and_nan_is_itself():
    assert list(part({"a": 1, "b": "1", "c": True}, {"a": 1.0, "b": 1, "c": 1}).changed) == [
        *("a", "b", "c")
    ]
    assert not part({"a": nan, "b": 0.5}, {"a": nan, "b": 0.5})


def test_the_unified_lines_are_those_of_the_recorded_yaml():
    found = part({"lr": 0.1, "note": "1"}, {"lr": 1e-5, "note": "1"})
    assert found.unified() == ["@@ -1,2 +1,2 @@", "-lr: 0.1", "+lr: 1.0e-05", " note: '1'"]
    assert part({}, {}).unified() == []


def test_secrets_are_withheld_and_still_tell_values_apart():
    found = part({"api_key": "s3cr3t-one-1"}, {"api_key": "s3cr3t-two-2"})
    assert found.changed == {"api_key": Change("***", "***")}
    words = part({"cmd": ["--password", "hunter22x"]}, {"cmd": ["--password", "hunter33x"]})
    assert words.changed["cmd"] == (["--password", "***"], ["--password", "***"])


def test_what_is_recorded_on_neither_side_is_named():
    assert part({"a": "***", "b": 1}, {"a": "***", "b": 1}).withheld == ["a"]


def test_what_is_another_in_every_run_is_named():
    found = part({"id": 1, "n": 1}, {"id": 2, "n": 2}, own={"id"})
    assert found.own == ["id"]


def test_one_value_has_a_text_of_its_own():
    found = part({"a": {"x": 1, "z": 2}}, {"a": {"x": 1, "z": 3}})
    assert found.text_of("a").unified() == ["@@ -1,2 +1,2 @@", " x: 1", "-z: 2", "+z: 3"]
    assert found.text_of("a") is found.text_of("a")


def test_packages_are_told_from_the_lines_of_pip():
    listed = ["a==1.0", "b @ file:///b.whl", "-e git+https://x/c.git#egg=c", "odd", 5]
    assert packages(listed) == {
        "a": "1.0",
        "b": "file:///b.whl",
        "c": "-e git+https://x/c.git",
        "odd": "",
    }
    assert packages(None) == {}
