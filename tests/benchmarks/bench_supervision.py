"""Kills supervising processes at random moments, round by round, and prints what became of it.

    python tests/benchmarks/bench_supervision.py [--rounds 300]

Exits with 1 if a single round went wrong.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "supervise"))

from supervised_runs import KillRounds, supervised

CASES = {
    "supervisor": ["supervisor"],
    "reaper": ["reaper"],
    "both": ["supervisor", "reaper"],
}


def measure(victims, rounds):
    """Return (rounds that were right, what was wrong with the others, seconds)."""
    wrong = []
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, supervised(folder) as runs:
        trial = KillRounds(runs)
        for _ in range(rounds):
            if found := trial.round(victims):
                wrong.append(found)
            runs.runs.clear()
    return rounds - len(wrong), wrong, time.perf_counter() - began


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=300)
    rounds = parser.parse_args().rounds
    print(f"{'killed':<12} {'rounds':>6} {'right':>6} {'seconds':>8}")
    failed = False
    for name, victims in CASES.items():
        right, wrong, seconds = measure(victims, rounds)
        print(f"{name:<12} {rounds:>6} {right:>6} {seconds:>8.1f}", flush=True)
        for found in wrong:
            print(f"    {found}")
        failed = failed or bool(wrong)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
