"""What a line of a table says of one run, and its place among runs: read from the fewest files.

Says of a run what :class:`~guild_jupyter.runstore.run.Run` says, secrets withheld as there. What
depends on processes is not among it: a state is, where files alone decide it.
"""

from __future__ import annotations

import os
from typing import Any, NamedTuple

from guild_jupyter import paths
from guild_jupyter.redaction import redact, redacted_flags
from guild_jupyter.runstore import elapsed, opref
from guild_jupyter.runstore.index.aspect import Aspect, Reading
from guild_jupyter.runstore.noted import Noted, listed, text_of
from guild_jupyter.runstore.opref import OpRef
from guild_jupyter.runstore.order import Place
from guild_jupyter.runstore.stamps import Seen
from guild_jupyter.supervise import exit_record, recovery, state
from guild_jupyter.supervise.rundir import RunDir
from guild_jupyter.supervise.state import State

# What says that a process may have to do with the run, or that another rule decides.
_SIGNS_OF_LIFE = frozenset({"LOCK", "LOCK.remote", "PENDING", "STAGED"})
_OURS = frozenset({"launch.json", "child.json", "supervisor.json", "exit.rec"})


class Line(NamedTuple):
    """What a line of a table says of a run.

    Parameters
    ----------
    place
        Whether it is a run at all, and where among others.
    opref
        Which operation it is a run of.
    state
        Its state, where nothing but its files decides that; else None.
    seconds
        How long it took, if it is over.
    started, stopped, label, flags, is_batch, unread
        As in :class:`~guild_jupyter.runstore.facts.Facts`.
    """

    place: Place
    opref: OpRef
    state: State | None
    started: int | None
    stopped: int | None
    seconds: float | None
    label: str
    flags: dict[str, Any]
    is_batch: bool
    unread: tuple[str, ...]


def read(path: str, _before: object = None) -> Reading:
    """Read the line of the run in a directory; one whose end was left half written is repaired."""
    seen = Seen(path)
    there = listed(seen, "/.guild")
    run = RunDir(path)
    if "exit.rec" in there and recovery.is_wanted(run):
        recovery.repair(run)
        there = listed(seen, "/.guild")
        seen.is_sure = False  # it may be wanted again, as long as the run goes on
    known = Noted(seen)
    code = known.raw("exit_status")
    started = known.typed("started", int, None)
    stopped = known.typed("stopped", int, None)
    seconds = elapsed.between(started, stopped)
    decided = None
    if not _OURS & there:
        if seen.is_sure and not _SIGNS_OF_LIFE & there:
            decided = _of_guild(code)
    else:
        for name in sorted(_OURS & there):
            seen.look(f"/.guild/{name}")
        if stopped is None and (ended := exit_record.read(run.exit_record)):
            stopped = ended.stopped  # there was no room for the attribute
        seconds = elapsed.seconds(run, started, stopped, live=False)
        evidence = state.gather(run)
        if evidence is not None and evidence.ended is not None:
            decided = state.derive(evidence)
    label = known.value("label")
    flags = {str(name): value for name, value in known.typed("flags", dict, {}).items()}
    ref = _opref(seen)
    place = _place(run, there, known, started)
    line = Line(
        place=place,
        opref=ref,
        state=decided,
        started=started,
        stopped=stopped,
        seconds=seconds,
        label="" if label is None else redact(str(label)),
        flags=redacted_flags(flags),
        is_batch="proto" in there and _is_folder(seen, "/.guild/proto"),
        unread=tuple(dict.fromkeys(seen.unread)),
    )
    return Reading(line, seen)


def _place(run: RunDir, there: frozenset[str], known: Noted, started: int | None) -> Place:
    if "opref" not in there:
        try:
            os.lstat(run.opref)  # of a folder that may not be listed
        except OSError as error:
            return Place(None if isinstance(error, PermissionError) else False)
    when = known.typed("initialized", int, None) if started is None else started
    return Place(True, when or 0)


def _of_guild(code: bytes | None) -> State:
    """Return the state of a run that Guild made and that no process works on."""
    try:
        return state.of_exit_status(int((code or b"").decode(errors="replace").strip()))
    except ValueError:
        return State(state.ERROR)


def _opref(seen: Seen) -> OpRef:
    content = text_of(seen, "/.guild/opref")
    if content is None:
        seen.is_sure = False
        return opref.UNKNOWN
    try:
        return opref.read(content.decode(errors="replace"))
    except ValueError:
        seen.unread.append("opref")
        return opref.UNKNOWN


def _is_folder(seen: Seen, name: str) -> bool:
    path = seen.root + name
    if os.path.islink(path):  # noqa: PTH114 - text
        seen.is_sure = False  # where it leads to may change
    return paths.is_folder(path)


def to_data(line: Line) -> list[Any] | None:
    """Return a line as plain data; None where JSON would change it."""
    if not _is_plain(line.flags) or not line.place.is_run:
        return None
    ref, now = line.opref, line.state
    data: list[Any] = list(line)
    data[0] = line.place.when
    data[1] = [ref.kind, ref.package, ref.version, ref.model, ref.operation]
    data[2] = None if now is None else [now.status, now.reason, now.exit_status]
    return data


def _is_plain(value: Any) -> bool:  # noqa: ANN401 - any YAML value
    kind = type(value)
    if kind is dict:
        return all(type(key) is str and _is_plain(item) for key, item in value.items())
    if kind is list:
        return all(map(_is_plain, value))
    return kind in (str, int, float, bool, type(None))


def from_data(data: list[Any]) -> Line:
    """Return the line that such data are of."""
    when, ref, now, *others = data
    others[-1] = tuple(others[-1])
    return Line(Place(True, when + 0), OpRef(*ref), None if now is None else State(*now), *others)


#: What a line of a table says, as an aspect that is kept.
LINES = Aspect("line", read, to_data, from_data)
