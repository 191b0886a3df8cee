"""What the evidence says of one run: the facts in words, and what is not as it should be."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from guild_jupyter.runstore.layout import Modes
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.words import describe
from guild_jupyter.supervise import durable, exit_record, identity, state
from guild_jupyter.supervise.identity import Identity
from guild_jupyter.supervise.rundir import TEMPORARY, RunDir
from guild_jupyter.supervise.state import State
from guild_jupyter.twins.text import duration, moment

_PROCESSES = ("launch", "supervisor", "reaper", "child", "recorder")
_RECORD_BYTES = 512
_INDEX_RECORD = 9
_MOST = 10
_CONDITIONS = {
    "D": "alive, waits in the kernel, where no signal reaches it",
    "T": "alive, stopped by a signal",
    "t": "alive, stopped by a debugger",
    "Z": "ended, not waited for yet",
    "X": "ended",
}


@dataclass
class Diagnosis:
    """What is known of a run.

    Parameters
    ----------
    now
        Its state.
    facts
        Topic and what is found, in the order in which they are read.
    findings
        What is not as it should be.
    stuck
        Pid of a process of the run that waits where no signal reaches it; zero for none.
    halted
        Pids of its supervising processes that a signal has stopped.
    """

    now: State
    facts: list[tuple[str, str]] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    stuck: int = 0
    halted: list[int] = field(default_factory=list)

    def add(self, topic: str, text: str) -> None:
        """Note a fact."""
        self.facts.append((topic, text))


def examine(run: Run, modes: Modes) -> Diagnosis:
    """Return what the files of a run and the table of processes say.

    Nothing is changed, and nothing of environment, flags, command or output is looked at.

    Parameters
    ----------
    run
        The run; any of its files may be missing or hold garbage.
    modes
        The permissions that its files should have at most.
    """
    files = run.files_of_run
    evidence = state.gather(files)
    by_guild = state.of_guild_run(files)
    if evidence is None:
        now, told_by = by_guild, _of_guild(files)
    else:
        now, told_by = state.judge(evidence)
    found = Diagnosis(now)
    found.add("state", f"{describe(now)}; for Guild {by_guild.guild_status}")
    if copied := state.copy_of(files):
        found.findings.append(f"it is a copy of run {copied}")
    found.add("told by", told_by)
    for name in _PROCESSES:
        _add_process(found, files, name)
    found.add("lock", _lock(files))
    if Path(files.stop).exists():
        found.add("stop", _stop(files))
    found.add("exit record", _exit_record(files, found))
    _check_attributes(run, found)
    if evidence is not None:
        _check_end(run, found)
    _check_clock(run, found)
    found.add("output", _output(files, found))
    _check_leftovers(files, found)
    _check_modes(files, modes, found)
    return found


def _of_guild(files: RunDir) -> str:
    """Return why Guild's own files decide, and not ours."""
    if Path(files.launch).exists():
        return "Guild's files: it restarted this run, or launch.json cannot be read"
    return "Guild's files: the run was not launched by this package"


def _add_process(found: Diagnosis, files: RunDir, name: str) -> None:
    topic = "launcher" if name == "launch" else name
    path = getattr(files, name)
    data = durable.read_json(path)
    who = identity.from_json(data)
    if name == "recorder" and data == {"done": True}:
        found.add(topic, "none was needed")
        return
    if who is None:
        there = Path(path).exists()
        found.add(topic, "its record cannot be read" if there else "not recorded")
        if there:
            found.findings.append(f"{Path(path).name} names no process")
        return
    letter = identity.state_letter(who) if identity.is_of_here(who) else ""
    if letter == "D":
        found.stuck = who.pid
    if letter in ("T", "t") and name in ("supervisor", "reaper"):
        found.halted.append(who.pid)
    stage = f" ({data.get('stage')})" if data and name == "child" else ""
    found.add(topic, f"pid {who.pid}{stage}: {_condition(who, letter)}")


def _condition(who: Identity, letter: str) -> str:
    if letter:
        return _CONDITIONS.get(letter, "alive")
    if who.boot != identity.boot_id():
        is_here = who.host == identity.host()
        return "before this machine was restarted" if is_here else f"on the host {who.host}"
    if who.namespace != identity.pid_namespace():
        return f"in another container (pid namespace) of {who.host}"
    return "gone, its pid is another's" if identity.is_another(who) else "gone"


def _lock(files: RunDir) -> str:
    if not Path(files.supervisor_lock).exists():
        return "there is none"
    return "held" if state.is_locked(files.supervisor_lock) else "free"


def _stop(files: RunDir) -> str:
    asked = durable.read_json(files.stop) or {}
    when, grace = asked.get("time"), asked.get("grace")
    text = f"asked for at {moment(when)}" if isinstance(when, int) else "asked for"
    return f"{text}, with {grace} s" if isinstance(grace, (int, float)) else text


def _exit_record(files: RunDir, found: Diagnosis) -> str:
    record = exit_record.read(files.exit_record)
    if record is not None:
        if not record.complete and not state.is_kept(files):
            found.findings.append("nobody finished the run after the operation had ended")
        if record.survivors:
            found.findings.append(f"{record.survivors} processes could not be ended")
        said = vars(record) | {"stopped": moment(record.stopped)}
        said = {name: value for name, value in said.items() if value not in ("", None)}
        return "whole: " + ", ".join(f"{name} {value}" for name, value in said.items())
    try:
        with os.fdopen(durable.open_regular(files.exit_record), "rb") as file:
            begin = file.read(_RECORD_BYTES)
    except OSError as error:
        return f"there is none ({error.strerror})"
    if not any(begin):
        return "reserved, not written yet" if begin else "empty"
    found.findings.append("the exit record is not whole")
    return "not whole"


def _check_attributes(run: Run, found: Diagnosis) -> None:
    unreadable = sorted(run.problems.items())
    count = sum(name != "opref" for name, _ in unreadable)
    found.add("attributes", f"{len(run.attributes)}, {count} of them unreadable")
    found.findings += [f"attribute {name}: {why}" for name, why in unreadable[:_MOST]]
    if len(unreadable) > _MOST:
        found.findings.append(f"{len(unreadable) - _MOST} more attributes cannot be read")
    found.findings += run.scalar_faults[:_MOST]


def _check_end(run: Run, found: Diagnosis) -> None:
    """Compare what Guild reads of the end with the exit record."""
    record = exit_record.read(run.files_of_run.exit_record)
    if record is None or not record.complete:
        return
    for name in exit_record.ATTRIBUTES:
        value = getattr(record, name)
        said = durable.read_int(run.files_of_run.attr(name))
        if said != value and name not in run.attributes.problems:
            how = "is missing" if said is None else "differs"
            shown = moment(value) if name == "stopped" else value
            found.findings.append(f"attribute {name} {how}; the exit record says {shown}")


def _check_clock(run: Run, found: Diagnosis) -> None:
    if run.started is not None and run.stopped is not None:
        length = (run.stopped - run.started) / 1e6
        found.add("duration", duration(length))
        if length < 0:
            found.findings.append("it ended before it started: the clock was set back")


def _output(files: RunDir, found: Diagnosis) -> str:
    size, index = _size(files.output), _size(files.output_index)
    if size is None:
        return "there is none"
    text = f"{size} bytes"
    if index is not None:
        text += f", {index // _INDEX_RECORD} records of its index"
        if index % _INDEX_RECORD:
            found.findings.append("the last record of the output's index is not whole")
    record = exit_record.read(files.exit_record)
    if record is not None and record.complete and size < record.output_bytes:
        found.findings.append(f"output is missing: {record.output_bytes} bytes were recorded")
    if record is not None and record.dropped_bytes:
        found.findings.append(f"{record.dropped_bytes} bytes of output could not be written")
    return text


def _size(path: str) -> int | None:
    try:
        return Path(path).stat().st_size
    except OSError:
        return None


def _check_leftovers(files: RunDir, found: Diagnosis) -> None:
    try:
        names = [path.name for path in Path(files.guild).iterdir()]
    except OSError as error:
        found.findings.append(f"its folder cannot be read: {error.strerror}")
        return
    left = [name for name in names if name.startswith(TEMPORARY)]
    if left and found.now.status not in state.LIVE:
        found.findings.append(f"{len(left)} temporary files were left behind")
    if found.now.status in state.FINAL and Path(files.lock).exists():
        found.findings.append("the file LOCK was left behind")


def _check_modes(files: RunDir, modes: Modes, found: Diagnosis) -> None:
    folders = [Path(files.path), Path(files.guild), Path(files.attrs)]
    wide = [one for folder in folders for one in _wider(folder, modes.folder)]
    for folder in folders[1:]:
        try:
            entries = sorted(folder.iterdir())
        except OSError:
            continue
        wide += [
            one for entry in entries if not entry.is_dir() for one in _wider(entry, modes.file)
        ]
    shown = [name.removeprefix(f"{files.path}/") for name in wide[:_MOST]]
    if wide:
        more = f" and {len(wide) - _MOST} more" if len(wide) > _MOST else ""
        found.findings.append(f"others may read or write: {', '.join(shown)}{more}")


def _wider(path: Path, mode: int) -> list[str]:
    try:
        found = path.lstat()
    except OSError:
        return []
    if stat.S_ISLNK(found.st_mode):
        return []
    return [f"{path} ({found.st_mode & 0o777:04o})"] if found.st_mode & 0o077 & ~mode else []
