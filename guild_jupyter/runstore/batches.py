"""What the run of a batch is called: by the operation of its trials, ``train+``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from guild_jupyter.runstore.facts import Facts
from guild_jupyter.runstore.opref import OpRef
from guild_jupyter.runstore.run import Run

_PLAIN = "+"
_UNKNOWN = "?"


def operation_of(facts: Facts) -> OpRef:
    """Return the operation that a run is listed under.

    That of a batch is the operation of its trials and the batch's own: ``train+``, or
    ``train+skopt:gp``.
    """
    own = facts.opref
    if not facts.is_batch:
        return own
    proto = Run(Path(facts.run.files_of_run.proto)).opref
    if proto.kind == _UNKNOWN:
        return own
    ending = _PLAIN if own.operation == _PLAIN else f"{_PLAIN}{own.spec}"
    return replace(proto, operation=f"{proto.operation}{ending}")
