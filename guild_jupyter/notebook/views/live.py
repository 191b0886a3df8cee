"""The one thread of a kernel that keeps its views live; it ends when none is open.

Nothing is printed or displayed here: views that are shown get messages.
"""

from __future__ import annotations

import logging
import threading
import time
import weakref

from guild_jupyter.errors import GuildError
from guild_jupyter.notebook.views.presenter import Message
from guild_jupyter.notebook.views.view import View

_LOG = logging.getLogger(__name__)
#: Seconds between two looks at what is shown.
PERIOD = 0.5
#: Seconds between two signs of life.
_ALIVE_EVERY = 5.0
#: When, in seconds after it was made, a view that no page has asked for is sent whole again: a
#: page asks in vain while a cell is busy.
_AGAIN = (0.0, 0.3, 1.0, 2.5, 5.0, 10.0)
_ALIVE = Message({"push": "alive"})


class _Kept:
    """A view, and what it was told."""

    def __init__(self, view: View) -> None:
        self.view = weakref.ref(view)
        self.made = time.monotonic()
        self.sent = 0
        self.alive = self.made

    def look(self, now: float) -> bool:
        """Tell the view what changed; return whether it is to be looked at again."""
        view = self.view()
        if view is None or not view.is_open:
            return False
        try:
            if self._is_due(view, now):
                self.sent += 1
                view.push(view.presenter.first())
            for message in view.presenter.changes():
                view.push(message)
            if now - self.alive >= _ALIVE_EVERY:
                self.alive = now
                view.push(_ALIVE)
        except (GuildError, OSError) as error:
            _LOG.debug("a view was not brought up to date: %s", error)
        return True

    def _is_due(self, view: View, now: float) -> bool:
        is_left = not view.is_seen and self.sent < len(_AGAIN)
        return is_left and now - self.made >= _AGAIN[self.sent]


_kept: list[_Kept] = []
_lock = threading.Lock()
_wake = threading.Event()
_thread: threading.Thread | None = None


def keep(view: View) -> None:
    """Keep a view live from now on."""
    global _thread
    with _lock:
        _kept.append(_Kept(view))
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_run, name="guild-views", daemon=True)
            _thread.start()
    _wake.set()


def _run() -> None:
    global _thread
    while True:
        with _lock:
            looked_at = list(_kept)
        now = time.monotonic()
        over = [one for one in looked_at if not one.look(now)]
        with _lock:
            for one in over:
                _kept.remove(one)
            if not _kept:
                _thread = None
                return
        _wake.wait(PERIOD)
        _wake.clear()
