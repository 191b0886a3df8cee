"""Full disks, kills and other processes: nothing is lost, and nothing half done is seen."""

import os
import signal
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import pytest
from shelves import names_in, snapshot

from guild_jupyter.api import Guild
from guild_jupyter.errors import ArchiveError
from guild_jupyter.exchange import building_place, exporting, zips
from guild_jupyter.runstore.run import Run

KINDS = ["archive", "archive.zip"]


def noise(size):
    return os.urandom(size)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("move", [False, True])
def test_an_export_onto_a_full_disk_leaves_everything_as_it_was(shelf, small_disk, kind, move):
    first = shelf.run({"a": noise(200_000)})
    shelf.guild.export([first], small_disk / kind)
    archived = snapshot(small_disk)
    for _ in range(3):
        shelf.run({"b": noise(400_000)})
    runs = snapshot(shelf.home / "runs")
    with pytest.raises(ArchiveError, match="No space left on device"):
        shelf.guild.export(shelf.guild.runs(), small_disk / kind, move=move)
    assert snapshot(shelf.home / "runs") == runs
    after = snapshot(small_disk)
    after[Path(kind)] = archived[Path(kind)] if kind == "archive" else after[Path(kind)]
    assert after == archived


@pytest.mark.parametrize("kind", KINDS)
def test_a_first_export_onto_a_full_disk_leaves_nothing(shelf, small_disk, kind):
    shelf.run({"b": noise(2_000_000)})
    with pytest.raises(ArchiveError, match="nothing is exported"):
        shelf.guild.export(shelf.guild.runs(), small_disk / kind)
    assert names_in(small_disk) == []


def test_an_import_onto_a_full_disk_leaves_the_home_as_it_was(shelf, small_disk, tmp_path):
    for _ in range(4):
        shelf.run({"b": noise(400_000)})
    shelf.guild.export(shelf.guild.runs(), tmp_path / "x.zip")
    there = Guild(home=small_disk / "home")
    with pytest.raises(ArchiveError, match=r"nothing is imported from .*: No space left"):
        there.import_runs(tmp_path / "x.zip")
    assert names_in(small_disk / "home" / "runs") == []
    assert names_in(small_disk / "home" / "staging") == []


PROGRAM = """
import os, signal, sys
from guild_jupyter.api import Guild
from guild_jupyter.exchange import tree_writer, zips

at = int(sys.argv[1])
put = {writer}.put

def counted(self, member, count):
    global at
    at -= 1
    if at == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return put(self, member, count)

{writer}.put = counted
guild = Guild(home={home!r})
{act}
"""


def killed(tmp_path, at, **given):
    path = tmp_path / "program.py"
    path.write_text(textwrap.dedent(PROGRAM).format(**given))
    done = subprocess.run([sys.executable, str(path), str(at)], check=False)
    assert done.returncode == -signal.SIGKILL


@pytest.mark.parametrize("kind", KINDS)
def test_a_killed_export_loses_nothing_and_the_next_one_tidies_up(shelf, tmp_path, kind):
    first, second = shelf.run({"a": "a"}), shelf.run({"b": "b"})
    place = tmp_path / "there" / kind
    shelf.guild.export([first], place)
    before = snapshot(place) if kind == "archive" else place.read_bytes()
    writer = "tree_writer.TreeWriter" if kind == "archive" else "zips.ZipWriter"
    act = f"guild.export(guild.runs(), {str(place)!r}, move=True)"
    killed(tmp_path, 4, writer=writer, home=str(shelf.home), act=act)
    assert shelf.runs() == [first.id, second.id]
    left = list((tmp_path / "there").rglob("*exporting-*"))
    assert len(left) == 1
    if kind == "archive":
        kept = {path: found for path, found in snapshot(place).items() if path.parts[0][0] != "."}
        assert kept == {path: found for path, found in before.items() if path.parts[0][0] != "."}
    else:
        assert place.read_bytes() == before
    assert shelf.guild.export(shelf.guild.runs(), place).done == [second.id]
    assert list((tmp_path / "there").rglob("*exporting-*")) == []
    assert sorted(run.id for run in shelf.guild.archived(place)) == [first.id, second.id]


def test_a_killed_import_shows_nothing_and_the_next_one_tidies_up(shelf, other, tmp_path):
    run = shelf.run({"a": "a"})
    act = f"guild.import_runs({str(shelf.home / 'runs')!r})"
    killed(tmp_path, 4, writer="tree_writer.TreeWriter", home=str(other.home), act=act)
    assert other.runs() == []
    assert len(other.left()) == 1
    assert other.guild.import_runs(shelf.home / "runs").done == [run.id]
    assert other.left() == []


def test_of_two_processes_that_import_the_same_archive_one_wins_each_run(shelf, other, tmp_path):
    for _ in range(20):
        shelf.run({"a": "a" * 1000})
    shelf.guild.export(shelf.guild.runs(), tmp_path / "x.zip")
    code = (
        "import sys\nfrom guild_jupyter.api import Guild\nsys.stdin.readline()\n"
        "print(*Guild(home=sys.argv[1]).import_runs(sys.argv[2]).done)"
    )
    words = [sys.executable, "-c", code, str(other.home), str(tmp_path / "x.zip")]
    both = [
        subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for process in both:
        process.stdin.write("\n")
        process.stdin.flush()
    done = [process.communicate()[0].split() for process in both]
    assert sorted(done[0] + done[1]) == shelf.runs()
    assert snapshot(other.home / "runs") == snapshot(shelf.home / "runs")
    assert other.left() == []


def test_an_archive_that_another_process_writes_is_left_alone(shelf, tmp_path):
    first, second = shelf.run(), shelf.run()
    shelf.guild.export([first], tmp_path / "x.zip")
    with building_place.held(str(tmp_path / "x.zip")) as is_ours:
        assert is_ours
        with pytest.raises(ArchiveError, match="another process adds runs"):
            shelf.guild.export([second], tmp_path / "x.zip")
    assert shelf.guild.export([second], tmp_path / "x.zip").done == [second.id]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_removed_where_the_archive_does_not_read_back(
    shelf, tmp_path, kind, monkeypatch
):
    run = shelf.run({"a": "a"})
    read_back = exporting.read_back

    def after_a_fault(place, ids):
        if kind == "archive":
            (place / run.id / "a").write_text("b")
        else:
            place.write_bytes(place.read_bytes()[:-30])
        return read_back(place, ids)

    monkeypatch.setattr(exporting, "read_back", after_a_fault)
    with pytest.raises(ArchiveError, match="does not read back as it was written"):
        shelf.guild.export([run], tmp_path / kind, move=True)
    assert shelf.runs() == [run.id]


def test_a_run_that_changes_while_it_is_moved_stays(shelf, tmp_path, monkeypatch):
    run = shelf.run({"a": "a"})
    read_back = exporting.read_back

    def after_a_change(place, ids):
        (run.dir / "new").write_text("n")
        return read_back(place, ids)

    monkeypatch.setattr(exporting, "read_back", after_a_change)
    done = shelf.guild.export([run], tmp_path / "x.zip", move=True)
    assert (done.moved, shelf.runs()) == ([], [run.id])
    assert done.notes == [f"{run.short_id} is copied, and stays: it was changed meanwhile"]


def test_a_run_that_was_deleted_meanwhile_is_an_error_and_nothing_is_exported(shelf, tmp_path):
    run, gone = shelf.run(), shelf.run()
    runs = shelf.guild.runs()
    shelf.guild.delete(gone)
    with pytest.raises(ArchiveError, match="nothing is exported"):
        shelf.guild.export([*runs, Run(shelf.home / "runs" / ("e" * 32))], tmp_path / "x.zip")
    assert not (tmp_path / "x.zip").exists()
    assert shelf.runs() == [run.id]


def test_a_zip_file_appears_only_where_nobody_made_one_meanwhile(shelf, tmp_path, monkeypatch):
    run = shelf.run()
    put = zips.ZipWriter.put

    def while_another_comes(self, member, count):
        if not (tmp_path / "x.zip").exists():
            with zipfile.ZipFile(tmp_path / "x.zip", "w") as file:
                file.writestr("other", "o")
        return put(self, member, count)

    monkeypatch.setattr(zips.ZipWriter, "put", while_another_comes)
    with pytest.raises(ArchiveError, match="was made by somebody else meanwhile"):
        shelf.guild.export([run], tmp_path / "x.zip")
    assert zips.top_names(str(tmp_path / "x.zip")) == {"other"}
    assert names_in(tmp_path) == ["home", "x.zip"]
