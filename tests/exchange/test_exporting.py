"""What is exported, what is left out, and where an export is refused."""

import os
import socket
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from shelves import names_in

from guild_jupyter.errors import ArchiveError
from guild_jupyter.exchange import tree
from guild_jupyter.runstore.run import Run
from guild_jupyter.supervise import durable, identity

KINDS = ["archive", "archive.zip"]


@pytest.mark.parametrize("kind", KINDS)
def test_runs_that_are_there_are_skipped_and_others_stay(shelf, other, tmp_path, kind):
    run, stranger = shelf.run({"a": "a"}), other.run(id_="a" * 32)
    other.guild.export([stranger], tmp_path / kind)
    assert shelf.guild.export([run, run], tmp_path / kind).done == [run.id]
    again = shelf.guild.runs().export(str(tmp_path / kind))
    assert (again.done, again.notes) == (
        [],
        [f"run {run.short_id} is there already, and left as it is"],
    )
    assert repr(again) == f"copied 0 runs to {tmp_path / kind}\nnote: {again.notes[0]}"
    assert len(shelf.guild.archived(tmp_path / kind)) == 2


def test_a_run_that_is_running_is_left_out(shelf, tmp_path):
    run = shelf.run(status=None)
    (run.dir / ".guild" / "LOCK").write_text(str(os.getpid()))
    assert run.status == "running"
    done = shelf.guild.export([run], tmp_path / "archive", move=True)
    assert (done.done, done.moved) == ([], [])
    assert done.notes == [f"train {run.short_id} is left out: it is running"]
    assert not (tmp_path / "archive").exists()


@pytest.mark.parametrize("kind", KINDS)
def test_what_no_archive_can_hold_is_left_out_or_refused(shelf, tmp_path, kind, monkeypatch):
    run = shelf.run({"a": "a", ".guild/.tmp-1-x": "t", ".guild/.tmp-2/x": "t"})
    os.mkfifo(run.dir / "pipe")
    with socket.socket(socket.AF_UNIX) as made:
        monkeypatch.chdir(run.dir)  # its path may be too long for an address
        made.bind("socket")
    done = shelf.guild.export([run], tmp_path / kind)
    assert done.notes == [
        f"{run.id}/pipe is left out: it is a pipe",
        f"{run.id}/socket is left out: it is a socket",
    ]
    odd = shelf.run({"a\\b": "a"})
    with pytest.raises(ArchiveError, match="a backslash"):
        shelf.guild.export([odd], tmp_path / kind)
    linked = shelf.run()
    (linked.dir / ".guild" / "attrs" / "link").symlink_to("label")
    with pytest.raises(ArchiveError, match="where there may be none"):
        shelf.guild.export([linked], tmp_path / kind)
    trashed = Run(shelf.run(id_="b" * 32).dir.rename(shelf.home / "runs" / "b_1"))
    assert shelf.guild.export([trashed], tmp_path / kind).notes == [
        "b_1 is left out: its name is no run id"
    ]
    assert names_in(shelf.home / "runs" / run.id) == [".guild", "a", "pipe", "socket"]


@pytest.mark.parametrize("kind", KINDS)
def test_links_are_kept_or_what_they_lead_to_takes_their_place(shelf, other, tmp_path, kind):
    data = tmp_path / "data"
    (data / "sub").mkdir(parents=True)
    (data / "sub" / "file").write_text("f")
    (data / "sub" / "up").symlink_to(data)
    step, run = shelf.run(), shelf.run({"own": "o"})
    for name, target in {
        "file": data / "sub" / "file",
        "folder": data,
        "none": data / "none",
        "null": "/dev/null",
        "self": run.dir,
        "own2": "own",
        "step": f"../{step.id}",
        "model": f"../{step.id}/.guild/opref",
    }.items():
        (run.dir / name).symlink_to(target)
    shelf.guild.export([run], tmp_path / f"links-{kind}")
    other.guild.import_runs(tmp_path / f"links-{kind}", keep_links=True)
    arrived = other.home / "runs" / run.id
    assert {path.name for path in arrived.iterdir() if path.is_symlink()} == {
        *("file", "folder", "none", "null", "self", "own2", "step", "model")
    }
    done = shelf.guild.export([run], tmp_path / kind, copy_resources=True)
    said = sorted(note.removeprefix(f"{run.id}/") for note in done.notes)
    assert said == [
        "folder/sub/up is left out: it leads to a folder that it is in",
        f"none is left out: it leads nowhere, to {data / 'none'}",
        "null is left out: it is a device",
        "self is left out: it leads to a folder that it is in",
    ]
    last = tmp_path / "last"
    shelf.guild.export([run], last, copy_resources=True)
    assert (last / run.id / "folder" / "sub" / "file").read_text() == "f"
    assert (last / run.id / "own2").is_symlink()
    assert (last / run.id / "step").is_symlink()
    assert not (last / run.id / "model").is_symlink()


def test_other_programs_find_modes_times_and_links_in_a_zip_file(shelf, tmp_path):
    run = shelf.run({"ä": "a"})
    (run.dir / "link").symlink_to("ä")
    os.utime(run.dir / "ä", (1_000_000_001, 1_000_000_001))
    (run.dir / "ä").chmod(0o750)
    shelf.guild.export([run], tmp_path / "x.zip")
    assert stat.S_IMODE((tmp_path / "x.zip").stat().st_mode) == 0o600
    with zipfile.ZipFile(tmp_path / "x.zip") as file:
        assert file.testzip() is None
        info = file.getinfo(f"{run.id}/ä")
        assert info.external_attr >> 16 == stat.S_IFREG | 0o750
        assert info.date_time[0] == 2001
        link = file.getinfo(f"{run.id}/link")
        assert stat.S_ISLNK(link.external_attr >> 16)
        assert file.read(link).decode() == "ä"


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("home/runs", "inside the Guild home"),
        ("home/staging/x.zip", "inside the Guild home"),
        ("file", "is no folder"),
        ("file/x", "nothing is exported"),
        ("folder.zip", "is a folder"),
        ("text.zip", "no zip file that runs can be added to"),
        ("file/x.zip", "nothing is exported"),
        ("pipe.zip", "no zip file that runs can be added to"),
        ("nowhere.zip", "no zip file that runs can be added to"),
    ],
)
def test_no_place_of_another_kind_is_written_to(shelf, tmp_path, place, message):
    shelf.run()
    (tmp_path / "file").write_text("f")
    (tmp_path / "text.zip").write_text("t")
    (tmp_path / "folder.zip").mkdir()
    os.mkfifo(tmp_path / "pipe.zip")
    (tmp_path / "nowhere.zip").symlink_to("gone.zip")
    with pytest.raises(ArchiveError, match=message):
        shelf.guild.export(shelf.guild.runs(), tmp_path / place)
    assert (tmp_path / "file").read_text() == "f"
    assert (tmp_path / "text.zip").read_text() == "t"
    assert names_in(tmp_path) == [
        *("file", "folder.zip", "home", "nowhere.zip", "pipe.zip"),
        "text.zip",
    ]


def test_what_is_not_in_the_home_is_not_moved(shelf, other, tmp_path):
    run = other.run()
    with pytest.raises(ArchiveError, match="is not in the Guild home"):
        shelf.guild.export([run], tmp_path / "archive", move=True)
    assert other.runs() == [run.id]


def test_a_name_with_odd_bytes_is_told_as_it_can_be(shelf):
    run = shelf.run()
    os.mkfifo(os.fsencode(run.dir) + b"/\xff")
    notes = []
    assert list(tree.read(str(run.dir), run.id, notes.append))
    assert notes == [f"{run.id}/? is left out: it is a pipe"]


def test_a_folder_that_cannot_be_read_is_an_error(shelf, tmp_path):
    run = shelf.run({"sub/a": "a"})
    (run.dir / "sub" / "a").unlink()
    (run.dir / "loop").symlink_to("loop")
    done = shelf.guild.export([run], tmp_path / "archive", copy_resources=True)
    assert done.notes == []
    with pytest.raises(FileNotFoundError):
        list(tree.read(str(tmp_path / "none"), "x", print))


def test_what_tells_of_processes_does_not_come_along(shelf, other, tmp_path):
    run = shelf.run(status=None)
    for name in ("LOCK", "supervisor.json", "child.json", "supervisor.lock"):
        (run.dir / ".guild" / name).write_text("{}")
    (run.dir / ".guild" / "LOCK").write_text(str(os.getpid()))
    ended = shelf.run()
    (ended.dir / ".guild" / "LOCK.remote").write_text("far")
    (ended.dir / ".guild" / "supervisor.json").write_text("{}")
    done = other.guild.import_runs(shelf.home / "runs", move=True)
    assert f"{run.short_id} was copied before its end, which is not known" in done.notes
    assert sorted(done.moved) == [run.id, ended.id]
    there = other.home / "runs"
    assert names_in(there / run.id / ".guild") == ["attrs", "opref"]
    assert names_in(there / ended.id / ".guild") == ["attrs", "opref", "supervisor.json"]
    assert Run(there / run.id).status == "error"
    assert durable.read_text(str(Path(there, ended.id, ".guild", "LOCK.remote"))) is None


def test_what_is_still_noted_of_a_run_that_has_ended_is_moved_too(shelf, tmp_path):
    run = shelf.run({"a": "a"})
    noted = run.dir / ".guild" / "attrs" / "pip_freeze"
    write = f"open({str(noted)!r}, 'w').write('- a==1\\n')"
    with subprocess.Popen([sys.executable, "-c", write]) as recorder:
        durable.write_json(run.files_of_run.recorder, identity.identify(recorder.pid).to_json())
        done = shelf.guild.export([run], tmp_path / "archive", move=True)
    assert (done.moved, done.notes) == ([run.id], [])
    copied = tmp_path / "archive" / run.id / ".guild" / "attrs" / "pip_freeze"
    assert copied.read_text() == "- a==1\n"
