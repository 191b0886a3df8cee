"""Removing run directories for good."""

import contextlib
import fcntl
import os
import threading
from pathlib import Path

import pytest

from guild_jupyter.errors import RunError
from guild_jupyter.runstore import purging
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.store import list_runs


def test_a_run_is_removed_with_all_that_is_in_it(store):
    run = store.run(files={"a/b/c": "x", ".hidden": "y"})
    os.mkfifo(run.dir / "pipe")
    purging.take(store.home, run.dir)
    assert not run.dir.exists()
    purging.empty(store.home)
    assert not store.home.purging.exists()


def test_what_a_purge_could_not_finish_the_next_one_does(store):
    purging.take(store.home, store.run().dir)
    store.run().delete()
    assert not store.home.purging.exists()
    assert len(list_runs(store.home, deleted=True)) == 1


def test_no_link_is_followed(store, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_text("x")
    run = store.run()
    (run.dir / "folder").symlink_to(outside)
    (run.dir / "file").symlink_to(outside / "kept")
    store.run("b" * 32).dir.rename(tmp_path / "moved")
    (store.home.runs / ("b" * 32)).symlink_to(outside)
    purging.take(store.home, run.dir)
    purging.take(store.home, store.home.runs / ("b" * 32))
    purging.empty(store.home)
    assert [path.name for path in outside.iterdir()] == ["kept"]
    assert not store.home.purging.exists()


def test_a_purging_folder_that_is_a_link_is_not_emptied(store, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_text("x")
    store.home.path.mkdir()
    store.home.purging.symlink_to(outside)
    with pytest.raises(RunError, match="is no folder of yours"):
        purging.empty(store.home)
    assert (outside / "kept").exists()


def test_folders_that_nobody_may_open_are_removed_as_well(another_user):
    def work():
        home = Home(Path("home").absolute())
        run = home.runs / ("a" * 32)
        for name in ("a/b", "d", "f/g"):
            (run / name).mkdir(parents=True)
            (run / name / "file").write_text("x")
        for name, mode in (("a/b", 0), ("a", 0), ("d", 0o555), ("f/g", 0o500), ("", 0o555)):
            (run / name).chmod(mode)
        purging.take(home, run)
        purging.empty(home)
        return [*home.runs.iterdir()], home.purging.exists()

    assert another_user(work) == ([], False)


def test_folders_deeper_than_files_can_be_open_are_removed(store):
    run = store.run()
    os.chdir(run.dir)
    try:
        for _ in range(1500):
            Path("d" * 10).mkdir()
            os.chdir("d" * 10)
    finally:
        os.chdir("/")
    purging.take(store.home, run.dir)
    purging.empty(store.home)
    assert not store.home.purging.exists()


def test_what_cannot_be_removed_is_said_and_the_rest_is_gone(store, monkeypatch):
    for _ in range(5):
        purging.take(store.home, store.run(files={"stuck": "x", "loose": "y"}).dir)
    unlink = os.unlink

    def refuse(path, *, dir_fd=None):
        if path == "stuck":
            raise PermissionError(1, "Operation not permitted")
        unlink(path, dir_fd=dir_fd)

    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", refuse)
        with pytest.raises(RunError, match=r"not all can be removed: .* and 2 more in"):
            purging.empty(store.home)
    assert not list(store.home.purging.rglob("loose"))
    purging.empty(store.home)
    assert not store.home.purging.exists()


def test_who_finds_another_one_at_it_leaves_it_to_that_one(store):
    purging.take(store.home, store.run().dir)
    folder = os.open(store.home.purging, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    purging.empty(store.home)
    assert len(list(store.home.purging.iterdir())) == 1
    os.close(folder)
    purging.empty(store.home)
    assert not store.home.purging.exists()


def test_a_folder_that_becomes_a_link_meanwhile_is_not_gone_into(store, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    for number in range(50):
        (outside / f"kept{number}").write_text("x")
    folder = store.home.purging / "x.1"
    stop = threading.Event()

    def swap():
        # One name is now a folder with files, now a link to the folder outside.
        while not stop.is_set():
            try:
                (folder / "name").rename(folder / "aside")
                (folder / "name").symlink_to(outside)
                (folder / "name").unlink()
                (folder / "aside").rename(folder / "name")
            except OSError:
                continue

    swapper = threading.Thread(target=swap)
    swapper.start()
    try:
        for _ in range(100):
            with contextlib.suppress(RunError, OSError):
                (folder / "name").mkdir(parents=True, exist_ok=True)
                purging.empty(store.home)
    finally:
        stop.set()
        swapper.join()
    assert len(list(outside.glob("kept*"))) == 50
