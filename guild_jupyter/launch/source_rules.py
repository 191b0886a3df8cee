"""One include or exclude of ``sourcecode``, and which of several decides on a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

_TEXT = frozenset(
    {".csv", ".ipynb", ".json", ".md", ".py", ".sh", ".toml", ".txt", ".yaml", ".yml"}
)
_BINARY = frozenset(
    {".bin", ".gif", ".gz", ".jpeg", ".jpg", ".npy", ".npz", ".pkl", ".png", ".pt", ".pyc"}
    | {".h5", ".so", ".tar", ".whl", ".zip"}
)
_SAMPLE = 1024
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_WILD = re.compile(r"[*?[]")


@dataclass(frozen=True)
class Rule:
    """One include or exclude of the Guild file."""

    include: bool
    pattern: str
    kind: str = ""

    def matches(self, path: str) -> bool:
        """Tell whether a path below the root matches: its name alone where there is no slash."""
        pattern = self.pattern.lstrip("/")
        if "/" not in self.pattern:
            return fnmatch(path.rpartition("/")[2], pattern)
        return fnmatch(path, pattern)

    @property
    def is_plain(self) -> bool:
        """Whether its pattern is a name or path, and stands for nothing but it."""
        return not _WILD.search(self.pattern)

    def names(self, folder: str) -> bool:
        """Tell whether it takes something in a folder that it calls by its name."""
        plain = _WILD.split(self.pattern.lstrip("/"), maxsplit=1)[0]
        return self.include and plain.startswith(f"{folder}/")


def deciding(rules: Sequence[Rule], path: str, full: Path) -> Rule | None:
    """Return the rule that decides on a file, the last one that matches; None where none does.

    Parameters
    ----------
    rules
        Those of the Guild file, in order.
    path, full
        Where the file is, below the folder of the source code and by itself.
    """
    for rule in reversed(rules):
        if rule.kind != "dir" and rule.matches(path):
            if rule.kind and is_text(full) is not (rule.kind == "text"):
                continue
            return rule
    return None


def is_text(path: Path) -> bool:
    """Tell whether a file is text, by its name or by how it begins."""
    suffix = path.suffix.lower()
    if suffix in _TEXT or suffix in _BINARY:
        return suffix in _TEXT
    try:
        with path.open("rb") as file:
            sample = file.read(_SAMPLE)
    except OSError:
        return False
    if b"\0" in sample or b"\xff" in sample:
        return False
    return len(_CONTROL.findall(sample)) <= len(sample) // 10
