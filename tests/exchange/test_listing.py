"""Archives are listed in place, and not changed by it."""

import gc
import tempfile
from pathlib import Path

import pytest
from shelves import snapshot

from guild_jupyter.errors import ArchiveError
from guild_jupyter.scalars.events import EventWriter

KINDS = ["archive", "archive.zip"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_runs_of_an_archive_are_seen_as_those_of_a_home(shelf, tmp_path, kind):
    run = shelf.run({"a": "a", ".guild/output": "said\n"}, status=3, label="l", tags=["t"])
    (run.dir / "logs").mkdir()
    with EventWriter(run.dir / "logs") as writer:
        writer.add("loss", 2.0, 1, 1.0)
    shelf.run()
    shelf.guild.export(shelf.guild.runs(), tmp_path / kind)
    before = snapshot(tmp_path)
    found = shelf.guild.archived(tmp_path / kind)
    assert [one.id for one in found] == [one.id for one in shelf.guild.runs()]
    last = found[1]
    assert (last.status, last.label, last.tags, last.output()) == ("error", "l", ["t"], "said\n")
    assert last.last_scalars() == {"logs#loss": 2.0}
    assert found.home == str(tmp_path / kind)
    assert snapshot(tmp_path) == before


def test_what_was_unpacked_is_there_as_long_as_a_run_of_it(shelf, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    Path(tempfile.tempdir).mkdir()
    shelf.run(label="l")
    shelf.run()
    shelf.guild.export(shelf.guild.runs(), tmp_path / "x.zip")
    last = shelf.guild.archived(tmp_path / "x.zip")[1]
    gc.collect()
    assert last.label == "l"
    del last
    gc.collect()
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_folder_is_listed_though_some_of_it_are_no_runs(shelf, tmp_path):
    run = shelf.run()
    shelf.guild.export([run], tmp_path / "archive")
    (tmp_path / "archive" / "other").mkdir()
    (tmp_path / "archive" / "file").write_text("f")
    assert [found.id for found in shelf.guild.archived(tmp_path / "archive")] == [run.id]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda _path: None, "does not exist"),
        (lambda path: path.write_text("no zip file"), "is refused: it is damaged"),
        (lambda path: path.write_bytes(b""), "is refused: it is damaged"),
        (lambda path: path.symlink_to("/dev/null"), "is no archive"),
    ],
)
def test_what_is_no_archive_is_told(shelf, tmp_path, make, message):
    make(tmp_path / "x.zip")
    with pytest.raises(ArchiveError, match=message):
        shelf.guild.archived(tmp_path / "x.zip")
    with pytest.raises(ArchiveError, match=message):
        shelf.guild.import_runs(tmp_path / "x.zip")


def test_a_folder_that_may_not_be_read_is_told(shelf, tmp_path, powerless):
    folder = tmp_path / "archive"
    folder.mkdir()
    folder.chmod(0)
    tmp_path.chmod(0o755)
    for above in list(tmp_path.parents)[:3]:
        if above != Path("/tmp"):
            above.chmod(0o755)
    with powerless(), pytest.raises(ArchiveError, match=r"cannot be read|does not exist"):
        shelf.guild.archived(folder)
    folder.chmod(0o700)
