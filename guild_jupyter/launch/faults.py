"""What is wrong with an operation that can be read, as far as can be known without running it."""

from __future__ import annotations

from collections.abc import Callable

from guild_jupyter.errors import FlagNote, GuildError, GuildFileError, LaunchError, MissingFlags
from guild_jupyter.guildfile.definitions import Finding, Operation, Project
from guild_jupyter.launch.imports import imports_of
from guild_jupyter.launch.oddities import oddities
from guild_jupyter.launch.options import Options
from guild_jupyter.launch.plan import RunPlan
from guild_jupyter.launch.program import remedy

_ADVICE = "Correct 'main', or add the module."


def faults(
    operation: Operation, project: Project, plan: Callable[..., RunPlan]
) -> list[GuildError | Finding]:
    """Return what would keep an operation from running as it is, or is not meant so.

    A required flag without a value is no fault, nor is a run that is not there yet. What runs
    as it is and may not be meant is a finding.

    Parameters
    ----------
    operation, project
        The operation, with each of its profiles.
    plan
        Plans a run by the name of its operation and ``options``.
    """
    try:
        imports = imports_of(operation, project)
    except GuildError as error:
        return [error]
    found: list[GuildError | Finding] = [*oddities(imports.operation, project)]
    for profile in ("", *operation.profiles):
        try:
            # As if it were staged: runs that it requires are chosen later.
            made = plan(operation.spec, options=Options(stage=True, profile=profile))
        except MissingFlags:
            continue
        except GuildError as error:
            found.append(error)
            if not profile:
                return found
        else:
            if made.problem and not profile:
                hint = remedy(made.command, made.source.root) or _ADVICE
                found.append(operation.error(("main",), made.problem, hint))
            elif isinstance(made.refusal, (GuildFileError, LaunchError)) and not profile:
                found.append(made.refusal)
    return [*found, *(FlagNote(note) for note in imports.notes)]
