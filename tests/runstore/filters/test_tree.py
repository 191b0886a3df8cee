import pytest

from guild_jupyter.runstore.filters.parsing import parse
from guild_jupyter.runstore.filters.tree import Name, names, text_of


@pytest.mark.parametrize(
    "text",
    [
        "a = 1",
        "a = 1 or b = 2 and not c = 3",
        "(a = 1 or b = 2) and c = 3",
        "not (a = 1 and b = 2)",
        "x-y in [1, 'a b', [true, undefined]]",
        "flag:a not contains 'x'",
        "scalar:sub#loss < 0.1",
        "marked",
        "a = .inf and b = -.inf and c = .nan",
        "'and' = 1",
        "'a b' = 'it\\'s'",
    ],
)
def test_an_expression_says_itself(text):
    assert str(parse(text)) == text


def test_names_are_told_once_in_their_order():
    node = parse("b = 1 and (not a = 2 or flag:b) and b < 2 and 1")
    assert names(node) == [Name("b"), Name("a"), Name("b", "flag")]


def test_a_value_is_written_as_it_is_read():
    assert text_of((1, "a", None, True, (0.5,))) == "[1, 'a', undefined, true, [0.5]]"
