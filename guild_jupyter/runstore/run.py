"""One run: everything that can be asked of its directory, and the few things done to it."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cached_property
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guild_jupyter.errors import RunError, RunFailed, RunTimeout
from guild_jupyter.redaction import WITHHELD, redact, redacted_flags
from guild_jupyter.registry import load
from guild_jupyter.runstore import elapsed, opref
from guild_jupyter.runstore.batches import listed_as
from guild_jupyter.runstore.layout import SHORT_ID, is_like_an_index
from guild_jupyter.runstore.opref import OpRef
from guild_jupyter.runstore.remarked import Remarked
from guild_jupyter.supervise import durable, exit_record, state
from guild_jupyter.supervise.rundir import RunDir
from guild_jupyter.supervise.state import State

if TYPE_CHECKING:
    from guild_jupyter.frames import DataFrame
    from guild_jupyter.scalars.series import Series
    from guild_jupyter.supervise.progress import Progress
    from guild_jupyter.supervise.stop import Outcome

# Characters of an id that are no index even if they all are digits.
_NO_INDEX = 10
_FIRST_PAUSE = 0.002
_LONGEST_PAUSE = 0.1
_LOOKS = 30
_SETTLE_LIMIT = 30.0
_ERROR_LINES = 10
_TYPED = {
    **dict.fromkeys(("started", "stopped", "initialized", "exit_status"), int),
    **dict.fromkeys(("flags", "user_flags"), dict),
    "tags": list,
}


class Run(Remarked):
    """A run, known by its directory; nothing is kept that the files may contradict.

    Parameters
    ----------
    path
        The run directory.
    """

    def __init__(self, path: str | Path) -> None:
        self.files_of_run = RunDir(path)

    @cached_property
    def dir(self) -> Path:
        """The run directory."""
        return Path(self.files_of_run.path)

    @property
    def id(self) -> str:
        """The run's id: the name of its directory."""
        return self.files_of_run.path.rpartition("/")[2]

    @property
    def short_id(self) -> str:
        """The first eight characters of the id."""
        return self.id[:SHORT_ID]

    @property
    def typed_id(self) -> str:
        """What names the run in a command: the short id, or more where that may be an index."""
        known = self.id
        if "_" in known:
            return known  # put aside in the trash, where another has the same beginning
        return known[: _NO_INDEX if is_like_an_index(known) else SHORT_ID]

    @property
    def opref(self) -> OpRef:
        """Which operation it is a run of; a question mark where the file makes no sense."""
        try:
            return opref.read(durable.read_text(self.files_of_run.opref) or "")
        except ValueError as error:
            if self.dir.exists():
                self.attributes.problems["opref"] = redact(str(error))
            return opref.UNKNOWN

    @property
    def operation(self) -> str:
        """The operation as listings show it, such as ``digits:train``; of a batch ``train+``."""
        return listed_as(self.opref, self.files_of_run).spec

    @property
    def state(self) -> State:
        """Status, reason and exit status, derived from the facts at this moment."""
        return state.state_of(self.dir)

    @property
    def status(self) -> str:
        """The status in one word, such as running or completed."""
        return self.state.status

    @property
    def exit_status(self) -> int | None:
        """The exit code, or the negative signal number; None while unknown."""
        return self.state.exit_status

    @property
    def flags(self) -> dict[str, Any]:
        """The values of the run's flags; of secrets, in Guild's own runs too, three asterisks."""
        return redacted_flags(self._mapping("flags"))

    @property
    def user_flags(self) -> dict[str, Any]:
        """The flags that the user gave."""
        return redacted_flags(self._mapping("user_flags"))

    @property
    def withheld(self) -> list[str]:
        """The flags whose values were not recorded: a restart needs them again."""
        return sorted(name for name, value in self._mapping("flags").items() if value == WITHHELD)

    def _mapping(self, name: str) -> dict[str, Any]:
        values: dict[Any, Any] = self.attributes.typed(name, dict, {})
        return {str(key): value for key, value in values.items()}

    @property
    def started(self) -> int | None:
        """When it was started, in microseconds since the epoch."""
        when: int | None = self.attributes.typed("started", int, None)
        return when

    @property
    def stopped(self) -> int | None:
        """When it ended, in microseconds since the epoch; None while it has not."""
        when: int | None = self.attributes.typed("stopped", int, None)
        if when is None and (record := exit_record.read(self.files_of_run.exit_record)):
            return record.stopped  # there was no room for the attribute
        return when

    @property
    def sort_key(self) -> tuple[int, str]:
        """What runs are ordered by: the start, else the making; the id breaks ties."""
        when = self.started
        if when is None:
            when = self.attributes.typed("initialized", int, 0)
        return when or 0, self.id

    @property
    def problems(self) -> dict[str, str]:
        """What cannot be read of this run, by attribute."""
        self.attributes.check()
        _ = self.opref
        for name, kind in _TYPED.items():
            self.attributes.typed(name, kind, None)
        return dict(self.attributes.problems)

    @property
    def size(self) -> int:
        """How many bytes of the disk the run takes; what links lead to is not counted."""
        count: int = load("guild_jupyter.runstore.sizes:size_of")(self.dir)
        return count

    def path(self, name: str = "") -> Path:
        """Return the path of a file in the run directory."""
        return self.dir / name

    @property
    def output_path(self) -> Path:
        """The file that holds the run's output."""
        return Path(self.files_of_run.output)

    def output(self, lines: int | None = None) -> str:
        """Return the run's output, stdout and stderr as they came, credentials withheld.

        Of more than some 8 MB the beginning and the end are returned, as a page can show them;
        all that is recorded is in the file :attr:`output_path`, to the byte.

        Parameters
        ----------
        lines
            How many of the last lines; None for all.
        """
        name = "text" if lines is None else "tail"
        words = () if lines is None else (lines,)
        text: str = load(f"guild_jupyter.runstore.output:{name}")(self.output_path, *words)
        return text

    def seconds(self, *, live: bool = False) -> float | None:
        """Return how long it took; with ``live`` how long it has been running."""
        return elapsed.seconds(self.files_of_run, self.started, self.stopped, live=live)

    @property
    def progress(self) -> Progress | None:
        """How far the fetching of what it requires is; None where nothing is being fetched."""
        found: Progress | None = load("guild_jupyter.supervise.progress:read")(self.dir)
        return found

    @property
    def survivors(self) -> int:
        """How many processes of the ended run no signal could end."""
        record = exit_record.read(self.files_of_run.exit_record)
        return record.survivors if record is not None else 0

    @property
    def cuts(self) -> list[str]:
        """What is missing from the recorded output and why, a sentence each."""
        found: list[str] = load("guild_jupyter.runstore.cuts:sentences")(self.files_of_run)
        return found

    def files(self, kind: str = "") -> list[str]:
        """Return the paths of the run's files, relative to its directory.

        Parameters
        ----------
        kind
            ``source`` or ``dependency`` for those that were put there, ``generated`` for the
            rest; empty for all. Guild's own files and Python's compiled modules are left out.
        """
        found: list[str] = load("guild_jupyter.runstore.listing:of_kind")(self.files_of_run, kind)
        return found

    def series(self) -> list[Series]:
        """Return the run's scalars, one series a tag, waiting until an ended run's are whole."""
        self.settle()
        found: list[Series] = load("guild_jupyter.scalars.series:read_run")(self.dir)
        return found

    def scalars(self) -> DataFrame:
        """Return the run's scalars as a DataFrame with columns tag, step, value and time."""
        frame: DataFrame = load("guild_jupyter.frames:scalars_frame")(self.series())
        return frame

    def last_scalars(self) -> dict[str, float]:
        """Return the last value of every scalar, by key."""
        last: dict[str, float] = load("guild_jupyter.scalars.summary:last_values")(self.series())
        return last

    def delete(self, *, permanent: bool = False) -> None:
        """Move the run into the trash; it is stopped first if it is running.

        Parameters
        ----------
        permanent
            Whether it is removed for good.
        """
        load("guild_jupyter.runstore.deletion:delete_anywhere")([self], permanent=permanent)

    def restore(self) -> Run:
        """Bring the run, which is in the trash, back and return it where it is."""
        back: list[Run] = load("guild_jupyter.runstore.deletion:restore_anywhere")([self])
        return back[0]

    def diff(self, other: object = None, *parts: str) -> Any:  # noqa: ANN401 - RunDiff is made above
        """Return what differs from this run to another, or to its project as it is now.

        Parameters
        ----------
        other
            The other run; None for the working tree of the project.
        parts
            Parts such as ``flags``; none for all.
        """
        if other is None:
            return load("guild_jupyter.launch.comparing:with_project")(self, parts)
        if not isinstance(other, Run):
            hint = "Give one, such as 'guild_jupyter.find(\"2\")'."
            raise RunError(f"{other!r} is no run to compare with", hint)
        return load("guild_jupyter.diffing.rundiff:of_runs")(self, other, parts)

    @property
    def scalar_faults(self) -> list[str]:
        """What is wrong with the run's event files, a sentence each; reads them all."""
        scalars = load("guild_jupyter.scalars.accumulation:RunScalars")()
        scalars.refresh(self.dir)
        faults: list[str] = scalars.faults
        return faults

    def stop(self, grace: float | None = None) -> Outcome:
        """Ask the run to stop; safe to call twice, or too late.

        Parameters
        ----------
        grace
            Seconds before force is used; None for the run's own setting.

        Raises
        ------
        RunError
            The grace is no such number.
        """
        is_number = isinstance(grace, (int, float)) and not isinstance(grace, bool)
        if grace is not None and not (is_number and 0 <= grace < inf):
            raise RunError(f"{grace!r} is no number of seconds", "Give 0 or more as the grace.")
        outcome: Outcome = load("guild_jupyter.supervise.stop:request")(self.dir, grace)
        return outcome

    def wait(
        self,
        timeout: float | None = None,
        *,
        check: bool = True,
        each: Callable[[], None] | None = None,
    ) -> Run:
        """Wait until the run has ended and everything of it is recorded.

        Parameters
        ----------
        timeout
            Seconds after which to give up with TimeoutError; None for never.
        check
            Whether a run that does not complete raises.
        each
            Called at every look; used to show output meanwhile.

        Raises
        ------
        RunFailed
            The run ended with another status than completed.
        """
        begin = time.monotonic()
        while not self.is_over():
            waited = time.monotonic() - begin
            if timeout is not None and waited > timeout:
                raise RunTimeout(
                    f"run {self.short_id} is still {self.status} after {timeout:g} s",
                    "It goes on; wait again, or stop it with '.stop()'.",
                )
            if each:
                each()
            # Short runs are noticed at once, long ones cost nothing.
            time.sleep(min(max(waited / _LOOKS, _FIRST_PAUSE), _LONGEST_PAUSE))
        if each:
            each()
        self._settle(_SETTLE_LIMIT)
        if check:
            self.check()
        return self

    def is_over(self) -> bool:
        """Tell whether the run has ended and its supervisors have written all they know."""
        if self.status in (state.LOST, state.UNKNOWN, state.STAGED):
            return True
        return self.status in state.FINAL and not state.is_locked(
            self.files_of_run.supervisor_lock
        )

    def settle(self) -> None:
        """Wait until the scalars of an ended run are whole; returns at once for others."""
        if not self._is_settled() and self.state.status in state.FINAL:
            self._settle(_SETTLE_LIMIT)

    def _settle(self, limit: float) -> None:
        end = time.monotonic() + limit
        while time.monotonic() < end and not self._is_settled():
            time.sleep(_FIRST_PAUSE)

    def _is_settled(self) -> bool:
        is_so: bool = load("guild_jupyter.supervise.recorder:is_settled")(self.dir)
        return is_so

    def check(self) -> None:
        """Raise RunFailed unless the run completed; one that was then deleted did."""
        now = self.state
        has_completed = now.status == state.COMPLETED
        if not has_completed and not (now.status == state.DELETED and now.exit_status == 0):
            describe = load("guild_jupyter.runstore.words:describe")
            raise RunFailed(
                f"{self.operation} {self.short_id}: {describe(now)}",
                self.output(_ERROR_LINES),
                now.status,
                now.exit_status,
            )

    def __repr__(self) -> str:
        return f"<Run {self.short_id} {self.operation} {self.status}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Run) and self.files_of_run.path == other.files_of_run.path

    def __hash__(self) -> int:
        return hash(self.files_of_run.path)

    def _repr_mimebundle_(self, **_options: object) -> dict[str, str]:
        bundle: dict[str, str] = load("guild_jupyter.runstore.display:run_bundle")(self)
        return bundle
