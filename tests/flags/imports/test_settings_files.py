import pytest

from guild_jupyter.flags.imports.settings_files import file_flags
from guild_jupyter.flags.imports.source import Unreadable


def defaults(name, text):
    flags = file_flags(name, text.encode())
    return {name: (flag.default, flag.type, flag.arg_split) for name, flag in flags.items()}


YAML = """
lr: 0.3
opt: {kind: sgd, steps: [1, 2], none: {}}
a.b: dotted
flag: yes
nothing: null
day: 2020-01-01
rate: 1e3
1: number
"""


@pytest.mark.parametrize("name", ["c.yml", "c.yaml", "folder/c.yml.in"])
def test_settings_of_yaml_are_flags(name):
    assert defaults(name, YAML) == {
        "lr": (0.3, "number", None),
        "opt.kind": ("sgd", "string", None),
        "opt.steps": ("1 2", None, True),
        "a.b": ("dotted", "string", None),
        "flag": (True, "boolean", None),
        "nothing": (None, None, None),
        "rate": (1000.0, "number", None),
        "1": ("number", "string", None),
    }


def test_settings_of_json_are_flags():
    assert defaults("c.json", '{"a": {"b": [1, {"c": 2}]}, "t": true}') == {
        "a.b": ("1 'c: 2'", None, True),
        "t": (True, "boolean", None),
    }


def test_settings_of_ini_are_flags_with_the_defaults_in_each_section():
    text = "[DEFAULT]\nlr = 0.5\n[a]\nOn = yes\nn = null\nt = [1\nempty\n[a.b]\nx = 1\n"
    assert defaults("c.ini", text) == {
        "lr": (0.5, "number", None),
        "a.lr": (0.5, "number", None),
        "a.on": (True, "boolean", None),
        "a.n": ("null", "string", None),
        "a.t": ("[1", "string", None),
        "a.empty": (None, None, None),
        "a.b.lr": (0.5, "number", None),
        "a.b.x": (1, "number", None),
    }


@pytest.mark.parametrize(("name", "text"), [("c.yml", "[1, 2]"), ("c.yml", ""), ("c.json", "3")])
def test_a_file_without_settings_gives_no_flags(name, text):
    assert defaults(name, text) == {}


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("c.toml", b"a = 1", "ends in none of"),
        ("c.json", b"{", "Expecting"),
        ("c.json", b"[" * 100_000, "recursion|nested"),
        ("c.yml", b"a: [", "the text ends"),
        ("c.cfg", b"lr = 5", "no section headers"),
        ("c.yml", b"\xff\xff", "utf-8"),
        ("c.yml", b"a: 1\n" * 1_000_000, "larger than"),
    ],
)
def test_what_cannot_be_read_is_said(name, data, reason):
    with pytest.raises(Unreadable, match=reason):
        file_flags(name, data)
