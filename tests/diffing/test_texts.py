import codecs
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.diffing.texts import CHANGED, FOLDED, SAME, TextDiff, of_bytes, of_text

LINES = st.lists(st.sampled_from(["a", "b", "", "c d", "é\t", "日本"]), max_size=12)
ENDS = st.sampled_from(["\n", "\r\n", "\r", "\n\r"])


def diff(old, new):
    return TextDiff(of_text(old), of_text(new))


@given(st.one_of(st.text(), LINES.map("\n".join)), st.one_of(st.text(), LINES.map("\n".join)))
def test_the_difference_makes_the_new_text_of_the_old_one(old, new):
    found = diff(old, new)
    assert "".join(found.old.lines) == old
    assert "".join(found.new.lines) == new
    if not found.notes:  # where all lines end otherwise, that alone is not repeated for each
        assert found.apply() == new
        assert bool(found) is (old != new)


@given(LINES, ENDS, ENDS)
def test_texts_with_the_same_lines_differ_by_their_ends_alone(lines, end, other):
    old, new = (mark.join([*lines, "last", ""]) for mark in (end, other))
    found = diff(old, new)
    assert bool(found) is (old != new)


def test_other_line_ends_are_said_and_are_no_changed_lines():
    found = diff("a\nb\n", "a\r\nc\r\n")
    assert found.notes == ["line ends: LF became CRLF"]
    assert (found.removed, found.added) == (["b"], ["c"])


def test_line_ends_that_are_mixed_are_compared_line_by_line():
    found = diff("a\nb\n", "a\r\nb\n")
    assert found.notes == ["line ends: LF became mixed"]
    assert found.counts == (1, 1)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("né\n".encode(), "UTF-8"),
        (codecs.BOM_UTF8 + b"n\n", "UTF-8 with a byte order mark"),
        (codecs.BOM_UTF16_LE + "né\n".encode("utf-16-le"), "UTF-16"),
        ("né\n".encode("latin-1"), "Latin-1"),
        (b"", "UTF-8"),
    ],
)
def test_texts_are_read_in_their_encoding(data, encoding):
    text = of_bytes(data)
    assert text.encoding == encoding
    assert not text.lines or text.lines[0].startswith("n")


@pytest.mark.parametrize(
    "data",
    [b"a\0b", b"\x01\x02\x03\x04abc", codecs.BOM_UTF16_LE + b"a", b"x" * 9000 + b"\0"],
)
def test_other_bytes_are_no_text(data):
    assert of_bytes(data) is None


def test_another_encoding_is_said():
    found = TextDiff(of_bytes("né\n".encode("latin-1")), of_bytes("né\n".encode()))
    assert found.notes == ["encoding: Latin-1 became UTF-8"]
    assert found.counts == (0, 0)
    assert found


def test_credentials_are_not_shown_but_tell_lines_apart():
    found = diff("key = hf_abcdefghijklmnop1234\n", "key = hf_ponmlkjihgfedcba4321\n")
    assert (found.removed, found.added) == (["key = ***"], ["key = ***"])
    assert "hf_" not in "\n".join(found.unified())


def test_a_key_of_several_lines_is_withheld_as_one():
    key = "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n"
    found = diff(f"a\n{key.format('MIIB')}b\n", f"a\n{key.format('MIIC')}c\n")
    assert "MII" not in "\n".join(found.unified())
    assert (found.removed, found.added) == (["b"], ["c"])


def test_long_stretches_of_same_lines_are_folded():
    lines = [f"{n}\n" for n in range(30)]
    found = diff("".join(lines), "".join([*lines[:15], "new\n", *lines[16:]]))
    assert [stretch.kind for stretch in found.stretches(2)] == [
        *(FOLDED, SAME, CHANGED, SAME, FOLDED)
    ]
    assert [stretch.kind for stretch in found.stretches(14)] == [SAME, CHANGED, SAME]


@given(LINES, LINES, st.booleans(), st.integers(0, 3))
def test_the_unified_lines_are_a_patch_that_makes_the_new_lines(old, new, has_end, context):
    texts = ["\n".join(lines) + "\n" * (has_end and bool(lines)) for lines in (old, new)]
    found = diff(*texts)
    assert patched(texts[0], found.unified(context)) == texts[1]


def patched(old, unified):
    """What becomes of a text when unified lines are applied to it."""
    lines = old.split("\n")
    lines = [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
    made, at, is_new = [], 0, False
    for line in unified:
        if line.startswith("@@"):
            start, _, count = line.split()[1][1:].partition(",")
            begin = int(start) - (count != "0")
            made += lines[at:begin]
            at = begin
        elif line.startswith("\\"):
            made[-1:] = [made[-1].removesuffix("\n")] if is_new else made[-1:]
        else:
            is_new = line[0] in "+ "
            at += line[0] in "- "
            made += [f"{line[1:]}\n"] if is_new else []
    return "".join([*made, *lines[at:]])


def test_the_unified_lines_are_those_of_diff(tmp_path):
    texts = ["a\nb\nc\n" * 5 + "d", "a\nc\n" + "a\nb\nc\n" * 4 + "e\n"]
    for name, text in zip(("old", "new"), texts, strict=True):
        (tmp_path / name).write_text(text)
    printed = subprocess.run(
        ["diff", "-u", "old", "new"], cwd=tmp_path, capture_output=True, text=True
    )
    assert diff(*texts).unified() == printed.stdout.splitlines()[2:]
