import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.runstore.filters.evaluation import Either, holds
from guild_jupyter.runstore.filters.parsing import parse
from guild_jupyter.runstore.filters.tree import And, Constant, Not, Or, Truth, names
from tests.runstore.filters.expressions import LISTS, TREES

VALUES = {
    "n": 1,
    "yes": True,
    "no": False,
    "one": "1",
    "float": 0.5,
    "s": "Hello World",
    "empty": "",
    "list": [1, "a", [2]],
    "map": {"a": 1},
    "day": datetime.date(2021, 1, 1),
    "status": Either(("lost", "error")),
    "huge": 10**5000,
    "nan": float("nan"),
}


def is_true(text):
    return holds(parse(text), lambda name: VALUES.get(name.text))


@pytest.mark.parametrize(
    "text",
    [
        "n = 1",
        "n = 1.0",
        "n = true",
        "yes = 1",
        "no is false",
        "n != 2",
        "n != '1'",
        "one = '1'",
        "float < 1 and float >= .5 and float <= 0.5 and float > 0",
        "s contains 'o w' and s contains HELLO",
        "s not contains x",
        "n contains 1",
        "list contains 1 and list contains a and list contains [2]",
        "list = [1, a, [2]]",
        "list < [5]",
        "map contains A",
        "s in [x, 'Hello World'] and s not in [hello]",
        "nope = undefined and nope is undefined and nope != 1 and nope not in [1]",
        "nope not contains x and not nope < 1",
        "nope in [undefined]",
        "n is not undefined",
        "day = 2021-01-01 and day < 2022 or day = '2021-01-01'",
        "status = lost and status = error and status contains ERR",
        "status in [error] and status not in [completed]",
        "nan != 1",
        "n and s and not no and not nope and not empty",
        "1 and true and 'x' and not 0 and not undefined and not ''",
        "n = 2 or n = 1",
        "n = 2 and n = 3 or n = 1",
        "one < x",
        "huge > 5",
    ],
)
def test_what_holds(text):
    assert is_true(text)


@pytest.mark.parametrize(
    "text",
    [
        "n = '1'",
        "one = 1",
        "s = hello",
        "s < 1",
        "n < x",
        "list < 1",
        "nope < 1",
        "nope = 1",
        "nope contains x",
        "empty contains ''",
        "s contains [H]",
        "s contains undefined",
        "list contains '1'",
        "status != error",
        "status != lost",
        "status not in [lost]",
        "status not contains err",
        "nan = .nan",
        "huge contains 1",
        "n = 2 and n = 1",
        "day < 5",
    ],
)
def test_what_does_not_hold(text):
    assert not is_true(text)


def reference(node, values):
    """The same for one known value a name, as naively as it can be said."""
    if isinstance(node, And):
        return False not in [reference(part, values) for part in node.parts]
    if isinstance(node, Or):
        return True in [reference(part, values) for part in node.parts]
    if isinstance(node, Not):
        return reference(node.part, values) is False
    if isinstance(node, Constant):
        return bool(node.value)
    have = as_list(values[node.name])
    if isinstance(node, Truth):
        return bool(have)
    want = as_list(node.value)
    word = node.sign.split()[-1]
    if word == "contains":
        if isinstance(have, list):
            found = want in have
        else:
            blank = have in (None, "") or want is None or isinstance(want, list)
            found = not blank and str(want).lower() in str(have).lower()
        return found != node.sign.startswith("not")
    if word == "in":
        return (have in want) != node.sign.startswith("not")
    try:
        return {
            "=": lambda: have == want,
            "!=": lambda: have != want,
            "<": lambda: have < want,
            "<=": lambda: have <= want,
            ">": lambda: have > want,
            ">=": lambda: have >= want,
        }[node.sign]()
    except TypeError:
        return False


def as_list(value):
    return [as_list(item) for item in value] if isinstance(value, (list, tuple)) else value


@given(TREES, st.data())
def test_it_holds_where_a_naive_reading_says_so(tree, data):
    values = {name: data.draw(LISTS) for name in names(tree)}
    assert holds(tree, values.__getitem__) is reference(tree, values)
