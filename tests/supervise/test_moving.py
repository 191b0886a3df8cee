"""Moving bytes from pipes, by the kernel and by hand."""

import os

import pytest

from guild_jupyter.supervise import moving
from guild_jupyter.supervise.facilities import detect
from guild_jupyter.supervise.moving import Mover, write_some


@pytest.fixture(params=["", "splice"], ids=["splice", "copy"])
def mover(monkeypatch, request):
    monkeypatch.setattr(moving, "FACILITIES", detect(request.param))
    return Mover()


@pytest.fixture
def pipe():
    ends = os.pipe()
    yield ends
    for end in ends:
        try:
            os.close(end)
        except OSError:
            continue


def test_no_more_is_moved_than_there_is_room_for(mover, pipe, tmp_path):
    path = tmp_path / "file"
    os.write(pipe[1], b"abcdef")
    with path.open("wb") as file:
        assert mover.move(pipe[0], file.fileno(), 0, 4) == (4, b"")
        assert mover.move(pipe[0], file.fileno(), 4, 4) == (2, b"")
        os.close(pipe[1])
        assert mover.move(pipe[0], file.fileno(), 6, 4) == (0, b"")
    assert path.read_bytes() == b"abcdef"


def test_what_cannot_be_written_is_given_back(mover, pipe, tmp_path):
    path = tmp_path / "file"
    path.touch()
    os.write(pipe[1], b"abcdef")
    with path.open("rb") as file:
        assert mover.move(pipe[0], file.fileno(), 0, 4) == (0, b"abcd")
    assert mover.move(pipe[0], -1, 0, 4) == (0, b"ef")


def test_what_there_is_no_file_or_no_room_for_is_not_written(tmp_path):
    assert write_some(-1, b"abc", 0) == 0
    (tmp_path / "file").touch()
    with (tmp_path / "file").open("rb") as file:
        assert write_some(file.fileno(), b"abc", 0) == 0
