import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.exchange import markdown


@given(st.text())
def test_an_escaped_text_has_one_line_and_no_markup(text):
    shown = markdown.escaped(text)
    assert "\n" not in shown
    assert "<" not in shown
    bare = shown.replace("\\\\", "").replace("\\|", "")
    assert "|" not in bare


@given(st.text(alphabet="`a\n", max_size=30))
def test_nothing_in_a_block_ends_it(text):
    fence, *inner, last = markdown.block(text).rstrip("\n").split("\n")
    assert fence == last
    assert all(fence not in line for line in inner)


@pytest.mark.parametrize(
    ("path", "expected"),
    [("a b", "[a b](a%20b)"), ("a)", "[a)](a%29)"), ("\udcff", "[\udcff](%3F)")],
)
def test_a_link_leads_to_the_file(path, expected):
    assert markdown.link(path, path) == expected


def test_an_empty_cell_is_not_lost():
    assert markdown.table(["A", "Bcd"], [["", "x"]]) == (
        "| A | Bcd |\n| -- | --- |\n| &nbsp; | x |\n"
    )
