"""What a plan has to do with required resources; their code is loaded only if there are any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from guild_jupyter.errors import BadAssignment
from guild_jupyter.flags import assignment
from guild_jupyter.guildfile.definitions import Operation, Project
from guild_jupyter.registry import load

if TYPE_CHECKING:
    from guild_jupyter.resources.candidates import RunFacts
    from guild_jupyter.resources.plan import Plan as ResourcePlan


def assignable_names(operation: Operation, project: Project) -> Mapping[str, Any]:
    """Return the names by which a user chooses resources, as if they were flags."""
    if not operation.requires:
        return {}
    names: Mapping[str, Any] = load("guild_jupyter.resources.naming:assignable_names")(
        operation, project.models[operation.model], project
    )
    return names


def plan_resources(
    operation: Operation,
    project: Project,
    flags: Mapping[str, Any],
    given: Mapping[str, str],
    runs: Iterable[RunFacts],
) -> ResourcePlan | None:
    """Return the plan of an operation's resources; None where nothing is required."""
    if not operation.requires:
        return None
    plan: ResourcePlan = load("guild_jupyter.resources.planning:plan_resources")(
        operation, project.models[operation.model], project, flags, given, list(runs)
    )
    return plan


def tell_apart(
    words: Iterable[str],
    values: Mapping[str, Any],
    operation: Operation,
    assignable: Mapping[str, Any],
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what is given for flags, and what for resources.

    Parameters
    ----------
    words
        NAME=VALUE words as typed.
    values
        Values that are no text, as from Python.
    operation
        The operation.
    assignable
        The names of its resources.

    Raises
    ------
    FlagError
        A word is no assignment, or something is given twice.
    """
    of_resources: dict[str, str] = {}
    rest = []
    for word in words:
        if word.startswith("@"):
            raise BadAssignment(
                f"batch files ({word}) are not read by this version", "Give flags as NAME=VALUE."
            )
        name, _, text = word.partition("=")
        if name in assignable:
            of_resources[name] = text
        else:
            rest.append(word)
    given = assignment.read(rest, operation.flags)
    for name, value in values.items():
        if name in given or name in of_resources:
            raise BadAssignment(
                f"{name} is given twice, as a word and as a value", "Give it in one place."
            )
        if name in assignable:
            of_resources[name] = str(value)
        else:
            given[name] = assignment.plain_value(name, value)
    return given, of_resources
