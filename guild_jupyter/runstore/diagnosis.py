"""What the evidence says of one run, in words; for reports of what went wrong."""

from __future__ import annotations

import os
import stat
import time
from dataclasses import dataclass, field
from pathlib import Path

from guild_jupyter.runstore.layout import Modes
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.shareable import shareable
from guild_jupyter.runstore.words import describe
from guild_jupyter.supervise import durable, exit_record, identity, state
from guild_jupyter.supervise.identity import Identity
from guild_jupyter.supervise.rundir import TEMPORARY, RunDir
from guild_jupyter.supervise.state import Evidence, State
from guild_jupyter.twins.text import duration, moment

_PROCESSES = ("launch", "supervisor", "reaper", "child", "recorder")
_RECORD_BYTES = 512
_INDEX_RECORD = 9
_LOG_BYTES = 1 << 16
_LOG_LINES = 40
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
    now = state.of_guild_run(files) if evidence is None else state.derive(evidence)
    found = Diagnosis(now)
    found.add("state", f"{describe(now)}; for Guild {state.of_guild_run(files).guild_status}")
    if copied := state.copy_of(files):
        found.findings.append(f"it is a copy of run {copied}")
    found.add("told by", _told_by(files, evidence))
    for name in _PROCESSES:
        _add_process(found, files, name)
    found.add("lock", _lock(files))
    if Path(files.stop).exists():
        found.add("stop", _stop(files))
    found.add("exit record", _exit_record(files, found))
    _check_attributes(run, found)
    found.add("output", _output(files, found))
    _check_leftovers(files, found)
    _check_modes(files, modes, found)
    return found


def _told_by(files: RunDir, facts: Evidence | None) -> str:
    """Return the fact that decides the state; the order is that of ``state.derive``."""
    if facts is None:
        if Path(files.launch).exists():
            return "Guild's files: it restarted this run, or launch.json cannot be read"
        return "Guild's files: the run was not launched by this package"
    rows = [
        (facts.ended is not None, "the exit record"),
        (facts.recorded is not None, "the attribute exit_status; there is no exit record"),
        (facts.staged and not facts.kept, "the mark STAGED; nothing was started"),
        (bool(facts.copy_of), "the attribute id: it is that of another run"),
        (not facts.here and facts.same_boot, "launch.json: another pid namespace"),
        (not facts.here, "launch.json: another host"),
        (not facts.same_boot, "launch.json: another boot of this machine"),
        (facts.kept and facts.stop_asked, "a supervising process lives, and stop.json is there"),
        (facts.kept, "a supervising process lives"),
        (bool(facts.child), "no supervising process lives, the operation does"),
        (facts.child is None, "no process lives, and none of the operation was recorded"),
        (True, "no process lives, and there is no exit record"),
    ]
    return next(words for fits, words in rows if fits)


def _add_process(found: Diagnosis, files: RunDir, name: str) -> None:
    topic = "launcher" if name == "launch" else name
    path = getattr(files, name)
    data = durable.read_json(path)
    who = identity.from_json(data)
    if who is None:
        there = Path(path).exists()
        found.add(topic, "its record cannot be read" if there else "not recorded")
        if there:
            found.findings.append(f"{Path(path).name} names no process")
        return
    letter = identity.state_letter(who) if _is_near(who) else ""
    if letter == "D":
        found.stuck = who.pid
    if letter in ("T", "t") and name in ("supervisor", "reaper"):
        found.halted.append(who.pid)
    stage = f" ({data.get('stage')})" if data and name == "child" else ""
    found.add(topic, f"pid {who.pid}{stage}: {_condition(who, letter)}")


def _is_near(who: Identity) -> bool:
    return who.boot == identity.boot_id() and who.namespace == identity.pid_namespace()


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
        with Path(files.exit_record).open("rb") as file:
            begin = file.read(_RECORD_BYTES)
    except OSError as error:
        return f"there is none ({error.strerror})"
    if not any(begin):
        return "reserved, not written yet" if begin else "empty"
    found.findings.append("the exit record is not whole")
    return "not whole"


def _check_attributes(run: Run, found: Diagnosis) -> None:
    problems = run.problems
    count = len(run.attributes)
    unreadable = sorted(problems.items())
    found.add("attributes", f"{count}, {len(problems.keys() - {'opref'})} of them unreadable")
    found.findings += [f"attribute {name}: {why}" for name, why in unreadable[:_MOST]]
    if len(unreadable) > _MOST:
        found.findings.append(f"{len(unreadable) - _MOST} more attributes cannot be read")
    record = exit_record.read(run.files_of_run.exit_record)
    if record is not None and record.complete:
        for name, value in (("exit_status", record.exit_status), ("stopped", record.stopped)):
            said = durable.read_int(run.files_of_run.attr(name))
            is_ours = state.gather(run.files_of_run) is not None
            if said != value and is_ours and name not in problems:
                how = "is missing" if said is None else "differs"
                shown = moment(value) if name == "stopped" else value
                found.findings.append(f"attribute {name} {how}; the exit record says {shown}")
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


def advice(found: Diagnosis, run: Run, prefix: str) -> str:
    """Return what can be done about a run, in a line.

    Parameters
    ----------
    found
        What is known of it.
    run
        The run.
    prefix
        What a user types before a command.
    """
    status = found.now.status
    if found.stuck and status in (state.STOPPING, state.RUNNING, state.ORPHANED):
        return f"pid {found.stuck} waits in the kernel and can only end by itself: see its device"
    if found.halted and status in state.LIVE:
        return f"a supervising process is stopped: kill -CONT {found.halted[0]}"
    sentences = {
        state.ORPHANED: f"stop works: {prefix} stop {run.short_id}",
        state.LOST: "its exit status is lost; without its supervisors it ended when it printed",
        state.UNKNOWN: "look at it, and stop it, where it was launched",
        state.STAGED: f"start it with: guild run --start {run.short_id}",
        state.ERROR: f"see what it said: {prefix} cat {run.short_id}",
    }
    if found.now.reason == exit_record.OUT_OF_MEMORY:
        return "give it more memory, or have it need less"
    if any(" could not be written" in finding for finding in found.findings):
        return f"make room on the disk; '{prefix} runs' then makes again what the record tells"
    if found.findings and status not in sentences:
        return "see the lines that begin with !"
    return sentences.get(status, "nothing to do")


def report(run: Run, found: Diagnosis, about: list[tuple[str, str]], hint: str) -> str:
    """Return a diagnosis as a text that can be pasted into an issue.

    Parameters
    ----------
    run
        The run.
    found
        What is known of it.
    about
        What else belongs into the report: topic and text.
    hint
        The advice.
    """
    rows = [("run", f"{run.id} {run.operation}"), ("directory", str(run.dir)), *about]
    rows += [("as of", moment(time.time_ns() // 1000)), *found.facts]
    lines = [f"{topic:<12} {text}" for topic, text in rows]
    log = _log(run.files_of_run)
    lines += [f"! {finding}" for finding in found.findings]
    if log:
        lines += ["supervisor.log", *(f"  | {line}" for line in log)]
    lines.append(f"{'advice':<12} {hint}")
    return shareable("\n".join(lines))


def _log(files: RunDir) -> list[str]:
    try:
        with Path(files.log).open("rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - _LOG_BYTES))
            data = file.read(_LOG_BYTES)
    except OSError:
        return []
    return data.decode("utf-8", errors="replace").splitlines()[-_LOG_LINES:]
