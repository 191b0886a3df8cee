import os
from types import SimpleNamespace

import pytest

from guild_jupyter.runstore.layout import Home
from guild_jupyter.scaffold import usage


@pytest.fixture
def home(tmp_path):
    made = Home(tmp_path / "home")
    made.prepare()
    for number, name in enumerate(["aa", "bb", "cc", "dd"], 1):
        folder = made.runs / name / "below"
        folder.mkdir(parents=True)
        (folder / "file").write_bytes(b"x" * (number << 16))
    return made


def blocks(*paths):
    return sum(path.stat().st_blocks * 512 for path in paths)


def test_runs_are_counted_with_what_they_take_on_the_disk(home):
    found = usage.measure(home, 60).runs
    assert (found.count, found.whole) == (4, True)
    folders = list(home.runs.rglob("*"))
    below = [path for path in folders if path.parent != home.runs]
    assert found.bytes == blocks(*below)
    assert [name for _, name in found.biggest] == ["dd", "cc", "bb"]


def test_links_are_not_followed_and_shared_files_count_once(home, tmp_path):
    before = usage.measure(home, 60).runs.bytes
    (tmp_path / "large").write_bytes(b"x" * (1 << 20))
    (home.runs / "aa/link").symlink_to(tmp_path / "large")
    (home.runs / "bb/link").symlink_to(home.runs / "aa")
    (home.runs / "zz").symlink_to(home.runs / "aa")
    os.link(home.runs / "dd/below/file", home.runs / "aa/same")
    after = usage.measure(home, 60).runs
    assert after.bytes - before < 1 << 16
    assert after.count == 4


def test_the_trash_and_the_cache_are_told_apart(home):
    (home.trash / "ee").mkdir(parents=True)
    (home.trash / "ee/file").write_bytes(b"x" * 5000)
    (home.cache / "file").write_bytes(b"x" * 50_000)
    found = usage.measure(home, 60)
    assert (found.trash.count, found.runs.count) == (1, 4)
    assert found.trash.bytes == blocks(home.trash / "ee/file")
    assert found.cache.bytes >= 50_000


def test_when_the_time_is_over_what_is_known_is_the_least(home):
    found = usage.measure(home, 0)
    assert (found.runs.count, found.runs.bytes, found.runs.whole) == (4, 0, False)
    assert not found.cache.whole
    assert found.trash.whole
    assert found.trash.count == 0


def test_the_time_may_end_within_a_run(home, monkeypatch):
    moments = iter(range(1000))
    monkeypatch.setattr(usage, "time", SimpleNamespace(monotonic=lambda: next(moments)))
    found = usage.measure(home, 4)
    assert not found.runs.whole
    assert found.runs.count == 4


def test_a_home_that_is_not_there_takes_nothing(tmp_path):
    found = usage.measure(Home(tmp_path / "nowhere/home"), 60)
    assert (found.runs.count, found.runs.bytes, found.runs.whole) == (0, 0, True)
    assert found.cache.whole
    assert found.free > 0
    assert usage.measure(Home(tmp_path / "nowhere/home"), 0).cache.whole


def test_what_may_not_be_looked_into_is_left_out(home, monkeypatch):
    real = os.scandir

    def closed(path):
        if str(path).endswith("below"):
            raise PermissionError
        return real(path)

    monkeypatch.setattr(os, "scandir", closed)
    found = usage.measure(home, 60)
    assert (found.runs.count, found.runs.whole) == (4, True)


def test_room_that_cannot_be_told_is_unknown(tmp_path, monkeypatch):
    def fail(_):
        raise OSError

    monkeypatch.setattr("shutil.disk_usage", fail)
    assert usage.free(tmp_path) is None
