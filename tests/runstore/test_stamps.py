import os
import time

from guild_jupyter.runstore import stamps
from guild_jupyter.runstore.stamps import FRESH, Seen, stamp


def seen_of(folder, *names):
    seen = Seen(str(folder))
    for name in names:
        seen.look(name)
    return seen


def test_files_that_are_the_same_have_the_same_stamp(tmp_path, monkeypatch):
    monkeypatch.setattr(stamps, "FRESH", 0)
    (tmp_path / "a").write_text("1")
    seen = seen_of(tmp_path, "", "/a")
    before = seen.stamp()
    assert before
    assert stamp(str(tmp_path), seen.names) == before
    (tmp_path / "a").chmod(0o400)
    assert stamp(str(tmp_path), seen.names) != before


def test_what_was_changed_a_moment_ago_has_no_stamp(tmp_path):
    (tmp_path / "a").write_text("1")
    assert seen_of(tmp_path, "/a").stamp() == b""


def test_a_time_to_come_is_not_trusted(tmp_path, monkeypatch):
    monkeypatch.setattr(stamps, "FRESH", 0)
    path = tmp_path / "a"
    path.touch()
    assert seen_of(tmp_path, "/a").stamp()
    later = time.time_ns() + 10 * FRESH
    os.utime(path, ns=(later, later))
    assert seen_of(tmp_path, "/a").stamp() == b""


def test_what_is_not_there_has_no_stamp(tmp_path):
    seen = seen_of(tmp_path, "/none")
    assert not seen.is_sure
    assert seen.stamp() == b""
    assert stamp(str(tmp_path), ["/none"]) == b""


def test_a_number_that_does_not_fit_makes_no_stamp(tmp_path, monkeypatch):
    monkeypatch.setattr(stamps, "FRESH", 0)

    class Huge:
        st_mtime_ns, st_ctime_ns, st_size, st_ino = 1, 1, 0, 1 << 64

    seen = Seen(str(tmp_path))
    seen.note("/a", Huge)
    assert seen.stamp() == b""
