"""The commands in a terminal, in processes of their own: codes, signals, pipes."""

import os
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from guild_jupyter import __main__
from guild_jupyter.api import Guild
from guild_jupyter.errors import GuildError
from guild_jupyter.notebook import terminal as face

ROOT = Path(__file__).parents[1]
PATIENCE = 60

GUILD_FILE = """
say:
  exec: sh -c 'echo said; exit ${code}'
  flags: {code: 0}
die:
  exec: sh -c 'kill -${number} $$'
  flags: {number: 9}
wait:
  exec: sh -c 'echo waiting; exec sleep 600'
polite:
  main: polite
forget:
  exec: sh -c 'rm -rf "$RUN_DIR"; sleep 2'
missing:
  main: no_such_module
"""

POLITE = """
import signal, sys, time

def end(*_):
    print("ending", flush=True)
    sys.exit(3)

signal.signal(signal.SIGTERM, end)
print("waiting", flush=True)
time.sleep(600)
"""


def heed_hang_ups():
    """Undo what a suite that was itself started with ``nohup`` hands on to its processes."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


class Terminal:
    def __init__(self, folder, home):
        self.folder = folder
        self.started = []
        self.guild = Guild(folder, home)
        self.environment = {**os.environ, "PYTHONPATH": str(ROOT), "GUILD_HOME": str(home)}

    def start(self, *words, **options):
        settings = {
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "start_new_session": True,
            "preexec_fn": heed_hang_ups,
        } | options
        process = subprocess.Popen(
            [sys.executable, "-m", "guild_jupyter", *words],
            cwd=self.folder,
            env=self.environment,
            text=True,
            **settings,
        )
        self.started.append(process)
        return process

    def run(self, *words, typed=None):
        """Run a command to its end; return code, stdout and stderr."""
        stdin = {} if typed is None else {"stdin": subprocess.PIPE}
        with self.start(*words, **stdin) as process:
            out, err = process.communicate(typed, timeout=PATIENCE)
        return process.returncode, out, err


@pytest.fixture
def terminal(tmp_path, clean_environment, monkeypatch):
    project = tmp_path / "project"
    project.mkdir()
    (project / "guild.yml").write_text(GUILD_FILE)
    (project / "polite.py").write_text(POLITE)
    monkeypatch.chdir(project)
    made = Terminal(project, tmp_path / "home")
    yield made
    for run in made.guild.runs():
        if run.stop(grace=0).asked:
            run.wait(PATIENCE, check=False)
    for process in made.started:
        process.kill()
        process.communicate()


def test_a_run_streams_its_output_and_ends_with_its_code(terminal):
    assert terminal.run("run", "say", "-y") == (0, "said\n", "")
    assert terminal.run("say", "code=7", "-y") == (7, "said\n", "")
    assert [run.exit_status for run in terminal.guild.runs()] == [7, 0]


def test_a_signal_of_the_operation_is_128_and_its_number(terminal):
    assert terminal.run("die", "-y")[0] == 128 + 9
    assert terminal.run("die", "number=15", "-y")[0] == 128 + 15


def test_what_the_output_does_not_say_is_said_at_the_end(terminal):
    few = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (20, 20))}
    with terminal.start("say", "-y", **few) as process:
        out, err = process.communicate(timeout=PATIENCE)
    (run,) = terminal.guild.runs()
    assert (process.returncode, out) == (1, "")
    reason = "supervision failed: Too many open files"
    assert re.fullmatch(rf"note: say {run.short_id}: error \(exit status 1, {reason}\).*\n", err)
    code, _, err = terminal.run("forget", "-y")
    assert code == 1
    assert re.fullmatch(r"note: \S* ?\w{8}: deleted \(its directory is gone\).*\n", err)


def test_the_question_is_answered_from_the_terminal(terminal):
    code, out, _ = terminal.run("run", "say", typed="n\n")
    assert (code, out) == (0, "You are about to run say\n  code: 0\nContinue? (Y/n) ")
    assert not terminal.guild.home.path.exists()
    code, out, _ = terminal.run("run", "say", typed="\n")
    assert code == 0
    assert out.endswith("said\n")
    code, out, err = terminal.run("run", "say")
    assert code == 1
    assert err == "guild-jupyter: nobody answered\nGive '-y' to do it without asking.\n"


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (["trian"], "no command and no operation 'trian'", "See 'guild-jupyter help'."),
        (["run", "say", "cod=1", "-y"], "no such flag: cod", "Did you mean code?"),
        (["run", "say", "--bla"], "no such option: --bla", "guild-jupyter run --help"),
        (["info"], "no run 'latest': there are no runs in ", "Another Guild home"),
        (["cd", "/"], "'cd' is for notebooks", "--project DIR"),
        (["missing", "-y"], "No module named no_such_module", "Recorded as run"),
    ],
)
def test_a_mistake_is_one_line_and_a_hint_on_stderr(terminal, words, message, hint):
    code, out, err = terminal.run(*words)
    assert (code, out) == (1, "")
    first, second = err.splitlines()
    assert first.startswith(f"guild-jupyter: {message}")
    assert hint in second


def test_in_the_background_the_command_returns_at_once(terminal):
    code, out, _ = terminal.run("wait", "-b", "-y")
    (run,) = terminal.guild.runs()
    assert (code, out) == (0, f"wait started in background as {run.id}\n")
    assert run.status in ("pending", "running")
    code, out, _ = terminal.run("stop")
    assert (code, out) == (0, f"stopped wait {run.short_id}: terminated (SIGTERM)\n")


def waiting(terminal, operation, **options):
    """Start an operation that waits; return the process and the run once it prints."""
    process = terminal.start(operation, "-y", **options)
    limit = time.monotonic() + PATIENCE
    while not (runs := terminal.guild.runs()) or not runs[0].output().endswith("\n"):
        assert time.monotonic() < limit
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    return process, runs[0]


def test_ctrl_c_stops_the_run_and_its_code_is_the_commands(terminal):
    process, run = waiting(terminal, "polite")
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 3
    shown = out.replace(f"stopping polite {run.short_id}\n", "")  # wherever it came between
    ended = rf"waiting\nending\npolite {run.short_id}: error \(exit status 3\) in \d+\.\d s\n"
    assert re.fullmatch(ended, shown)
    assert shown != out
    assert run.output() == "waiting\nending\n"
    assert run.exit_status == 3
    assert "Traceback" not in err


@pytest.fixture
def typed_at(terminal):
    """Starts an operation that waits in a terminal of its own; gives the other side of it."""
    opened = []

    def start(operation):
        keyboard, screen = os.openpty()
        opened.append(keyboard)
        process = subprocess.Popen(
            [sys.executable, "-c", TAKE_TERMINAL, "-m", "guild_jupyter", operation, "-y"],
            cwd=terminal.folder,
            env=terminal.environment,
            start_new_session=True,
            preexec_fn=heed_hang_ups,
            stdin=screen,
            stdout=screen,
            stderr=screen,
        )
        os.close(screen)
        terminal.started.append(process)
        limit = time.monotonic() + PATIENCE
        while not (runs := terminal.guild.runs()) or not runs[0].output().endswith("\n"):
            assert time.monotonic() < limit
            time.sleep(0.01)
        return process, runs[0], keyboard

    def close(keyboard):
        opened.remove(keyboard)
        os.close(keyboard)

    start.close = close
    yield start
    for keyboard in opened:
        os.close(keyboard)


TAKE_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


def test_ctrl_c_typed_in_a_terminal_stops_the_run(typed_at):
    process, run, keyboard = typed_at("polite")
    os.write(keyboard, b"\x03")
    assert process.wait(PATIENCE) == 3
    assert run.output() == "waiting\nending\n"


def test_closing_the_terminal_leaves_the_run_alone(typed_at):
    process, run, keyboard = typed_at("wait")
    typed_at.close(keyboard)
    assert process.wait(PATIENCE) != 0
    assert run.status == "running"
    run.stop()
    assert run.wait(PATIENCE, check=False).status == "terminated"


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGKILL, signal.SIGTERM])
def test_the_end_of_the_terminal_leaves_the_run_alone(terminal, number):
    process, run = waiting(terminal, "wait")
    os.killpg(process.pid, number)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == -number
    assert run.status == "running"
    run.stop()
    assert run.wait(PATIENCE, check=False).status == "terminated"


def test_a_reader_that_goes_away_is_no_traceback_and_leaves_the_run_alone(terminal):
    read, write = os.pipe()
    process, run = waiting(terminal, "wait", stdout=write)
    os.close(write)
    os.close(read)
    with (run.dir / ".guild/output").open("ab") as output:  # as if the operation said more
        output.write(b"more\n")
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert err == ""
    assert run.status == "running"


def test_watch_follows_and_ctrl_c_detaches(terminal):
    _, run = waiting(terminal, "wait", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with terminal.start("watch") as watcher:
        assert watcher.stdout.readline() == "waiting\n"
        os.killpg(watcher.pid, signal.SIGINT)
        out, err = watcher.communicate(timeout=PATIENCE)
    assert watcher.returncode == 128 + signal.SIGINT
    assert out == ""
    assert err.startswith(f"guild-jupyter: detached; wait {run.short_id} goes on\nguild-jupyter w")
    assert run.status == "running"


def test_in_process_the_value_is_printed_and_the_code_returned(terminal, capsys):
    home = str(terminal.guild.home.path)
    assert __main__.main(["-H", home, "help"]) == 0
    assert "Operations of " in capsys.readouterr().out
    assert __main__.main(["-H", home, "say", "code=4", "-y"]) == 4
    assert capsys.readouterr().out == "said\n"
    assert __main__.main(["-H", home, "cat"]) == 0
    assert capsys.readouterr().out == "said\n"
    assert __main__.main(["-H", home, "nosuch"]) == 1
    assert capsys.readouterr().err.startswith("guild-jupyter: no command and no operation")


def test_in_process_the_words_are_those_of_the_command_line(terminal, capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["guild-jupyter", "ops"])
    assert __main__.main() == 0
    assert "polite" in capsys.readouterr().out


def test_an_interrupt_at_the_question_ends_with_130(terminal, capsys, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", interrupted)
    assert __main__.main(["say"]) == 130
    shown = capsys.readouterr()
    assert shown.err == "\n"
    assert "Traceback" not in shown.out


def test_an_interrupt_while_modules_are_imported_is_no_traceback(terminal, capsys, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(__main__, "load", interrupted)
    assert __main__.main(["say"]) == 130
    assert capsys.readouterr() == ("", "\n")


def test_a_broken_pipe_in_process_ends_with_1(terminal, monkeypatch, tmp_path):
    def broken(*_):
        raise BrokenPipeError

    with (tmp_path / "out").open("w") as file:
        monkeypatch.setattr(sys, "stdout", file)
        monkeypatch.setattr(face, "carry_out", broken)
        assert __main__.main(["help"]) == 1


def test_a_reader_that_goes_away_is_no_traceback_for_any_command(terminal):
    for words in (["help"], ["ops"], ["runs", "--json"]):
        read, write = os.pipe()
        os.close(read)
        with terminal.start(*words, stdout=write) as process:
            os.close(write)
            _, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, err) == (1, "")


def test_an_error_without_a_hint_is_one_line(terminal, monkeypatch, capsys):
    def fail(*_):
        raise GuildError("wrong")

    monkeypatch.setattr(face, "carry_out", fail)
    assert __main__.main(["help"]) == 1
    assert capsys.readouterr().err == "guild-jupyter: wrong\n"
