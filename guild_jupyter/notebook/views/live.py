"""The one thread of a kernel that keeps its views live; it ends when none is open.

Nothing is printed or displayed here: views that are shown get messages.
"""

from __future__ import annotations

import logging
import threading
import time

from guild_jupyter.errors import GuildError
from guild_jupyter.notebook.views.view import View
from guild_jupyter.presenting.presenter import Message

_LOG = logging.getLogger(__name__)
#: Seconds between two looks at what is shown.
PERIOD = 0.5
#: Seconds between two signs of life.
_ALIVE_EVERY = 5.0
#: When, in seconds after it was made, a view that no page has asked for is sent whole again: a
#: page asks in vain while a cell is busy.
_AGAIN = (0.0, 0.3, 1.0, 2.5, 5.0, 10.0)
_ALIVE = Message({"push": "alive"})
#: How many views are kept that no page shows any more: the undoing of a deletion shows them again.
MOST_LEFT = 20


class _Kept:
    """A view, what it was told, and the execution that made it."""

    def __init__(self, view: View, cell: str, execution: str) -> None:
        self.view = view
        self.cell = cell
        self.execution = execution
        self.made = time.monotonic()
        self.sent = 0
        self.alive = self.made
        self.is_faulty = False

    def look(self, now: float) -> bool:
        """Tell the view what changed; return whether it is to be looked at again."""
        if not self.view.is_open:
            return False
        if self.view.is_left:
            return True
        try:
            self._tell(now)
        except (GuildError, OSError) as error:
            _LOG.debug("a view was not brought up to date: %s", error)
        except Exception:  # noqa: BLE001 - what is wrong with one view must not end the others
            self.is_faulty = True
            _LOG.debug("a view is not live any more", exc_info=True)
        return True

    def _tell(self, now: float) -> None:
        if now - self.alive >= _ALIVE_EVERY:
            self.alive = now
            self.view.push(_ALIVE)
        if self.is_faulty:
            return
        messages = []
        with self.view.turn:
            if self._is_due(now):
                self.sent += 1
                messages.append(self.view.presenter.first())
            messages += self.view.presenter.changes()
        for message in messages:
            self.view.push(message)

    def _is_due(self, now: float) -> bool:
        is_left = not self.view.is_seen and self.sent < len(_AGAIN)
        return is_left and now - self.made >= _AGAIN[self.sent]


_kept: list[_Kept] = []
_lock = threading.Lock()
_wake = threading.Event()
_thread: threading.Thread | None = None


def keep(view: View, cell: str = "", execution: str = "") -> None:
    """Keep a view live from now on.

    Parameters
    ----------
    view
        A view that is shown.
    cell
        The cell that shows it: views that an earlier execution of it showed are closed, since
        they can be seen no more.
    execution
        The execution that shows it.
    """
    global _thread
    with _lock:
        over = [one for one in _kept if cell and cell == one.cell and execution != one.execution]
        left = [one for one in _kept if one.view.is_left and one not in over]
        over += left[: max(0, len(left) - MOST_LEFT)]
        _kept[:] = [one for one in _kept if one not in over]
        _kept.append(_Kept(view, cell, execution))
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_run, name="guild-views", daemon=True)
            _thread.start()
    for one in over:
        one.view.close()
    _wake.set()


def count() -> int:
    """Return how many views are kept live."""
    with _lock:
        return len(_kept)


def _run() -> None:
    global _thread
    while True:
        with _lock:
            looked_at = list(_kept)
        now = time.monotonic()
        over = [one for one in looked_at if not one.look(now)]
        with _lock:
            _kept[:] = [one for one in _kept if one not in over]
            if not _kept:
                _thread = None
                return
        _wake.wait(PERIOD)
        _wake.clear()
