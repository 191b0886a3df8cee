import os
from pathlib import Path

import pytest

from guild_jupyter.supervise import exit_record, state, trash
from guild_jupyter.supervise.exit_record import ExitRecord
from guild_jupyter.supervise.rundir import RunDir

ID = "a" * 32


def made(folder, code=None):
    path = folder / "runs" / ID
    (path / ".guild" / "attrs").mkdir(parents=True)
    run = RunDir(path)
    if code is not None:
        exit_record.seal(run.exit_record, ExitRecord(code, 1, complete=True))
    return run


def test_a_run_goes_to_the_trash_and_is_found_there(tmp_path):
    run = made(tmp_path, code=0)
    assert trash.put_away(run.path, str(tmp_path / "trash/runs")) == f"{tmp_path}/trash/runs/{ID}"
    assert state.state_of(run.path) == state.State("deleted", "it is in the trash", 0)


def test_what_lies_in_the_trash_under_its_name_is_kept(tmp_path):
    for _ in range(2):
        trash.put_away(made(tmp_path).path, str(tmp_path / "trash/runs"))
    names = sorted(path.name for path in (tmp_path / "trash/runs").iterdir())
    assert names[0] == ID
    assert names[1].startswith(f"{ID}_")


def test_only_a_run_that_completed_goes_by_itself(tmp_path):
    for code, stays in ((1, True), (0, False)):
        run = made(tmp_path / str(code), code)
        trash.put_away_on_success(run, str(tmp_path / str(code) / "trash/runs"))
        assert (tmp_path / str(code) / "runs" / ID).exists() is stays


def test_a_run_that_is_nowhere_has_no_status_of_its_own(tmp_path):
    path = tmp_path / "runs" / ID
    assert state.state_of(path) == state.State("deleted", "its directory is gone")


def test_a_folder_that_may_not_be_written_is_moved_and_keeps_its_permissions(
    tmp_path, monkeypatch
):
    run = made(tmp_path)
    Path(run.path).chmod(0o555)
    rename = os.rename

    def strict(path, target):
        # As the system does for a folder that gets another parent, though not for root.
        if not Path(path).stat().st_mode & 0o200:
            raise PermissionError(13, "Permission denied")
        rename(path, target)

    monkeypatch.setattr(os, "rename", strict)
    target = trash.put_away(run.path, str(tmp_path / "trash/runs"))
    assert Path(target).stat().st_mode & 0o777 == 0o555
    Path(target).chmod(0o755)
    monkeypatch.setattr(os, "rename", lambda *_paths: strict(str(tmp_path / "none"), ""))
    with pytest.raises(OSError, match="none"):
        trash.move(target, run.path)


def test_what_comes_to_lie_in_the_way_again_and_again_is_given_up(tmp_path, monkeypatch):
    run = made(tmp_path)
    trash.put_away(made(tmp_path / "other").path, str(tmp_path / "trash/runs"))
    monkeypatch.setattr(trash, "_step_aside", lambda _path: None)
    with pytest.raises(FileExistsError):
        trash.put_away(run.path, str(tmp_path / "trash/runs"))
    assert Path(run.path).is_dir()
