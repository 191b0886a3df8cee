"""``{{ NAME }}`` in the texts of a model: what the params stand for, put in their place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from guild_jupyter.documents import MAX_DEPTH

#: The most letters of one text, and values of one param, that substitution may make.
MAX_SIZE = 100_000
MAX_CHAIN = 100
_REFERENCE = re.compile(r"\{\{\s*([^{}\s]+)\s*\}\}")


class TooLargeError(ValueError):
    """Params that refer to each other make more than anyone can mean."""


class CycleError(ValueError):
    """Params lead back to themselves; the argument names them in order."""


def resolved(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return params with references among them filled in.

    References to what is no param stay as they are.

    Raises
    ------
    TooLargeError, CycleError
        A value grows beyond the limit, or leads back to itself.
    """
    done: dict[str, Any] = {}
    sizes: dict[str, int] = {}
    depths: dict[str, int] = {}
    under_way: list[str] = []

    def fill(name: str) -> None:
        if name in under_way:
            raise CycleError(" -> ".join([*under_way[under_way.index(name) :], name]))
        under_way.append(name)
        if len(under_way) > MAX_CHAIN:
            raise TooLargeError
        needed = [other for other in names_in(params[name]) if other in params]
        for other in needed:
            if other not in done:
                fill(other)
        sizes[name] = _size(params[name]) + sum(map(sizes.__getitem__, needed))
        depths[name] = _depth(params[name]) + max((depths[other] for other in needed), default=0)
        if sizes[name] > MAX_SIZE or depths[name] > MAX_DEPTH:
            raise TooLargeError
        done[name] = filled(params[name], {other: done[other] for other in needed})
        under_way.pop()

    for name in params:
        if name not in done:
            fill(name)
    return done


def _size(value: Any) -> int:  # noqa: ANN401 - any YAML value
    if isinstance(value, Mapping):
        return 1 + sum(map(_size, value.values()))
    if isinstance(value, list):
        return 1 + sum(map(_size, value))
    return len(value) if isinstance(value, str) else 1


def _depth(value: Any) -> int:  # noqa: ANN401 - any YAML value
    if isinstance(value, (Mapping, list)):
        below = value.values() if isinstance(value, Mapping) else value
        return 1 + max(map(_depth, below), default=0)
    return 0


def names_in(value: Any) -> list[str]:  # noqa: ANN401 - any YAML value
    """Return the names to which the texts of a value refer."""
    if isinstance(value, str):
        return _REFERENCE.findall(value) if "{{" in value else []
    if isinstance(value, Mapping):
        return [name for entry in value.values() for name in names_in(entry)]
    if isinstance(value, list):
        return [name for entry in value for name in names_in(entry)]
    return []


def filled(value: Any, params: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any YAML value
    """Return a value with the references in its texts filled in, keys of mappings not.

    A text that is one reference and nothing else becomes the param's value, whatever its type.
    What has no reference is returned itself, not copied.

    Raises
    ------
    TooLargeError
        A text grows beyond the limit.
    """
    if isinstance(value, str):
        return _filled_text(value, params) if "{{" in value else value
    if isinstance(value, Mapping):
        new = {key: filled(entry, params) for key, entry in value.items()}
        return new if any(new[key] is not entry for key, entry in value.items()) else value
    if isinstance(value, list):
        entries = [filled(entry, params) for entry in value]
        return entries if any(a is not b for a, b in zip(entries, value, strict=True)) else value
    return value


def _filled_text(text: str, params: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a param's value
    whole = _REFERENCE.fullmatch(text)
    if whole:
        return params.get(whole[1], text)
    size = 0

    def put(match: re.Match[str]) -> str:
        nonlocal size
        found = str(params[match[1]]) if match[1] in params else match[0]
        size += len(found)
        if size > MAX_SIZE:
            raise TooLargeError
        return found

    return _REFERENCE.sub(put, text)
