import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.runstore import output as module
from guild_jupyter.runstore.output import Follower, LongLines, fold, pieces, tail, text
from guild_jupyter.supervise import overflow
from guild_jupyter.supervise.capture import Capture


@pytest.fixture
def file(tmp_path):
    return tmp_path / "output"


def test_the_whole_text_with_broken_bytes_replaced(file):
    file.write_bytes(b"a\xffb\0\r\n")
    assert text(file) == "a�b\r\n"
    assert "".join(pieces(file, limited=False, exact=True)) == "a�b\0\r\n"


def test_no_file_and_a_folder_are_no_output(file):
    assert (text(file), tail(file, 3)) == ("", "")
    file.mkdir()
    assert (text(file), tail(file, 3), list(Follower(file).read())) == ("", "", [])


@pytest.mark.parametrize(
    ("content", "lines", "shown"),
    [
        ("a\nb\nc\n", 2, "b\nc"),
        ("a\nb\nc", 2, "b\nc"),
        ("a\n", 5, "a"),
        ("", 5, ""),
        ("a\nb\n", 0, ""),
        ("10%\r20%\r100%\ndone\n", 2, "100%\ndone"),
        ("a\r\nb\r\n", 2, "a\nb"),
    ],
)
def test_the_last_lines_as_a_terminal_shows_them(file, content, lines, shown):
    file.write_bytes(content.encode())
    assert tail(file, lines) == shown


def test_a_line_that_is_cut_at_its_beginning_is_left_out(file):
    file.write_bytes("é".encode() * 40_000 + b"\nlast\n")
    assert tail(file, 5) == "last"
    file.write_bytes(b"x" * 100_000)
    assert tail(file, 5) == "x" * (1 << 16)


@pytest.mark.parametrize(
    ("output", "shown"),
    [
        ("plain", "plain"),
        ("abc\rX", "Xbc"),
        ("abc\rX\r", "Xbc"),
        ("1\r22\r3\nnext", "32\nnext"),
        ("\r\r", ""),
        ("a\r\n", "a\n"),
    ],
)
def test_a_carriage_return_overwrites_its_line(output, shown):
    assert fold(output) == shown


def test_what_is_added_is_read_once(file):
    follower = Follower(file)
    assert list(follower.read()) == []
    file.write_bytes(b"one\n")
    assert list(follower.read()) == ["one\n"]
    assert list(follower.read()) == []
    with file.open("ab") as more:
        more.write(b"two")
    assert list(follower.read()) == []  # its end may be on its way
    assert list(follower.read()) == ["two"]
    assert list(follower.read()) == []
    assert list(follower.finish()) == []


def test_a_character_that_comes_in_two_parts_is_put_together(file):
    follower = Follower(file)
    seen = ""
    for byte in "é日🙂\n".encode():
        with file.open("ab") as more:
            more.write(bytes([byte]))
        seen += "".join(follower.read())
    assert seen + "".join(follower.finish()) == "é日🙂\n"


def test_a_character_that_never_comes_whole_is_replaced_at_the_end(file):
    file.write_bytes(b"a \xc3")
    follower = Follower(file)
    assert list(follower.read()) == ["a "]
    assert list(follower.finish()) == ["�"]


def test_an_output_that_begins_anew_is_read_from_its_first_byte(file):
    file.write_bytes(b"a long first output\xc3")
    follower = Follower(file)
    list(follower.read())
    file.write_bytes(b"new\n")
    assert list(follower.read()) == ["new\n"]


def test_a_large_output_comes_in_pieces(file):
    content = "x" * ((1 << 20) + 10)
    file.write_text(content)
    follower = Follower(file)
    parts = [*follower.read(), *follower.finish()]
    assert [len(part) for part in parts] == [1 << 20, 10]
    assert "".join(parts) == content


def test_credentials_are_withheld_unless_the_exact_text_is_wanted(file):
    file.write_text("url https://anna:pw@host/x\npassword: hunter2")
    assert text(file) == "url https://***@host/x\npassword: ***"
    assert tail(file, 1) == "password: ***"
    assert "".join(pieces(file, limited=False, exact=True)) == file.read_text()


# -- more than a page can show, and more than is kept ---------------------------------------


@pytest.fixture
def small(monkeypatch):
    for name, value in {"FIRST": 100, "LAST": 20, "MOST": 200, "_CHUNK": 16}.items():
        monkeypatch.setattr(module, name, value)


def said(left_out):
    return overflow.notice(left_out).decode()


def test_of_a_large_output_the_beginning_and_the_end_are_shown(file, small):
    file.write_text("a" * 100 + "b" * 50 + "c" * 20)
    assert text(file) == "a" * 100 + said(50) + "c" * 20
    assert "".join(pieces(file, limited=False)) == "a" * 100 + "b" * 50 + "c" * 20
    file.write_text("a" * 120)
    assert text(file) == "a" * 120


def test_what_comes_faster_than_a_page_can_show_is_left_out_and_the_end_is_shown(file, small):
    follower = Follower(file, limited=True)
    seen = ""
    for letter in "abcdefgh":
        with file.open("a") as more:
            more.write(letter * 50)
        seen += "".join(follower.read())
    skipped = "".join(said(30) + letter * 20 for letter in "cdefg")
    assert seen == "a" * 50 + "b" * 50 + skipped + module._SILENT
    assert "".join(follower.finish()) == said(30) + "h" * 20


def test_a_character_that_is_cut_by_a_gap_is_replaced_and_harms_no_other(file, small):
    file.write_bytes("é".encode() * 100 + b"x" + "é".encode() * 10)
    assert text(file).endswith(said(101) + "é" * 10)
    file.write_bytes(b"x" + "é".encode() * 100 + b"y")
    assert text(file) == "x" + "é" * 49 + said(82) + "�" + "é" * 9 + "y"


@pytest.mark.parametrize("size", [1, 7, 1 << 20])
def test_a_long_line_is_cut_and_those_beside_it_are_whole(size):
    output = "short\n" + "x" * 70_000 + "\rbar\n" + "y" * 65_536 + "\n" + "z" * 65_537
    lines = LongLines()
    shown = "".join(lines.cut(output[at : at + size]) for at in range(0, len(output), size))
    cut = " … (the rest of this line is not shown)"
    assert shown == "short\n" + "x" * 65_536 + cut + "\rbar\n" + "y" * 65_536 + "\n" + (
        "z" * 65_536 + cut
    )


def capped(file, data):
    """Record output with a head of 100 and a tail of 40 bytes, and do not end it."""
    read, write = os.pipe()
    capture = Capture(str(file), f"{file}.index", 0o600, head=100, tail=40)
    os.write(write, data)
    os.close(write)
    while capture.move(read, 0):
        pass
    os.close(read)
    return capture


def test_output_beyond_the_head_is_followed_and_its_end_shown(file, monkeypatch):
    monkeypatch.setattr(overflow, "_LEAST_SEGMENT", 1)
    follower = Follower(file)
    data = b"".join(b"line %02d\n" % number for number in range(50))
    capture = capped(file, data)
    seen = "".join(follower.read())
    assert seen == data[:100].decode() + said(240) + data[340:].decode()
    capture.close()
    assert list(follower.read()) == list(follower.finish()) == []
    assert text(file) == data[:100].decode() + said(260) + data[-40:].decode()


def test_the_last_lines_are_those_that_came_last_whoever_is_left_to_append_them(file, monkeypatch):
    monkeypatch.setattr(overflow, "_LEAST_SEGMENT", 1)
    capture = capped(file, b"".join(b"line %02d\n" % number for number in range(50)))
    assert tail(file, 2) == "line 48\nline 49"
    assert tail(file, 100).startswith("line 43\n")
    capture.close()
    assert tail(file, 2) == "line 48\nline 49"


def test_a_line_of_which_the_beginning_is_gone_is_not_shown_as_one(file, monkeypatch):
    monkeypatch.setattr(overflow, "_LEAST_SEGMENT", 1)
    capture = capped(file, b"x" * 200 + b"loss: 5\n" + b"y" * 30)
    assert tail(file, 5) == "y" * 30
    capture.close()


@pytest.mark.slow
def test_a_gibibyte_of_output_needs_little_memory_to_be_shown(file):
    with file.open("wb") as sparse:
        sparse.write(b"first\n")
        sparse.truncate(1 << 30)
        sparse.seek(0, 2)
        sparse.write(b"\nlast\n")
    program = (
        "import resource, sys; from pathlib import Path;"
        "from guild_jupyter.runstore import output;"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss;"
        "shown = output.text(Path(sys.argv[1])); last = output.tail(Path(sys.argv[1]), 1);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, len(shown), last)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(file)], check=True, capture_output=True, text=True
    )
    more, length, last = done.stdout.split()
    assert int(more) < 64 * 1024
    assert int(length) < 10_000_000
    assert last == "last"


@given(st.lists(st.text(alphabet="abc", max_size=6), max_size=8))
def test_what_is_overwritten_is_folded_as_a_terminal_does_it(parts):
    shown = ""
    for part in parts:
        shown = part + shown[len(part) :]
    assert fold("\r".join([*parts, ""])) == shown
