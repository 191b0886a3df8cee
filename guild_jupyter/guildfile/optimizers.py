"""Whether the optimizers and the objective of an operation are written in a known form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guild_jupyter.documents import Key
from guild_jupyter.guildfile.dialects import describe_kind
from guild_jupyter.guildfile.origins import Origins

_ALGORITHM = "algorithm"
_HINT = "Write 'optimizers: [NAME]' or 'optimizers: {NAME: {algorithm: NAME}}'."


def check(data: Mapping[Any, Any], path: Key, origins: Origins) -> None:
    """Raise unless an operation's optimizers and objective have known forms."""
    single, several = data.get("optimizer"), data.get("optimizers")
    if single is not None and several is not None:
        raise origins.error(
            (*path, "optimizer"), "both 'optimizer' and 'optimizers' are given", "Use one of them."
        )
    if single is not None:
        _optimizer(single, (*path, "optimizer"), origins, named=False)
    if isinstance(several, Mapping):
        for name, value in several.items():
            _optimizer(value, (*path, "optimizers", name), origins, named=True)
    elif isinstance(several, list):
        for number, value in enumerate(several):
            _optimizer(value, (*path, "optimizers", number), origins, named=False)
    elif several is not None:
        found = describe_kind(several)
        raise origins.error(
            (*path, "optimizers"), f"expected names of optimizers, found {found}", _HINT
        )
    _objective(data.get("objective"), (*path, "objective"), origins)


def _optimizer(value: object, path: Key, origins: Origins, *, named: bool) -> None:
    if isinstance(value, str):
        return
    hint = "Write the optimizer's name, or '{algorithm: NAME}'."
    if not isinstance(value, Mapping):
        raise origins.error(path, f"expected an optimizer, found {describe_kind(value)}", hint)
    if not named and not value.get(_ALGORITHM):
        raise origins.error(path, f"an optimizer without {_ALGORITHM!r}", hint)


def _objective(value: object, path: Key, origins: Origins) -> None:
    if value is None or isinstance(value, str):
        return
    sides = {"minimize", "maximize"}
    if not isinstance(value, Mapping) or len(value) != 1 or not sides & value.keys():
        raise origins.error(
            path,
            f"expected a scalar, found {describe_kind(value)}",
            "Write 'objective: loss', '{minimize: loss}' or '{maximize: accuracy}'.",
        )
