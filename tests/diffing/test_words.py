from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.diffing import words
from guild_jupyter.diffing.words import Piece, changes, pairs

WORDS = st.text(alphabet="ab  =.(é日\t", max_size=30)


def together(pieces):
    return "".join(piece.text for piece in pieces)


@given(st.one_of(WORDS, st.text()), st.one_of(WORDS, st.text()))
def test_no_character_is_lost_or_invented(old, new):
    olds, news = changes(old, new)
    assert together(olds) == old
    assert together(news) == new


@given(WORDS, WORDS)
def test_what_does_not_differ_is_the_same_on_both_sides_but_for_blanks(old, new):
    olds, news = changes(old, new)
    same = [
        "".join(piece.text for piece in side if not piece.differs).split() for side in (olds, news)
    ]
    if any(piece.differs for piece in (*olds, *news)):
        assert "".join(same[0]) == "".join(same[1])


def test_the_word_that_changed_is_told():
    olds, news = changes("lr = 0.1  # rate", "lr = 0.5  # rate")
    assert olds == [Piece("lr = ", False), Piece("0.1", True), Piece("  # rate", False)]
    assert news == [Piece("lr = ", False), Piece("0.5", True), Piece("  # rate", False)]


def test_blanks_between_changed_words_are_changed_with_them():
    olds, _ = changes("the value of alpha beta is here", "the value of gamma delta is here")
    assert olds[1] == Piece("alpha beta", True)


def test_lines_that_have_little_in_common_are_not_cut_into_words():
    assert changes("import os", "return value(3)") == (
        [Piece("import os", False)],
        [Piece("return value(3)", False)],
    )


def test_of_very_long_lines_what_is_between_equal_ends_is_told():
    old, new = "x" * 9000 + "old" + "y" * 9000, "x" * 9000 + "newer" + "y" * 9000
    olds, news = changes(old, new)
    assert [piece.text for piece in olds if piece.differs] == ["old"]
    assert [piece.text for piece in news if piece.differs] == ["newer"]
    assert changes("a" * 9000, "b" * 9000)[0] == [Piece("a" * 9000, False)]


@given(st.lists(WORDS, max_size=8), st.lists(WORDS, max_size=8))
def test_every_line_is_in_one_pair_in_order(old, new):
    found = pairs(old, new)
    assert [one for one, _ in found if one is not None] == list(range(len(old)))
    assert [other for _, other in found if other is not None] == list(range(len(new)))


def test_a_line_is_paired_with_the_one_that_it_became():
    old = ["loss = mse(a, b)"]
    new = ["import math", "loss = mae(a, b)"]
    assert pairs(old, new) == [(None, 0), (0, 1)]


def test_lines_of_long_blocks_are_paired_as_they_come():
    old, new = ["a"] * (words._MOST_PAIRED + 2), ["b"] * 3
    found = pairs(old, new)
    assert found[:4] == [(0, 0), (1, 1), (2, 2), (3, None)]
    assert pairs(new, old)[3] == (None, 3)
