"""The one thread of a server that looks at what open views show; it ends when none is open."""

from __future__ import annotations

import logging
import threading
from typing import Protocol

_LOG = logging.getLogger(__name__)
#: Seconds between two looks at what is shown.
PERIOD = 0.5


class Looked(Protocol):
    """What is looked at."""

    def look(self) -> None:
        """Tell what changed."""
        ...


class Watching:
    """Looks at views as long as there are some."""

    def __init__(self) -> None:
        self._views: dict[Looked, None] = {}
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def count(self) -> int:
        """How many views are looked at."""
        with self._lock:
            return len(self._views)

    @property
    def is_running(self) -> bool:
        """Whether there is a thread."""
        with self._lock:
            return self._thread is not None

    def add(self, view: Looked) -> None:
        """Look at a view from now on."""
        with self._lock:
            self._views[view] = None
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="guild-stream", daemon=True)
                self._thread.start()

    def remove(self, view: Looked) -> None:
        """Look at a view no more."""
        with self._lock:
            self._views.pop(view, None)
            if not self._views:
                self._wake.set()

    def soon(self) -> None:
        """Look now: something was done."""
        self._wake.set()

    def _run(self) -> None:
        while True:
            self._wake.wait(PERIOD)
            self._wake.clear()
            with self._lock:
                views = list(self._views)
                if not views:
                    self._thread = None
                    return
            for view in views:
                try:
                    view.look()
                except Exception:  # noqa: BLE001 - what is wrong with one view must not end the others
                    _LOG.warning("a view is not live any more", exc_info=True)
                    self.remove(view)
