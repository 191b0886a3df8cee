"""Starting the supervision of a run, and what is said where it cannot be started."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from guild_jupyter.errors import LaunchError
from guild_jupyter.executors import local
from guild_jupyter.executors.local import LocalExecutor, program
from guild_jupyter.executors.protocol import Executor
from guild_jupyter.supervise.rundir import RunDir


@pytest.fixture
def lock():
    read, write = os.pipe()
    yield write
    os.close(read)
    os.close(write)


def test_a_program_runs_isolated_and_without_other_packages_unless_it_names_them():
    words = program("guild_jupyter.supervise.recorder", "/run")
    assert words[:3] == [sys.executable, "-I", "-S"]
    assert words[3].endswith("supervise/boot.py")
    module, paths, run_dir = words[4:]
    assert (module, run_dir) == ("guild_jupyter.supervise.recorder", "/run")
    assert Path(paths + "/guild_jupyter").is_dir()
    other = program("m", "/run", site=("/a", paths, "/b", "/a"))
    assert other[1] == "-I"
    assert "-S" not in other
    assert other[-2].split(os.pathsep) == [paths, "/a", "/b"]


def test_the_local_executor_is_an_executor():
    executor: Executor = LocalExecutor()
    assert callable(executor.start)


def test_a_system_that_starts_no_more_processes_is_an_error_with_a_hint(
    monkeypatch, tmp_path, lock
):
    def fails(*_, **__):
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(local.subprocess, "Popen", fails)
    with pytest.raises(LaunchError, match="Resource temporarily unavailable"):
        LocalExecutor().start(RunDir(tmp_path), {}, lock)


def test_a_value_that_is_too_large_for_a_process_is_said_as_such(tmp_path, lock):
    with pytest.raises(LaunchError, match="Argument list too long") as caught:
        LocalExecutor().start(RunDir(tmp_path), {"A": "a" * (1 << 18)}, lock)
    assert caught.value.hint.startswith("Flags and environment are too large")


@pytest.mark.parametrize("interpreter", ["/bin/false", "/not/there"])
def test_an_interpreter_that_does_not_work_is_an_error(monkeypatch, tmp_path, lock, interpreter):
    monkeypatch.setattr(local.sys, "executable", interpreter)
    with pytest.raises(LaunchError):
        LocalExecutor().start(RunDir(tmp_path), {}, lock)


def test_the_supervisor_gets_the_lock_the_environment_and_nothing_of_the_terminal(
    monkeypatch, tmp_path, lock
):
    seen = {}

    class Starter:
        def __init__(self, words, **options):
            seen.update(options, words=words)

        def wait(self):
            return 0

    monkeypatch.setattr(local.subprocess, "Popen", Starter)
    LocalExecutor().start(RunDir(tmp_path), {"A": "1"}, lock)
    assert seen["words"] == program("guild_jupyter.supervise.supervisor", str(tmp_path))
    assert seen["env"] == {"A": "1", "GUILD_JUPYTER_LOCK": str(lock)}
    assert seen["pass_fds"] == (lock,)
    assert seen["start_new_session"]
    assert seen["cwd"] == "/"
    streams = {seen[name] for name in ("stdin", "stdout", "stderr")}
    assert streams == {subprocess.DEVNULL}
