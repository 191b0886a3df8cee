"""Comparing 1,000 runs as CSV, whole process and in process, with and without an index.

  GUILDAI_VENV=... python tests/benchmarks/bench_compare.py [ROUNDS]

A is `python -m guild_jupyter compare --csv -`, B is `guild compare --csv -` of guildai 0.9.0, on
copies of one home whose runs have ten flags and five scalars of 100 values. Seconds are those of
the processor. Both have to write the same bytes. Without an index, what either keeps is removed
before each time, and A writes its index anew. In process, A is `runs().compare()` and B is
`guild.ipy`'s `runs().compare()`, runs listed anew each time, after one time that is not counted.
That needs pandas beside guildai: GUILDAI_IPY_VENV may name another environment, which is
GUILDAI_VENV otherwise; the pair is left out where `guild.ipy` cannot be imported. DataFrames of
the runs have no B.
"""

import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from paired import alternate, environment, report, report_ratio

from guild_jupyter.api import Guild
from guild_jupyter.documents import dump
from guild_jupyter.scalars.events import EventWriter

RUNS, KINDS, STEPS = 1000, 10, 100
COLD_WANTED, WARM_WANTED, IN_PROCESS_WANTED = 0.12, 0.25, 0.05
SCALARS = ("acc", "loss", "lr_now", "val_acc", "val_loss")
IPY = """\
import sys, time, warnings
warnings.simplefilter("ignore")
import guild.ipy as guild
for line in sys.stdin:
    begin = time.process_time()
    guild.runs().compare()
    print(time.process_time() - begin, flush=True)
"""


def make(home):
    """Make a home of runs as Guild itself writes them."""
    draw = random.Random(1)
    events = home / "events"
    for kind in range(KINDS):
        place = events / str(kind) / ".guild"
        place.mkdir(parents=True)
        with EventWriter(place) as writer:
            for step in range(STEPS):
                for tag in SCALARS:
                    writer.add(tag, draw.random(), step, 1.7e9 + step)
    for number in range(RUNS):
        folder = home / "runs" / f"{draw.getrandbits(128):032x}" / ".guild"
        shutil.copytree(events / str(number % KINDS) / ".guild", folder)
        flags = {f"f{place}": round(draw.random(), 3) for place in range(8)}
        flags |= {"optimizer": draw.choice(["adam", "sgd"]), "nesterov": draw.random() < 0.5}
        began = 1_700_000_000_000_000 + number * 60_000_000
        values = {
            "id": folder.parent.name,
            "flags": flags,
            "label": " ".join(f"{name}={value}" for name, value in flags.items()),
            "initialized": began,
            "started": began,
            "stopped": began + 50_000_000,
            "exit_status": 0,
        }
        (folder / "attrs").mkdir()
        for name, value in values.items():
            (folder / "attrs" / name).write_text(dump(value))
        (folder / "opref").write_text("guildfile:/nowhere/guild.yml 0 '' train")
    shutil.rmtree(events)


def timer(words, folder, variables, kept, *, cold):
    """Return a timer of the processor's seconds of a process, and where its last output is."""
    said = []

    def run():
        if cold:
            for path in kept:
                shutil.rmtree(path, ignore_errors=True)
            kept[0].mkdir()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(words, cwd=folder, env=variables, capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        said[:] = [done.stdout]
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return run, said


def in_process(home, project):
    """Return a timer of a comparison in this process."""

    def run():
        begin = time.process_time()
        Guild(project, home).runs().compare()
        return time.process_time() - begin

    return run


def frames(home, project, rounds):
    """Print what DataFrames of the runs cost a process that has made each of them before."""
    runs = Guild(project, home).runs()
    calls = {
        "runs().df": lambda: runs.df,
        "runs().scalars()": runs.scalars,
        "runs().compare().df": lambda: runs.compare().df,
    }
    for name, call in calls.items():
        call()
        seconds = []
        for _ in range(max(rounds, 3)):
            begin = time.process_time()
            call()
            seconds.append(time.process_time() - begin)
        tracemalloc.start()
        call()
        most = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
        report(name, seconds, f"memory at most {most:.1f} MiB")


def by_ipy(python, home, project):
    """Return a process that times guild.ipy; None where it cannot be imported."""
    variables = environment(GUILD_HOME=home)
    tried = subprocess.run(
        [python, "-W", "ignore", "-c", "import guild.ipy"], env=variables, capture_output=True
    )
    if tried.returncode:
        return None
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    return subprocess.Popen([python, "-c", IPY], cwd=project, env=variables, text=True, **pipes)


def main(rounds=3):
    """Print the figures; return whether one misses what is wanted."""
    venv = os.environ.get("GUILDAI_VENV")
    if not venv:
        print("left out: GUILDAI_VENV names no virtual environment with guildai 0.9.0")
        return False
    missed = False
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        a, b, project, cache = (Path(scratch, name) for name in ("a", "b", "project", "cache"))
        project.mkdir()
        make(a)
        shutil.copytree(a, b)
        os.environ["XDG_CACHE_HOME"] = str(cache)
        ours = [sys.executable, "-m", "guild_jupyter", "compare", "--csv", "-"]
        theirs = [str(Path(venv, "bin/guild")), "compare", "--csv", "-"]
        for cold, wanted in ((True, COLD_WANTED), (False, WARM_WANTED)):
            first, we_said = timer(
                ours,
                project,
                environment(PYTHONPATH=ROOT, GUILD_HOME=a),
                (a / "cache", cache),
                cold=cold,
            )
            second, they_said = timer(
                theirs, project, environment(GUILD_HOME=b), (b / "cache",), cold=cold
            )
            seconds = alternate(first, second, rounds)
            how = "without an index" if cold else "with one"
            report(f"guild_jupyter compare --csv -, {how}", seconds[0])
            report(f"guild compare --csv -, {how}", seconds[1])
            missed |= report_ratio("ratio", *seconds, f"wanted: at most {wanted}") > wanted
            missed |= we_said != they_said
            print(f"{'the same bytes':<44} {we_said == they_said}")
        frames(a, project, rounds)
        with_pandas = os.environ.get("GUILDAI_IPY_VENV") or venv
        process = by_ipy(str(Path(with_pandas, "bin/python")), b, project)
        own = in_process(a, project)
        if process is None:
            report("in process", alternate(own, own, rounds)[0])
            print("guild.ipy cannot be imported: no ratio")
            return missed

        def ipy():
            process.stdin.write("\n")
            process.stdin.flush()
            return float(process.stdout.readline())

        seconds = alternate(own, ipy, rounds)
        process.communicate()
        report("in process", seconds[0])
        report("guild.ipy, in process", seconds[1])
        wanted = IN_PROCESS_WANTED
        missed |= report_ratio("ratio", *seconds, f"wanted: at most {wanted}") > wanted
    return missed


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
