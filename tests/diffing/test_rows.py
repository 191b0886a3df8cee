import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.diffing.rows import CHANGED, FOLDED, REST, SAME, rows, shortened
from guild_jupyter.diffing.texts import TextDiff, of_text
from guild_jupyter.diffing.view import View, everything
from guild_jupyter.diffing.words import Piece

TEXTS = st.lists(st.sampled_from(["a = 1", "a = 2", "b", ""]), max_size=20).map("\n".join)


def diff(old, new):
    return TextDiff(of_text(old), of_text(new))


def text(line):
    return "".join(piece.text for piece in line.pieces)


@given(TEXTS, TEXTS, st.integers(0, 4))
def test_every_line_is_shown_once_or_folded(old, new, context):
    found = list(rows(diff(old, new), everything(context=context), 10**6))
    for side, whole in (("old", old), ("new", new)):
        lines = [getattr(row, side) for row in found if getattr(row, side)]
        hidden = sum(row.hidden for row in found)
        kept = whole.split("\n")
        kept = kept[:-1] if not kept[-1] else kept
        assert len(lines) + hidden == len(kept)
        assert all(text(line) == kept[line.number - 1] for line in lines)


def test_changed_words_and_the_lines_around_are_shown():
    same, changed = rows(diff("x\na = 1\n", "x\na = 2\n"), View(), 100)
    assert (same.kind, same.old.number, same.new.number) == (SAME, 1, 1)
    assert changed.kind == CHANGED
    assert changed.old.pieces == [Piece("a = ", False), Piece("1", True)]
    assert changed.new.pieces == [Piece("a = ", False), Piece("2", True)]


@pytest.mark.parametrize(("removed", "added"), [(50, 50), (100, 0), (0, 100), (3, 97), (97, 3)])
def test_too_many_changed_lines_are_cut_and_counted(removed, added):
    old = "".join(f"a{n}\n" for n in range(removed))
    new = "".join(f"b{n}\n" for n in range(added))
    found = list(rows(diff(old, new), View(most_lines=20), 1000))
    shown = sum((row.old is not None) + (row.new is not None) for row in found)
    assert shown == 20
    assert (found[-1].kind, found[-1].hidden) == (REST, 80)
    assert any(row.old for row in found) is (removed > 0)


def test_where_there_is_no_room_all_is_counted():
    found = list(rows(diff("a\n" * 9 + "b\n", "a\n" * 9 + "c\n"), View(), 0))
    assert [row.kind for row in found] == [FOLDED, REST]


def test_changes_after_the_cut_are_counted_and_same_lines_are_not():
    old = "a\nx\nx\nx\nb\n"
    found = list(rows(diff(old, old.replace("a", "c").replace("b", "d")), View(), 2))
    assert [row.kind for row in found] == [CHANGED, REST]
    assert found[-1].hidden == 2


def test_a_missing_newline_and_a_carriage_return_are_seen():
    (row,) = rows(diff("a", "a\n"), View(), 10)
    assert (row.old.has_end, row.new.has_end) == (False, True)
    found = list(rows(diff("a\nb\n", "a\r\nb\n"), View(), 10))
    assert text(found[0].new) == "a\r"


def test_long_pieces_are_cut_in_their_middle_and_many_at_the_end():
    (piece,) = shortened([Piece("x" * 1000, False)])
    assert "900 more characters" in piece.text
    cut = shortened([Piece("x" * 300, False), Piece("y" * 300, True)])
    assert "200 more characters" in cut[0].text
    assert cut[1].text == "y" * 300
    many = shortened([Piece("xy", number % 2 == 0) for number in range(100)])
    assert many[-1].text == " … 80 more characters … "


def test_tabs_are_blanks_and_are_seen_where_they_differ():
    assert shortened([Piece("\ta", False)])[0].text == "    a"
    assert shortened([Piece("\t", True), Piece("a", False)])[0].text == "→   "
