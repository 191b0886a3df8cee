import pytest

from guild_jupyter.runstore.output import Follower, fold, pieces, tail, text


@pytest.fixture
def file(tmp_path):
    return tmp_path / "output"


def test_the_whole_text_with_broken_bytes_replaced(file):
    file.write_bytes(b"a\xffb\0\r\n")
    assert text(file) == "a�b\0\r\n"


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
    assert follower.finish() == ""


def test_a_character_that_comes_in_two_parts_is_put_together(file):
    follower = Follower(file)
    seen = ""
    for byte in "é日🙂\n".encode():
        with file.open("ab") as more:
            more.write(bytes([byte]))
        seen += "".join(follower.read())
    assert seen + follower.finish() == "é日🙂\n"


def test_a_character_that_never_comes_whole_is_replaced_at_the_end(file):
    file.write_bytes(b"a \xc3")
    follower = Follower(file)
    assert list(follower.read()) == ["a "]
    assert follower.finish() == "�"


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
    parts = [*follower.read(), follower.finish()]
    assert [len(part) for part in parts] == [1 << 20, 10]
    assert "".join(parts) == content


def test_credentials_are_withheld_unless_the_exact_text_is_wanted(file):
    file.write_text("url https://anna:pw@host/x\npassword: hunter2")
    assert text(file) == "url https://***@host/x\npassword: ***"
    assert tail(file, 1) == "password: ***"
    assert "".join(pieces(file, exact=True)) == file.read_text()
