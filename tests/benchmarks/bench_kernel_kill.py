"""Runs whose kernel is killed: how many end with their exit code and every byte.

  python tests/benchmarks/bench_kernel_kill.py [ROUNDS] [SEED]

Each round launches one run in a kernel of its own and kills the kernel's process group with
SIGKILL: in the statement after the launch for a third of the rounds, else at a random moment up
to a little after the run's end. Meanwhile the kernel of the next round starts.
"""

import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests/end_to_end")]

from kernel_harness import Kernel, kill_round, make_project, random_delay, verdict

from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.references import find

LINES, PAUSE = 40, 0.02
AHEAD = 2


def main(rounds=200, seed=1):
    """Kill the kernels; return the number of rounds that went wrong."""
    chance = random.Random(seed)
    kinds, wrong = Counter(), []
    began = time.monotonic()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled modules are kept
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        project = make_project(Path(scratch, "project"))
        home = Path(scratch, "home")
        ready = [Kernel(project, home).launch() for _ in range(AHEAD)]
        for number in range(rounds):
            kernel = ready.pop(0)
            if number + AHEAD < rounds:
                ready.append(Kernel(project, home).launch())
            delay = random_delay(LINES * PAUSE, chance)
            code = number % 4
            try:
                kernel.connect().load()
                kill_round(kernel, number, delay, LINES, PAUSE, code)
            finally:
                kernel.end()
            run = find(Home(home), "latest")
            alive = "after its end" if run.is_over() else "while it ran"
            kind = "in the statement after the launch" if delay == 0 else alive
            problem = verdict(run, number, LINES, code)
            if run.flags.get("round") != number:
                problem = "no run was launched"
            kinds[kind, not problem] += 1
            if problem:
                wrong.append(f"round {number}, killed after {delay:.3f} s: {problem}")
    print(f"{'kernel killed':<36} {'rounds':>6} {'right':>6}")
    for kind in sorted({kind for kind, _ in kinds}):
        right = kinds[kind, True]
        print(f"{kind:<36} {right + kinds[kind, False]:>6} {right:>6}")
    print(f"{'total':<36} {rounds:>6} {rounds - len(wrong):>6}")
    print(f"{time.monotonic() - began:.0f} s, load average {os.getloadavg()[0]:.1f}, seed {seed}")
    for line in wrong:
        print(line)
    return len(wrong)


if __name__ == "__main__":
    sys.exit(bool(main(*map(int, sys.argv[1:3]))))
