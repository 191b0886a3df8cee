"""What a run takes of the disk."""

import os
from pathlib import Path

from guild_jupyter.runstore.sizes import room, size_of


def taken(path):
    return path.lstat().st_blocks * 512


def test_files_and_folders_below_count_and_what_links_lead_to_does_not(tmp_path, store):
    run = store.run(files={"a": "x" * 10_000, "deep/er/b": "y"})
    outside = tmp_path / "large"
    outside.write_bytes(b"z" * 1_000_000)
    (run.dir / "link").symlink_to(outside)
    (run.dir / "folder").symlink_to(tmp_path)
    assert run.size == size_of(run.dir) == sum(map(taken, run.dir.rglob("*")))
    assert run.size < 1_000_000


def test_a_file_with_two_names_counts_once_and_a_sparse_one_for_what_it_takes(tmp_path):
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "a").write_bytes(b"x" * 100_000)
    once = size_of(folder)
    os.link(folder / "a", folder / "b")
    assert size_of(folder) == once
    with (folder / "sparse").open("wb") as file:
        file.truncate(1 << 30)
    assert size_of(folder) - once < 1 << 20


def test_what_is_not_there_or_closed_counts_as_nothing(tmp_path, another_user):
    assert size_of(tmp_path / "nowhere") == 0

    def work():
        folder = Path("run/closed")
        folder.mkdir(parents=True)
        (folder / "file").write_text("x" * 10_000)
        Path("run/other").write_text("y" * 10_000)
        before = size_of("run")
        folder.chmod(0)
        return size_of("run") - before

    inside = (tmp_path / "file").write_text("x" * 10_000) and taken(tmp_path / "file")
    assert another_user(work) == -inside


def test_of_a_run_with_too_many_files_the_least_is_told(tmp_path):
    for number in range(20):
        (tmp_path / str(number)).write_text("x" * 10_000)
    counted = room(tmp_path, most=10)
    assert not counted.is_whole
    assert str(counted).startswith("> ")
    everything = room(tmp_path)
    assert everything.is_whole
    assert counted.bytes < everything.bytes == size_of(tmp_path)
    assert not str(everything).startswith(">")
