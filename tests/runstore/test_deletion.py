"""Deleting runs, having them back, and removing them for good."""

import errno
import multiprocessing
import os
from pathlib import Path

import pytest

from guild_jupyter.errors import RunError
from guild_jupyter.runstore import deletion
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.store import list_runs
from guild_jupyter.supervise import state, trash
from guild_jupyter.supervise.stop import Outcome


def deleted(store):
    return list_runs(store.home, deleted=True)


def test_deleted_runs_lie_in_the_trash_unchanged_and_come_back(store):
    runs = [store.run(files={"a": "x"}) for _ in range(3)]
    before = [sorted(path.name for path in run.dir.rglob("*")) for run in runs]
    assert deletion.delete(store.home, runs) == runs
    assert [run.id for run in deleted(store)] == [run.id for run in reversed(runs)]
    assert deletion.restore(store.home, deleted(store)) == runs[::-1]
    assert [sorted(path.name for path in run.dir.rglob("*")) for run in runs] == before
    assert not store.home.purging.exists()


def test_a_run_that_was_deleted_already_is_told_and_the_others_are_deleted(store):
    first, second, third = (store.run() for _ in range(3))
    deletion.delete(store.home, [second])
    with pytest.raises(RunError, match=f"^{second.short_id} is deleted already$"):
        deletion.delete(store.home, [second])
    with pytest.raises(RunError, match=r"1 of 3 runs are not deleted: 0+ is deleted") as caught:
        deletion.delete(store.home, [first, second, third])
    assert caught.value.hint == "The other 2 are deleted."
    (gone,) = [run for run in deleted(store) if run.id == second.id]
    with pytest.raises(RunError, match="deleted already"):
        deletion.delete(store.home, [gone])


def test_many_failures_are_counted(store):
    runs = [store.run() for _ in range(7)]
    deletion.delete(store.home, runs)
    with pytest.raises(RunError, match=r"7 of 7 runs are not deleted: .*; and 2 more"):
        deletion.delete(store.home, runs)


def _delete(home, ids, barrier, results):
    barrier.wait()
    for run_id in ids:
        try:
            deletion.delete(home, [Run(home.runs / run_id)])
        except RunError as error:
            results.put((run_id, error.message))
        else:
            results.put((run_id, "won"))


def test_of_four_processes_that_delete_the_same_runs_one_wins_each(store):
    ids = [store.run().id for _ in range(50)]
    context = multiprocessing.get_context("fork")
    barrier, results = context.Barrier(4), context.Queue()
    workers = [
        context.Process(target=_delete, args=(store.home, ids, barrier, results)) for _ in range(4)
    ]
    for worker in workers:
        worker.start()
    found = {}
    for _ in range(200):
        run_id, outcome = results.get(timeout=60)
        found.setdefault(run_id, []).append(outcome)
    for worker in workers:
        worker.join()
    for run_id in ids:
        assert sorted(found[run_id]) == [f"{run_id[:8]} is deleted already"] * 3 + ["won"]
    assert sorted(path.name for path in store.home.trash.iterdir()) == sorted(ids)


def test_a_run_is_restored_over_no_other_not_even_an_empty_folder(store):
    run = store.run("a" * 32)
    deletion.delete(store.home, [run])
    for make in (
        run.dir.mkdir,
        lambda: run.dir.symlink_to("nowhere"),
        lambda: store.run("a" * 32),
    ):
        make()
        with pytest.raises(RunError, match="there is a run aaaaaaaa already"):
            deletion.restore(store.home, deleted(store))
        assert len(deleted(store)) == 1
        if run.dir.is_symlink():
            run.dir.unlink()
        elif not any(run.dir.iterdir()):
            run.dir.rmdir()


def test_where_a_run_appears_in_the_last_moment_it_is_not_restored_over(store, monkeypatch):
    run = store.run("a" * 32)
    deletion.delete(store.home, [run])
    store.run("a" * 32)
    monkeypatch.setattr(os.path, "lexists", lambda _path: False)
    with pytest.raises(RunError, match="there is a run aaaaaaaa already"):
        deletion.restore(store.home, deleted(store))


def test_what_was_put_aside_in_the_trash_comes_back_by_its_own_id(store):
    for label in ("older", "newer"):
        deletion.delete(store.home, [store.run("a" * 32, label=label)])
    (aside,) = [run for run in deleted(store) if "_" in run.id]
    (back,) = deletion.restore(store.home, [aside])
    assert (back.id, back.label) == ("a" * 32, "older")


def test_two_who_restore_the_same_run(store):
    run = store.run()
    deletion.delete(store.home, [run])
    (gone,) = deleted(store)
    deletion.restore(store.home, [gone])
    run.dir.rename(store.home.path / "elsewhere")
    with pytest.raises(RunError, match="is restored already"):
        deletion.restore(store.home, [gone])


def test_only_what_is_in_the_trash_is_restored_or_purged(store):
    run = store.run()
    for do in (deletion.restore, deletion.purge):
        with pytest.raises(RunError, match="is not in the trash of"):
            do(store.home, [run])
    with pytest.raises(RunError, match="is not in the Guild home"):
        deletion.delete(Home(Path("/nowhere")), [run])
    assert run.dir.is_dir()


def test_purged_runs_are_gone(store):
    runs = [store.run() for _ in range(3)]
    deletion.delete(store.home, runs)
    deletion.purge(store.home, deleted(store)[:2])
    assert [run.id for run in deleted(store)] == [runs[0].id]
    assert not store.home.purging.exists()


def test_runs_are_removed_for_good_from_the_trash_and_from_the_runs(store):
    runs = [store.run() for _ in range(2)]
    deletion.delete(store.home, runs[:1])
    deletion.delete(store.home, [*deleted(store), runs[1]], permanent=True)
    assert not deleted(store)
    assert not list_runs(store.home)


def test_what_may_be_running_elsewhere_is_not_removed_for_good(store, monkeypatch):
    run = store.run(status=None)
    unknown = state.State(state.UNKNOWN, "it runs on the host far")
    monkeypatch.setattr(state, "state_of", lambda _path: unknown)
    with pytest.raises(RunError, match="may be running elsewhere: it runs on the host far"):
        deletion.delete(store.home, [run], permanent=True)
    deletion.delete(store.home, [run])
    assert len(deleted(store)) == 1


def test_a_run_that_cannot_be_stopped_stays(store, monkeypatch):
    run = store.run(status=None)
    (run.dir / ".guild/PENDING").write_text("")
    outcome = Outcome(asked=True, sentence="has processes that no signal can end: 7", failed=True)
    monkeypatch.setattr(Run, "stop", lambda _run: outcome)
    with pytest.raises(RunError, match="no signal can end: 7"):
        deletion.delete(store.home, [run])
    outcome.failed = False
    monkeypatch.setattr(deletion, "_PATIENCE", 0)
    with pytest.raises(RunError, match="does not end"):
        deletion.delete(store.home, [run])
    assert run.dir.is_dir()


def test_a_run_that_nobody_is_starting_any_more_is_deleted_at_once(store):
    run = store.run(status=None)
    (run.dir / ".guild/PENDING").write_text("")
    assert run.status == "pending"
    deletion.delete(store.home, [run])
    assert len(deleted(store)) == 1


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EXDEV])
def test_what_the_disk_refuses_leaves_the_run_where_it_is(store, monkeypatch, code):
    run = store.run()

    def refuse(*_paths):
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", refuse)
        for permanent in (False, True):
            with pytest.raises(RunError, match=f"cannot be deleted: {os.strerror(code)}"):
                deletion.delete(store.home, [run], permanent=permanent)
    assert list(list_runs(store.home)) == [run]
    deletion.delete(store.home, [run])
    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", refuse)
        with pytest.raises(RunError, match=f"cannot be restored: {os.strerror(code)}"):
            deletion.restore(store.home, deleted(store))
    assert len(deleted(store)) == 1


def test_the_home_of_a_run_is_told_by_where_it_is(store):
    run = store.run()
    assert deletion.home_of(run).path == store.home.path
    store.home.runs.chmod(0o750)
    assert deletion.home_of(run).share_group
    store.home.runs.chmod(0o700)
    assert not deletion.home_of(run).share_group
    trash.put_away(str(run.dir), str(store.home.trash))
    (gone,) = deleted(store)
    assert deletion.home_of(gone).path == store.home.path
    assert not deletion.home_of(Run(Path("/nowhere/runs/a"))).share_group


def test_who_deleted_a_run_has_it_back_by_the_same_object(store):
    run, other = store.run(), store.run()
    run.delete()
    assert run.restore() == run
    assert run.dir.is_dir()
    run.delete()
    assert deletion.purge_anywhere([run])
    with pytest.raises(RunError, match="is not in the trash"):
        run.restore()
    with pytest.raises(RunError, match="is not in the trash"):
        other.restore()
