"""What a table of many runs costs the kernel: its first message, all of it, and while it is open.

  python tests/benchmarks/bench_views_data.py [HOME]

HOME is a Guild home of many runs, 10,000 are made where none is named. Its index is warmed first,
and the runs are listed and compared before the time counts. Seconds are those of the clock, the
least of several rounds; of an open view they are those of the processor.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from paired import report

from guild_jupyter.presenting.compared import ComparisonView
from guild_jupyter.presenting.run_table import RunTable
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.store import list_runs
from guild_jupyter.scalars.events import EventWriter

RUNS, ROUNDS, TICKS = 10_000, 5, 200
FIRST_WANTED, IDLE_WANTED = 0.5, 0.01
PERIOD = 0.5


def size(message):
    """Return how large a message is, in words."""
    text = len(json.dumps(message.content).encode())
    return f"{text / 1024:.0f} KiB JSON, {sum(map(len, message.buffers)) / 1024:.0f} KiB buffers"


def timed(call):
    begin = time.perf_counter()
    result = call()
    return time.perf_counter() - begin, result


def look(name, view_of):
    """Print the figures of a view; return whether one misses what is wanted."""
    first, whole, hello = [], [], []
    for _ in range(ROUNDS):
        view = view_of()
        seconds, small = timed(view.first)
        first.append(seconds)
        seconds, _ = timed(lambda view=view: list(view.changes()))
        whole.append(seconds)
        seconds, full = timed(lambda view=view: view.answer("hello", {}))
        hello.append(seconds)
    report(f"{name}: first message", first, size(small))
    report(f"{name}: read the rest", whole, "in a thread")
    report(f"{name}: answer to hello", hello, size(full))
    begin = time.process_time()
    for _ in range(TICKS):
        list(view.changes())
    share = (time.process_time() - begin) / TICKS / PERIOD
    print(f"{name}: idle and open {share:.3%} of a core, wanted: less than {IDLE_WANTED:.0%}")
    return min(first) > FIRST_WANTED or share > IDLE_WANTED


def live(home):
    """Print what one run that logs costs a view of many, and how late its values are."""
    runs = list_runs(home)
    view = RunTable(runs)
    list(view.changes())
    folder = runs[0].dir / ".guild"
    (folder / "LOCK").write_text(str(os.getpid()))
    view = RunTable(list_runs(home))
    list(view.changes())
    begin = time.process_time()
    for step in range(20):
        with EventWriter(folder) as writer:
            writer.add("loss", 0.5, 1000 + step, time.time())
        wait = time.monotonic() + PERIOD
        list(view.changes())
        time.sleep(max(0.0, wait - time.monotonic()))
    share = (time.process_time() - begin) / 20 / PERIOD
    (folder / "LOCK").unlink()
    print(f"table: one run logs {share:.2%} of a core, the writing included")


def main(folder=None):
    """Print the figures; return whether one misses what is wanted."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        if folder is None:
            from run_store import make

            folder = Path(scratch, "home")
            make(folder, RUNS)
        home = Home(Path(folder).absolute())
        runs = list_runs(home)
        runs.facts(), runs.summaries()
        compared = runs.compare()
        print(f"{len(runs)} runs, {len(compared.layout)} columns")
        missed = look("table", lambda: RunTable(list_runs(home)))
        missed |= look("comparison", lambda: ComparisonView(compared))
        live(home)
        return missed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
