"""Hostile and damaged archives of runs: refused, and nothing of them is anywhere."""

import os
import stat
import zipfile

import hostile
import pytest
from hostile import OTHER, RUN, add, add_run
from shelves import snapshot

from guild_jupyter.errors import ArchiveError
from guild_jupyter.exchange import links, zips

LINK = stat.S_IFLNK | 0o777


def attempt(shelf, path, **how):
    """Import; return whether that was refused."""
    try:
        shelf.guild.import_runs(path, **how)
    except ArchiveError:
        assert shelf.runs() == []
        return True
    return False


def check_nothing_escaped(folder, shelf, path, before):
    assert shelf.left() == []
    assert sorted(found.name for found in folder.iterdir()) == before
    for found in (shelf.home / "runs").rglob("*"):
        facts = found.lstat()
        if found.is_symlink():
            member = found.relative_to(shelf.home / "runs").as_posix()
            assert links.where(member, str(found.readlink())) != links.OUT
        else:
            assert stat.S_IFMT(facts.st_mode) in (stat.S_IFREG, stat.S_IFDIR)
            assert not facts.st_mode & 0o7000


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/evil",
        f"{RUN}/../../evil",
        f"{RUN}\\..\\evil",
        "C:/evil",
        f"{RUN}/A",
        f"{RUN}/a",
        f"{RUN}/a/b",
        f"{RUN}/b.",
        f"{RUN}/{'x' * 256}",
        f"{RUN}/{'x/' * 200}x",
        f"{RUN}/a\x01b",
        f"{OTHER}",
    ],
)
def test_a_name_that_means_something_else_somewhere_is_refused(shelf, tmp_path, name):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as file:
        add_run(file)
        add_run(file, OTHER) if name == OTHER else None
        add(file, name)
    assert attempt(shelf, path)
    check_nothing_escaped(tmp_path, shelf, path, ["home", "x.zip"])


@pytest.mark.parametrize("kind", [stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK])
def test_what_is_neither_file_folder_nor_link_is_refused(shelf, tmp_path, kind):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as file:
        add_run(file)
        add(file, f"{RUN}/b", mode=kind | 0o644)
    with pytest.raises(ArchiveError, match="no file, folder or link"):
        shelf.guild.import_runs(tmp_path / "x.zip")


@pytest.mark.parametrize("place", [".guild/link", ".guild/attrs/label", ".guild/proto/.guild/x"])
def test_no_link_may_stand_where_runs_are_written_to(shelf, tmp_path, place):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as file:
        add_run(file)
        add(file, f"{RUN}/{place}", b"a", LINK)
    with pytest.raises(ArchiveError, match="where there may be none"):
        shelf.guild.import_runs(tmp_path / "x.zip")
    assert shelf.runs() == shelf.left() == []


def test_a_link_that_leads_out_is_left_out_unless_it_is_wanted(shelf, other, tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as file:
        add_run(file)
        for number in range(7):
            add(file, f"{RUN}/link{number}", b"/etc/passwd", LINK)
    done = shelf.guild.import_runs(tmp_path / "x.zip")
    assert len(done.notes) == 7
    assert done.notes[0].endswith("is left out: it leads out of its run, to /etc/passwd")
    assert done.notes[5:] == [
        "and 2 more such links",
        "with '--keep-links' such links are kept",
    ]
    assert not list((shelf.home / "runs" / RUN).glob("link*"))
    assert other.guild.import_runs(tmp_path / "x.zip", keep_links=True).notes == []
    assert len(list((other.home / "runs" / RUN).glob("link*"))) == 7


def test_nothing_is_written_through_a_link(shelf, tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as file:
        add_run(file)
        add(file, f"{RUN}/b", str(tmp_path).encode(), LINK)
        add(file, f"{RUN}/b/evil")
    assert attempt(shelf, tmp_path / "x.zip", keep_links=True)
    check_nothing_escaped(tmp_path, shelf, None, ["home", "x.zip"])


def test_a_bomb_is_refused(shelf, tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as file:
        add_run(file)
        for number in range(3):
            add(file, f"{RUN}/zeros{number}", bytes(30 << 20))
    with pytest.raises(ArchiveError, match="suspiciously much"):
        shelf.guild.import_runs(tmp_path / "x.zip")
    assert shelf.runs() == shelf.left() == []


def test_an_encrypted_archive_is_refused(shelf, tmp_path):
    hostile.encrypted(tmp_path / "x.zip")
    with pytest.raises(ArchiveError, match="it is encrypted"):
        shelf.guild.import_runs(tmp_path / "x.zip")
    with pytest.raises(ArchiveError, match="it is encrypted"):
        shelf.guild.archived(tmp_path / "x.zip")


def test_a_truncated_archive_is_refused_wherever_it_was_cut(shelf, tmp_path):
    hostile.plain(tmp_path / "whole.zip")
    data = (tmp_path / "whole.zip").read_bytes()
    for size in range(0, len(data), 7):
        (tmp_path / "x.zip").write_bytes(data[:size])
        with pytest.raises(ArchiveError, match="is refused: it is damaged"):
            shelf.guild.import_runs(tmp_path / "x.zip")
        with pytest.raises(ArchiveError, match="is refused: it is damaged"):
            shelf.guild.archived(tmp_path / "x.zip")
    assert shelf.runs() == shelf.left() == []


def test_a_content_that_was_changed_is_refused(shelf, tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as file:
        add_run(file)
        add(file, f"{RUN}/b", b"unmistakable", kind=zipfile.ZIP_STORED)
    data = (tmp_path / "x.zip").read_bytes()
    (tmp_path / "x.zip").write_bytes(data.replace(b"unmistakable", b"unmistakeble"))
    with pytest.raises(ArchiveError, match="is refused: it is damaged: Bad CRC-32"):
        shelf.guild.import_runs(tmp_path / "x.zip")
    assert shelf.runs() == shelf.left() == []


def test_a_name_that_is_damaged_loses_nothing_in_silence(shelf, tmp_path):
    hostile.plain(tmp_path / "whole.zip")
    with zipfile.ZipFile(tmp_path / "whole.zip", "a") as file:
        add(file, f"{RUN}/empty/", b"", stat.S_IFDIR | 0o755)
        names = file.namelist()
    data = (tmp_path / "whole.zip").read_bytes()
    for name in names:
        for place in (0, len(name) - 2):
            changed = bytearray(data)
            changed[data.rindex(name.encode()) + place] ^= 4  # as its list of members has it
            (tmp_path / "x.zip").write_bytes(changed)
            with pytest.raises(ArchiveError, match="is refused: it "):
                shelf.guild.import_runs(tmp_path / "x.zip")
    assert shelf.runs() == shelf.left() == []


def test_a_pipe_is_no_archive_and_not_waited_for(shelf, tmp_path):
    os.mkfifo(tmp_path / "x.zip")
    with pytest.raises(ArchiveError, match="is no archive"):
        shelf.guild.import_runs(tmp_path / "x.zip")
    with pytest.raises(OSError, match="no regular file"), zips.opened(str(tmp_path / "x.zip")):
        pass


def test_a_run_without_its_operation_is_no_run(shelf, tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as file:
        add(file, f"{RUN}/.guild/opref/", b"", stat.S_IFDIR | 0o755)
        add(file, f"{OTHER}/a")
    assert shelf.guild.import_runs(tmp_path / "x.zip").done == []
    assert shelf.runs() == []


def generated_archives(shelf, tmp_path, seeds):
    refused = 0
    before = sorted(["home", "x.zip"])
    for seed in seeds:
        path = tmp_path / "x.zip"
        hostile.generated(path, seed)
        refused += attempt(shelf, path)
        check_nothing_escaped(tmp_path, shelf, path, before)
        for run_id in shelf.runs():
            shelf.guild.delete(shelf.guild.find(str(shelf.home / "runs" / run_id)))
    return refused


def test_nothing_escapes_from_generated_archives(shelf, tmp_path):
    assert generated_archives(shelf, tmp_path, range(300)) > 100


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_nothing_escapes_from_ten_thousand_generated_archives(shelf, tmp_path):
    assert generated_archives(shelf, tmp_path, range(1000, 11_000)) > 3000


def test_a_folder_with_pipes_and_links_out_is_taken_without_them(shelf, other, tmp_path):
    run = shelf.run({"a": "a"}, id_=RUN)
    os.mkfifo(run.dir / "pipe")
    (run.dir / "out").symlink_to("/etc/passwd")
    done = other.guild.import_runs(shelf.home / "runs", move=True)
    assert f"{RUN}/pipe is left out: it is a pipe" in done.notes
    assert "is copied, and stays: a link of it was left out" in done.notes[-1]
    assert shelf.runs() == other.runs() == [RUN]
    names = {str(path) for path in snapshot(other.home / "runs" / RUN)}
    assert not names & {"pipe", "out"}


def test_a_run_that_is_a_link_in_a_folder_is_no_run(shelf, other, tmp_path):
    run = shelf.run()
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / run.id).symlink_to(run.dir)
    assert other.guild.import_runs(folder).done == []
