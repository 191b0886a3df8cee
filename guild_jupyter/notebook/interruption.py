"""Ctrl-C held back while a run is launched, so that no run starts without being announced."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Interruption:
    """Notes that somebody pressed Ctrl-C, or interrupted the cell, instead of raising it.

    Outside the main thread none comes anyway.
    """

    def __init__(self) -> None:
        self.came = False
        self._former: Any = None
        self._holds = threading.current_thread() is threading.main_thread()
        if self._holds:
            self._former = signal.signal(signal.SIGINT, self._note)

    def _note(self, *_: object) -> None:
        self.came = True

    def release(self) -> None:
        """Hold nothing back any more; what came is forgotten."""
        if self._holds:
            signal.signal(signal.SIGINT, self._former)
            self._holds = False

    def deliver(self) -> None:
        """Hold nothing back any more, and raise KeyboardInterrupt if it came."""
        self.release()
        if self.came:
            raise KeyboardInterrupt


@contextmanager
def held_back() -> Iterator[Interruption]:
    """Hold an interruption back until it is delivered, or to the end of the block."""
    interruption = Interruption()
    try:
        yield interruption
    finally:
        interruption.release()
