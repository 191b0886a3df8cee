"""Real kernels for tests and benchmarks: started here, talked to as a notebook does, and ended."""

import os
import random
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.store import list_runs
from guild_jupyter.supervise import state

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60

GUILD_FILE = """\
talk:
  description: Prints lines for a while and ends as told.
  main: talk
  flags-dest: args
  flags:
    round: 0
    lines: 60
    pause: 0.02
    code: 0
    mode:
      default: plain
      choices: [plain, polite]
"""

TALK = """\
import argparse, sys, time

parser = argparse.ArgumentParser()
parser.add_argument("--round", type=int)
parser.add_argument("--lines", type=int)
parser.add_argument("--pause", type=float)
parser.add_argument("--code", type=int)
parser.add_argument("--mode")
args = parser.parse_args()
out = sys.stdout.buffer
for number in range(args.lines):
    out.write(b"round %d line %d \\xc3\\xa4\\xff 10%%\\r20%%\\n" % (args.round, number))
    out.flush()
    time.sleep(args.pause)
out.write(b"no newline at the end")
sys.exit(args.code)
"""


def talk_output(round_, lines):
    """The bytes that ``talk`` prints."""
    said = b"".join(
        b"round %d line %d \xc3\xa4\xff 10%%\r20%%\n" % (round_, number) for number in range(lines)
    )
    return said + b"no newline at the end"


def make_project(folder):
    """Write the project with ``talk`` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "guild.yml").write_text(GUILD_FILE)
    (folder / "talk.py").write_text(TALK)
    return folder


@dataclass
class Cell:
    """What came of one cell."""

    status: str = ""
    text: str = ""  # of stdout and stderr
    error: tuple[str, str, list[str]] | None = None  # name, value, traceback
    shown: list[dict] = field(default_factory=list)  # mime bundles, results and displays

    def take(self, message):
        """Note one message; tell whether the kernel is done."""
        kind, content = message["msg_type"], message["content"]
        if kind == "stream":
            self.text += content["text"]
        elif kind == "error":
            self.error = content["ename"], content["evalue"], content["traceback"]
        elif kind in ("execute_result", "display_data"):
            self.shown.append(content["data"])
        return kind == "status" and content["execution_state"] == "idle"


class Kernel:
    """A kernel in a process of its own, with a client."""

    def __init__(self, folder, home, **environment):
        specs = KernelSpecManager(kernel_dirs=[])  # this Python's kernel, whatever is installed
        self.manager = KernelManager(kernel_name="python3", kernel_spec_manager=specs)
        self.folder = folder
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "GUILD_HOME": str(home),
            "IPYTHONDIR": str(folder / ".ipython"),
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
            **environment,
        }
        self.client = None
        self._log = Path(os.devnull).open("wb")  # noqa: SIM115 - closed by end()

    def launch(self):
        """Start the kernel's process."""
        self.manager.start_kernel(
            cwd=str(self.folder), env=self.environment, stdout=self._log, stderr=self._log
        )
        return self

    def connect(self):
        """Wait until the kernel answers, and load the extension."""
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)
        return self

    def start(self):
        """Start the kernel and wait until it answers."""
        return self.launch().connect()

    def load(self):
        """Load the extension, as the first cell of a notebook does."""
        loaded = self.run("%load_ext guild_jupyter")
        assert loaded.status == "ok", loaded
        return self

    @property
    def pid(self):
        """The kernel's process, which leads its process group."""
        return self.manager.provisioner.pid

    def run(self, code):
        """Run a cell to its end."""
        return self.finish(*self.begin(code))

    def begin(self, code):
        """Send a cell; return what :meth:`until` and :meth:`finish` want."""
        return self.client.execute(code), Cell()

    def until(self, message_id, cell, text):
        """Collect what a cell says until a text is among it."""
        while text not in cell.text:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") == message_id:
                done = cell.take(message)
                assert not done, f"the cell ended without saying {text!r}: {cell}"

    def finish(self, message_id, cell):
        """Collect the rest of a cell."""
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") == message_id and cell.take(message):
                break
        while True:
            reply = self.client.get_shell_msg(timeout=PATIENCE)
            if reply["parent_header"].get("msg_id") == message_id:
                cell.status = reply["content"]["status"]
                return cell

    def complete(self, code):
        """What the Tab key offers at the end of a code."""
        return self.client.complete(code, len(code), reply=True, timeout=PATIENCE)["content"]

    def interrupt(self):
        """What the stop button does."""
        self.manager.interrupt_kernel()

    def restart(self, *, now=False):
        """Restart the kernel, and wait until it answers."""
        self.manager.restart_kernel(now=now)
        self.client.wait_for_ready(timeout=PATIENCE)

    def shut_down(self):
        """Shut the kernel down as closing a notebook does."""
        self.manager.shutdown_kernel()

    def kill(self):
        """Kill the kernel's whole process group."""
        os.killpg(self.pid, signal.SIGKILL)

    def end(self):
        """End the kernel, whatever became of it."""
        try:
            if self.client is not None:
                self.client.stop_channels()
            if self.manager.has_kernel:
                self.manager.shutdown_kernel(now=True)
        finally:
            self.manager.cleanup_resources()
            if self.client is not None:
                self.client.context.destroy(linger=0)
            self._log.close()


def kill_round(kernel, number, delay, lines, pause, code):
    """Launch a run in a kernel and kill the kernel's group ``delay`` seconds after.

    With no delay the cell itself does it, in the statement after the launch.
    """
    words = f"round={number} lines={lines} pause={pause} code={code}"
    cell = f"run = %guild run talk {words}"
    if delay == 0:
        cell += "\nimport os, signal\nos.killpg(0, signal.SIGKILL)"
        kernel.client.execute(cell)
    else:
        message_id, seen = kernel.begin(cell)
        kernel.until(message_id, seen, "started talk")
        time.sleep(delay)
        kernel.kill()
    limit = time.monotonic() + PATIENCE
    while kernel.manager.is_alive():
        assert time.monotonic() < limit, "the kernel survives SIGKILL"
        time.sleep(0.005)


def random_delay(longest, chance=random):
    """Right after the launch for one in three, else any moment up to a little after the end."""
    return 0 if chance.random() < 0.33 else chance.uniform(0.001, longest * 1.1)


def verdict(run, number, lines, code):
    """Return what is wrong with the run of a round; an empty text for nothing."""
    try:
        run.wait(PATIENCE, check=False)
    except TimeoutError:
        return f"still {run.status}"
    if run.exit_status != code:
        return f"{run.state} instead of exit status {code}"
    output = run.output_path.read_bytes()
    wanted = talk_output(number, lines)
    if output != wanted:
        return f"{len(output)} bytes of output instead of {len(wanted)}"
    return ""


def end_runs(folder):
    """Stop what has been left running in a Guild home."""
    live = [run for run in list_runs(Home(folder)) if run.status in state.LIVE]
    for run in live:
        run.stop(grace=0)
    for run in live:
        run.wait(30, check=False)
