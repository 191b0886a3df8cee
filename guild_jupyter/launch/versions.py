"""Which versions of Python will do for an operation, and where such interpreters may be."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from guild_jupyter import paths
from guild_jupyter.errors import LaunchError

_NEWEST, _OLDEST = 30, 6


class Versions:
    """A requirement such as ``>=3.9,<3.12``, as packages write it.

    Parameters
    ----------
    requirement
        The text; a bare version such as ``3.10`` means that one, whatever its last number.

    Raises
    ------
    LaunchError
        It makes no sense.
    """

    def __init__(self, requirement: str) -> None:
        text = requirement.strip()
        if text[:1].isdigit():
            text = f"=={text}.*" if text.count(".") < 2 else f"=={text}"
        try:
            self._set = SpecifierSet(text)
        except InvalidSpecifier as error:
            raise LaunchError(
                f"python-requires: {requirement!r} is no requirement of versions",
                "Write it as '>=3.9' or '>=3.9,<3.13'.",
            ) from error

    def fit(self, version: str) -> bool:
        """Tell whether a version will do; unfinished ones of it will."""
        return self._set.contains(version.rstrip("+"), prereleases=True)

    def candidates(self, folders: Iterable[str]) -> Iterator[str]:
        """Yield interpreters that may fit, the newest first, each folder's in turn.

        A link to nothing is one too, for whoever looks at it to say so; a folder is none.
        """
        for folder in dict.fromkeys(folders):
            for minor in range(_NEWEST, _OLDEST, -1):
                path = Path(folder, f"python3.{minor}")
                # Some last number fits, or none does.
                if any(self.fit(f"3.{minor}.{last}") for last in range(30)) and _is_one(path):
                    yield str(path)


def _is_one(path: Path) -> bool:
    is_program = paths.is_file(path) and os.access(path, os.X_OK)
    return is_program or (os.path.lexists(path) and not paths.is_there(path))
