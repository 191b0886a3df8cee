import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.errors import FilterError
from guild_jupyter.runstore.filters.tokens import (
    END,
    MAX_LENGTH,
    QUOTED,
    SIGN,
    WORD,
    Token,
    quoted,
    tokens,
)


def kinds(text):
    return [(token.kind, token.text) for token in tokens(text)]


def test_an_expression_is_cut_into_words_signs_and_quoted_texts():
    assert kinds("loss<=0.1 and s = 'a b'") == [
        (WORD, "loss"),
        (SIGN, "<="),
        (WORD, "0.1"),
        (WORD, "and"),
        (WORD, "s"),
        (SIGN, "="),
        (QUOTED, "a b"),
        (END, ""),
    ]


def test_names_may_have_dots_dashes_colons_and_number_signs():
    assert kinds("flag:x-y .guild#a.b")[:2] == [(WORD, "flag:x-y"), (WORD, ".guild#a.b")]


def test_every_token_knows_its_place():
    assert [token.place for token in tokens(" a  =(1)")] == [1, 4, 5, 6, 7, 8]


def test_tokens_say_what_they_are():
    word, sign, end = tokens("And =")
    assert word.says("or", "and")
    assert not word.is_sign("=")
    assert sign.is_sign("=", "<")
    assert not sign.says("=")
    assert [str(word), str(sign), str(end)] == ["'And'", "'='", "the end"]


@given(st.text(st.characters(blacklist_categories=["Cc", "Cs"])))
def test_a_text_in_quotes_is_read_as_it_was(text):
    assert tokens(quoted(text)) == [Token(QUOTED, text, 0), Token(END, "", len(quoted(text)))]


def test_a_backslash_stands_for_itself_but_before_quotes():
    assert kinds(r'"a\"b" "a\nb"')[:2] == [(QUOTED, 'a"b'), (QUOTED, r"a\nb")]


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("a = 'b", 5, "quote ' is not closed"),
        ('a = "b\\"', 5, "is not closed"),
        ("a ! b", 3, "'!' alone"),
        ("a \x00= 1", 3, "control character"),
        ("a = 'x\x1b[2J'", 7, "control character"),
        ("a" * (MAX_LENGTH + 1), MAX_LENGTH + 1, "characters long"),
    ],
)
def test_what_cannot_stand_there_is_pointed_at(text, column, said):
    with pytest.raises(FilterError, match=said) as caught:
        tokens(text)
    assert caught.value.column == column
    assert caught.value.hint
