"""What waits to be sent over one stream, and how much of it may wait."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable

from guild_jupyter.server.frames_on_wire import Frame

#: Bytes and messages that may wait; who reads more slowly is not served any more.
MOST_BYTES, MOST_MESSAGES = 64 << 20, 1000
#: Bytes that wait beyond which views are not asked what changed: later it is told at once.
ROOM = 256 << 10


class Outbox:
    """Sends frames one after the other, each when the one before has left.

    Only :attr:`has_room` may be asked from another thread than that of the event loop.

    Parameters
    ----------
    send
        Sends a frame, and is done when it has left.
    """

    def __init__(self, send: Callable[[Frame], Awaitable[None]]) -> None:
        self._send = send
        self._waiting: deque[Frame] = deque()
        self._size = 0
        self._is_sending = False
        self.is_closed = False

    @property
    def has_room(self) -> bool:
        """Whether whoever reads keeps up."""
        return self._size <= ROOM

    def put(self, frame: Frame) -> bool:
        """Take a frame to be sent; return False where too much waits already."""
        if self.is_closed:
            return True
        if self._waiting and (
            self._size + len(frame) > MOST_BYTES or len(self._waiting) >= MOST_MESSAGES
        ):
            return False
        self._waiting.append(frame)
        self._size += len(frame)
        return True

    def close(self) -> None:
        """Forget what waits."""
        self.is_closed = True
        self._waiting.clear()
        self._size = 0

    async def drain(self) -> None:
        """Send what waits; returns at once where that is being done."""
        if self._is_sending:
            return
        self._is_sending = True
        try:
            while self._waiting:
                frame = self._waiting[0]
                await self._send(frame)
                if self._waiting:
                    self._waiting.popleft()
                    self._size -= len(frame)
        finally:
            self._is_sending = False
