import pytest

from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.flags.destinations import GLOBALS

SCRIPT = """
lr = 0.1
epochs = -3
name = 'a' 'b'
on = True
nothing = None
sizes = [1, 'a b', None, True, [2, 3], {'a': 1}]
empty = []
a = b = +4
again = 1
again = 'two'
late = int('3')
late = 3
_own = 1
pair = (1, 2)
table = {'x': 1}
text = f'{lr}'
sum = 1 + 2
inverted = ~1
minus = -True
odd = b'bytes'
number = 1j
many = [lr]
spread = {**table}
keys = {1: 2}
c, d = 1, 2
obj.attribute = 5
if True:
    inner = 1
annotated: int = 4
declared: int
obj.typed: int = 4
"""


def test_variables_that_are_first_assigned_a_literal_are_flags(read):
    imported = read(SCRIPT, GLOBALS)
    assert list(imported.flags.values()) == [
        FlagDef("lr", 0.1, type="number"),
        FlagDef("epochs", -3, type="number"),
        FlagDef("name", "ab", type="string"),
        FlagDef("on", True, type="boolean"),
        FlagDef("nothing"),
        FlagDef("sizes", "1 'a b' null true '- 2\n- 3' 'a: 1'", arg_split=True),
        FlagDef("empty", "", arg_split=True),
        FlagDef("a", 4, type="number"),
        FlagDef("b", 4, type="number"),
        FlagDef("again", 1, type="number"),
        FlagDef("late", 3, type="number"),
        FlagDef("annotated", 4, type="number"),
    ]


def test_annotated_variables_are_flags_where_they_are_asked_for(read):
    assert read(SCRIPT, GLOBALS).on_demand == {"annotated"}


def test_data_is_no_flag(read):
    nested = "[" * 30 + "]" * 30
    script = f"long = {[0] * 2000}\ntext = '{'a' * 5000}'\ndeep = {nested}\nlr = 1"
    assert list(read.flags(script, GLOBALS)) == ["lr"]


ENTRIES = """
from types import SimpleNamespace
import types
params = {'lr': 0.1, 'opt': {'kind': 'adam', 'beta': [0.9, 0.99]}, 'pair': (1, 2), 3: 4,
          'sum': 1 + 1, **more, 'nothing': None}
later = compute()
later = {'n': 1}
named = SimpleNamespace(lr=0.2, inner=types.SimpleNamespace(x=1), **more)
built = dict(lr=0.3)
position = SimpleNamespace(1)
typed: dict = {'lr': 0.4}
called = make(lr=1)
"""


@pytest.mark.parametrize(
    ("destination", "defaults"),
    [
        (
            "global:params",
            {"lr": 0.1, "opt.kind": "adam", "opt.beta": "0.9 0.99", "nothing": None},
        ),
        ("dict:later", {"n": 1}),
        ("namespace:named", {"lr": 0.2, "inner.x": 1}),
        ("dict:built", {"lr": 0.3}),
        ("dict:typed", {"lr": 0.4}),
    ],
)
def test_entries_of_a_variable_are_flags_by_their_dotted_names(read, destination, defaults):
    imported = read(ENTRIES, destination)
    assert imported.destination == destination
    assert {name: flag.default for name, flag in imported.flags.items()} == defaults
    assert not imported.notes


@pytest.mark.parametrize("name", ["missing", "position", "called"])
def test_a_variable_without_entries_is_said(read, name):
    imported = read(ENTRIES, f"global:{name}")
    assert imported.flags == {}
    assert imported.notes == (f"it assigns no mapping or SimpleNamespace to {name!r}",)


def test_entries_nested_too_deep_are_left_out(read):
    deep = "{'a': " * 60 + "1" + "}" * 60
    assert read.flags(f"params = {{'b': 1, 'c': {deep}}}", "dict:params") == {
        "b": FlagDef("b", 1, type="number")
    }
