"""What it costs to list many runs: the first time, again, and with an index made from nothing.

  GUILDAI_VENV=… python tests/benchmarks/bench_store.py [RUNS]

With GUILDAI_VENV the table of a tenth of the runs is paired with that of `guild runs -a`.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

import paired
import run_store

ROOT = Path(__file__).parents[2]
IN_PROCESS = """
import json, resource, sys, time
from pathlib import Path
from guild_jupyter.runstore import store
from guild_jupyter.runstore.layout import Home

home, took = Home(Path(sys.argv[1])), {}

def timed(name, call):
    begin = time.perf_counter()
    value = call()
    took.setdefault(name, []).append(time.perf_counter() - begin)
    return value

for _ in range(6):
    runs = timed("list", lambda: store.list_runs(home))
    timed("show", lambda: repr(runs))
took["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
for _ in range(6):
    timed("facts", runs.facts)
for _ in range(3 if "all" in sys.argv else 0):
    timed("summaries", runs.summaries)
print(json.dumps(took))
"""


def in_process(home, *words):
    """Return the seconds that listing took in a process of its own, call by call."""
    done = subprocess.run(
        [sys.executable, "-c", IN_PROCESS, str(home), *words],
        env=paired.environment(PYTHONPATH=ROOT),
        check=True,
        capture_output=True,
    )
    return json.loads(done.stdout)


def main(count=10_000):
    """Print the figures; return whether all are as wanted."""
    folder = Path(tempfile.mkdtemp(prefix="bench-store-"))
    try:
        large, small = folder / "large", folder / "small"
        run_store.make(large, count)
        run_store.make(small, count // 10)
        time.sleep(4)  # what was written a moment ago is not kept
        results = [*of_large(large), *of_small(small)]
    finally:
        shutil.rmtree(folder)
    return all(results)


def of_large(home):
    """Measure the large home; yield whether each figure is as wanted."""
    begin = time.perf_counter()
    first = in_process(home, "all")
    everything = time.perf_counter() - begin
    again = in_process(home, "all")
    print(f"indexed from nothing, with summaries: {everything:.1f} s (wanted: 30)")
    for name, took in (("first process", first), ("second process", again)):
        for what in ("list", "show", "facts", "summaries"):
            paired.report(f"{name}: {what}, first", took[what][:1])
            paired.report(f"{name}: {what}, again", took[what][1:])
        print(f"{name}: {took['memory']:.0f} MiB with the table (wanted: 300)")
    refresh = [a + b for a, b in zip(again["list"][1:], again["show"][1:], strict=True)]
    paired.report("table shown again, in process", refresh, "wanted: 400 ms")
    yield everything <= 30
    yield statistics.median(refresh) <= 0.4
    yield max(first["memory"], again["memory"]) <= 300


def of_small(home):
    """Pair the table of all runs of the small home with that of guild."""
    guildai = os.environ.get("GUILDAI_VENV")
    if not guildai:
        print("no GUILDAI_VENV: nothing to compare with")
        return
    words = ["-m", "guild_jupyter", "runs", "--all"]
    environment = paired.environment(GUILD_HOME=home, PYTHONPATH=ROOT)
    ours = paired.command([sys.executable, *words], home / "project", environment)
    guild = paired.command(
        [f"{guildai}/bin/guild", "runs", "-a"],
        home / "project",
        paired.environment(GUILD_HOME=home),
    )

    def first_time():
        for path in (home / "cache").glob("*.sqlite"):
            path.unlink()
        return ours()

    a, b = paired.alternate(first_time, guild, 7)
    paired.report("table of all, first time, whole process", a)
    paired.report("guild runs -a", b)
    yield paired.report_ratio("ratio", a, b, "wanted: 0.12") <= 0.12


if __name__ == "__main__":
    sys.exit(0 if main(*map(int, sys.argv[1:])) else 1)
