"""A launch from a warm kernel: how long the cell takes, and how long until main is reached.

  python tests/benchmarks/bench_launch.py [ROUNDS]

The operation writes the time to a file as the first thing that its module does, after the
interpreter's own start. The cell is timed inside the kernel, around the magic.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests/end_to_end")]

from kernel_harness import Kernel
from paired import report

WARM_UP = 3
CELL_WANTED, MAIN_WANTED = 0.050, 0.120

CELL = """\
import time
began = time.time()
run = get_ipython().run_line_magic("guild", "run mark")
print("took", time.time() - began, began)
"""


def main(rounds=30):
    """Print the figures; return whether one is above the wanted one."""
    cells, mains = [], []
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled modules are kept
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        project = Path(scratch, "project")
        project.mkdir()
        mark = Path(scratch, "mark")
        (project / "guild.yml").write_text("mark:\n  main: mark\n  flags-import: no\n")
        (project / "mark.py").write_text(
            f"import time\nnow = time.time()\nopen({str(mark)!r}, 'w').write(repr(now))\n"
        )
        kernel = Kernel(project, Path(scratch, "home"))
        try:
            kernel.start().load()
            for number in range(WARM_UP + rounds):
                mark.unlink(missing_ok=True)
                said = kernel.run(CELL)
                assert said.status == "ok", said
                took, began = map(float, said.text.split("took ")[1].split())
                limit = time.monotonic() + 60
                while not mark.exists() or not mark.read_text():
                    assert time.monotonic() < limit, "the operation does not begin"
                    time.sleep(0.005)
                kernel.run("run.wait()")
                if number >= WARM_UP:
                    cells.append(took)
                    mains.append(float(mark.read_text()) - began)
        finally:
            kernel.end()
    report("the cell returns", cells, "wanted: median at most 50 ms")
    report("main is reached", mains, "wanted: median at most 120 ms")
    return statistics.median(cells) > CELL_WANTED or statistics.median(mains) > MAIN_WANTED


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
