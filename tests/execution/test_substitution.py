import argparse
import ast
import datetime
import json
import math
import sys
import types

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.execution import substitution
from guild_jupyter.flags import delivery
from guild_jupyter.flags.delivery import starter_payload, starter_variables


def outcome(source, values, destination="globals"):
    """The variables of a module after it has run with the values."""
    order = substitution.take_order(starter_variables(starter_payload(values, {}, destination)))
    tree = substitution.Rewriter(order).rewrite(ast.parse(source))
    substitution.install_support(order)
    try:
        names = {"__name__": "__main__"}
        exec(compile(tree, "prog.py", "exec", dont_inherit=True), names)
    finally:
        del sys.modules[substitution.SUPPORT]
    return types.SimpleNamespace(**{n: v for n, v in names.items() if n.isidentifier()})


def test_both_halves_call_the_variable_by_one_name():
    assert delivery.VARIABLE == substitution.VARIABLE


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("lr = 0.1", {"lr": 9}),
        ("lr: float = 0.1", {"lr": 9}),
        ("lr: float", {"lr": 9}),
        ("lr = a = b = 1", {"lr": 9, "a": 8, "b": 1}),
        ("lr, b = 1, 2", {"lr": 9, "b": 2}),
        ("(lr, [b, *c]), d = (1, [2, 3]), 4", {"lr": 9, "b": 2, "c": [3], "d": 4}),
        ("lr = a, b = 1, 2", {"lr": 9, "a": 8, "b": 2}),
        ("lr = open('/nowhere')", {"lr": 9}),
        ("lr = 0.1\nx = lr * 2", {"lr": 9, "x": 18}),
        ("lr = 1\nlr = 2", {"lr": 2}),
        ("lr = 1\nlr += 1", {"lr": 10}),
        ("if 1:\n  lr = 1\nelse:\n  lr = 2", {"lr": 9}),
        ("if 0:\n  lr = 1\nelse:\n  lr = 2", {"lr": 9}),
        ("if 0:\n  lr = 1\nlr = 2", {"lr": 9}),
        ("lr = 1\nif 1:\n  lr = 2", {"lr": 2}),
        ("if 1:\n  lr = 1\nelse:\n  lr = 1\nlr = 2", {"lr": 2}),
        ("try:\n  1/0\n  lr = 1\nexcept Exception:\n  lr = 2\nelse:\n  b = 3", {"lr": 9}),
        ("try:\n  lr = 1\nfinally:\n  lr = 2", {"lr": 2}),
        ("with memoryview(b''):\n  lr = 1", {"lr": 9}),
        ("def f():\n  lr = 1\n  return lr\nx = f(), lr", {"lr": 9, "x": (1, 9)}),
        ("class C:\n  lr = 1\nx = C.lr", {"lr": 9, "x": 1}),
        ("for lr in [1]: pass", {"lr": 1}),
        ("x = {}\nx['lr'] = 1", {"lr": 9, "x": {"lr": 1}}),
        ("x = lr", {"lr": 9, "x": 9}),
        ("", {"lr": 9, "a": 8}),
        ("'''Doc.'''\nfrom __future__ import annotations\nx: Nope = __doc__", {"x": "Doc."}),
        ("'''Doc.'''", {"__doc__": "Doc.", "lr": 9}),
        ("1\n'''No doc.'''\nx = lr", {"x": 9}),
    ],
)
def test_the_first_assignment_on_every_path_takes_the_value(source, expected):
    found = vars(outcome(source, {"lr": 9, "a": 8}))
    assert {name: found[name] for name in expected} == expected


def test_a_hyphen_is_an_underscore_and_other_names_are_set_as_they_are():
    found = outcome(
        "dash_name = 1\nx = globals()['a.b'], new_one",
        {
            "dash-name": 9,
            "a.b": 8,
            "new-one": 7,
        },
    )
    assert (found.dash_name, found.x) == (9, (8, 7))


def test_each_run_of_an_assignment_gives_a_value_of_its_own():
    found = outcome("x = []\ny = []\nx.append(2)", {"x": [1], "y": [1]})
    assert (found.x, found.y) == ([1, 2], [1])


@pytest.mark.parametrize("destination", ["global:p", "dict:p", "namespace:p"])
@pytest.mark.parametrize(
    "source",
    [
        "p = {'lr': 1, 'keep': 2, 'deep': {'x': 1, 'y': 2}}",
        "q = p = dict(lr=1, keep=2, deep=dict(x=1, y=2))\nassert q is p",
        "p, q = {'lr': 1, 'keep': 2, 'deep': {'x': 1, 'y': 2}}, 3",
        "p: dict = {'keep': 2, 'deep': {'y': 2}}",
        "p = {'lr': 1, 'keep': 2, 'deep': {'x': 1, 'y': 2}}\np = dict(p)",
    ],
)
def test_a_dict_keeps_what_no_flag_names(source, destination):
    found = outcome(source, {"lr": 9, "deep.x": 8, "new": 7}, destination)
    assert found.p == {"lr": 9, "keep": 2, "deep": {"x": 8, "y": 2}, "new": 7}


def test_only_the_first_assignment_of_a_container_is_the_flags():
    assert outcome("p = {}\np = {'lr': 5}", {"lr": 9}, "dict:p").p == {"lr": 5}


@pytest.mark.parametrize("destination", ["global:p", "namespace:p"])
def test_a_namespace_and_any_object_get_attributes(destination):
    namespace = "from types import SimpleNamespace as N\np = N(lr=1, dash_x=2, deep=N(y=1))"
    found = outcome(namespace, {"lr": 9, "dash-x": 8, "deep.x": 7, "new-one": 6}, destination).p
    assert vars(found) == {
        "lr": 9,
        "dash_x": 8,
        "deep": types.SimpleNamespace(y=1, x=7),
        "new_one": 6,
    }
    parsed = outcome("import argparse\np = argparse.Namespace(lr=1)", {"lr": 9}, destination).p
    assert parsed == argparse.Namespace(lr=9)


def test_keys_with_hyphens_and_dots_are_the_dicts_own_where_it_has_them():
    source = "p = {'a.b': 1, 'c-d': 1, 'e_f': 1}"
    values = {"a.b": 9, "c-d": 8, "e-f": 7, "g-h": 6, "i.j": 5}
    assert outcome(source, values, "dict:p").p == {
        "a.b": 9,
        "c-d": 8,
        "e_f": 7,
        "g-h": 6,
        "i": {"j": 5},
    }


@pytest.mark.parametrize("source", ["", "p = None", "p = 3", "class Other: pass"])
def test_a_container_that_is_none_is_made(source):
    values = {"lr": 9, "deep.x": 8}
    assert outcome(source, values, "dict:p").p == {"lr": 9, "deep": {"x": 8}}
    made = outcome(source, values, "namespace:p").p
    assert made == types.SimpleNamespace(lr=9, deep=types.SimpleNamespace(x=8))


def test_values_in_place_of_others_are_made_where_they_are_parts():
    found = outcome("p = {'deep': 'text'}", {"deep.x.y": 8}, "dict:p").p
    assert found == {"deep": {"x": {"y": 8}}}


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.dates()
    | st.datetimes(timezones=st.none() | st.just(datetime.timezone.utc)).map(
        lambda when: when.replace(fold=0)
    )
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers() | st.dates(), inner),
    max_leaves=8,
)


@given(VALUES)
def test_every_value_comes_out_of_its_json_as_it_went_in(value):
    told = json.loads(starter_payload({"x": [value]}, {}, "globals"))
    assert repr(substitution.decoded(told["values"]["x"])) == repr([value])


def test_numbers_that_are_none_arrive():
    values = outcome("x = y = 1", {"x": math.nan, "y": -math.inf})
    assert math.isnan(values.x)
    assert values.y == -math.inf


def test_without_an_order_nothing_is_put_anywhere():
    assert substitution.take_order({}) == {"dest": "none", "values": {}}


def test_an_order_in_pieces_is_taken_whole_and_removed():
    values = {f"f{number}": "x" * 100 for number in range(3000)}
    variables = starter_variables(starter_payload(values, {}, "globals"))
    assert len(variables) == 4
    assert all(len(text) < 1 << 17 for text in variables.values())
    environment = {**variables, "OTHER": "1"}
    assert substitution.take_order(environment)["values"] == values
    assert environment == {"OTHER": "1"}


class Loader:
    def get_code(self, name):
        return None


@pytest.mark.parametrize("values", [{}, {"x": 1}])
def test_a_module_without_source_or_code_is_refused(values):
    spec = types.SimpleNamespace(name="m", origin="m.so", loader=Loader())
    with pytest.raises(substitution.Refused, match=r"m has no source|No code object"):
        substitution.compiled(spec, {"dest": "globals", "values": values})


def test_code_is_compiled_from_what_the_loader_reads():
    text = "x = 1\n"
    loader = types.SimpleNamespace(
        get_source=lambda name: text, get_code=lambda name: compile(text, "as it is", "exec")
    )
    spec = types.SimpleNamespace(name="m", origin=None, loader=loader)
    with_values = substitution.compiled(spec, {"dest": "globals", "values": {"x": 2}})
    without = substitution.compiled(spec, {"dest": "globals", "values": {}})
    assert (with_values.co_filename, without.co_filename) == ("m", "as it is")
