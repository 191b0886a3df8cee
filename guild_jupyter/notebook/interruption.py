"""Ctrl-C held back while a run is launched, so that no run starts without being announced."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Interruption:
    """Whether somebody pressed Ctrl-C, or interrupted the cell, meanwhile."""

    came = False

    def deliver(self) -> None:
        """Raise KeyboardInterrupt if it came, now that this is the place for it."""
        if self.came:
            raise KeyboardInterrupt


@contextmanager
def held_back() -> Iterator[Interruption]:
    """Note an interruption instead of raising it; outside the main thread none comes anyway."""
    interruption = Interruption()
    if threading.current_thread() is not threading.main_thread():
        yield interruption
        return

    def note(*_: object) -> None:
        interruption.came = True

    former = signal.signal(signal.SIGINT, note)
    try:
        yield interruption
    finally:
        signal.signal(signal.SIGINT, former)
