import random

import pytest

from guild_jupyter.twins import card, page, table
from guild_jupyter.twins.card import Card
from guild_jupyter.twins.page import Listing, Page, of_table
from guild_jupyter.twins.style import STATUS_COLOURS, status_mark
from guild_jupyter.twins.table import MAX_ROWS, Table
from guild_jupyter.twins.text import clean, columns, pad, shorten
from tests.twins.safe_html import PAYLOADS, check


def run_card(**changes):
    return Card(**{"title": "train", "short_id": "12345678", "status": "running"} | changes)


def test_three_hundred_payloads_make_no_tag_or_attribute_in_a_card():
    assert len(set(PAYLOADS)) == 300
    for text in PAYLOADS:
        shown = Card(
            *(text, text, text, text, text),
            facts=[(text, text)],
            values=[(text, text)],
            output=text,
            problems=[text],
        )
        check(card.to_html(shown))
        plain = card.to_text(shown)
        assert not any(ord(sign) < 0x20 and sign != "\n" for sign in plain)


def test_three_hundred_payloads_make_no_tag_or_attribute_in_a_table():
    for text in PAYLOADS:
        shown = Table(
            [text, "status"],
            [[text, text]],
            [text],
            frozenset({text}),
            text,
            text,
        )
        check(table.to_html(shown))
        assert len(table.to_text(shown).split("\n")) == 3
        check(table.to_html(Table([text], [], empty=text)))


def test_a_card_says_everything_in_both_forms():
    shown = run_card(
        status_text="running for 3 s",
        as_of="14:03",
        facts=[("started", "now"), ("日本", "x")],
        values=[("loss", "0.5")],
        output="one\n\x1b[31mtwo",
        problems=["attrs/flags cannot be read"],
    )
    assert card.to_text(shown) == (
        "train 12345678  running for 3 s, as of 14:03\n"
        "  started  now\n"
        "  日本     x\n"
        "  scalars  loss 0.5\n"
        "  ! attrs/flags cannot be read\n"
        "  | one\n"
        "  | two"
    )
    said = check(card.to_html(shown)).said
    for text in (
        "running for 3 s, as of 14:03",
        "日本",
        "loss",
        "0.5",
        "cannot be read",
        "one\ntwo",
    ):
        assert text in said


def test_a_card_of_nothing_has_neither_table_nor_output():
    shown = run_card(status="completed", status_text="completed")
    assert card.to_text(shown) == "train 12345678  completed"
    tags = {tag for tag, _ in check(card.to_html(shown)).tags}
    assert not tags & {"table", "pre"}


def test_a_table_is_aligned_in_both_forms():
    shown = Table(["#", "name"], [["1", "日本"], ["10", "b"]], numeric=frozenset("#"), caption="c")
    assert table.to_text(shown) == "c\n #  name\n 1  日本\n10  b"
    cells = [found["style"] for tag, found in check(table.to_html(shown)).tags if tag == "td"]
    assert ["text-align:right" in style for style in cells] == [True, False, True, False]


def test_a_long_table_is_cut_and_says_how_much_is_left_out():
    shown = Table(["n"], [[str(number)] for number in range(MAX_ROWS + 20)], left_out=5)
    assert table.to_text(shown).endswith("\n99\nand 25 more, not shown")
    checker = check(table.to_html(shown))
    assert sum(tag == "tr" for tag, _ in checker.tags) == MAX_ROWS + 1
    assert checker.said.endswith("and 25 more, not shown")


def test_a_table_without_rows_says_so():
    shown = Table(["n"], [], empty="no runs\nhere")
    assert table.to_text(shown) == "no runs␊here"
    assert check(table.to_html(shown)).said == "no runs␊here"


def test_a_long_cell_is_cut_and_keeps_its_text_as_a_title_of_some_length():
    checker = check(table.to_html(Table(["n"], [["x" * 5000]])))
    assert max(len(found.get("title", "")) for _, found in checker.tags) == 1000
    assert "x" * 59 + "…" in checker.said
    assert "x" * 60 not in checker.said


def test_the_status_has_a_mark_beside_its_word():
    shown = Table(["status", "x"], [["running", "y"]], ["running"])
    assert "● running" in check(table.to_html(shown)).said
    assert "●" not in check(table.to_html(Table(["status"], [["running"]]))).said
    for status, colour in STATUS_COLOURS.items():
        assert colour in status_mark(status)
    assert check(status_mark('"><b>')).said == "●"


@pytest.mark.parametrize(
    "column", ["padding", "text-align", "background", "border", "line-height"]
)
def test_every_cell_answers_the_style_sheet_of_jupyterlab(column):
    for tag, found in check(table.to_html(Table(["a"], [["b"]]))).tags:
        if tag in ("td", "th"):
            assert f"{column}:" in found["style"]
        if tag == "tr":
            assert "background:none" in found["style"]


def test_a_page_is_its_text_and_perhaps_its_html():
    shown = of_table(Table(["a"], [["b"]]))
    assert str(shown) == repr(shown) == "a\nb"
    assert set(shown._repr_mimebundle_(include=None)) == {"text/html", "text/plain"}
    assert Page("x")._repr_mimebundle_() == {"text/plain": "x"}
    assert page.of_table(Table(["a"], [])).text == "nothing"


def test_a_listing_is_a_list_that_shows_its_lines():
    listing = Listing(["a", "b"])
    assert (list(listing), listing[0], listing[1:], len(listing)) == (["a", "b"], "a", ["b"], 2)
    assert repr(listing) == "a\nb"
    assert repr(Listing(["a", "b"], "here:")) == "here:\n  a\n  b"


def test_the_rows_of_a_text_are_the_same_whether_their_cells_are_plain_or_not():
    chance = random.Random(4)
    cells = [
        "",
        "a",
        "word" * 20,
        "x" * 11,
        "é",
        "模型",
        "a\tb",
        "e\u0301",
        "…",
        "%s",
        "cut…",
        "\x1b[1m",
    ]
    for _ in range(1000):
        count = chance.randint(1, 4)
        rows = [[chance.choice(cells) for _ in range(count)] for _ in range(chance.randint(1, 5))]
        headings = [f"{chance.choice(cells)}{number}" for number in range(count)]
        right = frozenset(chance.sample(headings, chance.randint(0, count)))
        shown = [[shorten(clean(cell), 10) for cell in row] for row in [headings, *rows]]
        widths = [max(map(columns, column)) for column in zip(*shown, strict=True)]
        expected = [
            "  ".join(
                pad(cell, width, right=heading in right)
                for cell, width, heading in zip(row, widths, headings, strict=True)
            ).rstrip()
            for row in shown
        ]
        made = Table(columns=headings, rows=rows, numeric=right, widest=10)
        assert table.to_text(made).split("\n") == expected
