"""The ``opref`` file: which operation of which Guild file a run is of, in Guild's format."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import import_module
from pathlib import PurePath
from typing import NamedTuple


class OpRef(NamedTuple):
    """A reference to an operation.

    Parameters
    ----------
    kind
        ``guildfile``, ``script``, ``package``, ``builtin``, ``func`` and others of Guild's.
    package
        For a Guild file its path; else what the kind says.
    version
        For a Guild file the MD5 of its bytes.
    model
        Model name, empty for the anonymous one.
    operation
        Operation name.
    """

    kind: str
    package: str
    version: str
    model: str
    operation: str

    @property
    def spec(self) -> str:
        """The operation as listings show it."""
        if self.kind == "func":
            return f"{self.operation}()"
        name = f"{self.model}:{self.operation}" if self.model else self.operation
        if self.kind == "package":
            return f"{self.package}/{name}"
        return name

    @property
    def folder(self) -> str | None:
        """The project's folder, where the reference names one."""
        if self.kind == "guildfile":
            return str(PurePath(self.package).parent)
        return self.package if self.kind == "script" else None


#: Characters of the longest text that is read: more than four paths. shlex takes its time.
LONGEST = 16 << 10
#: Of a run whose file makes no sense.
UNKNOWN = OpRef("?", "", "", "", "?")

# Words without quotes, or empty: what nearly every file holds, and shlex takes long over.
_SIMPLE = re.compile(r"(\w+):" + r" ".join([r"([\w@%+=:,./-]+|'')"] * 4), re.ASCII)


def write(ref: OpRef) -> str:
    """Return the text of an ``opref`` file: one line without a newline."""
    words = (ref.package, ref.version, ref.model, ref.operation)
    return f"{ref.kind}:{import_module('shlex').join(words)}"


@lru_cache(256)
def read(text: str) -> OpRef:
    """Return the reference that an ``opref`` file holds.

    Raises
    ------
    ValueError
        The text is not four words with a kind before them, or far too long.
    """
    if len(text) > LONGEST:
        raise ValueError(f"not an opref: {text[:80]!r} and {len(text) - 80:,} characters more")
    if simple := _SIMPLE.fullmatch(text.strip()):
        return OpRef(*("" if word == "''" else word for word in simple.groups()))
    kind, colon, rest = text.strip().partition(":")
    words = import_module("shlex").split(rest) if colon else []
    if len(words) != 4:
        raise ValueError(f"not an opref: {text[:80]!r}")
    return OpRef(kind, *words)
