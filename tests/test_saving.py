import contextlib
import errno
import os
import resource
import stat
import threading
from pathlib import Path

import pytest

from guild_jupyter.saving import save


@contextlib.contextmanager
def no_room(count=10):
    """Any file may have a few bytes, as on a disk that is full then; the report of pytest too."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (count, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_new_file_has_the_text_and_the_usual_permissions(tmp_path):
    save(tmp_path / "new.csv", "é\ud800\n")
    assert (tmp_path / "new.csv").read_bytes() == b"\xc3\xa9?\n"
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE((tmp_path / "new.csv").stat().st_mode) == 0o666 & ~mask
    assert [file.name for file in tmp_path.iterdir()] == ["new.csv"]


def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path):
    file = tmp_path / "there.csv"
    file.write_text("much longer than what comes")
    file.chmod(0o640)
    save(file, "x")
    assert file.read_text() == "x"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_behind_a_link_the_file_is_replaced_and_the_link_stays(tmp_path):
    (tmp_path / "link").symlink_to("file")
    save(tmp_path / "link", "x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_text() == "x"


@pytest.mark.parametrize("before", ["what was there", None])
def test_without_room_all_is_as_it_was(tmp_path, before):
    file = tmp_path / "out.csv"
    if before is not None:
        file.write_text(before)
    with pytest.raises(OSError, match="too large"), no_room():
        save(file, "x" * 1000)
    assert [one.name for one in tmp_path.iterdir()] == (["out.csv"] if before else [])
    assert not before or file.read_text() == before


def test_a_file_that_may_not_be_written_is_not_replaced(tmp_path, powerless):
    tmp_path.chmod(0o777)
    file = tmp_path / "out.csv"
    file.write_text("kept")
    file.chmod(0o444)
    with pytest.raises(PermissionError), powerless():
        save(file, "x")
    assert file.read_text() == "kept"


def test_a_pipe_gets_the_text(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    found = []
    reader = threading.Thread(target=lambda: found.append(pipe.read_text()))
    reader.start()
    save(pipe, "x" * 100_000)
    reader.join(60)
    assert found == ["x" * 100_000]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_what_can_be_no_file_is_refused(tmp_path):
    with pytest.raises(OSError, match="directory"):
        save(tmp_path, "x")
    with pytest.raises(OSError, match="No such file"):
        save(tmp_path / "no" / "x", "x")
    with pytest.raises(ValueError, match="null"):
        save("a\0b", "x")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_device_without_room_says_so():
    with pytest.raises(OSError, match="space") as raised:
        save("/dev/full", "x")
    assert raised.value.errno == errno.ENOSPC
