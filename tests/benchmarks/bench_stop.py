"""Stops of a tree that resists: how many leave nothing, and how long they take.

    python tests/benchmarks/bench_stop.py [--rounds 200] [--grace 0.5]

The tree has processes in sessions of their own, two that ignore the request to end, a daemon
that left the tree, and one that starts another process twenty times a second. In turn it is
stopped with both keepers alive, with the supervisor dead, with the reaper dead, and with both
dead; each time by two processes at the same moment, and once more when it is over. The time is
that until nothing of it lives. As root, a fork bomb of another user is stopped as well: each of
its processes starts others as fast as it can, as many as 300 at a time.
"""

import argparse
import multiprocessing
import os
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "supervise"))

from supervised_runs import HOSTILE, HOSTILE_WORDS, supervised, until

from guild_jupyter.supervise import identity, state, stop

CASES = {"none": (), "supervisor": (0,), "reaper": (1,), "both": (0, 1)}
SLACK = 2.0
BOMBS, BOMB_LIMIT = 5, 30.0
BOMB = [
    *("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "prlimit", "--nproc=300"),
    *("perl", "-e", "while (1) { defined(fork) or select(undef, undef, undef, 0.01) }"),
]


def ask(path, grace, barrier, answers):
    """Wait for the other, then ask the run to stop."""
    barrier.wait()
    answers.put(stop.request(path, grace).sentence)


def press_twice(path, grace):
    """Ask from two processes at once; return both answers."""
    barrier, answers = multiprocessing.Barrier(3), multiprocessing.Queue()
    both = [
        multiprocessing.Process(target=ask, args=(path, grace, barrier, answers)) for _ in "12"
    ]
    for process in both:
        process.start()
    barrier.wait()
    began = time.perf_counter()
    return both, answers, began


def stop_one(runs, dead, grace):
    """Return the seconds of one stop, and what was wrong."""
    run = runs.launch(HOSTILE)
    for word in HOSTILE_WORDS:
        runs.wait_for_output(run, word)
    keepers = runs.keepers(run)
    for number in dead:
        identity.send(keepers[number], signal.SIGKILL)
        until(lambda number=number: not identity.is_alive(keepers[number]))
    both, answers, began = press_twice(run.path, grace)
    until(lambda: not state.is_kept(run) and runs.is_settled(run), limit=60)
    if len(dead) == 2:  # it is the askers who end the tree, and answer when that is done
        for process in both:
            process.join()
    took = time.perf_counter() - began
    found = state.state_of(run.path)
    said = {answers.get(timeout=60) for _ in both}
    for process in both:
        process.join()
    problems = []
    wanted = ("lost", None) if len(dead) == 2 else ("terminated", -signal.SIGTERM)
    if (found.status, found.exit_status) != wanted:
        problems.append(f"{found} instead of {wanted}")
    if left := runs.survivors(run):
        problems.append(f"{len(left)} survivors")
    if not said & {"is being stopped", "was stopped; its exit status is lost"}:
        problems.append(f"the answers were {said}")
    if stop.request(run.path, grace).asked or state.state_of(run.path) != found:
        problems.append("a stop of the stopped run was not without effect")
    runs.close()
    runs.runs.clear()
    return took, problems


def stop_bomb(runs, grace):
    """Return the seconds of one stop of a fork bomb, and what was wrong."""
    run = runs.launch(BOMB)
    until(lambda: len(runs.survivors(run)) > 100, limit=60)
    began = time.perf_counter()
    stop.request(run.path, grace)
    until(lambda: not state.is_kept(run) and runs.is_settled(run), limit=120, pause=0.05)
    took = time.perf_counter() - began
    left = runs.survivors(run)
    problems = [f"{len(left)} survivors"] if left else []
    if state.state_of(run.path).status != "terminated":
        problems.append(f"{state.state_of(run.path)}")
    runs.close()
    runs.runs.clear()
    return took, problems


def report(name, results, limit):
    """Print a row; return whether something was wrong."""
    times = [took for took, _ in results]
    wrong = [problem for _, problems in results for problem in problems]
    wrong += [f"took {took:.2f} s" for took in times if took > limit]
    right = sum(not problems and took <= limit for took, problems in results)
    median, worst = statistics.median(times), max(times)
    print(f"{name:<12} {len(results):>6} {right:>6} {median:>8.2f} {worst:>8.2f}", flush=True)
    for problem in wrong:
        print(f"    {problem}")
    return bool(wrong)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--grace", type=float, default=0.5)
    asked = parser.parse_args()
    limit = asked.grace + SLACK
    failed = False
    print(f"{'keepers dead':<12} {'stops':>6} {'right':>6} {'median':>8} {'worst':>8}   seconds")
    with tempfile.TemporaryDirectory() as folder, supervised(folder) as runs:
        for name, dead in CASES.items():
            results = [
                stop_one(runs, dead, asked.grace) for _ in range(asked.rounds // len(CASES))
            ]
            failed |= report(name, results, limit)
        if not os.geteuid():
            bombs = [stop_bomb(runs, asked.grace) for _ in range(BOMBS)]
            failed |= report("fork bomb", bombs, BOMB_LIMIT)
    print(f"wanted: no survivor, at most {limit} s; load average {os.getloadavg()[0]:.1f}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
