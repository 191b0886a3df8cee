import configparser
import json

import pytest
import yaml

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources.config_files import format_of, rewritten


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("c.yml", "yaml"),
        ("c.YAML", "yaml"),
        ("c.yml.in", "yaml"),
        ("sub/c.json", "json"),
        ("c.ini", "ini"),
        ("c.cfg.in", "ini"),
    ],
)
def test_the_format_is_told_by_the_name(name, found):
    assert format_of(name) == found


@pytest.mark.parametrize("name", ["c", "c.toml", "c.in", "yml"])
def test_another_format_is_refused(name):
    with pytest.raises(ResourceError, match="no config file that can be rewritten"):
        format_of(name)


@pytest.fixture
def rewrite(tmp_path):
    def result(name, text, *values):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return rewritten(tmp_path / name, values)

    return result


def test_yaml_keeps_what_is_not_set(rewrite):
    text = rewrite("c.yml", "a: 1\nb: {c: 2, d: [1, 2]}\n", ("a", 9), ("b.c", 5), ("x.y", "hi"))
    assert text == "a: 9\nb:\n  c: 5\n  d:\n  - 1\n  - 2\nx:\n  'y': hi\n"


def test_json_is_sorted_as_guild_writes_it(rewrite):
    text = rewrite("c.json", '{"s": {"k": 1}, "q": null}', ("s.k", 5), ("n.m.o", True))
    assert text == '{"n": {"m": {"o": true}}, "q": null, "s": {"k": 5}}'
    assert json.loads(rewrite("c.json", '{"q": null}', ("q.r", 1))) == {"q": {"r": 1}}


def test_an_empty_file_becomes_a_mapping(rewrite):
    assert yaml.safe_load(rewrite("c.yml", "", ("a.b", 1))) == {"a": {"b": 1}}


def test_a_key_with_dots_of_its_own_goes_before_nesting(rewrite):
    text = rewrite("c.yml", "a.b: 1\nx:\n  y.z: 2\n", ("a.b", 3), ("x.y.z", 4))
    assert yaml.safe_load(text) == {"a.b": 3, "x": {"y.z": 4}}


@pytest.mark.parametrize("text", ["a: 1\n", "- a\n", "text\n"])
def test_a_value_where_a_mapping_is_needed_is_said(rewrite, text):
    with pytest.raises(ResourceError, match=r"a\.b cannot be set"):
        rewrite("c.yml", text, ("a.b", 1))


def test_ini_has_sections_and_defaults(rewrite):
    text = rewrite(
        "c.ini",
        "[s]\nK = 1\nz = %(x)s\nbare\n[a.b]\nc = 1\n",
        ("s.K", 5),
        ("top", "hi"),
        ("a.b.c", 2),
        ("n.m.o", True),
        ("s.two", "1\n[evil]\n"),
    )
    read = configparser.ConfigParser(interpolation=None, allow_no_value=True)
    read.optionxform = str
    read.read_string(text)
    assert read.sections() == ["s", "a.b", "n"]
    assert dict(read["s"]) == {
        "top": "hi",
        "K": "5",
        "z": "%(x)s",
        "bare": None,
        "two": "1\n[evil]",
    }
    assert read["a.b"]["c"] == "2"
    assert read["n"]["m.o"] == "True"


TRAIN = """[DEFAULT]
Top = yes
old = 1
[train]
LR = 1e-3
cuda = yes
"""


def test_options_of_ini_are_found_whatever_their_case(rewrite):
    text = rewrite("c.ini", TRAIN, ("train.lr", 3), ("TOP", "hi"), ("train.Other", 1))
    read = configparser.ConfigParser()
    read.read_string(text)
    assert dict(read["train"]) == {
        "lr": "3",
        "cuda": "yes",
        "other": "1",
        "top": "hi",
        "old": "1",
    }
    assert "LR = 3" in text


def test_of_two_options_of_ini_that_differ_in_their_case_the_one_that_is_named_is_set(rewrite):
    text = rewrite("c.ini", "[a]\nx = 1\nX = 2\n", ("a.x", 3), ("a.X", 4))
    assert text == "[a]\nx = 3\nX = 4\n\n"


def test_what_is_not_changed_in_ini_keeps_its_text(rewrite):
    values = [("train.lr", 0.001), ("train.cuda", True), ("top", True), ("train.old", 1)]
    text = rewrite("c.ini", TRAIN, *values)
    assert text == "[DEFAULT]\nTop = yes\nold = 1\n\n[train]\nLR = 1e-3\ncuda = yes\n\n"


def test_a_boolean_is_written_into_ini_as_guild_writes_it(rewrite):
    text = rewrite("c.ini", TRAIN, ("train.cuda", False), ("train.new", True))
    assert "cuda = False\nnew = True\n" in text


def test_a_setting_that_is_not_changed_does_not_follow_a_default_that_is(rewrite):
    text = rewrite("c.ini", TRAIN, ("train.old", 1), ("train.top", True), ("old", 7))
    read = configparser.ConfigParser()
    read.read_string(text)
    assert (read["train"]["old"], read["DEFAULT"]["old"]) == ("1", "7")
    assert "top" not in text.partition("[train]")[2].lower()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([("a.LR", 3), ("a.lr", 1)], "3"),
        ([("a.LR", 1), ("a.lr", 3)], "3"),
        ([("a.LR", 3), ("a.lr", 4)], "4"),
        ([("a.lr", 3), ("a.lr", 1)], "1"),
    ],
)
def test_of_two_values_for_one_option_of_ini_the_last_that_changes_it_is_written(
    rewrite, values, expected
):
    assert rewrite("c.ini", "[a]\nLR = 1\n", *values) == f"[a]\nLR = {expected}\n\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("c.yml", "a: [1"),
        ("c.yml", "!!python/object/apply:os.system [true]"),
        ("c.json", "{"),
        ("c.json", "[" * 200_000),
        ("c.ini", "no section"),
    ],
)
def test_a_file_that_cannot_be_read_is_said(rewrite, name, text):
    with pytest.raises(ResourceError, match=rf"{name} cannot be read"):
        rewrite(name, text)


def test_a_file_that_is_no_text_or_too_large_is_said(tmp_path):
    (tmp_path / "c.yml").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(ResourceError, match="cannot be read"):
        rewritten(tmp_path / "c.yml", ())
    (tmp_path / "c.json").write_bytes(b" " * ((1 << 20) + 1))
    with pytest.raises(ResourceError, match="larger than 1024 KiB"):
        rewritten(tmp_path / "c.json", ())
