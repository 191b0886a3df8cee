"""Launches from several processes at once, their status asked from the moment each run appears.

    python tests/benchmarks/bench_launches.py [--launches 1000] [--processes 4] [--python]

Each process launches through the Python API, as a notebook does; the operation is
`/bin/sh -c 'exit 4'` outside Git, so that what is timed is ours and nothing is left for a
recorder to note; with --python a Python module that does nothing else, whose interpreter and
recorded packages cost more. A further process lists the runs folder and
asks the status of every run that has not ended, over and over. Before that, alone: one run from
the call to its final state, and the memory of the supervising pair while an operation sleeps.
"""

import argparse
import json
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from paired import report

from guild_jupyter.api import Guild
from guild_jupyter.supervise import exit_record, state

TRIVIAL, CODE = 50, 4
SECONDS_WANTED, TRIVIAL_WANTED, MEMORY_WANTED = 40.0, 0.080, 12 * 1024
PAUSE = 0.02
GUILD_FILE = """
module: {main: four, flags-import: no}
four: {exec: "/bin/sh -c 'exit 4'", flags-dest: args, flags-import: no}
sleeps: {exec: sleep 600, flags-dest: args, flags-import: no}
"""


def launch_many(project, home, count, ids, operation):
    """Launch, and hand over the ids."""
    guild = Guild(project, home)
    ids.put([guild.run(operation).id for _ in range(count)])


def watch(folder, count, answer):
    """Ask for the status of every run until all have ended; hand over what was seen."""
    seen, ended = {}, {}
    while len(ended) < count:
        for path in folder.iterdir() if folder.is_dir() else ():
            name = path.name
            if name not in ended:
                found = state.state_of(path)
                seen.setdefault(name, Counter())[found.status] += 1
                if found.status in state.FINAL:
                    ended[name] = time.monotonic()
        time.sleep(PAUSE)
    answer.put((seen, max(ended.values())))


def trivial(guild):
    """Return the seconds from the call to the final state, run by run."""
    times = []
    for _ in range(TRIVIAL + 3):
        began = time.perf_counter()
        run = guild.run("four")
        while not run.is_over():
            time.sleep(0.0005)
        times.append(time.perf_counter() - began)
        assert run.exit_status == CODE
    return times[3:]


def memory(guild):
    """Return the KiB that each of the supervising pair has to itself, shared pages in part."""
    run = guild.run("sleeps")
    files = run.files_of_run
    while run.status != state.RUNNING:
        time.sleep(0.01)
    time.sleep(1)  # the recorder, started meanwhile, shares no page with them once it is up
    found = {}
    for name in ("supervisor", "reaper"):
        pid = json.loads(Path(getattr(files, name)).read_text())["pid"]
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        found[name] = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    run.stop(grace=1)
    run.wait(30, check=False)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--launches", type=int, default=1000)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--python", action="store_true", help="launch a Python module")
    asked = parser.parse_args()
    operation = "module" if asked.python else "four"
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled modules are kept
    load = os.getloadavg()[0]
    failed = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        project = Path(scratch, "project")
        project.mkdir()
        (project / "guild.yml").write_text(GUILD_FILE)
        (project / "four.py").write_text(f"raise SystemExit({CODE})\n")
        alone = Guild(project, Path(scratch, "alone"))

        times = trivial(alone)
        report("a trivial run, from the call to its end", times, "wanted: median at most 80 ms")
        if statistics.median(times) > TRIVIAL_WANTED:
            failed.append("a trivial run takes too long")
        kib = memory(alone)
        print(f"memory of the pair (PSS): {sum(kib.values()) / 1024:.1f} MiB {kib}")
        print("    wanted: at most 12 MiB")
        if sum(kib.values()) > MEMORY_WANTED:
            failed.append("the pair needs too much memory")

        home = Path(scratch, "home")
        each = asked.launches // asked.processes
        total = each * asked.processes
        ids, answer = multiprocessing.Queue(), multiprocessing.Queue()
        watcher = multiprocessing.Process(target=watch, args=(home / "runs", total, answer))
        launchers = [
            multiprocessing.Process(target=launch_many, args=(project, home, each, ids, operation))
            for _ in range(asked.processes)
        ]
        began = time.monotonic()
        for process in (watcher, *launchers):
            process.start()
        launched = [one for _ in launchers for one in ids.get(timeout=600)]
        returned = time.monotonic() - began
        seen, over = answer.get(timeout=600)
        seconds = over - began
        for process in (watcher, *launchers):
            process.join()
        codes = Counter(
            record.exit_status if (record := exit_record.read(f"{path}/.guild/exit.rec")) else None
            for path in (home / "runs").iterdir()
        )
        statuses = sum(seen.values(), Counter())
        wrong = {"lost", "unknown", "orphaned"}
        false = {name: dict(each) for name, each in seen.items() if wrong & set(each)}

        print(
            f"{total} launches from {asked.processes} processes: {seconds:.1f} s until the last "
            f"has ended ({returned:.1f} s until the last call returned)"
        )
        if not asked.python:
            print(f"    wanted: at most {SECONDS_WANTED:.0f} s for 1000")
        print(f"unique ids: {len(set(launched))}, of which seen: {len(set(launched) & set(seen))}")
        print(f"exit statuses: {dict(codes)}")
        print(f"states seen: {dict(statuses)}; runs falsely lost: {len(false)}")
        if not asked.python and seconds > SECONDS_WANTED * total / 1000:
            failed.append("the launches take too long")
        if len(set(launched)) != total or set(seen) != set(launched):
            failed.append("ids are missing or not unique")
        if codes != {CODE: total}:
            failed.append("exit statuses are wrong")
        if false:
            failed.append(f"falsely lost: {false}")
    print(f"load average before: {load:.1f}, after: {os.getloadavg()[0]:.1f}")
    for problem in failed:
        print(f"FAILED: {problem}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
