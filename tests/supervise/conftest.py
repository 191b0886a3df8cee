import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from supervised_runs import KillRounds, supervised, until

from guild_jupyter.supervise.rundir import RunDir


@pytest.fixture
def eventually():
    return until


@pytest.fixture
def runs(tmp_path):
    """Launches supervised runs, and ends all of their processes."""
    with supervised(tmp_path / "runs") as found:
        yield found


@pytest.fixture
def kill_rounds(runs):
    return KillRounds(runs)


@pytest.fixture
def run(tmp_path):
    """An empty run directory, for forged files."""
    path = tmp_path / "0123456789abcdef0123456789abcdef"
    (path / ".guild" / "attrs").mkdir(parents=True)
    return RunDir(path)


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 2 MiB."""
    place = tmp_path / "small"
    place.mkdir()
    mount = shutil.which("mount")
    options = ["-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    if os.geteuid() != 0 or mount is None:
        pytest.skip("only root can mount a small file system")
    done = subprocess.run([mount, *options], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no small file system can be mounted: {done.stderr.strip()}")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def kept_signals():
    """Give back the signals of this process after a keeper was driven in it."""
    numbers = [n for n in range(1, signal.NSIG) if n not in (signal.SIGKILL, signal.SIGSTOP)]
    before = {}
    for number in numbers:
        try:
            before[number] = signal.getsignal(number)
        except ValueError:
            continue
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    yield
    signal.set_wakeup_fd(-1)
    for number, handler in before.items():
        if handler is not None and number < 32:
            signal.signal(number, handler)
    signal.pthread_sigmask(signal.SIG_SETMASK, mask)


@pytest.fixture
def helper_process():
    """Start short-lived processes, and end them."""
    started = []

    def start(words, **more):
        process = subprocess.Popen(words, **more)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                stream.close()
