import random

import pytest

from guild_jupyter.redaction import redact
from guild_jupyter.runstore.shown_output import ShownOutput

PEM = "-----BEGIN PRIVATE KEY-----\nMIIEabc\nMIIEdef\n-----END PRIVATE KEY-----\n"
LINES = [
    "step: 1 loss: 0.5\n",
    "password: hunter2\n",
    "10%\r20%\r100%\n",
    "connect to postgres://anna:pw@db/x now\r\n",
    "Bearer abcdefghijklmnop and ghp_" + "a1" * 18 + " end\n",
    "no newline",
]


def fed(parts):
    shown = ShownOutput()
    return "".join([*(shown.feed(part) for part in parts), shown.finish()])


def test_text_in_any_pieces_is_shown_as_the_whole_text_is():
    text, chance = "".join(LINES), random.Random(1)
    assert fed(text) == fed([text]) == redact(text)
    for _ in range(300):
        cuts = sorted(chance.randrange(len(text)) for _ in range(6))
        parts = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
        assert fed(parts) == redact(text), parts


def test_progress_is_shown_at_once_and_a_word_when_nothing_more_comes():
    shown = ShownOutput()
    assert shown.feed("Epoch ") == "Epoch "
    assert shown.feed("1 ....") == "1 ...."
    assert shown.feed("..███") == "..███"
    assert shown.feed(" load") == " "
    assert shown.settle() == "load"
    assert shown.settle() == ""
    assert shown.feed("in") == ""
    assert shown.feed("g\n") == "ing\n"


def test_a_secret_that_came_too_slowly_is_written_over():
    shown = ShownOutput()
    assert shown.feed("got ghp_a1a1") == "got "
    assert shown.settle() == "ghp_a1a1"
    assert shown.feed("a1" * 16 + "\nnext\n") == "\rgot ***\nnext\n"


def test_nothing_of_a_key_is_shown_however_it_comes():
    for parts in ([PEM], PEM, PEM.splitlines(keepends=True), [PEM[:40], PEM[40:]]):
        said = fed(["before\n", *parts, "after\n"])
        assert "MIIE" not in said
        assert said.startswith("before\n-----BEGIN PRIVATE KEY-----***")
        assert said.endswith("-----END PRIVATE KEY-----\nafter\n")


def test_a_key_without_an_end_does_not_swallow_everything():
    shown = ShownOutput()
    shown.feed("-----BEGIN PRIVATE KEY-----\n")
    line = "x" * 99 + "\n"
    said = "".join(shown.feed(line) for _ in range(300))
    assert 0 < len(said) < 300 * len(line)


@pytest.mark.parametrize("sign", ["x", "x "])
def test_a_line_without_end_is_held_only_so_long(sign):
    shown = ShownOutput()
    text = (sign * 100_000)[:100_000]
    given = sum(len(shown.feed(text[i : i + 1000])) for i in range(0, len(text), 1000))
    assert given > 80_000
    assert given + len(shown.finish()) == len(text)


DECEIVING = (
    "a\x1b]0;a title\x07b\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\ \x1b[2J\x1b[1;1H"
    "\x1b]52;c;Y2xpcA==\x07\x1bPq#0\x1b\\ c\u202ed\u2066 \x07\x00\x9b2J \x1b[31mred"
    "\x1b[0m\n\x1b(Bend\x1b"
)
HONEST = "ablink  cd 2J \x1b[31mred\x1b[0m\nend"


def test_of_control_sequences_colours_alone_are_shown_however_they_come():
    assert fed([DECEIVING]) == HONEST
    assert fed(DECEIVING) == HONEST
    chance = random.Random(2)
    for _ in range(300):
        cuts = sorted(chance.randrange(len(DECEIVING)) for _ in range(5))
        parts = [DECEIVING[a:b] for a, b in zip([0, *cuts], [*cuts, None], strict=True)]
        assert fed(parts) == HONEST, parts


def test_progress_may_move_along_its_line():
    bar = "10%\r20%\b\b\b30%\t.\r\n"
    assert fed([bar]) == bar
