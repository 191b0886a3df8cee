"""What one live card takes of a kernel, and how late it is.

A run prints a line and logs scalars ten times a second; a view of it is kept live for half a
minute. Told are the CPU time of the process beyond that of an idle one, in per cent of a core, and
how long after a line was printed the page would have it.

    python tests/benchmarks/bench_card.py [seconds]
"""

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from guild_jupyter.api import Guild
from guild_jupyter.notebook.views import live
from guild_jupyter.presenting.run_card import RunCard

TRAIN = """
import time
for step in range(10_000):
    print(f"\\r {step % 100:3}%|{'#' * (step % 50)}", end="")
    print(f"\\nstep: {step}\\nloss: {1 / (step + 1)}\\nacc: {step / 10_000}")
    print(f"at {time.time()}", flush=True)
    time.sleep(0.1)
"""


class Page:
    """What stands in for a widget: it is open, and notes when it was told what."""

    def __init__(self, presenter):
        self.presenter = presenter
        self.is_open = self.is_seen = True
        self.is_left = False
        self.turn = threading.RLock()
        self.late = []
        self.count = 0

    def push(self, message):
        self.count += 1
        text = message.content.get("output", {}).get("text", "")
        times = [line[3:] for line in text.split("\n") if line.startswith("at ")]
        if times:
            self.late.append(time.time() - float(times[-1]))


def main(seconds):
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder, "project")
        project.mkdir()
        (project / "guild.yml").write_text("train: {main: train}\n")
        (project / "train.py").write_text(TRAIN)
        run = Guild(project, Path(folder, "home")).run("train")
        try:
            while run.status != "running" or not run.output():
                time.sleep(0.1)
            measure(run, seconds)
        finally:
            run.stop(grace=0)
            run.wait(30, check=False)


def measure(run, seconds):
    page = Page(RunCard(run))
    page.presenter.first()
    live.keep(page)
    time.sleep(2)
    page.late.clear()
    page.count = 0
    before, begin = time.process_time(), time.monotonic()
    threading.Event().wait(seconds)
    taken = (time.process_time() - before) / (time.monotonic() - begin)
    page.is_open = False
    print(f"CPU of one live card: {100 * taken:.2f} % of a core, {page.count} pushes")
    # A line is printed every 0.1 s, so what is newest in a push is that much older at most. What
    # was printed just after a look waits for the next one.
    worst = max(page.late) + live.PERIOD
    print(
        f"age of the newest line in a push: median {statistics.median(page.late):.3f} s, "
        f"greatest {max(page.late):.3f} s; a line waits {worst:.2f} s at most"
    )
    print(f"load: {os.getloadavg()[0]:.1f}; {sys.version.split()[0]}, pid {os.getpid()}")
    subprocess.run(["uname", "-sr"], check=False)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 30.0)
