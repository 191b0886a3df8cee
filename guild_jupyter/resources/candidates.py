"""Which run an ``operation:`` source uses.

Decides by the facts that the caller has of each run; knows neither where runs are stored nor
what will be taken from the chosen one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from guild_jupyter.errors import ResourceError

USABLE = ("completed", "running", "terminated")

_LATEST = "latest"
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What the choice of a run needs to know of it.

    Parameters
    ----------
    id
        The run's id, 32 hexadecimal digits.
    path
        Its directory.
    status
        Its status, as derived.
    model, operation
        What was run.
    started
        When, in microseconds since 1970; None where unknown.
    marked
        Whether the user marked it.
    package
        The package the operation is from; empty for one of a Guild file.
    """

    id: str
    path: str
    status: str
    model: str
    operation: str
    started: int | None = None
    marked: bool = False
    package: str = ""


def candidates(spec: str, runs: Iterable[RunFacts]) -> list[RunFacts]:
    """Return the usable runs of an operation spec, the newest first.

    Parameters
    ----------
    spec
        ``[[package/]model:]operation``, or several joined by commas. Each part is a regular
        expression for the whole name; a part that is left out fits every name.
    runs
        The runs to choose from.

    Raises
    ------
    ResourceError
        The spec is no regular expression.
    """
    tests = [_rules(part) for part in _split(spec, ",")]
    found = [
        run for run in runs if run.status in USABLE and any(_fits(run, rules) for rules in tests)
    ]
    return sorted(found, key=lambda run: -1 if run.started is None else run.started, reverse=True)


def choose(
    spec: str, runs: Sequence[RunFacts], wanted: str = "", only: Collection[str] | None = None
) -> RunFacts | None:
    """Return the newest marked candidate, else the newest, or None where there is none.

    Parameters
    ----------
    spec
        As for :func:`candidates`.
    runs
        All runs, in the order in which they are listed.
    wanted
        Which run the user wants: its place in the list, the beginning of its id, or
        ``latest`` for the newest candidate, marked or not. A whole id means that run, whatever
        its operation and status.
    only
        Ids of the runs that are candidates; None for all.

    Raises
    ------
    ResourceError
        There is no candidate by that reference, or several.
    """
    if _ID.fullmatch(wanted):
        for run in runs:
            if run.id == wanted:
                return run
        raise ResourceError(f"no run {wanted}", "List the runs to see their ids.")
    fitting = [run for run in candidates(spec, runs) if only is None or run.id in only]
    if not wanted:
        return next((run for run in fitting if run.marked), fitting[0] if fitting else None)
    if wanted == _LATEST:
        return fitting[0] if fitting else None
    meant = _meant(wanted, runs)
    named = [run for run in fitting if run in meant]
    if len(named) == 1:
        return named[0]
    ids = ", ".join(run.id[:8] for run in (named or fitting)[:5])
    if named:
        raise ResourceError(
            f"several runs of {spec} begin with {wanted!r}: {ids}", "Give more digits."
        )
    usable = f"Runs that can be used: {ids}." if ids else f"Run {spec} first."
    if meant:
        raise ResourceError(_objection(meant[0], spec), usable)
    raise ResourceError(f"no suitable run for {spec} begins with {wanted!r}", usable)


def _meant(wanted: str, runs: Sequence[RunFacts]) -> list[RunFacts]:
    # Zeros in front are those of an id.
    is_place = wanted.isdecimal() and wanted.isascii() and not wanted.startswith("0")
    if is_place and int(wanted) <= len(runs):
        return [runs[int(wanted) - 1]]
    return [run for run in runs if run.id.startswith(wanted)]


def _objection(run: RunFacts, spec: str) -> str:
    """Return why a run that the user means is no candidate."""
    shown = f"run {run.id[:8]} of {run.model + ':' if run.model else ''}{run.operation}"
    if not candidates(spec, [replace(run, status=USABLE[0])]):
        return f"{shown} is none of {spec}"
    if run.status not in USABLE:
        return f"{shown} cannot be used: its status is {run.status}"
    return f"{shown} is not one of this pipeline's"


def fits(spec: str, model: str, operation: str) -> bool:
    """Tell whether a spec means an operation of the project.

    Raises
    ------
    ResourceError
        The spec is no regular expression.
    """
    run = RunFacts("", "", USABLE[0], model, operation)
    return bool(candidates(spec, [run]))


def _fits(run: RunFacts, rules: tuple[re.Pattern[str] | None, ...]) -> bool:
    names = (run.package, run.model, run.operation)
    return all(
        rule is None or rule.fullmatch(name) for rule, name in zip(rules, names, strict=True)
    )


def _rules(spec: str) -> tuple[re.Pattern[str] | None, ...]:
    """Return the rules for package, model and operation; None where every name fits."""
    *package, rest = _split(spec.strip(), "/", once=True)
    *model, operation = _split(rest, ":", once=True)
    parts = (package, model, [operation])
    try:
        return tuple(re.compile(part[0]) if part else None for part in parts)
    except re.error as error:
        raise ResourceError(
            f"{spec!r} is no regular expression: {error}", "Write operation: NAME or MODEL:NAME."
        ) from error


def _split(text: str, separator: str, *, once: bool = False) -> list[str]:
    """Split at a sign that is not inside brackets: ``(?:a|b)`` and ``x{1,2}`` stay whole."""
    parts, depth, escaped = [""], 0, False
    for sign in text:
        if sign == separator and not depth and not escaped and not (once and len(parts) > 1):
            parts.append("")
            continue
        if not escaped:
            depth = max(0, depth + (sign in "([{") - (sign in ")]}"))
        escaped = sign == "\\" and not escaped
        parts[-1] += sign
    return parts
