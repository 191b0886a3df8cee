"""One Guild file as it lies on the disk: its bytes, their limits, and the YAML they hold."""

from __future__ import annotations

import errno
import hashlib
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from guild_jupyter import documents
from guild_jupyter.documents import Document, Key
from guild_jupyter.errors import DocumentError, GuildFileError
from guild_jupyter.supervise import durable

#: Size, time of change and inode: what differs when a file was written.
Identity = tuple[int, int, int]

_YES = ("yes", "on", "true")
_YES_NO = re.compile(r"\b(yes|no|on|off|true|false)\b(?=\s*:)", re.IGNORECASE)
_CHECK = "Check indentation, colons and quotes on and just above that line."
_TOO_MUCH = "Make the file simpler."
_NO_FILE = {
    errno.EISDIR: "a folder",
    errno.EINVAL: "a pipe or device",
    errno.ENXIO: "a socket",
    errno.ELOOP: "a link that leads back to itself",
}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A Guild file that was read.

    Parameters
    ----------
    path
        Its absolute path.
    digest
        MD5 of its bytes.
    identity
        What it was when it was read.
    text
        What it says.
    """

    path: Path
    digest: str
    identity: Identity
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class YamlFile(SourceFile):
    """A Guild file in YAML, and what it says, with lines."""

    document: Document

    def key(self, path: Key) -> str:
        """Return the last key of a path as it is written: ``on``, which YAML reads as yes."""
        key = path[-1]
        if not isinstance(key, bool):
            return str(key)
        line = self.text.splitlines()[self.document.line(path) - 1]
        words = _YES_NO.findall(line)
        same = [word for word in words if (word.lower() in _YES) == key]
        return same[0] if same else ("yes" if key else "no")


def read_text(path: Path) -> SourceFile:
    """Return a Guild file.

    Raises
    ------
    GuildFileError
        It cannot be read, is larger than 1 MiB, or is not in UTF-8.
    """
    content, identity = read_bytes(path)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise GuildFileError(
            f"byte {error.start} of the file is not UTF-8",
            "Save the file as UTF-8.",
            file=str(path),
            line=line,
            category="yaml",
        ) from error
    return SourceFile(path, digest_of(content), identity, text)


def read_file(path: Path) -> YamlFile:
    """Return a Guild file in YAML; raises as :func:`read_text`, and where it is no YAML."""
    source = read_text(path)
    try:
        document = documents.read(source.text, unique_keys=True)
    except DocumentError as error:
        raise GuildFileError(
            f"not valid YAML: {error.message}",
            error.hint or (_TOO_MUCH if " than " in error.message else _CHECK),
            file=str(path),
            line=error.line,
            category="yaml",
        ) from error
    return YamlFile(path, source.digest, source.identity, source.text, document)


def read_bytes(path: Path) -> tuple[bytes, Identity]:
    """Return the bytes of a plain file that is not too large, and what it was.

    Raises
    ------
    GuildFileError
        It cannot be read, is no plain file, or is larger than 1 MiB.
    """
    try:
        handle = durable.open_regular(str(path))
        try:
            facts = os.fstat(handle)
            content = _read(handle, documents.MAX_BYTES + 1)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno in _NO_FILE:
            kind = _NO_FILE[error.errno]
            raise _unreadable(path, f"it is {kind}", "Put a plain file there.") from error
        if path.is_symlink():
            why = f"it is a link to {path.readlink()}: {error.strerror}"
            raise _unreadable(path, why, "Correct the link, or put a plain file there.") from error
        raise _unreadable(path, error.strerror or str(error), "Check its rights.") from error
    if len(content) > documents.MAX_BYTES:
        limit = documents.MAX_BYTES >> 10
        raise _unreadable(path, f"it is larger than {limit} KiB", _TOO_MUCH)
    return content, _identity(facts)


def _read(handle: int, most: int) -> bytes:
    parts = []
    while most > 0 and (part := os.read(handle, most)):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)


def _unreadable(path: Path, why: str, hint: str) -> GuildFileError:
    return GuildFileError(f"cannot read the file: {why}", hint, file=str(path))


def is_there(path: Path) -> bool:
    """Tell whether there is a file of that path, however odd the path is."""
    return os.path.isfile(path)  # noqa: PTH113 - pathlib raises for a name that is too long


def identity_of(path: Path) -> Identity | None:
    """Return what a file is now, or None if it is not there."""
    try:
        return _identity(path.stat())
    except OSError:
        return None


def _identity(facts: os.stat_result) -> Identity:
    return facts.st_size, facts.st_mtime_ns, facts.st_ino


def digest_of(content: bytes) -> str:
    """Return the MD5 of a Guild file's bytes, as Guild records it with every run."""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
