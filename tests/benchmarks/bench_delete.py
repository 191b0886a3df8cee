"""Deleting 1,000 runs, against the real guild's `runs delete -y` on the same store.

  GUILDAI_VENV=… python tests/benchmarks/bench_delete.py STORE [ROUNDS]

STORE is a Guild home with runs; a copy of it is worked on, and the runs are moved back before
each deletion. Ours is the call in a process that has listed the runs, and the whole command.
Then four processes delete the same 200 runs: each run has to have exactly one winner.
"""

import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from paired import alternate, command, environment, report, report_ratio

from guild_jupyter.api import Guild
from guild_jupyter.errors import RunError
from guild_jupyter.runstore.run import Run

WANTED = 0.15
CONTESTED = 200


def bring_back(home):
    """Move every run of the trash back."""
    trash = home / "trash/runs"
    for run in trash.iterdir() if trash.is_dir() else ():
        run.rename(home / "runs" / run.name)


def in_process(home):
    """Return a timer of the deletion of all runs, once they are listed."""

    def timer():
        bring_back(home)
        guild = Guild(ROOT, home)
        runs = list(guild.runs())
        begin = time.perf_counter()
        guild.delete(runs)
        took = time.perf_counter() - begin
        assert not any((home / "runs").iterdir())
        return took

    return timer


def whole(home, words):
    """Return a timer of a command that deletes all runs."""
    run = command(words, home, environment(GUILD_HOME=home) | {"PYTHONPATH": str(ROOT)})

    def timer():
        bring_back(home)
        took = run()
        assert not any((home / "runs").iterdir())
        return took

    return timer


def contest(home):
    """Have four processes delete the same runs; return how many had exactly one winner."""
    bring_back(home)
    ids = sorted(run.name for run in (home / "runs").iterdir())[:CONTESTED]
    context = multiprocessing.get_context("fork")
    barrier, results = context.Barrier(4), context.Queue()

    def delete():
        guild = Guild(ROOT, home)
        barrier.wait()
        for run_id in ids:
            try:
                guild.delete(Run(home / "runs" / run_id))
            except RunError as error:
                results.put((run_id, "already" not in error.message))
            else:
                results.put((run_id, None))

    workers = [context.Process(target=delete) for _ in range(4)]
    for worker in workers:
        worker.start()
    found = [results.get() for _ in range(4 * len(ids))]
    for worker in workers:
        worker.join()
    wrong = [run_id for run_id, is_wrong in found if is_wrong]
    wins = [run_id for run_id, is_wrong in found if is_wrong is None]
    kept = {run.name for run in (home / "trash/runs").iterdir()}
    return sum(wins.count(one) == 1 and one in kept and one not in wrong for one in ids), len(ids)


def main():
    """Measure; exit with 1 where a figure misses what is wanted."""
    store, rounds = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 7
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "home")
        shutil.copytree(store, home, symlinks=True)
        guild = Path(os.environ["GUILDAI_VENV"], "bin/guild")
        theirs = whole(home, [str(guild), "runs", "delete", "-y"])
        ours = whole(home, [sys.executable, "-m", "guild_jupyter", "rm", ":", "-y"])
        first, second = alternate(in_process(home), theirs, rounds)
        report("ours, in process", first)
        report("guild runs delete -y", second)
        ratio = report_ratio("ours in process / guild", first, second, f"wanted <= {WANTED}")
        first, second = alternate(ours, theirs, rounds)
        report("guild-jupyter rm : -y, whole process", first)
        report_ratio("whole process / guild", first, second, "")
        won, count = contest(home)
        print(f"deleted by four processes at once: {won} of {count} have one winner")
    sys.exit(ratio > WANTED or won < count)


if __name__ == "__main__":
    main()
