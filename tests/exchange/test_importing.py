"""What is imported, and what an import says of the rest."""

import zipfile

import pytest
from hostile import RUN, add, add_run
from shelves import names_in

from guild_jupyter.errors import ArchiveError
from guild_jupyter.runstore import foreign
from guild_jupyter.runstore.run import Run


def test_chosen_runs_are_imported_and_marked_as_foreign(shelf, other, tmp_path):
    first, _second = shelf.run(), shelf.run()
    shelf.guild.export(shelf.guild.runs(), tmp_path / "archive")
    archived = other.guild.archived(tmp_path / "archive")
    done = other.guild.import_runs(tmp_path / "archive", archived[1:])
    assert other.runs() == done.done == [first.id]
    assert repr(done) == f"copied 1 run to {other.home}"
    assert foreign.origin(Run(other.home / "runs" / first.id)) == str(tmp_path / "archive")
    assert foreign.origin(first) == ""


def test_a_run_that_is_there_stays_as_it_is(shelf, other):
    run, mine = shelf.run(label="theirs"), other.run(label="mine")
    done = other.guild.import_runs(shelf.home / "runs", move=True)
    assert (done.done, done.notes) == (
        [],
        [f"run {run.short_id} is there already, and left as it is"],
    )
    assert (mine.label, foreign.origin(mine)) == ("mine", "")
    assert shelf.runs() == [run.id]


@pytest.mark.parametrize("option", ["move", "copy_resources"])
def test_a_zip_file_is_not_changed(shelf, tmp_path, option):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as file:
        add_run(file)
    told = f"'--{option.replace('_', '-')}' cannot be used with zip archives"
    with pytest.raises(ArchiveError, match=told):
        shelf.guild.import_runs(tmp_path / "x.zip", **{option: True})


def test_other_things_in_an_archive_are_left_alone(shelf, other, tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as file:
        add_run(file)
        add(file, "README.md")
        add(file, "no-id/.guild/opref")
    assert shelf.guild.import_runs(tmp_path / "x.zip").done == [RUN]
    assert shelf.runs() == [RUN]
    odd = Run(other.run().dir.rename(other.home / "runs" / "odd"))
    done = shelf.guild.import_runs(other.home / "runs", [odd])
    assert done.notes == ["odd is left out: its name is no run id"]


def test_times_and_modes_that_an_archive_does_not_say_are_the_usual(shelf, tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as file:
        add_run(file)
        add(file, f"{RUN}/plain", mode=0)
        add(file, f"{RUN}/folder/", b"", mode=0)
        add(file, f"{RUN}/forced", mode=0o104755)
    shelf.guild.import_runs(tmp_path / "x.zip")
    there = shelf.home / "runs" / RUN
    modes = {
        name: (there / name).stat().st_mode & 0o7777 for name in ("plain", "folder", "forced")
    }
    assert modes == {"plain": 0o644, "folder": 0o755, "forced": 0o755}
    assert 0 < (there / "plain").stat().st_mtime < 400_000_000  # what zip files begin with: 1980


def test_what_links_lead_to_can_be_copied_from_a_folder(shelf, other, tmp_path):
    run = shelf.run()
    (tmp_path / "data").write_text("d")
    (run.dir / "data").symlink_to(tmp_path / "data")
    other.guild.import_runs(shelf.home / "runs", copy_resources=True)
    assert (other.home / "runs" / run.id / "data").read_text() == "d"
    assert not (other.home / "runs" / run.id / "data").is_symlink()


def test_an_import_that_fails_in_the_end_is_taken_back(shelf, other, monkeypatch):
    shelf.run()
    shelf.run()
    mark = foreign.mark

    def full(home, run_id, source):
        if run_id.endswith("2"):
            raise OSError(28, "No space left on device")
        mark(home, run_id, source)

    monkeypatch.setattr(foreign, "mark", full)
    with pytest.raises(ArchiveError, match="nothing is imported"):
        other.guild.import_runs(shelf.home / "runs")
    assert other.runs() == other.left() == []
    assert len(names_in(shelf.home / "runs")) == 2
