"""What a download has of its file so far, kept so that a killed one goes on where it was.

Decides whether the bytes on the disk may still belong to what a server has. Asks no server.
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from guild_jupyter.errors import ResourceError
from guild_jupyter.supervise import durable, faults, identity

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Belonging:
    """What the bytes of a part are of.

    Parameters
    ----------
    url
        Where they came from.
    validator
        What the server calls this very content: an entity tag or a date; empty for nothing.
    total
        Bytes of the whole; None where the server did not say.
    """

    url: str
    validator: str = ""
    total: int | None = None


class Part:
    """A file that is not whole yet, and a note beside it that says what it is of.

    Parameters
    ----------
    path
        Where the part is.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.belonging = Belonging("")
        self.size = 0
        self.digest = hashlib.sha256()
        self._note = path.with_name(f".{path.name}.of")
        self._descriptor = -1

    @property
    def is_complete(self) -> bool:
        """Whether it has as many bytes as the whole."""
        return self.belonging.total == self.size and self._descriptor >= 0

    def can_go_on(self, *, known_digest: bool) -> bool:
        """Tell whether bytes can be added to those that are here.

        Parameters
        ----------
        known_digest
            Whether the digest of the whole will tell if the bytes are right.
        """
        return bool(self.size and (known_digest or self.belonging.validator))

    def open(self, url: str, *, known_digest: bool) -> None:
        """Open what an earlier download left of a URL, or remove what cannot be gone on with."""
        found = durable.read_json(str(self._note)) or {}
        belonging = _belonging(found)
        # What a power failure left of them, only the digest can tell.
        is_sure = known_digest or found.get("boot") == identity.boot_id()
        if belonging is not None and belonging.url == url and is_sure:
            try:
                self._descriptor = _opened(self.path, os.O_RDWR)
            except (OSError, ResourceError):
                self.discard()
                return
            self.belonging = belonging
            self._take_stock()
        if not self.can_go_on(known_digest=known_digest):
            self.discard()

    def begin(self, belonging: Belonging) -> None:
        """Begin with nothing, for a content of which this is known."""
        self.discard()
        self.belonging = belonging
        # First what it is of, then the bytes: they are never taken for those of another.
        durable.write_json(
            str(self._note), asdict(belonging) | {"boot": identity.boot_id()}, sync=True
        )
        faults.reach("download.noted")
        self._descriptor = _opened(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR)

    def add(self, content: bytes) -> None:
        """Add bytes at the end."""
        durable.write_all(self._descriptor, content)
        self.digest.update(content)
        self.size += len(content)
        faults.reach("download.added")

    def know_total(self, total: int) -> None:
        """Note how many bytes the whole has, now that it was said."""
        self.belonging = replace(self.belonging, total=total)

    def to_disk(self) -> None:
        """Have every byte reach the disk; without that nothing is left."""
        try:
            os.fsync(self._descriptor)
        except OSError:
            self.discard()
            raise

    def become(self, path: Path) -> None:
        """Make the part the whole file, by one rename."""
        self.close()
        self.path.replace(path)
        faults.reach("download.named")
        durable.remove(str(self._note))

    def discard(self) -> None:
        """Remove all there is."""
        self.close()
        durable.remove(str(self.path))
        durable.remove(str(self._note))
        self.size, self.digest, self.belonging = 0, hashlib.sha256(), Belonging("")

    def close(self) -> None:
        """Let go of the file; what is there stays."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _take_stock(self) -> None:
        while chunk := os.read(self._descriptor, _CHUNK):
            self.digest.update(chunk)
            self.size += len(chunk)
        if self.belonging.total is not None and self.size > self.belonging.total:
            self.discard()


def _belonging(data: dict[str, object]) -> Belonging | None:
    url, tag, total = (data.get(name) for name in ("url", "validator", "total"))
    if not (isinstance(url, str) and isinstance(tag, str)):
        return None
    return Belonging(url, tag, total) if isinstance(total, (int, type(None))) else None


def _opened(path: Path, flags: int) -> int:
    flags |= os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
    descriptor = os.open(path, flags, 0o640)
    facts = os.fstat(descriptor)
    if stat.S_ISREG(facts.st_mode) and facts.st_nlink == 1 and facts.st_uid == os.geteuid():
        return descriptor
    os.close(descriptor)
    raise ResourceError(f"{path} is no file of a download")
