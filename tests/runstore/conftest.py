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
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.run import Run


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
