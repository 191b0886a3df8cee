import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.errors import FilterError
from guild_jupyter.runstore.filters.parsing import DEEPEST, parse
from guild_jupyter.runstore.filters.tree import And, Comparison, Constant, Name, Not, Or, Truth
from tests.runstore.filters.expressions import TREES

A, B, C = (Comparison(Name(name), "=", 1) for name in "abc")


@given(TREES)
def test_an_expression_that_is_written_is_read_as_the_same(tree):
    assert parse(str(tree)) == tree


@given(st.text(alphabet="ab1.'\"=<>!()[], \t\nnotandrisc#:-é\x00", max_size=60))
def test_any_text_is_an_expression_or_an_error_that_points_at_it(text):
    try:
        parse(text)
        return
    except FilterError as error:
        caught = error
    assert 1 <= caught.column <= len(text) + 1
    assert caught.message.count("\n") == 2


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a=1 and b=1 or c=1", Or((And((A, B)), C))),
        ("a=1 or b=1 and c=1", Or((A, And((B, C))))),
        ("not a=1 and b=1", And((Not(A), B))),
        ("not (a=1 and b=1)", Not(And((A, B)))),
        ("not not a=1", Not(Not(A))),
        ("a=1 and (b=1 and c=1)", And((A, And((B, C))))),
        ("(((a=1)))", A),
        ("(a=1)and(b=1)", And((A, B))),
        ("A = 1 AND b = 1 Or c=1".replace("A =", "a ="), Or((And((A, B)), C))),
    ],
)
def test_not_binds_tighter_than_and_which_binds_tighter_than_or(text, tree):
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1),
        ("01", 1),
        ("-1.5", -1.5),
        (".1", 0.1),
        ("1e-3", 0.001),
        ("1.e3", 1000.0),
        (".inf", float("inf")),
        ("TRUE", True),
        ("false", False),
        ("Undefined", None),
        ("adam", "adam"),
        ("'1'", "1"),
        ('"two words"', "two words"),
        ("2021-01-01", "2021-01-01"),
        ("01bb", "01bb"),
        ("1_000", "1_000"),
        ("+", "+"),
        ("[1, a, [b]]", (1, "a", ("b",))),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_values_are_numbers_words_and_lists(text, value):
    assert parse(f"a = {text}") == Comparison(Name("a"), "=", value)


@pytest.mark.parametrize(
    ("sign", "read"),
    [
        ("<>", "!="),
        ("is", "="),
        ("is  NOT", "!="),
        ("Contains", "contains"),
        ("not contains", "not contains"),
    ],
)
def test_signs_have_other_spellings(sign, read):
    assert parse(f"a {sign} x") == Comparison(Name("a"), read, "x")


def test_lists_are_looked_into():
    assert parse("a in [1]") == Comparison(Name("a"), "in", (1,))
    assert parse("a NOT IN [1,b]") == Comparison(Name("a"), "not in", (1, "b"))


def test_a_name_says_where_it_is_looked_for():
    assert parse("flag:label = x") == Comparison(Name("label", "flag"), "=", "x")
    assert parse("scalar:sub#a = 1") == Comparison(Name("sub#a", "scalar"), "=", 1)
    assert parse("other:a = 1") == Comparison(Name("other:a"), "=", 1)
    assert parse("'my flag' = 1") == Comparison(Name("my flag"), "=", 1)


def test_what_stands_alone_is_a_constant_or_the_truth_of_a_name():
    assert parse("marked") == Truth(Name("marked"))
    for text, value in (("true", True), ("0", 0), ("'a'", "a"), ("[1]", (1,))):
        assert parse(text) == Constant(value)


def test_an_empty_expression_chooses_nothing():
    assert parse("") is parse(" \t\n") is None


@pytest.mark.parametrize(
    ("text", "column", "said", "hint"),
    [
        ("loss <", 7, "a value is expected, not the end", "Numbers"),
        ("loss < and", 8, "a value is expected", "Numbers"),
        ("a = 1 and", 10, "the name of an attribute", ""),
        ("and", 1, "the name of an attribute", "quotes"),
        ("1 = loss", 1, "'1' is no name", "comes first"),
        ("true = 1", 1, "'true' is no name", "comes first"),
        ("'' = 1", 1, "is no name", "comes first"),
        ("@loss", 1, "'@loss' is no name", "in quotes"),
        ("lr > 0 or #", 11, "'#' is no name", "in quotes"),
        ("a == 1", 3, "'==' is no sign", "'='"),
        ("a => 1", 3, "'=>' is no sign", "Signs"),
        ("a like 1", 3, "'like' is no sign", "Write 'contains'"),
        ("a contain 1", 3, "'contain' is no sign", "Did you mean 'contains'?"),
        ("a @ 1", 3, "'@' is no sign", "Signs"),
        ("a not = 1", 7, "'in' or 'contains' is expected", "!="),
        ("a in b", 6, "a list in brackets is expected", "lr in"),
        ("a in []", 7, "a value is expected", ""),
        ("a in [1 2]", 9, "',' or ']' is expected", "Quote"),
        ("a in [1, 2", 6, "the bracket is not closed", "]"),
        ("(a = 1", 1, "the parenthesis is not closed", ")"),
        ("(a = 1 b", 8, "'b' is not expected", "Join"),
        ("a = 1)", 6, "')' closes nothing", "Remove"),
        ("a = 1]", 6, "']' closes nothing", "Remove"),
        ("a = b, c", 6, "a comma", "brackets"),
        ("a = b c", 7, "'c' is not expected", "quote a text"),
        ("a = 1 nad b = 2", 7, "'nad' is not expected", "Did you mean 'and'?"),
        ("a = 1 && b = 2", 7, "'&&' means nothing", "Write 'and'"),
        ("a = (1)", 5, "a value is expected", ""),
    ],
)
def test_what_makes_no_sense_is_pointed_at(text, column, said, hint):
    with pytest.raises(FilterError) as caught:
        parse(text)
    assert said in caught.value.message
    assert caught.value.column == column
    assert hint in caught.value.hint


@pytest.mark.parametrize("opening", ["(", "not ", "a = ["])
def test_what_stands_too_deep_is_an_error(opening):
    with pytest.raises(FilterError):
        parse(opening * 10_000)


@pytest.mark.parametrize(
    "text",
    ["(" * DEEPEST + "a" + ")" * DEEPEST, "a = " + "[" * DEEPEST + "1" + "]" * DEEPEST],
)
def test_as_deep_as_it_may_be_it_is_read(text):
    assert parse(text) is not None
    with pytest.raises(FilterError, match="too many"):
        parse(text.replace("a =", "(a =") if "=" in text else f"({text})")


def test_a_long_row_is_read():
    assert len(parse(" or ".join(["a = 1"] * 9000)).parts) == 9000
