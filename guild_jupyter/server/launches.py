"""Answers to what is to be run: the plan of it to look at, or the run that was started."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from guild_jupyter.flags.values import readable
from guild_jupyter.launch.launcher import failure, launch
from guild_jupyter.launch.options import Options
from guild_jupyter.launch.plan import RunPlan
from guild_jupyter.launch.preview import preview
from guild_jupyter.launch.withholding import disclose
from guild_jupyter.runstore import facts, recent_homes
from guild_jupyter.server import interpreters
from guild_jupyter.server.asked import Asked
from guild_jupyter.wire.run_row import row

_PREFIX = "%guild"


def planned(asked: Asked) -> dict[str, Any]:
    """Return what would be run; nothing is written."""
    plan = _plan(asked)
    shown = disclose(plan).plan
    problem = plan.problem or (plan.refusal.message if plan.refusal else "")
    return {
        "preview": preview(plan),
        "flags": [{"name": name, "text": readable(value)} for name, value in shown.flags.items()],
        "label": shown.label,
        "interpreter": {"path": plan.interpreter.path, "version": plan.interpreter.version},
        "problem": problem,
    }


def started(asked: Asked) -> dict[str, Any]:
    """Start a run and return its line.

    Raises
    ------
    GuildError
        It cannot be started.
    """
    plan = _plan(asked)
    run = launch(plan)
    recent_homes.remember(plan.home.path)
    if plan.problem:
        raise failure(plan, run)
    (known,) = facts.gather([run])
    return {"run": row(known), "notes": list(filter(None, _notes(plan)))}


def _notes(plan: RunPlan) -> Iterator[str]:
    yield plan.home.concerns()
    yield disclose(plan).sentence
    for path, why in plan.source.skipped:
        yield (
            f"source file {path} is not copied ({why}); "
            "name it under 'sourcecode' in guild.yml to have it copied"
        )


def _plan(asked: Asked) -> RunPlan:
    body, places = asked.body, asked.service.places
    path = body["path"]
    folder = places.folder(path)
    places.project_file(folder)
    guild = places.guild(body.get("home", ""), path)
    given = body.get("flags", {})
    # What was typed is read as it is behind a command; what has a type keeps it.
    words = [f"{name}={value}" for name, value in given.items() if isinstance(value, str)]
    values = {name: value for name, value in given.items() if not isinstance(value, str)}
    options = Options(
        label=body.get("label") or None,
        tags=tuple(body.get("tags", ())),
        python=interpreters.option(asked.service, body.get("kernelspec", "")),
        stage=body.get("stage", False),
        prefix=_PREFIX,
        asked_in=folder,  # as in the kernel of a notebook, and not where the server was started
    )
    return guild.plan(body["operation"], words, options, values)
