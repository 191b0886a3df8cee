import ast

import pytest

from guild_jupyter.flags.imports import plain
from guild_jupyter.flags.imports.domain import MORE, UNKNOWN
from guild_jupyter.flags.imports.plain_functions import call
from guild_jupyter.flags.imports.plain_methods import formatted, method


def nested(kind):
    """A value whose items are shared, so that going through all of them would never end."""
    value = kind((1,))
    for _ in range(100):
        value = kind((value, value))
    return value


@pytest.mark.parametrize(
    ("kind", "left", "right"),
    [
        (ast.Pow, 9, 9**9),
        (ast.Pow, 10.0, 400),
        (ast.Mult, "a", 10**9),
        (ast.Mult, 10**9, "a"),
        (ast.Mult, [0], 10**9),
        (ast.Mult, 10**9, [0]),
        (ast.Mult, 1 << 1000, 1 << 1000),
        (ast.LShift, 1, 10**9),
        (ast.LShift, 1, -1),
        (ast.Mod, "%1000000000d", 1),
        (ast.Mod, "%*d", (10**9, 1)),
        (ast.Mod, "%s", nested(list)),
        (ast.Mod, "%s", (nested(list),)),
        (ast.Mod, "%d", "a"),
        (ast.Add, "a" * 4000, "a" * 4000),
        (ast.Add, 1, "a"),
        (ast.Add, UNKNOWN, 1),
        (ast.MatMult, 1, 1),
        (ast.Div, 1, 0),
    ],
)
def test_an_operator_gives_nothing_large_and_never_fails(kind, left, right):
    assert plain.binary(kind, left, right) is UNKNOWN


@pytest.mark.parametrize("kind", [list, tuple])
def test_values_that_share_items_are_not_gone_through(kind):
    value = nested(kind)
    assert plain.compare(ast.Eq, value, nested(kind)) is UNKNOWN
    assert plain.contains([value], value) is UNKNOWN
    assert plain.contains([value], 1) is UNKNOWN
    assert plain.item_of({}, value) is UNKNOWN
    assert formatted(value, "") is UNKNOWN
    for name in ("str", "max", "sorted", "set", "sum"):
        assert call(f"builtins.{name}", [[value]], {}) is UNKNOWN
    assert call("builtins.dict", [[(value, 1)]], {}) is UNKNOWN
    assert method([value], "index", [value], {}) is UNKNOWN
    assert method({}, "setdefault", [value, 1], {}) is UNKNOWN
    table = {"a": 1}
    assert method(table, "update", [[(value, 1)]], {"b": 2}) is None
    assert table == {"a": UNKNOWN, MORE: UNKNOWN, "b": 2}
    assert method(set(), "add", [value], {}) is UNKNOWN


@pytest.mark.parametrize(
    ("receiver", "name", "arguments", "named"),
    [
        ("a", "join", [["b" * 4000] * 900], {}),
        ("a" * 4000, "replace", ["a", "b" * 4000], {}),
        ("a", "replace", ["a"], {}),
        ("a", "join", [[1]], {}),
        ("a", "join", [], {}),
        ("a", "ljust", [10**9], {}),
        ("{:>1000000000}", "format", [1], {}),
        ("{:>{}}", "format", [1, 10**9], {}),
        ("{0.__class__}", "format", [1], {}),
        ("{}", "format", [], {}),
        ("{}" * 2000, "format", ["a" * 4000] * 2000, {}),
        ("{}", "format", [nested(list)], {}),
        ("a", "split", [None, 1, 2], {}),
        ("a", "split", [], {"sep": "b"}),
        ("a", "__class__", [], {}),
        ([1], "sort", [], {}),
        ([1], "index", [2], {}),
        (UNKNOWN, "get", [], {}),
        (1, "bit_length", [], {}),
    ],
)
def test_a_method_gives_nothing_large_and_never_fails(receiver, name, arguments, named):
    assert method(receiver, name, arguments, named) is UNKNOWN


def test_a_list_that_grows_too_long_is_emptied():
    items = list(range(900))
    assert method(items, "extend", [items], {}) is None
    assert items == []


@pytest.mark.parametrize(
    ("path", "arguments", "named"),
    [
        ("builtins.range", [10**12], {}),
        ("builtins.list", [range(10**12)], {}),
        ("builtins.sorted", [[1, "a"]], {}),
        ("builtins.sorted", [[1]], {"reverse": True}),
        ("builtins.int", ["x"], {}),
        ("builtins.zip", [[1], 2], {}),
        ("builtins.len", [1], {}),
        ("builtins.dict", [[(1, 2, 3)]], {}),
        ("builtins.eval", ["1"], {}),
        ("builtins.open", ["/etc/hostname"], {}),
        ("os.system", ["true"], {}),
        ("builtins.str", [UNKNOWN], {}),
        ("math.log", [0], {}),
        ("pathlib.Path", [1], {}),
    ],
)
def test_a_function_gives_nothing_large_and_never_fails(path, arguments, named):
    assert call(path, arguments, named) is UNKNOWN


@pytest.mark.parametrize("spec", [">1000000000", "x" * 10, "{}"])
def test_a_format_cannot_ask_for_much(spec):
    assert formatted(1, spec) is UNKNOWN


def test_a_format_that_does_not_fit_is_not_known():
    assert formatted("a", "d") is UNKNOWN


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (ast.USub, 1, -1),
        (ast.Invert, 1, -2),
        (ast.Not, [], True),
        (ast.Not, "a", False),
        (ast.USub, "a", UNKNOWN),
        (ast.USub, [], UNKNOWN),
        (ast.Not, UNKNOWN, UNKNOWN),
        (ast.Not, object(), UNKNOWN),
    ],
)
def test_an_operator_before_a_value(kind, value, expected):
    assert plain.unary(kind, value) is expected or plain.unary(kind, value) == expected


@pytest.mark.parametrize(
    ("kind", "left", "right", "expected"),
    [
        (ast.Is, None, None, True),
        (ast.Lt, 1, "a", UNKNOWN),
        (ast.Eq, [1], [1], True),
        (ast.GtE, (3, 11, "final"), (3, 8), True),
        (ast.Is, [1], [1], UNKNOWN),
        (ast.Eq, [[1]], [[1]], UNKNOWN),
        (ast.In, 1, "abc", UNKNOWN),
        (ast.In, "b", "abc", True),
        (ast.NotIn, "b", {"a"}, True),
        (ast.In, 1, 2, UNKNOWN),
    ],
)
def test_a_comparison(kind, left, right, expected):
    assert plain.compare(kind, left, right) is expected


@pytest.mark.parametrize(
    ("value", "items"),
    [
        ({"b", "a", 1}, [1, "a", "b"]),
        ("ab", ["a", "b"]),
        (1, UNKNOWN),
        ({(1, 2)}, UNKNOWN),
        (range(2000), UNKNOWN),
    ],
)
def test_the_items_of_a_value(value, items):
    assert plain.as_list(value) == items


def test_a_text_of_a_class_of_its_own_is_no_plain_data():
    class Text(str):
        __slots__ = ()

    assert not plain.is_plain(Text("a"))
    assert method(Text("a"), "upper", [], {}) is UNKNOWN
