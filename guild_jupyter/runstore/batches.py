"""What the run of a batch is called: by the operation of its trials, ``train+``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guild_jupyter.runstore import opref
from guild_jupyter.runstore.opref import OpRef
from guild_jupyter.supervise import durable
from guild_jupyter.supervise.rundir import RunDir

if TYPE_CHECKING:
    from guild_jupyter.runstore.facts import Facts

_PLAIN = "+"


def operation_of(facts: Facts) -> OpRef:
    """Return the operation that a run is listed under.

    That of a batch is the operation of its trials and the batch's own: ``train+``, or
    ``train+skopt:gp``.
    """
    if not facts.is_batch:
        return facts.opref
    return listed_as(facts.opref, facts.run.files_of_run)


def listed_as(own: OpRef, run: RunDir) -> OpRef:
    """Return the operation that a run directory is listed under, of which this is its own."""
    try:
        proto = opref.read(durable.read_text(RunDir(run.proto).opref) or "")
    except ValueError:
        return own  # it is no batch, or its trials say nothing
    ending = _PLAIN if own.operation == _PLAIN else f"{_PLAIN}{own.spec}"
    return proto._replace(operation=f"{proto.operation}{ending}")
