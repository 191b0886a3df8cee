import os
import stat
import threading
from pathlib import Path

import pytest
from supervised_runs import names

from guild_jupyter.supervise import durable


def test_a_file_is_replaced_as_a_whole_and_nothing_else_is_left(run):
    path = run.attr("label")
    durable.write(path, b"one", sync=True)
    durable.write(path, b"two", 0o640)
    assert durable.read_text(path) == "two"
    assert stat.S_IMODE(Path(path).stat().st_mode) == 0o640
    assert names(run.attrs) == ["label"]
    assert names(run.guild) == ["attrs"]


@pytest.mark.parametrize("step", ["fchmod", "write", "fdatasync", "replace"])
def test_a_write_that_fails_leaves_the_old_content_and_no_temporary(run, monkeypatch, step):
    path = run.attr("label")
    durable.write(path, b"old")

    def fails(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(durable.os, step, fails)
        with pytest.raises(OSError, match="No space"):
            durable.write(path, b"new", sync=True)
    assert durable.read_text(path) == "old"
    assert names(run.guild) == ["attrs"]


def test_what_a_dead_process_of_the_same_pid_left_behind_is_in_nobodys_way(run, monkeypatch):
    for number in range(3):
        Path(run.guild, f".tmp-{os.getpid()}-{number}").touch()
    durable.write(run.attr("label"), b"new")
    assert durable.read_text(run.attr("label")) == "new"


def test_a_file_system_that_cannot_sync_folders_is_good_enough(run, monkeypatch):
    def fails(_):
        raise OSError(22, "Invalid argument")

    monkeypatch.setattr(durable.os, "fsync", fails)
    durable.write(run.attr("label"), b"x", sync=True)
    assert durable.read_text(run.attr("label")) == "x"


def test_short_writes_are_continued(tmp_path, monkeypatch):
    write = os.write
    monkeypatch.setattr(durable.os, "write", lambda fd, data: write(fd, data[:3]))
    durable.write(str(tmp_path / "file"), b"0123456789")
    assert (tmp_path / "file").read_bytes() == b"0123456789"


def test_json_is_written_and_read(tmp_path):
    path = str(tmp_path / "file")
    durable.write_json(path, {"b": 1, "a": [None]})
    assert durable.read_text(path) == '{"a": [null], "b": 1}\n'
    assert durable.read_json(path) == {"a": [None], "b": 1}


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'"x"', b"\xff", b"[" * 200_000, b"1" * 5000]
)
def test_what_is_no_json_object_is_none(tmp_path, content):
    (tmp_path / "file").write_bytes(content)
    assert durable.read_json(str(tmp_path / "file")) is None


@pytest.mark.parametrize(
    ("content", "number"),
    [("5", 5), (" -7\n", -7), ("", None), ("x", None), ("1.5", None), ("9" * 5000, None)],
)
def test_an_integer_is_read_or_is_none(tmp_path, content, number):
    (tmp_path / "file").write_text(content)
    assert durable.read_int(str(tmp_path / "file")) == number


def test_files_that_are_not_there_are_none_and_need_no_removal(tmp_path):
    path = str(tmp_path / "none")
    assert durable.read_json(path) is durable.read_text(path) is durable.read_int(path) is None
    durable.remove(path)


def test_text_that_is_no_utf8_can_be_read(tmp_path):
    (tmp_path / "file").write_bytes(b"a\xff")
    assert durable.read_text(str(tmp_path / "file")) == "a\N{REPLACEMENT CHARACTER}"


def test_a_file_below_a_folder_is_opened_by_names_that_are_no_links(tmp_path):
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/b/file").write_text("inside")
    (tmp_path / "outside").write_text("outside")
    (tmp_path / "a/link").symlink_to("../outside")
    (tmp_path / "a/folder").symlink_to("b")
    root = str(tmp_path / "a")
    with os.fdopen(durable.open_beneath(root, ["b", "file"])) as file:
        assert file.read() == "inside"
    for parts in (["link"], ["folder", "file"], ["b"], ["none"], ["b", "none"], []):
        with pytest.raises(OSError):  # noqa: PT011 - of several kinds
            durable.open_beneath(root, parts)


@pytest.mark.slow
def test_a_link_that_comes_between_looking_and_opening_leads_nowhere(tmp_path):
    (tmp_path / "run/folder").mkdir(parents=True)
    (tmp_path / "run/folder/file").write_text("inside")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/file").write_text("outside")
    (tmp_path / "run/link").symlink_to(tmp_path / "secret")
    is_over, root = threading.Event(), str(tmp_path / "run")

    def swap():
        folder, link, aside = (tmp_path / "run" / name for name in ("folder", "link", "aside"))
        while not is_over.is_set():
            folder.rename(aside)
            link.rename(folder)
            folder.rename(link)
            aside.rename(folder)

    swapping = threading.Thread(target=swap)
    swapping.start()
    read, refused = set(), 0
    try:
        for _ in range(10_000):
            try:
                with os.fdopen(durable.open_beneath(root, ["folder", "file"])) as f:
                    read.add(f.read())
            except OSError:
                refused += 1
    finally:
        is_over.set()
        swapping.join()
    assert read == {"inside"}
    assert refused


def test_where_folders_cannot_be_walked_files_are_opened_by_their_path(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("inside")
    monkeypatch.setattr(os, "supports_dir_fd", set())
    with os.fdopen(durable.open_beneath(str(tmp_path), ["file"])) as file:
        assert file.read() == "inside"
