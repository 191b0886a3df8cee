"""Answers about one run: what is told of it, its scalars, output and files."""

from __future__ import annotations

from typing import Any

from guild_jupyter.flags.values import readable
from guild_jupyter.presenting import acting, run_facts
from guild_jupyter.registry import load
from guild_jupyter.runstore import facts, glimpses
from guild_jupyter.runstore.run import Run
from guild_jupyter.server.asked import Asked
from guild_jupyter.server.content import Content
from guild_jupyter.supervise import state
from guild_jupyter.wire import series as wire_series
from guild_jupyter.wire.plain_series import plain_series
from guild_jupyter.wire.run_row import row
from guild_jupyter.wire.scalar_rows import scalar_rows


def told(asked: Asked) -> dict[str, Any]:
    """Return what is told of a run: its line, flags, facts and scalars."""
    run = named(asked)
    (known,) = facts.gather([run])
    (summaries,) = facts.summaries([run])
    has_ended = known.state.status in state.FINAL
    return {
        "run": row(known),
        "flags": [
            {"name": name, "text": readable(value)} for name, value in sorted(known.flags.items())
        ],
        "facts": [
            {"name": name, "text": text}
            for name, text in run_facts.told(run, has_ended=has_ended)
            if text
        ],
        "comments": list(known.comments),
        "problems": [f"{name}: {why}" for name, why in sorted(run.problems.items())],
        "scalars": scalar_rows(summaries),
    }


def series(asked: Asked) -> dict[str, Any]:
    """Return the scalars of a run over their steps, in no more points than were asked for."""
    query = asked.query
    found = wire_series.series_set([named(asked)], query["keys"], query["points"])
    return plain_series(*found)


def output(asked: Asked) -> dict[str, Any]:
    """Return some lines of a run's output."""
    query = asked.query
    wanted = {"offset": query["offset"], "length": query["length"]}
    return _asked_of_page(asked, "log", wanted)


def files(asked: Asked) -> dict[str, Any]:
    """Return what is in a folder of a run."""
    return _asked_of_page(asked, "files", {"path": asked.query["path"]})


def content(asked: Asked) -> Content:
    """Return a file of a run."""
    path = asked.words["path"]
    descriptor = glimpses.opened(named(asked), path)
    kind_of = load("guild_jupyter.diffing.pictures:kind_of")
    return Content.of(descriptor, path.rpartition("/")[2], kind_of)


def named(asked: Asked) -> Run:
    """Return the run that a path names.

    Raises
    ------
    NoSuchRun
        There is none.
    """
    return finder(asked)(asked.words["run"])


def finder(asked: Asked) -> acting.Find:
    """Return what finds the runs of the home that is asked about."""
    guild = asked.service.places.guild(asked.query["home"], asked.query.get("at", ""))
    return acting.of_home(guild.home.path)


def _asked_of_page(asked: Asked, question: str, wanted: dict[str, Any]) -> dict[str, Any]:
    message = acting.answer(question, {"run": asked.words["run"], **wanted}, finder(asked))
    assert message is not None  # it is one of those questions
    return dict(message.content)
