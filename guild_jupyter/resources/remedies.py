"""What a user can do about something that is missing: which operation is to be run first.

Decides by the names of operations alone; whether they would really make it nobody knows.
"""

from __future__ import annotations

import os

from guild_jupyter.errors import ResourceError, nearest
from guild_jupyter.guildfile.definitions import Model, Operation, Project
from guild_jupyter.resources import candidates

#: What operations are called that make what others need.
PREPARING = ("prepare", "prepare-data", "prepare_data")


def missing_path(
    path: str,
    model: Model,
    *,
    operation: Operation | None = None,
    prefix: str = "guild",
    hint: str = "Check the path.",
) -> ResourceError:
    """Return the error for a path that an operation requires and that is not there.

    Parameters
    ----------
    path
        The path, as it was written.
    model
        The operation's model, one of whose operations may make it.
    operation
        The operation; it is not proposed to run itself first.
    prefix
        What the user types before a command, such as ``%guild``.
    hint
        What is said where no operation is known.
    """
    is_plain = not os.path.isabs(path) and not path.startswith(("~", "."))  # noqa: PTH117 - text
    own = operation.name if operation else ""
    first = next((name for name in PREPARING if name in model.operations and name != own), "")
    shown = f"./{path}" if is_plain else path
    return ResourceError(
        f"missing required {shown!r}", f"run '{prefix} {first}' first?" if first else hint
    )


def missing_run(spec: str, name: str, project: Project, prefix: str = "guild") -> str:
    """Return what to do where no run of an operation can be used.

    Parameters
    ----------
    spec
        What names the operation.
    name
        By which name a run is chosen; empty for none.
    project
        Its operations are looked through for one that fits.
    prefix
        What the user types before a command.
    """
    fitting = [op for op in project.operations if candidates.fits(spec, op.model, op.name)]
    choice = f"choose a run: {name}=RUN_ID." if name else ""
    if not fitting:
        names = [name for op in project.operations for name in (op.spec, op.name)]
        if near := nearest(spec, names):
            said = f"This project has no operation {spec!r}. {near}"
            return f"{said} Or {choice}" if choice else said
        return f"Run {spec} first, or {choice}" if choice else f"Run {spec} first."
    only = len(project.models) == 1
    return f"run '{prefix} run {fitting[0].name if only else fitting[0].spec}' first?" + (
        f" Or {choice}" if choice else ""
    )
