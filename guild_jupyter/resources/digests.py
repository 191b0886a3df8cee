"""Digests of files that may be large."""

from __future__ import annotations

import hashlib
from pathlib import Path

_CHUNK = 1 << 20


def file_digest(path: str, algorithm: str) -> str:
    """Return the digest of a file's content in hexadecimal digits.

    Parameters
    ----------
    path
        The file.
    algorithm
        Its name, such as ``sha256``.
    """
    digest = hashlib.new(algorithm, usedforsecurity=False)
    with Path(path).open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
