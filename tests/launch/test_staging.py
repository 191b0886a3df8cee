import os
import time
from pathlib import Path

import pytest

from guild_jupyter.launch import staging
from guild_jupyter.supervise import durable, identity
from guild_jupyter.supervise.rundir import RunDir

RUN_ID = "0123456789abcdef0123456789abcdef"
DEAD = {"pid": 4_000_000}
A_DAY = 86_400


@pytest.fixture
def half(tmp_path):
    """Make a run directory that somebody builds or built; give its path."""

    def makes(name=RUN_ID, launcher=None):
        path = tmp_path / "staging" / name
        (path / ".guild").mkdir(parents=True)
        if launcher is not None:
            who = identity.identify(os.getpid()).to_json() | launcher
            durable.write_json(RunDir(path).launch, who)
        return path

    return makes


def sweep(path):
    staging.sweep(path.parent)
    return not path.exists()


def long_ago(path):
    before = time.time() - A_DAY - 60
    os.utime(path, (before, before))


def test_what_a_dead_launcher_left_is_removed(half):
    assert sweep(half(launcher=DEAD))


def test_what_is_being_built_stays(half):
    assert not sweep(half(launcher={}))


@pytest.mark.parametrize("where", [{"boot": "other"}, {"namespace": "pid:[1]"}])
def test_what_may_be_built_elsewhere_stays_for_a_day(half, where):
    path = half(launcher=DEAD | where)
    assert not sweep(path)
    before = time.time() - A_DAY + 60
    os.utime(path, (before, before))
    assert not sweep(path)
    long_ago(path)
    assert sweep(path)


def test_what_does_not_say_who_builds_it_stays_for_some_seconds(half):
    path = half(launcher=None)
    assert not sweep(path)
    before = time.time() - 11
    os.utime(path, (before, before))
    assert sweep(path)


def test_other_folders_are_nobodys_business(half):
    path = half("mine", DEAD)
    long_ago(path)
    assert not sweep(path)


def test_a_home_without_the_folder_is_no_error(tmp_path):
    staging.sweep(tmp_path / "none")


def test_a_discarded_run_is_gone_from_where_it_was_and_from_the_staging_folder(half, tmp_path):
    path = half(launcher={})
    staging.discard(path, tmp_path / "staging")
    assert list((tmp_path / "staging").iterdir()) == []


def test_what_cannot_be_removed_at_once_is_removed_by_the_next_launch(half, tmp_path, monkeypatch):
    path = half(launcher={})
    with monkeypatch.context() as patched:
        patched.setattr(staging, "_remove", lambda _: None)
        staging.discard(path, tmp_path / "staging")
    assert not path.exists()
    staging.sweep(tmp_path / "staging")
    assert list((tmp_path / "staging").iterdir()) == []


def test_what_cannot_be_renamed_is_removed_where_it_is(half, tmp_path):
    path = half(launcher={})
    staging.discard(path, tmp_path / "none")
    assert not path.exists()


def test_the_next_launch_removes_what_a_killed_one_left(training, idle):
    training.home.prepare()
    left = training.home.staging / RUN_ID
    (left / ".guild").mkdir(parents=True)
    who = identity.identify(os.getpid()).to_json() | DEAD
    durable.write_json(RunDir(left).launch, who)
    training.launch("train", executor=idle())
    assert list(Path(training.home.staging).iterdir()) == []
