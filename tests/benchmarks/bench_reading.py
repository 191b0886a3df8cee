"""What it costs to tell an operation's flags from its script: at first, and while nothing changes.

  python tests/benchmarks/bench_reading.py

The script has 40 options, the parser is made in another module of the project, and 1,000 lines
of other code stand around. ``unchanged`` is what help, completion and plans pay each time.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

from guild_jupyter.guildfile.definitions import Model, Operation, Project
from guild_jupyter.launch import imports

UNCHANGED_WANTED, FIRST_WANTED = 0.2, 100.0
OPTIONS = "".join(
    f"    p.add_argument('--option-{n}', type=float, default={n} / 10, help='Option {n}')\n"
    for n in range(40)
)
OPTS = f"""
import argparse

def get_parser():
    p = argparse.ArgumentParser()
{OPTIONS}
    return p
"""
REST = "".join(
    f"def step_{n}(model, data, rate=0.1):\n    for row in data:\n        model.fit(row, rate)\n"
    f"    if model.loss > {n}:\n        return model\n    return None\n"
    for n in range(166)
)
TRAIN = f"""
from opts import get_parser
{REST}
if __name__ == '__main__':
    args = get_parser().parse_args()
"""


def main():
    """Measure, print, and return 1 where it takes longer than is wanted."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("opts.py", OPTS), ("train.py", TRAIN)):
            path = Path(folder) / name
            path.write_text(text)
            os.utime(path, (1, 1))
        project = Project(Path(folder) / "guild.yml", "", {"": Model()})
        operation = Operation("train", main="train", flags_import=True)
        first, unchanged = [], []
        for _ in range(20):
            imports._kept.clear()
            first.append(timed(operation, project))
        for _ in range(1000):
            unchanged.append(timed(operation, project))
        flags = imports.with_imported_flags(operation, project).flags
    load = os.getloadavg()[0]
    print(f"{len(flags)} flags of {TRAIN.count(chr(10))} lines, load {load:.1f}")
    print(f"first      median {statistics.median(first):7.3f} ms, wanted {FIRST_WANTED}")
    print(f"unchanged  median {statistics.median(unchanged):7.3f} ms, wanted {UNCHANGED_WANTED}")
    is_slow = statistics.median(unchanged) > UNCHANGED_WANTED
    return int(is_slow or statistics.median(first) > FIRST_WANTED or len(flags) != 40)


def timed(operation, project):
    """Return the milliseconds of one call."""
    start = time.perf_counter()
    imports.imports_of(operation, project)
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    sys.exit(main())
