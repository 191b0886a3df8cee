"""Deleting runs, having them back, and removing them for good; the rename of a run decides."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from guild_jupyter import paths
from guild_jupyter.errors import RunError
from guild_jupyter.registry import load
from guild_jupyter.runstore.layout import GROUP, PRIVATE, Home
from guild_jupyter.runstore.run import Run
from guild_jupyter.supervise import state, trash
from guild_jupyter.supervise.stop import Outcome

_PATIENCE = 60.0
_SHOWN = 5
_RIGHTS = "See to the home's rights and to room on its disk."


def home_of(run: Run) -> Home:
    """Return the Guild home that a run directory is in, or was deleted from.

    Raises
    ------
    RunError
        It is in none.
    """
    folder = run.dir.parent
    if folder.name != "runs":
        raise RunError(f"{run.dir} is in no Guild home", "Remove the directory yourself.")
    is_deleted = folder.parent.name == "trash"
    path = folder.parent.parent if is_deleted else folder.parent
    try:
        is_shared = bool(folder.stat().st_mode & (GROUP.folder & ~PRIVATE.folder))
    except OSError:
        is_shared = False
    return Home(path, share_group=is_shared)


def delete(home: Home, runs: Iterable[Run], *, permanent: bool = False) -> list[Run]:
    """Move runs into the trash of their home; those that are running are stopped first.

    Parameters
    ----------
    home
        The Guild home.
    runs
        The runs; of those that cannot be deleted, the others are.
    permanent
        Whether they are removed for good, those in the trash too.

    Returns
    -------
    list[Run]
        Those that were deleted, where they were.

    Raises
    ------
    RunError
        Not all could be deleted.
    """
    chosen = list(runs)
    # All are asked to end before one is waited for.
    asked = {run.dir: outcome for run in chosen if (outcome := _stopped(home, run))}

    runs_folder, trash_folder = os.fspath(home.runs), os.fspath(home.trash)

    def put_away(run: Run) -> None:
        path = run.files_of_run.path
        if os.path.dirname(path) != runs_folder:  # noqa: PTH120 - 10,000 runs
            _refuse_others(home, run, permanent=permanent)
        if outcome := asked.get(run.dir):
            _await(run, outcome)
        elif permanent:
            _refuse_unknown(run)
        if permanent:
            load("guild_jupyter.runstore.purging:take")(home, run.dir)
        else:
            trash.put_away(path, trash_folder, home.modes.folder)

    done = _each(chosen, put_away, "deleted")
    load("guild_jupyter.runstore.purging:empty")(home)
    return done


def restore(home: Home, runs: Iterable[Run]) -> list[Run]:
    """Move runs out of the trash of their home; return them where they are again.

    Raises
    ------
    RunError
        Not all could be restored; another run may have the place of one.
    """

    def bring_back(run: Run) -> None:
        if run.dir.parent != home.trash:
            raise RunError(f"{run.short_id} is not in the trash of {home.path}")
        place = _place_of(home, run)
        taken = RunError(f"there is a run {run.short_id} already", "Delete that one first.")
        if os.path.lexists(place):
            raise taken
        home.runs.mkdir(home.modes.folder, exist_ok=True)
        try:
            trash.move(str(run.dir), str(place))
        except OSError as error:
            if error.errno in trash.TAKEN:
                raise taken from None
            raise

    return [Run(_place_of(home, run)) for run in _each(runs, bring_back, "restored")]


def purge(home: Home, runs: Iterable[Run]) -> list[Run]:
    """Remove deleted runs for good; return those that were.

    Raises
    ------
    RunError
        Not all could be removed.
    """

    def remove(run: Run) -> None:
        if run.dir.parent != home.trash:
            raise RunError(f"{run.short_id} is not in the trash of {home.path}")
        load("guild_jupyter.runstore.purging:take")(home, run.dir)
        load("guild_jupyter.runstore.foreign:forget")(home, run.id.partition("_")[0])

    done = _each(runs, remove, "purged")
    load("guild_jupyter.runstore.purging:empty")(home)
    return done


def delete_anywhere(runs: Iterable[Run], *, permanent: bool = False) -> list[Run]:
    """Delete runs of any homes, as :func:`delete`."""
    return [one for home, its in _by_home(runs) for one in delete(home, its, permanent=permanent)]


def restore_anywhere(runs: Iterable[Run]) -> list[Run]:
    """Restore runs of any homes, as :func:`restore`."""
    return [one for home, its in _by_home(runs) for one in restore(home, _as_deleted(home, its))]


def purge_anywhere(runs: Iterable[Run]) -> list[Run]:
    """Purge runs of any homes, as :func:`purge`."""
    return [one for home, its in _by_home(runs) for one in purge(home, _as_deleted(home, its))]


def _as_deleted(home: Home, runs: Iterable[Run]) -> list[Run]:
    """Return runs where they are in the trash, also those known by where they were before."""
    return [
        Run(home.trash / run.id)
        if run.dir.parent == home.runs
        and not paths.is_folder(run.dir)
        and paths.is_folder(home.trash / run.id)
        else run
        for run in runs
    ]


def _by_home(runs: Iterable[Run]) -> list[tuple[Home, list[Run]]]:
    found: dict[Path, list[Run]] = {}
    for run in runs:
        found.setdefault(run.dir.parent, []).append(run)
    return [(home_of(its[0]), its) for its in found.values()]


def _place_of(home: Home, run: Run) -> Path:
    # One that was put aside in the trash has more after its id.
    return home.runs / run.id.partition("_")[0]


def _each(runs: Iterable[Run], do: Callable[[Run], object], done: str) -> list[Run]:
    """Do something with every run; raise at the end if that failed for some of them."""
    succeeded: list[Run] = []
    failures: list[RunError] = []
    for run in runs:
        try:
            do(run)
        except RunError as error:
            failures.append(error)
        except FileNotFoundError:
            failures.append(RunError(f"{run.short_id} is {done} already"))
        except OSError as error:
            failures.append(
                RunError(f"{run.short_id} cannot be {done}: {error.strerror}", _RIGHTS)
            )
        else:
            succeeded.append(run)
    if not failures:
        return succeeded
    if len(failures) == 1 and not succeeded:
        raise failures[0]
    count = len(failures) + len(succeeded)
    some = "; ".join(error.message for error in failures[:_SHOWN])
    more = f"; and {len(failures) - _SHOWN} more" if len(failures) > _SHOWN else ""
    others = f"The other {len(succeeded)} are {done}. " if succeeded else ""
    raise RunError(
        f"{len(failures)} of {count} runs are not {done}: {some}{more}",
        f"{others}{failures[0].hint}".strip(),
    )


def _refuse_others(home: Home, run: Run, *, permanent: bool) -> None:
    if permanent and run.dir.parent == home.trash:
        return
    if run.dir.parent == home.trash:
        raise RunError(f"{run.short_id} is deleted already", "'purge' removes it for good.")
    raise RunError(
        f"{run.dir} is not in the Guild home {home.path}", "Remove the directory yourself."
    )


def _has_surely_ended(run: Run) -> bool:
    """Tell at little cost, for there may be thousands, whether there is nothing to stop."""
    files = run.files_of_run
    if not os.path.lexists(files.attr("exit_status")):
        return False
    return not any(map(os.path.lexists, (files.lock, files.pending, files.remote_lock)))


def _stopped(home: Home, run: Run) -> Outcome | None:
    """Ask a run to stop and return what came of it; None where there is nothing to stop."""
    if _has_surely_ended(run) or run.dir.parent != home.runs or run.status not in state.LIVE:
        return None
    return run.stop()


def _await(run: Run, outcome: Outcome) -> None:
    """Wait for the end of a run that was asked to stop.

    Raises
    ------
    RunError
        It goes on.
    """
    if outcome.failed:
        raise RunError(f"{run.short_id} {outcome.sentence}", "Stop it first.")
    if not outcome.asked:
        return  # nothing of it is running: whoever was to start it is gone
    try:
        run.wait(_PATIENCE, check=False)
    except TimeoutError:
        raise RunError(f"{run.short_id} does not end", "Stop it first, by force.") from None


def _refuse_unknown(run: Run) -> None:
    """Refuse to remove for good what may be running on another machine."""
    if not _has_surely_ended(run) and run.status == state.UNKNOWN:
        raise RunError(
            f"{run.short_id} may be running elsewhere: {run.state.reason}",
            "Delete it without '--permanent': it can be had back then.",
        )
