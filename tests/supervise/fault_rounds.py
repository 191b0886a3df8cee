"""Launches runs of which one process dies or fails at a named point, and says what went wrong.

The tests and the benchmark of faults use it; it is no part of the package. Everything is looked
at by two readers: this process, and one beside it that lists the home all the time.
"""

import contextlib
import json
import os
import random
import resource
import select
import shutil
import signal
import time
from collections import Counter
from pathlib import Path

from supervised_runs import index, lines_of, names, output, until

from guild_jupyter.errors import GuildError
from guild_jupyter.guildfile import lookup, reader
from guild_jupyter.launch import launcher, staging
from guild_jupyter.launch.options import Options
from guild_jupyter.launch.plan import plan_run
from guild_jupyter.runstore.attributes import Attributes
from guild_jupyter.runstore.layout import Home, new_id
from guild_jupyter.runstore.store import list_runs
from guild_jupyter.supervise import durable, exit_record, faults, identity, recovery, state, tree
from guild_jupyter.supervise.rundir import TEMPORARY, RunDir

CODE = 3
#: What a failing call may say.
CODES = ["ENOSPC", "EROFS", "EDQUOT", "EIO", "EMFILE", "ENFILE", "ENOMEM"]
OPERATION = ": >ran\necho one\nsleep 0.02\nprintf 'loss: 0.5\\nno end'\nexit 3\n"
GUILD_FILE = """
plain: {exec: sh op.sh, sourcecode: [op.sh]}
prepared: {exec: sh op.sh, sourcecode: [op.sh], requires: {file: data.txt}}
"""
#: A point that a loop passes is tried so many times.
OFTEN = 3
#: Seconds within which a run is final once its last process is gone.
SOON = 1.0


class Launch:
    """One launch: the process of the launcher, and the run that it makes."""

    def __init__(self, spec, pid, report, run):
        self.spec = spec
        self.pid = pid
        self.report = report
        self.run = run
        self.seen = set()

    def is_hit(self, role):
        return f"{role}/" in self.spec or role in self.spec.split("+")


class FaultRounds:
    """Rounds of launches with faults, in a home of their own.

    Parameters
    ----------
    folder
        Where project and home are.
    operation
        ``plain``, ``prepared`` for one with a resource, ``capped`` for more output than is kept.
    change
        Called in the launcher before it launches; None for nothing.
    """

    def __init__(self, folder, operation="plain", change=None):
        self.folder = Path(folder)
        self.home = Home(self.folder / "home")
        self.done = self.folder / "done"
        self.change = change
        self.kills = Counter()
        project = self.folder / "project"
        project.mkdir(parents=True)
        self.done.mkdir()
        (project / "guild.yml").write_text(GUILD_FILE)
        (project / "op.sh").write_text(OPERATION)
        (project / "data.txt").write_text("data\n")
        found = reader.read(project / "guild.yml")
        capped = operation == "capped"
        wanted = lookup.find_operation(found, "plain" if capped else operation)
        options = Options(head=8, tail=8) if capped else Options()
        self.plan = plan_run(found, wanted, [], self.home, project, (), options)
        self.home.prepare()
        self.outside = self._outside()
        self.expected = self._output_of_a_run()

    # -- launching --------------------------------------------------------------------------

    def launch(self, spec, limits=()):
        """Launch in a process of its own, with faults; return without waiting."""
        run_id = new_id()
        report, report_end = os.pipe()
        pid = os.fork()
        if not pid:
            self._launch(spec, limits, run_id, report_end)
        os.close(report_end)
        return Launch(spec, pid, report, RunDir(self.home.runs / run_id))

    def _launch(self, spec, limits, run_id, report):
        text = "raised: nothing"
        try:
            os.setsid()
            signal.alarm(0)
            launcher.new_id = lambda: run_id
            for which, most in limits:
                if which == resource.RLIMIT_NOFILE:
                    os.dup2(report, 3)
                    report = 3
                    os.closerange(4, 4096)
                resource.setrlimit(which, (most, most))
            if self.change:
                self.change()
            faults.arm(spec)
            launcher.launch(self.plan)
            text = "launched"
        except GuildError as error:
            text = f"refused: {error}"
        except BaseException as error:  # noqa: BLE001 - it is what is being looked for
            text = f"raised: {error!r}"
        finally:
            os.write(report, text.encode())
            os._exit(0)

    def _output_of_a_run(self):
        launch = self.launch("")
        self._wait(launch)
        expected = output(launch.run)
        self._put_away(launch)
        return expected

    def points(self, spec=""):
        """Return the points that a run reaches, each with the time it is reached, in order."""
        record = self.folder / f"points-{new_id()}"
        launch = self.launch(f"record:{record};{spec}".rstrip(";"))
        self._wait(launch)
        self._put_away(launch)
        points = dict.fromkeys(record.read_text().splitlines())
        record.unlink()
        return [point for point in points if int(point.rpartition("#")[2]) <= OFTEN]

    # -- rounds -----------------------------------------------------------------------------

    def rounds(self, specs, together=3):
        """Launch with each of the faults; return what went wrong, a text each."""
        specs = list(specs)
        wrong = []
        with watched(self.home) as watcher:
            for at in range(0, len(specs), together):
                wrong += self.judge([self.launch(s) for s in specs[at : at + together]])
        return wrong + watcher.wrong

    def random_round(self, together=3, span=0.2):
        """Launch, and kill one process of each launch at a random moment, if one still lives.

        Returns what went wrong; `kills` counts the processes by their role.
        """
        launches = [self.launch("") for _ in range(together)]
        began = time.monotonic()
        moments = sorted((random.random() * span, launch) for launch in launches)
        for moment, launch in moments:
            time.sleep(max(0.0, began + moment - time.monotonic()))
            self._kill_one(launch)
        return self.judge(launches)

    def _kill_one(self, launch):
        files = {
            "supervisor": launch.run.supervisor,
            "reaper": launch.run.reaper,
            "operation": launch.run.child,
            "recorder": launch.run.recorder,
        }
        there = {role: identity.from_json(durable.read_json(path)) for role, path in files.items()}
        there["launcher"] = identity.identify(launch.pid)
        alive = [role for role, who in there.items() if who and identity.is_alive(who)]
        role = random.choice(alive or ["nobody"])
        if alive and identity.send(there[role], signal.SIGKILL):
            self.kills[role] += 1
        launch.spec = f"killed+{role}"

    # -- judging ----------------------------------------------------------------------------

    def _wait(self, launch):
        """Wait until every process of a launch is gone; look at the run all the while."""
        with os.fdopen(launch.report, "rb") as report:
            launch.report = report.read().decode()
        os.waitpid(launch.pid, 0)
        run_id = launch.run.path.rpartition("/")[2]
        until(lambda: self._look(launch) and not tree.marked("RUN_ID", run_id), pause=0.01)

    def _look(self, launch):
        if Path(launch.run.path).is_dir():
            launch.seen.add(state.state_of(launch.run.path).status)
        return not state.is_kept(launch.run)

    def judge(self, launches, once_over=None):
        """Wait for the end of launches; return what is wrong with what they left.

        `once_over` is called when the last process is gone, before anything is looked at.
        """
        wrong = []
        for launch in launches:
            self._wait(launch)
        if once_over:
            once_over()
        for launch in launches:
            wrong += [f"{launch.spec}: {text}" for text in self._wrongs(launch)]
            self._put_away(launch)
        specs = " or ".join(launch.spec for launch in launches)
        return wrong + [f"{specs}: {text}" for text in self._wrong_outside()]

    def _wrongs(self, launch):
        if launch.report.startswith("raised"):
            yield launch.report
        if not Path(launch.run.path).exists():
            if not launch.is_hit("launcher") and not launch.report.startswith("refused"):
                yield f"no run, and no word of why: {launch.report}"
            return
        if launch.report.startswith("refused"):
            yield f"a run, and yet {launch.report}"
        yield from self._wrong_in_run(launch)

    def _wrong_outside(self):
        """Tell what is left elsewhere once no launcher lives and the next one has looked."""
        for path in self.home.staging.iterdir():
            if not Path(RunDir(path).launch).exists():
                os.utime(path, (0, 0))  # whose it is was not written yet: it is kept for a day
        staging.sweep(self.home.staging)
        found = self._outside()
        if found != self.outside:
            yield f"files elsewhere: {sorted(found ^ self.outside)}"

    def _outside(self):
        """Every path of the folder but runs and the cache."""
        left_out = (self.home.runs, self.home.cache, self.done)
        return {
            str(path)
            for path in self.folder.rglob("*")
            if not any(folder in path.parents for folder in left_out)
            and path != self.home.cache
            and not path.name.startswith("points-")
        }

    def _wrong_in_run(self, launch):
        run = launch.run
        try:
            until(lambda: state.state_of(run.path).status in state.FINAL, SOON)
        except AssertionError:
            yield f"still {state.state_of(run.path)}"
            return
        found = state.state_of(run.path)
        yield from self._wrong_end(launch, found)
        yield from torn(run)
        recovery.repair(run)
        once = _snapshot(run)
        recovery.repair(run)
        if _snapshot(run) != once:
            yield "the second repair changed something"
        yield from torn(run)
        yield from _left_over(run)
        if state.state_of(run.path) != found or len(launch.seen & state.FINAL) > 1:
            yield f"{found} was seen as {launch.seen}, then {state.state_of(run.path)}"

    def _wrong_end(self, launch, found):
        run = launch.run
        ran = Path(run.path, "ran").exists()
        end = (found.status, found.exit_status)
        if end == (state.ERROR, CODE):
            yield from _wrong_output(run, self.expected)
        elif end == (state.TERMINATED, -9):
            if not any(map(launch.is_hit, ("operation", "prepare", "preparer"))):
                yield f"{found}, and nobody killed it"
        elif found.status == state.ERROR:
            if ran or not (found.reason or output(run)):
                yield f"{found}, ran: {ran}, log: {durable.read_text(run.log)}"
        elif not self._may_be_lost(launch, ran):
            yield f"{found}, ran: {ran}, log: {durable.read_text(run.log)}"

    def _may_be_lost(self, launch, ran):
        if launch.is_hit("supervisor") and launch.is_hit("reaper"):
            return True
        begun = ran or Path(launch.run.reaper).exists()
        return not begun and any(map(launch.is_hit, ("launcher", "supervisor")))

    def _put_away(self, launch):
        """Take a run out of the home at once, so that no reader sees it half deleted."""
        if Path(launch.run.path).exists():
            place = self.done / Path(launch.run.path).name
            Path(launch.run.path).rename(place)
            shutil.rmtree(place)


def torn(run):
    """Yield which files of a run are there and hold nothing that makes sense."""
    attributes = Attributes(run)
    for name, problem in attributes.check().items():
        if Path(run.path).exists():
            yield f"attribute {name}: {problem}"
    for path in _paths(run.attrs):
        with contextlib.suppress(FileNotFoundError):
            if not path.stat().st_size:
                yield f"attribute {path.name} is empty"
    for path in _paths(run.guild):
        if path.suffix != ".json":
            continue
        with contextlib.suppress(FileNotFoundError):
            if not isinstance(json.loads(path.read_bytes() or b"0"), dict):
                yield f"{path.name} is empty"


def _paths(folder):
    """The paths in a folder, which may be removed under the look."""
    with contextlib.suppress(FileNotFoundError):
        return list(Path(folder).iterdir())
    return []


def _wrong_output(run, expected):
    record = exit_record.read(run.exit_record)
    if not record.complete:
        return
    if record.output_bytes + record.dropped_bytes != len(expected):
        yield f"{record.output_bytes} and {record.dropped_bytes} bytes of output"
    if not record.dropped_bytes and output(run) != expected:
        yield f"output is {output(run)}"
    if Path(run.output_index).exists() and len(index(run)) > lines_of(output(run)):
        yield f"{len(index(run))} records of the index"


def _left_over(run):
    if left := [name for name in names(run.guild) if name.startswith((TEMPORARY, "LOCK"))]:
        yield f"left over: {left}"
    record = exit_record.read(run.exit_record)
    for name in exit_record.ATTRIBUTES if record else ():
        if durable.read_int(run.attr(name)) != getattr(record, name):
            yield f"attribute {name} is {durable.read_text(run.attr(name))!r}"


def _snapshot(run):
    facts = {path: path.lstat() for path in Path(run.path).rglob("*")}
    return {path: (f.st_ino, f.st_mtime_ns, f.st_size) for path, f in facts.items()}


class Watcher:
    """What the second reader found wrong; complete once it has ended."""

    def __init__(self):
        self.wrong = []


@contextlib.contextmanager
def watched(home):
    """Have a process list the home again and again; give what it finds wrong."""
    watcher = Watcher()
    stop, stop_end = os.pipe()
    report, report_end = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(stop_end)
        os.close(report)
        try:
            found = _watch(home, stop)
        except Exception as error:  # noqa: BLE001 - it is what is being looked for
            found = [f"the second reader failed: {error!r}"]
        with os.fdopen(report_end, "w") as file:
            json.dump(found, file)
        os._exit(0)
    os.close(stop)
    os.close(report_end)
    try:
        yield watcher
    finally:
        os.close(stop_end)
        with os.fdopen(report) as file:
            watcher.wrong += json.load(file)
        os.waitpid(pid, 0)


def _watch(home, stop):
    final, wrong = {}, set()
    while not select.select([stop], [], [], 0.01)[0]:
        for run in list_runs(home):
            now = run.state
            found = list(torn(run.files_of_run))
            if not run.dir.exists():
                continue
            wrong.update(f"second reader: {text}" for text in found)
            before = final.get(run.id, now)
            if before != now:
                wrong.add(f"second reader: {before} became {now}")
            if now.status in state.FINAL:
                final[run.id] = now
    return sorted(wrong)


def can_fail(point):
    """Tell whether a call is about to be made at a point, which a test may have fail."""
    return point.partition("=")[0].partition("#")[0].endswith("ing")
