import ctypes
import multiprocessing
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from guild_jupyter.documents import dump
from guild_jupyter.redaction import redact
from guild_jupyter.runstore import facts, stamps
from guild_jupyter.runstore.facts import Facts
from guild_jupyter.runstore.index import asking, shelf
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.store import list_runs
from guild_jupyter.scalars.events import EventWriter
from guild_jupyter.supervise import durable, exit_record, identity, state
from guild_jupyter.supervise.exit_record import ExitRecord


class Store:
    """A Guild home with runs as Guild itself writes them."""

    def __init__(self, path):
        self.home = Home(path)
        self.made = 0

    def run(self, id_="", *, spec="op", started=None, files=None, status=0, **attributes):
        self.made += 1
        model, _, operation = spec.rpartition(":")
        folder = self.home.runs / (id_ or f"{self.made:032x}")
        attrs = folder / ".guild/attrs"
        attrs.mkdir(parents=True)
        when = self.made * 1_000_000 if started is None else started
        values = {"started": when, "exit_status": status, "flags": {}} | attributes
        for name, value in values.items():
            if value is not None:
                (attrs / name).write_text(dump(value))
        for name, text in (files or {}).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        (folder / ".guild/opref").write_text(f"guildfile:/p/guild.yml 0 '{model}' {operation}")
        return Run(folder)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "home")


def _as_nobody(folder, work, results):
    os.chdir(folder)
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        # As of a process that began as this user, its own files in /proc can be read.
        ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
    results.put(work())


@pytest.fixture
def another_user():
    """Does some work in a folder, as a user for whom permissions count, and returns its result."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    context = multiprocessing.get_context("fork")

    def run(work):
        results = context.SimpleQueue()
        worker = context.Process(target=_as_nobody, args=(folder, work, results))
        worker.start()
        worker.join(60)
        assert worker.exitcode == 0
        return results.get()

    yield run
    subprocess.run(["chmod", "-R", "u+rwX", str(folder)], check=False)
    shutil.rmtree(folder)


def microseconds():
    return time.time_ns() // 1000


def told(run):
    """What the run itself tells, each fact read from its file at this moment.

    It does not tell what cannot be read.
    """
    now = run.state
    comments = run.attributes.typed("comments", list, [])
    return Facts(
        run=run,
        opref=run.opref,
        state=now,
        initialized=run.attributes.typed("initialized", int, None),
        started=run.started,
        stopped=run.stopped,
        seconds=None if now.status in state.LIVE else run.seconds(),
        label=run.label,
        tags=tuple(run.tags),
        comments=tuple(redact(str(c.get("body", ""))) for c in comments if isinstance(c, dict)),
        marked=run.marked,
        flags=run.flags,
        digest=str(run.attributes.get("sourcecode_digest") or ""),
        is_batch=(run.dir / ".guild/proto").is_dir(),
    )


class Index:
    """The index as tests see it: trusting files sooner, and kept on disk at once."""

    tell = staticmethod(told)
    forget = staticmethod(asking.forget)

    @staticmethod
    def settle():
        """Wait until all that was written is old enough to be trusted."""
        begin = time.time_ns()
        while time.time_ns() < begin + 2 * stamps.FRESH:
            pass

    @staticmethod
    def path(home):
        return Path(shelf.Shelf(str(home.runs)).database.path)

    @staticmethod
    def facts(runs):
        """The facts that runs tell, too; of live ones without the time, which goes on."""
        found = [fact._replace(unread=()) for fact in facts.gather(runs)]
        return [f._replace(seconds=None) if f.state.status in state.LIVE else f for f in found]


@pytest.fixture
def index(monkeypatch):
    monkeypatch.setattr(stamps, "FRESH", 20_000_000)  # two ticks of the slowest clock
    monkeypatch.setattr(shelf, "WORTH", 0.0)
    asking.forget()
    yield Index
    asking.forget()


@pytest.fixture
def kept(store, index):
    """A home of some runs of every kind, all of them in the index."""
    store.home.cache.mkdir(parents=True)
    for number in range(6):
        store.run(
            spec="m:train",
            flags={"lr": number / 10, "password": "hunter2hunter2", "layers": [1, {"a": 2}]},
            label=f"label {number}",
            tags=["a", "b"],
            stopped=9_000_000 + number,
            status=number % 3 - 1,
            sourcecode_digest="616ed8f92351707bd1e25f833881fe1f",
        )
    store.run(status=None)
    ours = store.run(status=None)
    durable.write_json(ours.files_of_run.launch, identity.identify(os.getpid()).to_json())
    exit_record.seal(ours.files_of_run.exit_record, ExitRecord(3, 9_000_000, elapsed=1.5))
    staged = store.run(status=None)
    (staged.dir / ".guild/STAGED").touch()
    running = store.run(status=None)
    (running.dir / ".guild/LOCK").write_text(str(os.getpid()))
    for number, folder in enumerate((ours.dir, running.dir / "logs/a")):
        folder.mkdir(parents=True, exist_ok=True)
        with EventWriter(folder) as writer:
            writer.add("loss", float(number), 1, 1.0)
    list_runs(store.home)
    index.settle()
    runs = list_runs(store.home)
    facts.gather(runs)
    facts.summaries(runs)
    return store
