"""Launches supervised runs in a folder, watches them, and ends all of their processes at the end.

The tests and the benchmark of supervision use it; it is no part of the package.
"""

import contextlib
import fcntl
import os
import random
import signal
import sys
import time
import uuid
from pathlib import Path

from guild_jupyter.executors.local import LocalExecutor, program
from guild_jupyter.supervise import durable, exit_record, identity, state, tree
from guild_jupyter.supervise.orders import Orders
from guild_jupyter.supervise.rundir import RunDir

#: An operation that says that it is up, and lives until there is a file `end`.
WAIT = """
import os, time
print("up", flush=True)
while not os.path.exists("end"):
    time.sleep(0.002)
"""


def until(condition, limit=20.0, pause=0.002):
    """Wait until a condition holds, and return what it returned; fail after `limit` seconds."""
    end = time.monotonic() + limit
    while not (found := condition()):
        if time.monotonic() >= end:
            raise AssertionError(f"not within {limit} s: {condition}")
        time.sleep(pause)
    return found


def names(folder):
    return sorted(path.name for path in Path(folder).iterdir())


def holder(path):
    """Return the identity in a file of a run directory, or None."""
    return identity.from_json(durable.read_json(path))


def output(run):
    path = Path(run.output)
    return path.read_bytes() if path.exists() else b""


def index(run):
    """Return the stream of each record of the output's index."""
    data = Path(run.output_index).read_bytes()
    assert len(data) % 9 == 0
    return [data[at + 8] for at in range(0, len(data), 9)]


def lines_of(data):
    return data.count(b"\n") + bool(data and not data.endswith(b"\n"))


def kept(data, head, tail):
    """Return what `output` must hold in the end of a run that wrote `data`."""
    if len(data) <= head + tail:
        return data
    left_out = len(data) - head - tail
    said = b"\n[guild_jupyter: %d bytes of output are left out here]\n" % left_out
    return data[:head] + said + data[len(data) - tail :]


class SupervisedRuns:
    """Runs below a folder, and every process that they started.

    Parameters
    ----------
    folder
        Where run directories are made.
    """

    def __init__(self, folder):
        self.folder = Path(folder)
        self.runs = []
        self.known = set()

    def directory(self, where=None):
        """Make the directory of a run as the launcher does, all but the orders."""
        path = Path(where or self.folder) / uuid.uuid4().hex
        (path / ".guild" / "attrs").mkdir(parents=True)
        run = RunDir(path)
        durable.write_json(run.launch, identity.identify(os.getpid()).to_json())
        durable.write(run.attr("started"), b"%d\n" % (time.time_ns() // 1000))
        return run

    def launch(
        self,
        words,
        prepare=None,
        *,
        where=None,
        environment=None,
        records=False,
        wanted=None,
        start=True,
        **more,
    ):
        """Launch a run; `words` is a command or the text of a Python program."""
        run = self.directory(where)
        recorder = program("guild_jupyter.supervise.recorder", run.path) if records else None
        orders = Orders(_words(words), prepare and _words(prepare), recorder, **more)
        plan = {"supervise": orders.to_json(), "recorder": wanted or {}}
        durable.write_json(run.plan, plan)
        if start:
            self.start(run, environment)
        return run

    def start(self, run, environment=None):
        """Start the supervision of a run whose directory is complete."""
        self.runs.append(run)
        own = {**os.environ, "RUN_ID": run.path.rpartition("/")[2], **(environment or {})}
        lock = os.open(run.supervisor_lock, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            LocalExecutor().start(run, own, lock)
        finally:
            os.close(lock)

    def wait(self, run, limit=20.0):
        """Wait until nobody keeps a run any more, and return its state."""
        until(lambda: not state.is_kept(run) and self.is_settled(run), limit)
        return state.state_of(run.path)

    def is_settled(self, run):
        return state.state_of(run.path).status in state.FINAL

    def keepers(self, run):
        """Wait for both supervising processes, and return them: supervisor, reaper."""
        return until(lambda: holder(run.supervisor)), until(lambda: holder(run.reaper))

    def wait_for_output(self, run, text):
        until(lambda: text in output(run))

    def processes(self, run):
        """Return every live process of a run, its keepers and recorder included."""
        found = {holder(path) for path in (run.supervisor, run.reaper, run.child, run.recorder)}
        self.known |= {one for one in found if one}
        alive = {one.pid for one in self.known if identity.is_alive(one)}
        self.known |= {*tree.descendants(alive, set())}
        self.known |= {*tree.marked("RUN_ID", run.path.rpartition("/")[2])}
        return [one for one in self.known if identity.is_alive(one)]

    def survivors(self, run):
        """Return the live processes that carry the run's id, without keepers and recorder."""
        spared = {holder(path) for path in (run.supervisor, run.reaper, run.recorder)}
        marked = tree.marked("RUN_ID", run.path.rpartition("/")[2])
        return [one for one in marked if one not in spared]

    def close(self):
        """End every process of every run."""
        for run in self.runs:
            end = time.monotonic() + 10
            while (left := self.processes(run)) and time.monotonic() < end:
                tree.kill(left)
                time.sleep(0.002)
            assert not left, f"processes are left of {run.path}: {left}"


def _words(words):
    return [sys.executable, "-I", "-S", "-c", words] if isinstance(words, str) else list(words)


#: An operation whose processes leave its session and its tree, ignore the request to end, and
#: are started anew twenty times a second.
HOSTILE = """
import os, signal, subprocess, sys, time
resists = "import signal, time, os; signal.signal(15, signal.SIG_IGN); os.setsid()"
subprocess.Popen([sys.executable, "-c", resists + "; print('one', flush=True); time.sleep(100)"])
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        signal.signal(15, signal.SIG_IGN)
        print("two", flush=True)
        time.sleep(100)
    os._exit(0)
if os.fork() == 0:
    os.setsid()
    signal.signal(15, signal.SIG_IGN)
    signal.signal(17, signal.SIG_IGN)
    print("four", flush=True)
    while True:
        if os.fork() == 0:
            os.setsid()
            time.sleep(100)
        time.sleep(0.05)
print("three", flush=True)
time.sleep(100)
"""
HOSTILE_WORDS = (b"one", b"two", b"three", b"four")

TALKER = """
import sys, time
for number in range({lines}):
    print("line", number, flush=True)
    time.sleep({pause})
sys.exit(3)
"""


class KillRounds:
    """Rounds of killing one or both supervising processes at a random moment.

    Parameters
    ----------
    runs
        Where to launch.
    lines, pause
        How many lines the operation writes, and the seconds between them.
    """

    def __init__(self, runs, lines=20, pause=0.004):
        self.runs = runs
        self.program = TALKER.format(lines=lines, pause=pause)
        self.expected = b"".join(b"line %d\n" % number for number in range(lines))
        self.span = lines * pause * 1.4

    def round(self, victims):
        """Launch, kill, wait; return what is wrong, or an empty text.

        Parameters
        ----------
        victims
            Some of "supervisor" and "reaper".
        """
        run = self.runs.launch(self.program)
        keepers = dict(zip(("supervisor", "reaper"), self.runs.keepers(run), strict=True))
        time.sleep(random.random() * self.span)  # the moment is what is being varied
        killed = [identity.send(keepers[victim], signal.SIGKILL) for victim in victims]
        seen = set()
        until(lambda: self._note(seen, run) and not state.is_kept(run))
        found = state.state_of(run.path)
        if len(victims) == 1 or not all(killed) or exit_record.read(run.exit_record):
            return self._judge(run, found)
        return "" if found.status == state.LOST else f"{found} after both were killed"

    def _note(self, seen, run):
        seen.add(status := state.state_of(run.path).status)
        return status in state.FINAL

    def _judge(self, run, found):
        if (found.status, found.exit_status) != (state.ERROR, 3):
            return f"{found}, not error 3: {durable.read_text(run.log)}"
        record = exit_record.read(run.exit_record)
        if record.complete and output(run) != self.expected:
            return f"{len(output(run))} bytes of output, not {len(self.expected)}"
        if record.complete and len(index(run)) != self.expected.count(b"\n"):
            return f"{len(index(run))} records of the index"
        return ""


@contextlib.contextmanager
def supervised(folder):
    """Give a :class:`SupervisedRuns`, and end what it started."""
    runs = SupervisedRuns(folder)
    try:
        yield runs
    finally:
        runs.close()
