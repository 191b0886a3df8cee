import random
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guild_jupyter.twins import text
from guild_jupyter.twins.text import clean, clean_block, duration, escape, output_html, size


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []
        self.said = ""

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.said += data


def read(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


@pytest.mark.parametrize(
    ("dirty", "shown"),
    [
        ("a\nb\tc\r", "a␊b␉c␍"),
        ("\x00\x1b\x7f", "␀␛␡"),
        ("\x9b31m", "�31m"),
        ("a\u202eb\u2066c\u200ed", "a�b�c�d"),
        ("\u200b\ufeff\u00ad\u2028", "����"),
        ("\U000e0041", "�"),
        ("\ud800", "�"),
        ("👩\u200d🔬 é日", "👩\u200d🔬 é日"),
    ],
)
def test_characters_that_deceive_are_made_visible(dirty, shown):
    assert clean(dirty) == shown


def test_html_signs_are_escaped_everywhere():
    assert escape("<a href='x' b=\"y\">&") == "&lt;a href=&#x27;x&#x27; b=&quot;y&quot;&gt;&amp;"


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("\x1b]8;;http://evil\x07click\x1b]8;;\x07", "click"),
        ("\x1b]8;;http://evil\x1b\\click\x1b]8;;\x1b\\", "click"),
        ("\x1b]52;c;ZXZpbA==\x07done", "done"),
        ("\x1b]0;no end\nnext line", "\nnext line"),
        ("\x1bPsixel\x1b\\x", "x"),
        ("\x1b_apc\x07x", "x"),
        ("\x1b[2J\x1b[1;1Hx\x1b[?25l", "x"),
        ("\x1b(Bx\x1b7\x1b=\x1bc", "x"),
        ("x\x1b[12", "x12"),
        ("x\x1b", "x"),
        ("a\tb", "a       b"),
    ],
)
def test_escape_sequences_leave_no_trace_but_their_text(output, said):
    assert read(output_html(output)).said == said
    assert clean_block(output) == said


@pytest.mark.parametrize(
    ("codes", "style"),
    [
        ("31", "color:#e05252"),
        ("91", "color:#e05252"),
        ("1;3;4", "font-style:italic;font-weight:bold;text-decoration:underline"),
        ("31;39", ""),
        ("1;22", ""),
        ("3;23;4;24", ""),
        ("31;0", ""),
        ("31;", ""),
        ("38;5;1", ""),
        ("38;5;31;1", "font-weight:bold"),
        ("38;2;31;32;33;1", "font-weight:bold"),
        ("48;5;4;32", "color:#3fa45b"),
        ("38", ""),
        ("38;9;31", "color:#e05252"),
        ("38:2::31:1:1", ""),
        ("9" * 5000, ""),
        ("?", ""),
        ("99", ""),
    ],
)
def test_colours_become_styles_and_unknown_codes_nothing(codes, style):
    tags = read(output_html(f"\x1b[{codes}mx")).tags
    assert tags == ([("span", {"style": style})] if style else [])


@given(st.text(alphabet="\x1b[]0123456789;:mPX^_\\\x07\nax<>&'\"(?!\x9b", max_size=80))
@example("\x1b[31m<script>\x1b[0m")
def test_output_never_makes_a_tag_but_spans_with_our_styles(output):
    html = output_html(output)
    assert "\x1b" not in html + clean_block(output)
    for tag, attributes in read(html).tags:
        assert (tag, set(attributes)) == ("span", {"style"})
        assert set(attributes["style"]) <= set("abcdefghijklmnopqrstuvwxyz-:;#0123456789")


def test_a_thousand_hostile_outputs_leave_no_control_character():
    chance = random.Random(3)
    pieces = [
        "\x1b[",
        "\x1b]52;c;",
        "\x1b]8;;",
        "\x9d",
        "\r",
        "\u202e",
        "\x07",
        "31m",
        "m",
        "x",
        "\b",
    ]
    for _ in range(1000):
        output = "".join(chance.choices(pieces, k=12))
        for shown in (output_html(output), clean_block(output)):
            assert not any(ord(sign) < 0x20 or 0x7F <= ord(sign) < 0xA0 for sign in shown)
            assert "\u202e" not in shown


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-1, "0.0 s"),
        (0.44, "0.4 s"),
        (9.94, "9.9 s"),
        (9.96, "10 s"),
        (59.4, "59 s"),
        (59.6, "1 min 00 s"),
        (185, "3 min 05 s"),
        (3599.6, "1 h 00 min"),
        (7800, "2 h 10 min"),
        (86399.7, "1 d 0 h"),
        (270_000, "3 d 3 h"),
        (float("inf"), "?"),
        (float("nan"), "?"),
    ],
)
def test_a_length_of_time_is_said_as_people_say_it(seconds, said):
    assert duration(seconds) == said


def test_moments_are_local_and_impossible_ones_unknown(monkeypatch):
    assert text.moment(0)[4] == "-"
    assert text.moment(10**30) == "?"
    assert text.clock(0) == text.moment(0)[11:16]
    assert text.clock(1e30) == ""


def test_numbers_have_six_digits():
    assert (text.number(0.123456789), text.number(float("nan"))) == ("0.123457", "nan")


def test_texts_are_cut_with_an_ellipsis_and_padded_by_columns():
    assert (text.shorten("abcdef", 4), text.shorten("abcd", 4)) == ("abc…", "abcd")
    assert text.columns("日e\u0301x") == 4
    assert (text.pad("日", 4), text.pad("ab", 4, right=True)) == ("日  ", "  ab")


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (1023, "1023 bytes"),
        (1024, "1 KiB"),
        (1536, "1.5 KiB"),
        ((1 << 20) - 1, "1 MiB"),
        (16 << 20, "16 MiB"),
        (1 << 30, "1 GiB"),
        (9 << 40, "9 TiB"),
    ],
)
def test_a_size_is_said_in_the_unit_that_suits_it(count, said):
    assert size(count) == said


def test_output_without_its_escapes_keeps_all_else():
    assert text.without_escapes("\x1b[31mred\x1b[0m\tend\n") == "red\tend\n"
    assert text.without_escapes("plain\r\n") == "plain\r\n"


def test_lines_are_fitted_by_columns():
    assert text.fitted("short\nmuch longer\n漢字漢字", 6) == "short\nmuch …\n漢字…"
