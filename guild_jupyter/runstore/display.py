"""How runs look where nothing moves: their cards and tables, made of the static twins."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from guild_jupyter.flags.labels import default_label, label_parts, of_many
from guild_jupyter.flags.values import format_value, readable
from guild_jupyter.registry import load
from guild_jupyter.runstore import facts
from guild_jupyter.runstore.facts import Facts
from guild_jupyter.runstore.words import brief, describe
from guild_jupyter.supervise import state
from guild_jupyter.twins import table
from guild_jupyter.twins.style import STATUS_COLOURS
from guild_jupyter.twins.table import Table
from guild_jupyter.twins.text import clock, duration, moment, number, shorten, size

if TYPE_CHECKING:
    from guild_jupyter.runstore.run import Run
    from guild_jupyter.runstore.runlist import RunList
    from guild_jupyter.supervise.progress import Progress
    from guild_jupyter.supervise.state import State
    from guild_jupyter.twins.card import Card
    from guild_jupyter.twins.curves import Curve

_TAIL = 12
#: How many runs are named of which something cannot be read.
_TORN = 3
_MAX_SCALARS = 8
_LONGEST_NAME = 28
_DIGEST = 8
_POINTS = 100  # of a curve of a card


def run_card(run: Run, *, with_curves: bool = False) -> Card:
    """Return the card of a run as it is now.

    Parameters
    ----------
    run
        The run.
    with_curves
        Whether the scalars that are shown have curves, for which all their values are read.
    """
    now = run.state
    facts = [("started", _started(run)), ("time", _duration(run, now))]
    if now.status == state.PENDING and (progress := run.progress):
        facts.append(("fetching", progress_text(progress)))
    if run.label and run.label != default_label(run.flags):
        facts.append(("label", run.label))
    if run.tags:
        facts.append(("tags", ", ".join(run.tags)))
    if run.flags:
        facts.append(("flags", flags_text(run.flags)))
    facts.append(("directory", str(run.dir)))
    facts += shortcomings(run)
    scalars = load("guild_jupyter.scalars.accumulation:RunScalars")()
    scalars.refresh(run.dir)
    summaries = scalars.summaries()
    last = load("guild_jupyter.scalars.summary:last_values")(summaries)
    shown = [(key, number(value)) for key, value in last.items() if not key.startswith("sys/")]
    curves: dict[str, Curve] = {}
    problems = list(scalars.faults)
    if with_curves and any(one.count > 1 for one in summaries):
        read = import_module("guild_jupyter.runstore.curves")
        if sum(one.count for one in summaries) <= read.MOST_VALUES:
            keys = [key for key, _ in shown[:_MAX_SCALARS]]
            curves = read.of_run(run, keys, _POINTS, colour=STATUS_COLOURS["running"])
        else:
            problems.append("they have too many values to be drawn here")
    card: Card = load("guild_jupyter.twins.card:Card")(
        title=run.operation,
        short_id=run.short_id,
        status=now.status,
        status_text=describe(now),
        as_of=clock(time.time()) if now.status in state.LIVE else "",
        facts=[(name, text) for name, text in facts if text],
        values=shown[:_MAX_SCALARS],
        more_values=max(0, len(shown) - _MAX_SCALARS),
        output=run.output(_TAIL),
        problems=[
            *(f"{name}: {why}" for name, why in sorted(run.problems.items())),
            *(f"scalars: {sentence}" for sentence in problems),
        ],
        curves=curves,
    )
    return card


def run_bundle(run: Run) -> dict[str, str]:
    """Return the mime bundle of a run."""
    card = import_module("guild_jupyter.twins.card")
    shown = run_card(run, with_curves=True)
    return {"text/html": card.to_html(shown), "text/plain": card.to_text(shown)}


def list_bundle(runs: RunList) -> dict[str, str]:
    """Return the mime bundle of a list of runs."""
    shown = runs_table(runs)
    return {"text/html": table.to_html(shown), "text/plain": table.to_text(shown)}


def list_text(runs: RunList) -> str:
    """Return a list of runs as plain text."""
    return table.to_text(runs_table(runs))


def runs_table(runs: RunList) -> Table:
    """Return the table of a list of runs as they are now."""
    most = table.MAX_ROWS if runs.most is None else runs.most
    shown = runs[:most]
    headings = runs.columns or (USUAL if len(shown) <= table.MAX_ROWS else _WITHOUT_SIZE)
    known = facts.lines(shown, shown.just_read()) if set(headings) <= _OF_LINES else shown.facts()
    live = any(one.state.status in state.LIVE for one in known)
    cells = [_CELLS[heading] for heading in headings]
    if "label" in headings:
        text = of_many()
        cells[headings.index("label")] = lambda _, one: _label(one.run, one.label, one.flags, text)
    notes = [f"as of {clock(time.time())}" * live, _closed(runs)]
    return Table(
        columns=headings,
        rows=[
            [cell(place, one) for cell in cells]
            for place, one in zip(shown.places, known, strict=True)
        ],
        statuses=[one.state.status for one in known],
        numeric=frozenset({"#", "time", "size"}),
        codes=frozenset({"id"}),
        caption=" · ".join(filter(None, notes)),
        empty=_empty(runs),
        most=most,
        left_out=len(runs) - len(shown),
        way_on="runs --all",
        notes=[*runs.notes, *_unread(known)],
    )


def _unread(known: Iterable[Facts]) -> list[str]:
    """Return what cannot be read of runs, a sentence each; of many the first ones."""
    torn = [one for one in known if one.unread]
    said = [
        f"{', '.join(one.unread)} of run {one.run.short_id} cannot be read: see 'info'"
        for one in torn[:_TORN]
    ]
    more = len(torn) - _TORN
    return [*said, *([f"something of {more} more cannot be read either"] if more > 0 else [])]


_CELLS: dict[str, Callable[[int | None, Facts], str]] = {
    "#": lambda place, _: "" if place is None else str(place),
    "id": lambda _, one: one.run.short_id,
    "operation": lambda _, one: shorten(one.operation, _LONGEST_NAME),
    "started": lambda _, one: moment(one.started) if one.started is not None else "",
    "status": lambda _, one: brief(one.state),
    "time": lambda _, one: "" if one.seconds is None else duration(one.seconds),
    "size": lambda _, one: str(load("guild_jupyter.runstore.sizes:room")(one.run.dir)),
    "label": lambda _, one: _label(one.run, one.label, one.flags, format_value),
    "tags": lambda _, one: ", ".join(one.tags),
    "comments": lambda _, one: " | ".join(one.comments),
    "source": lambda _, one: one.digest[:_DIGEST],
    "directory": lambda _, one: str(one.run.dir),
}
#: Columns of a table of runs: all, the usual ones, and the fewest.
ALL = tuple(_CELLS)
USUAL = ("#", "id", "operation", "started", "status", "time", "size", "label")
FEW = ("#", "operation", "status", "label")
#: Of many runs the room on disk is told only where it is asked for.
_WITHOUT_SIZE = tuple(heading for heading in USUAL if heading != "size")


# What is not told of a run without looking at more of its files than for these.
_OF_LINES = frozenset(ALL) - {"tags", "comments", "source"}


def _empty(runs: RunList) -> str:
    what = "no such runs" if runs.is_part else "no runs"
    where = f"{what} in {runs.home}" if runs.home else what
    return f"{where}; {_closed(runs)}" if runs.closed else where


def _closed(runs: RunList) -> str:
    count = runs.closed
    some = "1 run cannot" if count == 1 else f"{count} runs cannot"
    return f"{some} be read: the owner does not share" if count else ""


def shortcomings(run: Run) -> list[tuple[str, str]]:
    """Return what is missing of a run's output, and what of its processes could not be ended."""
    found = [("output", sentence) for sentence in run.cuts]
    if left := run.survivors:
        found.append(("left running", f"{left} processes that no signal ends"))
    return found


def progress_text(progress: Progress) -> str:
    """Return how far something is fetched, such as ``https://… 45 % of 1.2 GiB``."""
    if not progress.total:
        return f"{progress.what}, {size(progress.done)}" if progress.done else progress.what
    return f"{progress.what}, {100 * progress.done // progress.total} % of {size(progress.total)}"


def label_text(run: Run) -> str:
    """Return a run's label; the default one begins with the flags that the user gave."""
    return _label(run, run.label, run.flags, format_value)


def _label(run: Run, label: str, flags: Mapping[str, object], text: Callable[..., str]) -> str:
    """Return a run's label as it is shown, the text of a flag made by a function."""
    parts = label_parts(flags, text) if "=" in label else {}
    if not parts or label != " ".join(parts.values()):
        return label
    if "\\" in label or not label.isprintable():
        parts = label_parts(flags, readable)  # something is written as an escape
    given = run.user_flags
    others = [part for name, part in parts.items() if name not in given]
    return " ".join([*label_parts(given, readable).values(), *others])


def flags_text(flags: Mapping[str, object]) -> str:
    """Return flags as a user types them: ``epochs=5 lr=0.1``."""
    return " ".join(f"{name}={readable(value)}" for name, value in sorted(flags.items()))


def _started(run: Run) -> str:
    return moment(run.started) if run.started is not None else ""


def _duration(run: Run, now: State) -> str:
    seconds = run.seconds(live=now.status in state.LIVE)
    return "" if seconds is None else duration(seconds)
