"""Other boots, other pid namespaces, pids that are used again: as real as the machine allows.

What is not to be had raises :class:`NotHere` with the reason. The tests and benchmarks of
identity use it; it is no part of the package.
"""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

from guild_jupyter.supervise import identity

ROOT = Path(__file__).resolve().parents[2]
_LAST_PID = Path("/proc/sys/kernel/ns_last_pid")
_BOOT_ID = "/proc/sys/kernel/random/boot_id"
#: Says the state of the run, tries to stop it, and says what came of that.
_LOOK = """
import sys
from guild_jupyter.supervise import state, stop
found = state.state_of(sys.argv[1])
outcome = stop.request(sys.argv[1], 0)
print(found.status, outcome.asked, found.reason, sep="|")
"""


class NotHere(Exception):  # noqa: N818 - no error of a program
    """This machine does not offer it; the text says why."""


def _unshared(options, words):
    unshare = shutil.which("unshare")
    if unshare is None:
        raise NotHere("there is no program unshare")
    done = subprocess.run(
        [unshare, *options, *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotHere(f"no namespace can be made: {done.stderr.strip()[-300:]}")
    status, asked, reason = done.stdout.strip().split("|")
    return status, asked == "True", reason


def after_a_reboot(run, scratch):
    """Return the status, whether a stop was asked, and the reason, as after a reboot."""
    other = Path(scratch, "boot_id")
    other.write_text(f"{uuid.uuid4()}\n")
    script = f'mount --bind "$0" {_BOOT_ID} && exec "$@"'
    words = ["sh", "-c", script, str(other), sys.executable, "-c", _LOOK, run.path]
    return _unshared(["--mount"], words)


def in_another_container(run):
    """Return the same as seen from another pid namespace."""
    options = ["--pid", "--fork", "--mount-proc"]
    return _unshared(options, [sys.executable, "-c", _LOOK, run.path])


@contextlib.contextmanager
def orphanage():
    """Have the orphans of runs come to this process, so that their pids are soon free."""
    _adopt(1)
    try:
        yield
    finally:
        _adopt(0)


def _adopt(yes):
    ctypes.CDLL(None).prctl(36, yes, 0, 0, 0)


def end(processes):
    """Kill processes one after the other, and wait until their pids are free."""
    for process in processes:
        identity.send(process, signal.SIGKILL)
    for process in processes:
        while Path(f"/proc/{process.pid}").exists():
            with contextlib.suppress(ChildProcessError):
                os.waitpid(process.pid, os.WNOHANG)
            time.sleep(0.001)


@contextlib.contextmanager
def successor(process, tries=2000):
    """Give the identity of a real process that got the pid of one that is gone."""
    while _ticks() <= int(process.start):
        time.sleep(0.002)  # pids are not used up within a tick but here
    for _ in range(tries):
        try:
            _LAST_PID.write_text(str(process.pid - 1))
        except OSError as error:
            raise NotHere(f"the next pid cannot be chosen: {error}") from None
        pid = os.fork()
        if not pid:
            signal.pause()
            os._exit(0)
        try:
            if pid == process.pid:
                yield identity.identify(pid)
                return
        finally:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        if Path(f"/proc/{process.pid}").exists():
            time.sleep(0.01)  # somebody else was faster: most processes do not live long
    raise AssertionError(f"pid {process.pid} was not to be had in {tries} tries")


def _ticks():
    return int(time.clock_gettime(time.CLOCK_BOOTTIME) * os.sysconf("SC_CLK_TCK"))


def clock_library():
    """Return the path of the library that gives a program another time."""
    for pattern in ("lib/*/faketime/libfaketime.so.1", "lib*/faketime/libfaketime.so.1"):
        for path in sorted(Path("/usr").glob(pattern)):
            return str(path)
    raise NotHere("libfaketime is not installed")


def with_clock(library, file):
    """Return the variables that give a program the wall clock that a file says: ``+1d``.

    The library cannot do Python's sleep; an operation that sleeps has to do without.
    """
    return {
        "LD_PRELOAD": library,
        "FAKETIME_TIMESTAMP_FILE": str(file),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
