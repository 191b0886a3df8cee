import hashlib
import subprocess
import sys
import threading

import pytest

from guild_jupyter.resources import cache


def test_an_entry_lies_where_guild_keeps_it(tmp_path):
    folder = cache.entry(str(tmp_path), ["file", "/a/b.zip"])
    key = hashlib.sha224(b"file\n/a/b.zip").hexdigest()
    assert folder == tmp_path / "cache" / "resources" / key
    assert cache.entry(str(tmp_path), ["file", "/a/b.zip"]) == folder


def test_a_free_entry_is_not_waited_for(tmp_path):
    waited = []
    with cache.locked(tmp_path, lambda: waited.append(1)):
        pass
    assert not waited


@pytest.mark.parametrize("dangling", ["cache", "cache/resources", "cache/resources/key"])
def test_a_link_that_leads_nowhere_is_an_error_and_not_waited_for(tmp_path, dangling):
    link = tmp_path / dangling
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to("unmounted")
    with (
        pytest.raises(FileExistsError, match="File exists"),
        cache.locked(tmp_path / "cache/resources/key", lambda: None),
    ):
        pass


def test_a_held_entry_is_waited_for_until_its_holder_is_killed(tmp_path):
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, pathlib; from guild_jupyter.resources import cache\n"
            "with cache.locked(pathlib.Path(sys.argv[1]), print):\n"
            "    sys.stdout.write('held\\n'); sys.stdout.flush(); sys.stdin.read()",
            str(tmp_path),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with holder:
        assert holder.stdout.readline() == b"held\n"
        waiting, got = threading.Event(), threading.Event()

        def wait():
            with cache.locked(tmp_path, waiting.set):
                got.set()

        thread = threading.Thread(target=wait)
        thread.start()
        assert waiting.wait(10)
        assert not got.is_set()
        holder.kill()
        assert got.wait(10)
        thread.join()


def test_what_killed_processes_left_is_removed_by_the_next_holder(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious").touch()
    entry = tmp_path / "entry"
    (entry / f"{cache.MAKING}x" / "deep").mkdir(parents=True)
    (entry / ".tmp-1-ab").touch()
    (entry / f"{cache.MAKING}link").symlink_to(outside)
    kept = ["data.csv", "data.csv.part", ".data.csv.part.of", ".data.csv.whole", "unpacked-1"]
    for name in kept:
        (entry / name).touch()
    with cache.locked(entry, lambda: None):
        found = {path.name for path in entry.iterdir()} - {".guild-jupyter.lock"}
    assert found == set(kept)
    assert (outside / "precious").exists()


def test_an_entry_that_nothing_is_kept_in_goes_and_one_with_something_stays(tmp_path):
    entry = tmp_path / "entry"
    for content, is_there in (([], False), (["data.csv"], True)):
        with cache.locked(entry, lambda: None):
            for name in content:
                (entry / name).touch()
        assert entry.exists() is is_there


def test_an_entry_that_goes_while_others_wait_for_it_holds_one_of_them_at_a_time(tmp_path):
    entry = tmp_path / "entry"
    inside, most = [], []

    def use():
        for _ in range(40):
            with cache.locked(entry, lambda: None):
                inside.append(1)
                (entry / "made").touch()
                most.append(len(inside))
                (entry / "made").unlink()
                inside.pop()

    threads = [threading.Thread(target=use) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert most == [1] * 240
    assert not entry.exists()
