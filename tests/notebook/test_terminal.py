"""The commands in a terminal whose streams are full, closed, left or know few characters."""

import fcntl
import os
import struct
import subprocess
import sys
import termios

import pytest

PATIENCE = 60


def started(place, *words, **options):
    """Start a command as a process of its own."""
    pipes = dict.fromkeys(("stdout", "stderr"), subprocess.PIPE)
    command = [sys.executable, "-m", "guild_jupyter", "-H", str(place.home), *words]
    return subprocess.Popen(command, text=True, cwd=place.project, **pipes | options)


def test_output_that_finds_no_room_is_an_error_in_one_line(place):
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        with started(place, "ops", stdout=full) as process:
            _, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 1
        assert err == "guild-jupyter: the output cannot be written: No space left on device\n"
        with started(place, "nonsense", stderr=full) as process:
            out, _ = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (1, "")


@pytest.mark.parametrize(
    ("closed", "code", "out", "err"),
    [
        (0, 0, "train", ""),
        (1, 1, "", "guild-jupyter: the output cannot be written: Bad file descriptor\n"),
        (2, 0, "train", ""),
    ],
)
def test_a_stream_that_is_closed_makes_no_traceback(place, closed, code, out, err):
    with started(place, "ops", preexec_fn=lambda: os.close(closed)) as process:
        said = process.communicate(timeout=PATIENCE)
    assert process.returncode == code
    assert out in said[0]
    assert said[1] == err


def test_a_reader_that_goes_away_is_no_trouble(place):
    reading, writing = os.pipe()
    os.close(reading)
    with started(place, "ops", stdout=writing) as process:
        os.close(writing)
        _, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (1, "")


@pytest.mark.parametrize(
    "variables",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
)
def test_what_an_encoding_cannot_say_is_replaced(place, variables):
    place.write("guild.yml", "say: {exec: x, description: gr\u00fc\u00df}\n")
    with started(place, "ops", env={**os.environ, **variables}) as process:
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (0, "")
    assert "gr??" in out


def test_a_list_without_entries_is_no_line(place):
    place.write("train.py", "pass\n")
    with started(place, "run", "train", "-y") as process:
        assert process.wait(PATIENCE) == 0
    with started(place, "ls", "-n", "-g") as process:
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err) == (0, "", "")


LISTING = """
import sys
others = set(sys.modules)  # where coverage is measured, many
from guild_jupyter.notebook.terminal import main

main(["runs", "--all"])
late = "yaml importlib.metadata shutil guild_jupyter.launch guild_jupyter.guildfile.reader".split()
slow = "dataclasses inspect copy unicodedata shlex heapq string sqlite3".split()
sys.exit(" ".join(name for name in late + slow if name in set(sys.modules) - others) or None)
"""


def test_listing_runs_imports_neither_a_parser_nor_what_starts_runs(place):
    place.write("train.py", "pass\n")
    with started(place, "run", "train", "-y", "-l", f"{'long ' * 40}end") as process:
        assert process.wait(PATIENCE) == 0
    done = subprocess.run(
        [sys.executable, "-c", LISTING],
        cwd=place.project,
        env={**os.environ, "GUILD_HOME": str(place.guild.home.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.strip()) == (0, "")


def test_a_list_of_runs_is_cut_to_the_width_of_the_terminal(place):
    place.write("train.py", "pass\n")
    with started(place, "run", "train", "-y", "-l", "long " * 40) as process:
        assert process.wait(PATIENCE) == 0
    keyboard, screen = os.openpty()
    fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 70, 0, 0))
    with started(place, "runs", stdout=screen) as process:
        assert process.wait(PATIENCE) == 0
    os.close(screen)
    heading, run = os.read(keyboard, 10_000).decode().splitlines()
    os.close(keyboard)
    assert heading.startswith("#")
    assert len(run) == 70
    assert run.endswith("…")
