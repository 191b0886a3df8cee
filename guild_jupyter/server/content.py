"""A file as it is sent: piece by piece, under its name, of a type that no page runs."""

from __future__ import annotations

import os
from collections.abc import Callable
from types import TracebackType
from urllib.parse import quote

#: Types that a page may show as pictures; whatever else it is, it is bytes.
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"})
BYTES = "application/octet-stream"
_PIECE, _FIRST = 256 << 10, 4096


class Content:
    """An open file.

    Parameters
    ----------
    descriptor
        The file; closed at the end of the context.
    name
        The name under which it is kept.
    kind
        Its media type, by its first bytes.
    """

    def __init__(self, descriptor: int, name: str, kind: str | None) -> None:
        self._descriptor = descriptor
        self._name = name
        self.size = os.fstat(descriptor).st_size
        self._left = self.size
        #: The media type under which it is sent.
        self.kind = kind if kind in PICTURES else BYTES

    @classmethod
    def of(cls, descriptor: int, name: str, kind_of: Callable[[bytes], str | None]) -> Content:
        """Return the content of an open file, of the type that its first bytes tell."""
        try:
            first = os.pread(descriptor, _FIRST, 0)
            return cls(descriptor, name, kind_of(first))
        except BaseException:
            os.close(descriptor)
            raise

    @property
    def disposition(self) -> str:
        """The header that has it kept as a file."""
        return f"attachment; filename*=UTF-8''{quote(self._name, safe='', errors='replace')}"

    def piece(self) -> bytes:
        """Return the next bytes, as many as it had when it was opened; empty at the end."""
        piece = os.read(self._descriptor, min(_PIECE, self._left)) if self._left else b""
        self._left -= len(piece)
        return piece

    def __enter__(self) -> Content:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        os.close(self._descriptor)
