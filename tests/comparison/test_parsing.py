"""The grammar of column specs; what breaks it is pointed at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.comparison.parsing import LONGEST, read, read_one
from guild_jupyter.comparison.specs import ATTRIBUTE, FLAG, SCALAR, Place, Spec
from guild_jupyter.errors import ColumnError


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        ("loss", Spec(SCALAR, "loss")),
        ("last loss", Spec(SCALAR, "loss")),
        ("min loss", Spec(SCALAR, "loss", reducer="min")),
        ("MAX Loss Step", Spec(SCALAR, "Loss", reducer="max", is_step=True)),
        ("avg loss", Spec(SCALAR, "loss", reducer="mean")),
        ("mean loss", Spec(SCALAR, "loss", reducer="mean")),
        ("count loss as n", Spec(SCALAR, "loss", reducer="count", name="n")),
        ("scalar:loss", Spec(SCALAR, "loss")),
        ("total scalar:loss", Spec(SCALAR, "loss", reducer="total")),
        ("=lr", Spec(FLAG, "lr")),
        ("flag:lr as rate", Spec(FLAG, "lr", name="rate")),
        ("='a b'", Spec(FLAG, "a b")),
        ("=operation:train", Spec(FLAG, "operation:train")),
        (".label", Spec(ATTRIBUTE, "label")),
        ("attr:label", Spec(ATTRIBUTE, "label")),
        ("logs/train#loss", Spec(SCALAR, "loss", "logs/train")),
        ("#loss", Spec(SCALAR, "loss")),
        ("#a#b", Spec(SCALAR, "a#b")),
        ("'my logs'#loss", Spec(SCALAR, "loss", "my logs")),
        ("'my logs'#'val loss'", Spec(SCALAR, "val loss", "my logs")),
        ("train#'val loss' step", Spec(SCALAR, "val loss", "train", is_step=True)),
        ("'train#loss'", Spec(SCALAR, "loss", "train")),
        ('"it\'s"', Spec(SCALAR, "it's")),
        ("'it''s'", Spec(SCALAR, "it's")),
        ("don't", Spec(SCALAR, "don't")),
        ("acc|", Spec(SCALAR, "acc|")),
        ("loss as 'final, loss'", Spec(SCALAR, "loss", name="final, loss")),
        ("loss as step", Spec(SCALAR, "loss", name="step")),
        ("loss as =lr", Spec(SCALAR, "loss", name="=lr")),
        ("loss at 100", Spec(SCALAR, "loss", at=100)),
        ("loss AT -1 as x", Spec(SCALAR, "loss", at=-1, name="x")),
        ("loss at best acc", Spec(SCALAR, "loss", at=Place("best", "acc"))),
        ("a#loss at MIN val#loss", Spec(SCALAR, "loss", "a", at=Place("min", "loss", "val"))),
        ("min", Spec(SCALAR, "min")),
        ("step as s", Spec(SCALAR, "step", name="s")),
        ("min 'step'", Spec(SCALAR, "step", reducer="min")),
    ],
)
def test_a_spec_is_read(text, spec):
    assert read_one(text) == spec
    assert read_one(f"  {text}\n") == spec


def test_several_are_read_in_their_order_each_once():
    assert read("loss ,=lr,loss") == [Spec(SCALAR, "loss"), Spec(FLAG, "lr")]
    assert read(["loss, =lr", ".id"]) == [*read("loss,=lr"), Spec(ATTRIBUTE, "id")]
    assert read("") == read([]) == read("  ") == []


@pytest.mark.parametrize(
    ("text", "caret", "problem"),
    [
        ("loss at", 7, "a step"),
        ("loss at many", 8, "after 'at' comes"),
        ("loss at 99999999999999999999999", 8, "after 'at' comes"),
        ("loss at 9223372036854775808", 8, "after 'at' comes"),
        ("loss at best", 12, "a scalar is missing"),
        ("loss at best step", 13, "'step' is a word"),
        ("loss at best =lr", 13, "only a scalar"),
        ("loss,", 5, "a column is missing"),
        ("loss,,acc", 5, "a column is missing"),
        ("loss ster", 5, "'ster' cannot stand here"),
        ("loss as", 7, "the heading after 'as' is missing"),
        ("loss as a b", 10, "'b' cannot stand here"),
        ("loss as ' '", 8, "is empty"),
        ("min step", 4, "'step' is a word"),
        ("best loss", 0, "'best' is a word"),
        ("min =lr", 4, "only a scalar"),
        ("=lr step", 4, "'step' cannot stand here"),
        ("mean loss step", 10, "it has none"),
        ("min loss at 3", 9, "'at' does not go"),
        ("train#", 6, "the name of a scalar is missing"),
        ("=", 1, "a name has to follow '='"),
        ("attr: x", 5, "a name has to follow"),
        ("acc, 'loss", 5, "is not closed"),
        ("'a'b", 3, "has to follow a quoted name"),
        ("日本 'x", 5, "is not closed"),
    ],
)
def test_what_makes_no_sense_is_pointed_at(text, caret, problem):
    with pytest.raises(ColumnError, match="make no sense") as refused:
        read(text)
    assert problem in refused.value.message
    shown, pointer, *_ = refused.value.hint.split("\n")
    assert shown == text
    assert pointer == " " * caret + "^"


def test_a_near_word_is_suggested():
    with pytest.raises(ColumnError) as refused:
        read("loss stpe")
    assert "Did you mean 'step'?" in refused.value.hint


def test_a_name_can_be_given_once():
    with pytest.raises(ColumnError, match="two columns are called 'x': loss, =lr"):
        read("loss as x, =lr as x")
    assert len(read("loss as x, loss as x")) == 1


def test_one_spec_is_one():
    for text in ("", "a,b"):
        with pytest.raises(ColumnError, match="is not one column"):
            read_one(text)


def test_what_is_no_text_is_refused():
    with pytest.raises(ColumnError, match="3 is no text"):
        read([3])


def test_a_long_text_is_refused_and_a_place_far_in_is_shown_with_what_is_around():
    with pytest.raises(ColumnError, match="characters long"):
        read("x" * (LONGEST + 1))
    with pytest.raises(ColumnError) as refused:
        read("a," * 500 + "b 'c" + ",d" * 500)
    shown, pointer, _ = refused.value.hint.split("\n")
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert shown[len(pointer) - 1] == "'"


HOSTILE = st.text(st.sampled_from("ab =.,#'\"\0\x1b\n\u202e:0-"), max_size=60)


@given(st.one_of(HOSTILE, st.text(max_size=60)))
def test_any_text_is_read_or_refused_without_controls(text):
    try:
        found = read(text)
    except ColumnError as error:
        told = str(error).replace("\n", "")
        assert not any(ord(character) < 32 for character in told)
        assert "\u202e" not in told
    else:
        assert read(", ".join(map(str, found))) == found
