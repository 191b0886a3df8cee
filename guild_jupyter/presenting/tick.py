"""When a view looks for changes, and which runs it looks at: an idle one costs next to nothing."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from types import TracebackType

#: Seconds for which runs are looked at that were acted on.
_TOUCHED = 5.0
#: Nanoseconds within which a folder may change twice and have one time.
_FRESH = 50_000_000


class Rhythm:
    """Spaces looks by what they cost; a context around each of them.

    Parameters
    ----------
    share
        The part of a core that they may take.
    longest
        Seconds between two of them at most, however much each costs.
    """

    def __init__(self, share: float = 0.01, longest: float = 10.0) -> None:
        self._share = share
        self._longest = longest
        self._next = 0.0
        self._begin = 0.0

    def is_due(self) -> bool:
        """Tell whether it is time to look."""
        return time.monotonic() >= self._next

    def at_once(self) -> None:
        """Look the next time, whatever the last look cost."""
        self._next = 0.0

    def __enter__(self) -> None:
        self._begin = time.thread_time()

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        cost = time.thread_time() - self._begin
        self._next = time.monotonic() + min(cost / self._share, self._longest)


class Touched:
    """Runs that were acted on a moment ago, by id."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def add(self, ids: list[str]) -> None:
        """Note runs."""
        self._until.update(dict.fromkeys(ids, time.monotonic() + _TOUCHED))

    def ids(self) -> set[str]:
        """Return those of the last seconds."""
        if self._until:
            now = time.monotonic()
            self._until = {id_: until for id_, until in self._until.items() if until > now}
        return set(self._until)


class Folder:
    """A folder of runs, looked at by one call of the system where nothing came or went.

    Parameters
    ----------
    path
        The folder; one that is not there is empty.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._seen: int | None = None
        self.note()

    def note(self) -> None:
        """Take the folder as it is now for known; to be called before its names are read."""
        now = self._changed()
        # what changed a moment ago may change once more without a trace
        self._seen = now if now is None or time.time_ns() - now > _FRESH else -1

    def is_other(self) -> bool:
        """Tell whether something may have come or gone since."""
        return self._changed() != self._seen

    def names(self) -> set[str]:
        """Return what is in it."""
        with suppress(OSError):
            return set(os.listdir(self.path))  # noqa: PTH208 - 10,000 runs
        return set()

    def _changed(self) -> int | None:
        try:
            return os.stat(self.path).st_mtime_ns  # noqa: PTH116 - twice a second
        except OSError:
            return None
