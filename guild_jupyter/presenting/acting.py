"""What cards and tables are asked in the same words: to act on runs, for their logs and files.

Decides what is done to a run, what is said of it and how it is undone. Who asks is not known here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from guild_jupyter import paths
from guild_jupyter.errors import GuildError, NoSuchRun, RunError
from guild_jupyter.presenting.presenter import Message
from guild_jupyter.redaction import WITHHELD, redact
from guild_jupyter.registry import load
from guild_jupyter.runstore import glimpses, output_parts, remarks
from guild_jupyter.runstore.run import Run
from guild_jupyter.supervise import state
from guild_jupyter.supervise.rundir import RunDir

#: Gives the run that a page means by an id.
Find = Callable[[str], Run]
#: What undoes an action: another action, with one value for each run.
Undo = Mapping[str, Any]

_MOST_RUNS = 10_000
_LONGEST_LABEL = 10_000
_LONGEST_REMARK = 100_000


def answer(question: str, wanted: Mapping[str, Any], find: Find) -> Message | None:
    """Answer a question that is about runs by their ids; None where it is none of these.

    Parameters
    ----------
    question
        ``act``, ``log``, ``files`` or ``file``.
    wanted
        What else the page says.
    find
        Gives the run of an id, or raises `NoSuchRun`; :func:`of_home` makes one.

    Raises
    ------
    GuildError
        It is refused.
    """
    asked = _QUESTIONS.get(question)
    return asked(wanted, find) if asked else None


def of_home(home: Path) -> Find:
    """Return what finds the runs of a Guild home, those in its trash too."""

    def find(run_id: str) -> Run:
        if run_id and "/" not in run_id and "\0" not in run_id and not run_id.startswith("."):
            for folder in (home / "runs", home / "trash" / "runs"):
                place = folder / run_id
                # What a link leads to is no run of the home, nor is any other folder that is
                # there: the folder of runs itself may be a link to anywhere.
                if paths.is_folder(place) and not place.is_symlink() and _is_run(place):
                    return Run(place)
        raise NoSuchRun(f"there is no run {run_id[:40]!r} any more", "It may have been purged.")

    return find


def _is_run(place: Path) -> bool:
    return os.path.lexists(RunDir(place).opref)


def _act(wanted: Mapping[str, Any], find: Find) -> Message:
    action = wanted.get("action")
    do = _ACTIONS.get(action) if isinstance(action, str) else None
    if do is None:
        raise GuildError(f"there is no action {action!r}")
    ids = wanted.get("runs")
    if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
        raise GuildError(f"{action}: no runs are named")
    if not ids or len(ids) > _MOST_RUNS:
        raise GuildError(f"{action}: {len(ids)} runs are named", "Choose some of them.")
    said, undo = do([find(one) for one in dict.fromkeys(ids)], wanted.get("value"))
    content: dict[str, Any] = {"said": redact(said)}
    if undo is not None:
        content["undo"] = dict(undo)
    return Message(content)


_Done = tuple[str, Undo | None]


def _stop(runs: Sequence[Run], _value: object) -> _Done:
    outcomes = [(run, run.stop()) for run in runs]
    failed = [f"{run.short_id} {outcome.sentence}" for run, outcome in outcomes if outcome.failed]
    if failed:
        raise RunError("; ".join(failed), "'%guild doctor RUN' says more.")
    if len(outcomes) == 1:
        run, outcome = outcomes[0]
        return f"{run.operation} {run.short_id} {outcome.sentence}", None
    return f"{sum(one.asked for _, one in outcomes)} runs are being stopped", None


def _label(runs: Sequence[Run], value: object) -> _Done:
    texts = _each(runs, value, _text(_LONGEST_LABEL))
    before = {run.id: run.label for run in runs}
    remarks.of_each(runs, lambda run: setattr(run, "label", texts[run.id]))
    is_cleared = not any(texts.values())
    said = f"{'cleared the label of' if is_cleared else 'labeled'} {_named(runs)}"
    return said, _undo("label", before)


def _tag(runs: Sequence[Run], value: object) -> _Done:
    before = {run.id: run.tags for run in runs}
    if isinstance(value, Mapping) and "each" not in value:
        add, remove = (_tags(value.get(name, [])) for name in ("add", "remove"))
        remarks.of_each(runs, lambda run: remarks.change_tags(run.files_of_run, add, remove))
    else:
        tags = _each(runs, value, _tags)
        remarks.of_each(runs, lambda run: setattr(run, "tags", tags[run.id]))
    return f"changed the tags of {_named(runs)}", _undo("tag", before)


def _comment(runs: Sequence[Run], value: object) -> _Done:
    if isinstance(value, Mapping):
        number = value.get("remove")
        if not isinstance(number, int) or isinstance(number, bool):
            raise GuildError("comment: no number of a comment is named")
        remarks.of_each(runs, lambda run: run.delete_comment(number))
        return f"removed a comment of {_named(runs)}", None
    text = _text(_LONGEST_REMARK)(value)
    remarks.of_each(runs, lambda run: run.comment(text))
    undo = None
    if len(runs) == 1:
        ids = [runs[0].id]
        undo = {"action": "comment", "runs": ids, "value": {"remove": len(runs[0].comments)}}
    return f"commented on {_named(runs)}", undo


def _mark(runs: Sequence[Run], value: object) -> _Done:
    wanted = _each(runs, True if value is None else value, bool)
    before = {run.id: run.marked for run in runs}
    remarks.of_each(runs, lambda run: setattr(run, "marked", wanted[run.id]))
    done = "marked" if any(wanted.values()) else "unmarked"
    return f"{done} {_named(runs)}", _undo("mark", before)


def _delete(runs: Sequence[Run], _value: object) -> _Done:
    # To stop them first takes long, and the kernel would have to wait for it.
    if live := [run for run in runs if run.status in state.LIVE]:
        raise RunError(f"{_named(live)} still running", "Stop first, then delete.")
    said = _named(runs)
    load("guild_jupyter.runstore.deletion:delete_anywhere")(runs)
    undo = {"action": "restore", "runs": [run.id for run in runs], "value": None}
    return f"deleted {said}", undo


def _restore(runs: Sequence[Run], _value: object) -> _Done:
    back = load("guild_jupyter.runstore.deletion:restore_anywhere")(runs)
    undo = {"action": "delete", "runs": [run.id for run in back], "value": None}
    return f"restored {_named(back)}", undo


def _purge(runs: Sequence[Run], _value: object) -> _Done:
    said = _named(runs)
    load("guild_jupyter.runstore.deletion:purge_anywhere")(runs)
    return f"removed {said} for good", None


def _undo(action: str, before: Mapping[str, object]) -> Undo | None:
    if any(WITHHELD in str(value) for value in before.values()):
        return None  # what is withheld where it is shown cannot be had back from there
    return {"action": action, "runs": list(before), "value": {"each": dict(before)}}


def _each(runs: Sequence[Run], value: object, read: Callable[[object], Any]) -> dict[str, Any]:
    """Return the value of each run: one for all, or ``{"each": {id: value}}``."""
    if isinstance(value, Mapping):
        each = value.get("each")
        if not isinstance(each, Mapping) or not all(run.id in each for run in runs):
            raise GuildError("not every run has a value")
        return {run.id: read(each[run.id]) for run in runs}
    return dict.fromkeys((run.id for run in runs), read(value))


def _text(longest: int) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not isinstance(value, str):
            raise GuildError("it has to be a text")
        if len(value) > longest:
            raise GuildError(f"the text is too long: {len(value)} characters", "Shorten it.")
        return value

    return read


def _tags(value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise GuildError("tags have to be a list of texts")
    tags = [one.strip() for one in value]
    if not all(tags):
        raise GuildError("a tag cannot be empty", "Give it at least one letter.")
    return tags


def _named(runs: Sequence[Run]) -> str:
    if len(runs) == 1:
        return f"{runs[0].operation} {runs[0].short_id}"
    return f"{len(runs)} runs"


def _log(wanted: Mapping[str, Any], find: Find) -> Message:
    run = _one(wanted, find)
    offset, length = (_whole(wanted.get(name), name) for name in ("offset", "length"))
    part = output_parts.part(run.output_path, offset, length)
    return Message(
        {"text": part.text, "offset": part.offset, "next": part.next, "size": part.size}
    )


def _files(wanted: Mapping[str, Any], find: Find) -> Message:
    found, more = glimpses.entries(_one(wanted, find), _path(wanted))
    listed = [{"name": one.name, "kind": one.kind, "size": one.size} for one in found]
    return Message({"entries": listed, "more": more})


def _file(wanted: Mapping[str, Any], find: Find) -> Message:
    seen = glimpses.glimpse(_one(wanted, find), _path(wanted))
    content: dict[str, Any] = {
        "type": seen.kind,
        "mime": seen.mime,
        "size": seen.size,
        "is_whole": seen.is_whole,
    }
    if seen.kind == "picture":
        return Message({**content, "buffer": 0}, [seen.data])
    return Message({**content, "text": seen.text} if seen.kind == "text" else content)


def _one(wanted: Mapping[str, Any], find: Find) -> Run:
    run_id = wanted.get("run")
    if not isinstance(run_id, str):
        raise GuildError("no run is named")
    return find(run_id)


def _path(wanted: Mapping[str, Any]) -> str:
    path = wanted.get("path", "")
    if not isinstance(path, str):
        raise GuildError("no path is named")
    return path


def _whole(value: object, name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise GuildError(f"{name} has to be a whole number")
    return value


_ACTIONS: Mapping[str, Callable[[Sequence[Run], object], _Done]] = {
    "stop": _stop,
    "label": _label,
    "tag": _tag,
    "comment": _comment,
    "mark": _mark,
    "delete": _delete,
    "restore": _restore,
    "purge": _purge,
}
_QUESTIONS: Mapping[str, Callable[[Mapping[str, Any], Find], Message]] = {
    "act": _act,
    "log": _log,
    "files": _files,
    "file": _file,
}
