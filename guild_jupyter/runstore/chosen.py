"""Which runs of a list are chosen: said in Python or in a page, and seen by both.

Knows no front end: whoever shows the runs asks whether something changed, or is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from guild_jupyter.errors import NoSuchRun, RunError, nearest

if TYPE_CHECKING:
    from guild_jupyter.runstore.run import Run

#: Fewer letters of an id name no run.
_SHORTEST = 4


class Chosen:
    """The chosen runs of one list, shared by everything that shows it."""

    def __init__(self) -> None:
        self._runs: tuple[Run, ...] = ()
        #: How many times something else was chosen.
        self.version = 0
        self._told: list[Callable[[], None]] = []

    @property
    def runs(self) -> tuple[Run, ...]:
        """The chosen runs."""
        return self._runs

    @property
    def ids(self) -> list[str]:
        """The ids of the chosen runs."""
        return [run.id for run in self._runs]

    def choose(self, runs: Iterable[Run]) -> bool:
        """Choose these runs and no others; tell whether that changes something."""
        found = tuple({run.id: run for run in runs}.values())
        if {run.id for run in found} == {run.id for run in self._runs}:
            return False
        self._runs = found
        self.version += 1
        for told in list(self._told):
            told()
        return True

    def on_change(self, told: Callable[[], None]) -> Callable[[], None]:
        """Call a function when other runs are chosen; return what ends that."""
        self._told.append(told)
        return lambda: self._told.remove(told)


def meant(runs: Sequence[Run], named: Run | str | Iterable[Run | str] | None) -> list[Run]:
    """Return the runs of a list that are named.

    Parameters
    ----------
    runs
        The list.
    named
        Runs, ids, or beginnings of ids; one or several; None for no run.

    Raises
    ------
    NoSuchRun
        One is not in the list, or several begin like it.
    RunError
        Something names no run.
    """
    if named is None:
        return []
    is_one = isinstance(named, str) or hasattr(named, "short_id")
    each: Iterable[object] = (named,) if is_one or not isinstance(named, Iterable) else named
    by_id = {run.id: run for run in runs}
    return [_meant(by_id, one) for one in each]


def _meant(by_id: dict[str, Run], one: object) -> Run:
    name = one if isinstance(one, str) else getattr(one, "id", None)
    if not isinstance(name, str):
        raise RunError(f"{one!r} is no run", "Give runs of the list, or their ids.")
    if name in by_id:
        return by_id[name]
    fitting = [
        run for id_, run in by_id.items() if len(name) >= _SHORTEST and id_.startswith(name)
    ]
    if len(fitting) == 1 and isinstance(one, str):
        return fitting[0]
    if len(fitting) > 1:
        raise NoSuchRun(f"{len(fitting)} runs of the list begin with {name!r}", "Give more of it.")
    near = nearest(name[:8], (id_[:8] for id_ in by_id), "Did you mean {}? ", 0.7)
    raise NoSuchRun(
        f"run {name[:40]!r} is not in the list", f"{near}Give runs of the list, or their ids."
    )
