"""Patterns that are compiled when they are first used: most of them are not in most processes."""

from __future__ import annotations

import re

TYPE_CHECKING = False  # as typing says it, without its 9 ms
if TYPE_CHECKING:
    from typing import Any


class _Late:
    """Has the methods of the compiled pattern, each from its first use on."""

    def __init__(self, text: str, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a method of the pattern
        method = getattr(re.compile(self._text, self._flags), name)
        setattr(self, name, method)
        return method


def late(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return what is used as ``re.compile(text, flags)`` is: ``match``, ``sub`` and so on."""
    return _Late(text, flags)  # type: ignore[return-value]  # it is used as one
