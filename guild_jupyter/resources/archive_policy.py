"""Which members of an archive are accepted: the names, the numbers and the bytes.

Only regular files and folders whose names mean the same on every system; everything else is
refused, and the whole archive with it. Touches no file: it is told of members one by one.
"""

from __future__ import annotations

import unicodedata

from guild_jupyter.errors import ResourceError

KINDS = ("zip", "tar", "gzip")
MAX_MEMBERS = 2_000_000
MAX_RATIO = 200
ALLOWANCE = 64 << 20
MAX_BYTES = 1 << 40

_MAX_NAME = 255
_MAX_PATH = 4096


class BadArchive(ResourceError):  # noqa: N818 - named as its siblings in errors
    """An archive that is refused."""


class Policy:
    """The state of one unpacking.

    Parameters
    ----------
    size
        Bytes of the archive itself.
    """

    def __init__(self, size: int) -> None:
        #: The most bytes that may come out: bombs are far above, real data below.
        self.limit = min(MAX_BYTES, max(ALLOWANCE, size * MAX_RATIO))
        self._written = 0
        self._members = 0
        self._seen: dict[tuple[str, ...], tuple[tuple[str, ...], bool]] = {}

    def admit(self, name: str, *, is_folder: bool) -> tuple[str, ...]:
        """Return the parts of a member's path, empty for the archive's own root.

        A file may come again: archives that were added to have its older contents too, and the
        last one counts.

        Raises
        ------
        BadArchive
            The name is refused, or there are too many.
        """
        self._members += 1
        if self._members > MAX_MEMBERS:
            raise BadArchive(f"it has more than {MAX_MEMBERS} members")
        parts = tuple(part for part in name.split("/") if part not in ("", "."))
        reason = _objection(name, parts)
        if reason:
            raise BadArchive(f"it has a member {name[:200]!r}: {reason}")
        if not parts:
            if is_folder:
                return ()
            raise BadArchive(f"it has a file without a name: {name!r}")
        self._note(parts, is_folder=is_folder)
        return parts

    def _note(self, parts: tuple[str, ...], *, is_folder: bool) -> None:
        folded: tuple[str, ...] = ()
        for end, part in enumerate(parts, 1):
            folded += (unicodedata.normalize("NFC", part).casefold(),)
            here = parts[:end]
            is_file = end == len(parts) and not is_folder
            spelled, was_file = self._seen.setdefault(folded, (here, is_file))
            if spelled != here:
                raise BadArchive(
                    f"it has {'/'.join(spelled)!r} and {'/'.join(here)!r}, "
                    "which some systems take for one"
                )
            if was_file != is_file:
                raise BadArchive(f"it has {'/'.join(here)!r} as a file and as a folder")

    def count(self, size: int) -> None:
        """Count bytes that were unpacked.

        Raises
        ------
        BadArchive
            They are more than the limit.
        """
        self._written += size
        if self._written > self.limit:
            raise BadArchive(
                f"it unpacks to more than {self.limit >> 20} MiB, suspiciously much for its size"
            )


def _objection(name: str, parts: tuple[str, ...]) -> str:
    if name.startswith("/"):
        return "an absolute path"
    if ".." in parts:
        return "a path that leads out"
    if "\\" in name:
        return "a backslash"
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in name):
        return "a control character"
    if any(0xD800 <= ord(sign) <= 0xDFFF for sign in name):
        return "a name that is no UTF-8"
    if parts and len(parts[0]) > 1 and parts[0][1] == ":" and parts[0][0].isascii():
        return "a drive letter"
    if any(part != part.rstrip(". ") for part in parts):
        return "a name that ends in a dot or space"
    if len(name.encode()) > _MAX_PATH or any(len(part.encode()) > _MAX_NAME for part in parts):
        return "a name that is too long"
    return ""
