"""The facts of one run that stand in its files, read at once with what tells when they change.

Says of a run what :class:`~guild_jupyter.runstore.run.Run` says, secrets withheld as there. What
depends on processes is not among them: a state is, where files alone decide it.
"""

from __future__ import annotations

import os
from typing import Any, NamedTuple

from guild_jupyter import documents, paths
from guild_jupyter.errors import DocumentError
from guild_jupyter.redaction import redact, redacted_flags
from guild_jupyter.runstore import attributes, elapsed, opref
from guild_jupyter.runstore.index.aspect import Aspect, Reading
from guild_jupyter.runstore.opref import OpRef
from guild_jupyter.runstore.stamps import Seen
from guild_jupyter.supervise import durable, exit_record, state
from guild_jupyter.supervise.rundir import RunDir
from guild_jupyter.supervise.state import State

_ATTRS = "/.guild/attrs"
# What says that a process may have to do with the run, or that another rule decides.
_SIGNS_OF_LIFE = frozenset({"LOCK", "LOCK.remote", "PENDING", "STAGED"})
_OURS = frozenset({"launch.json", "child.json", "supervisor.json", "exit.rec"})


class Record(NamedTuple):
    """What the files of a run say.

    Parameters
    ----------
    opref
        Which operation it is a run of.
    state
        Its state, where nothing but its files decides that; else None.
    seconds
        How long it took, if it is over.
    initialized, started, stopped, label, tags, comments, marked, flags, digest, is_batch, compare
        As in :class:`~guild_jupyter.runstore.facts.Facts`.
    """

    opref: OpRef
    state: State | None
    initialized: int | None
    started: int | None
    stopped: int | None
    seconds: float | None
    label: str
    tags: tuple[str, ...]
    comments: tuple[str, ...]
    marked: bool
    flags: dict[str, Any]
    digest: str
    is_batch: bool
    compare: tuple[str, ...] | None


class _Attributes:
    """The attributes of one run, each file noted before it is read."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen
        self._there = frozenset(_listed(seen, _ATTRS))

    def has(self, name: str) -> bool:
        """Tell whether there is such an attribute."""
        return name in self._there

    def raw(self, name: str) -> bytes | None:
        """Return what the file of an attribute holds; None where it cannot be read."""
        if name not in self._there:
            return None
        path = f"{_ATTRS}/{name}"
        try:
            content, facts = durable.read_with_facts(self._seen.root + path, documents.MAX_BYTES)
        except OSError:
            self._seen.is_sure = False
            return None
        self._seen.note(path, facts)
        return content

    def value(self, name: str) -> Any:  # noqa: ANN401 - any YAML value
        """Return an attribute; None where it is not there or makes no sense."""
        content = self.raw(name)
        return None if content is None else _parsed(content)

    def typed(self, name: str, kind: type, default: Any) -> Any:  # noqa: ANN401 - as given
        """Return an attribute if it is of the kind, else the default."""
        return _typed(self.value(name), kind, default)


def _typed(value: Any, kind: type, default: Any) -> Any:  # noqa: ANN401 - as given
    if not isinstance(value, kind) or isinstance(value, bool) is not (kind is bool):
        return default
    return value


def _parsed(content: bytes) -> Any:  # noqa: ANN401 - any YAML value
    try:
        return attributes.parse(content.decode())
    except (DocumentError, UnicodeDecodeError):
        return None


def _listed(seen: Seen, name: str) -> list[str]:
    """Return the names in a folder of the run, which is noted before it is read."""
    if not seen.look(name):
        return []
    try:
        return os.listdir(seen.root + name)  # noqa: PTH208 - 10,000 runs
    except OSError:
        seen.is_sure = False
        return []


def read(path: str, _before: object = None) -> Reading:
    """Read the record of the run in a directory; nothing is wrong enough to raise."""
    seen = Seen(path)
    there = frozenset(_listed(seen, "/.guild"))
    known = _Attributes(seen)
    code = known.raw("exit_status")
    started = known.typed("started", int, None)
    stopped = known.typed("stopped", int, None)
    seconds = elapsed.between(started, stopped)
    run = RunDir(path)
    decided = None
    if not _OURS & there:
        if seen.is_sure and not _SIGNS_OF_LIFE & there:
            decided = _of_guild(known, code)
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
    digest = known.value("sourcecode_digest")
    compared = known.typed("compare", list, None)
    record = Record(
        opref=_opref(seen),
        state=decided,
        initialized=known.typed("initialized", int, None),
        started=started,
        stopped=stopped,
        seconds=seconds,
        label="" if label is None else redact(str(label)),
        tags=tuple(redact(str(tag)) for tag in known.typed("tags", list, [])),
        comments=tuple(_bodies(known.typed("comments", list, []))),
        marked=known.value("marked") is True,
        flags=redacted_flags(
            {str(name): value for name, value in known.typed("flags", dict, {}).items()}
        ),
        digest=str(digest or ""),
        is_batch="proto" in there and _is_folder(seen, "/.guild/proto"),
        compare=None if compared is None else tuple(map(str, compared)),
    )
    return Reading(record, seen)


def _of_guild(known: _Attributes, code: bytes | None) -> State | None:
    """Return the state of a run that Guild made and that no process works on."""
    if code is None and known.has("exit_status"):
        return None
    try:
        return state.of_exit_status(int((code or b"").decode(errors="replace").strip()))
    except ValueError:
        return State(state.ERROR)


def _opref(seen: Seen) -> OpRef:
    name = "/.guild/opref"
    try:
        content, facts = durable.read_with_facts(seen.root + name)
        seen.note(name, facts)
        return opref.read(content.decode(errors="replace"))
    except OSError:
        seen.is_sure = False
    except ValueError:
        pass
    return opref.UNKNOWN


def _is_folder(seen: Seen, name: str) -> bool:
    path = seen.root + name
    if os.path.islink(path):  # noqa: PTH114 - text
        seen.is_sure = False  # where it leads to may change
    return paths.is_folder(path)


def _bodies(comments: list[Any]) -> list[str]:
    return [redact(str(one.get("body", ""))) for one in comments if isinstance(one, dict)]


def _to_data(record: Record) -> list[Any] | None:
    """Return a record as plain data; None where JSON would change it."""
    if not _is_plain(record.flags):
        return None
    ref, now = record.opref, record.state
    data: list[Any] = list(record)
    data[0] = [ref.kind, ref.package, ref.version, ref.model, ref.operation]
    data[1] = None if now is None else [now.status, now.reason, now.exit_status]
    return data


def _is_plain(value: Any) -> bool:  # noqa: ANN401 - any YAML value
    kind = type(value)
    if kind is dict:
        return all(type(key) is str and _is_plain(item) for key, item in value.items())
    if kind is list:
        return all(map(_is_plain, value))
    return kind in (str, int, float, bool, type(None))


def _from_data(data: list[Any]) -> Record:
    ref, now, *others = data
    record = Record(OpRef(*ref), None if now is None else State(*now), *others)
    return record._replace(
        tags=tuple(record.tags),
        comments=tuple(record.comments),
        compare=None if record.compare is None else tuple(record.compare),
    )


#: What the files of a run say, as an aspect that is kept.
RECORDS = Aspect("record", read, _to_data, _from_data)
