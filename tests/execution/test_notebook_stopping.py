"""What is left of a notebook whose run is ended while a cell goes on."""

import os
import signal
import time
from pathlib import Path

import pytest
from sample_notebooks import start, texts, write

from guild_jupyter.execution import notebook

pytestmark = [pytest.mark.slow, pytest.mark.kernel]

ENDLESS = """\
import os, sys, time
try:
    print('pid', os.getpid(), flush=True)
    while True:
        time.sleep(0.05)
finally:
    print('ended', flush=True)
"""


def started(folder, **environment):
    """Start an endless notebook; return its process and the pid of its kernel."""
    write(folder, "print('first')", ENDLESS, "print('never')")
    process = start(folder, "train.ipynb", **environment)
    for line in process.stdout:
        if line.startswith("pid"):
            return process, int(line.split()[1])
    raise AssertionError(process.stderr.read())


def is_gone(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_notebook_that_is_asked_to_end_is_saved_and_ends_by_the_signal(tmp_path, number):
    process, kernel = started(tmp_path, TMPDIR=str(tmp_path))
    process.send_signal(number)
    output, errors = process.communicate()
    assert process.returncode == -number
    assert is_gone(kernel)
    assert output == "ended\n"
    assert "KeyboardInterrupt" in errors
    kept = texts(tmp_path / "train.ipynb")
    assert kept[0] == "first\n"
    assert kept[1].endswith("ended\n")
    assert kept[2] == ""
    assert not list((tmp_path / ".guild").iterdir())
    assert not list(tmp_path.glob("guild-*"))


def test_what_was_done_is_kept_by_whatever_means_a_notebook_ends(tmp_path):
    process, kernel = started(tmp_path)
    process.kill()
    process.wait()
    assert texts(tmp_path / "train.ipynb")[0] == "first\n"
    # The kernel sees that it is alone, and goes; until then it holds the pipes.
    process.communicate()
    while not is_gone(kernel):
        time.sleep(0.01)


def test_a_kernel_that_is_ended_with_it_changes_nothing(tmp_path):
    process, kernel = started(tmp_path)
    os.kill(kernel, signal.SIGTERM)
    process.terminate()
    process.communicate()
    assert process.returncode == -signal.SIGTERM
    assert texts(tmp_path / "train.ipynb")[0] == "first\n"


def test_the_output_of_a_long_cell_is_saved_while_it_goes_on(tmp_path, monkeypatch):
    process, _ = started(tmp_path)
    while "pid" not in texts(tmp_path / "train.ipynb")[1]:
        assert process.poll() is None
    process.terminate()
    process.communicate()


def test_a_cell_can_end_its_own_run(execute, monkeypatch, tmp_path):
    ended_by = []
    monkeypatch.setattr(notebook, "_end_by", ended_by.append)
    cell = "import os, signal, time\nos.kill(os.getppid(), signal.SIGTERM)\ntime.sleep(60)"
    execute("print('a')", cell, "print('never')")
    assert ended_by == [signal.SIGTERM]
    assert texts(tmp_path / "train.ipynb") == ["a\n", "", ""]
    assert not (tmp_path / "train.html").exists()
