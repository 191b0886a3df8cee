"""Ends a process or fails a call at every point of launch and supervision, and fills disks.

    python tests/benchmarks/bench_faults.py [--random 500] [--disk 20]

Points are found by runs that record them. After each round two readers must have seen a status
that makes sense, final soon and for good, files that are whole or not there, and the exit code
of the operation wherever one supervising process lived. Exits with 1 if a single round went wrong.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests/supervise")]

from fault_rounds import CODES, FaultRounds, can_fail, watched
from supervised_runs import supervised

from guild_jupyter.supervise import durable, exit_record, recovery

FIRST_DEATHS = {
    "reaper": ["stage.forked", "stage.recorded", "stage.released", "reap.found", "seal.synced"],
    "supervisor": ["reaper.forked", "keep.begun", "finish.begun", "seal.synced"],
}
TOGETHER = 3
FLOOD_CODE, FLOOD_BYTES = 9, 12_000_000
FLOOD = f"""
import os, sys
line = b"x" * 99 + b"\\n"
for _ in range({FLOOD_BYTES} // 100):
    os.write(1, line)
sys.exit({FLOOD_CODE})
"""


# -- faults -----------------------------------------------------------------------------------


def killed_everywhere(trial):
    return [f"{point}:kill" for point in trial.points()]


def killed_after_the_other(trial):
    specs = []
    for first, names in FIRST_DEATHS.items():
        second = "supervisor" if first == "reaper" else "reaper"
        for name in names:
            death = f"{first}/{name}:kill"
            points = [point for point in trial.points(death) if point.startswith(second)]
            specs += [f"{death};{point}:kill" for point in points]
    return specs


def failing_once(trial):
    points = [point for point in trial.points() if can_fail(point)]
    return [f"{point}:{code}" for code in CODES for point in points]


def failing_always(trial):
    points = [point.rpartition("#")[0] for point in trial.points() if can_fail(point)]
    places = dict.fromkeys(point.partition("/")[2] for point in points)
    return [f"*/{place}:{code}" for code in CODES for place in places]


SWEEPS = [
    ("killed at each point", "plain", killed_everywhere),
    ("the same, with resources", "prepared", killed_everywhere),
    ("the same, with too much output", "capped", killed_everywhere),
    ("both killed, one after the other", "plain", killed_after_the_other),
    ("the same, with too much output", "capped", killed_after_the_other),
    ("a call fails once, 7 errors", "plain", failing_once),
    ("a call fails always, 7 errors", "plain", failing_always),
]


def sweep(operation, specs_of):
    """Return the number of rounds, and what went wrong."""
    with tempfile.TemporaryDirectory() as folder:
        trial = FaultRounds(Path(folder) / "trial", operation)
        specs = specs_of(trial)
        return len(specs), trial.rounds(specs, TOGETHER)


def at_random(count):
    """Kill `count` processes, one a launch, the launcher's among them."""
    wrong, rounds = [], 0
    with tempfile.TemporaryDirectory() as folder:
        trial = FaultRounds(Path(folder) / "trial")
        with watched(trial.home) as watcher:
            while trial.kills.total() < count:
                wrong += trial.random_round(TOGETHER)
                rounds += TOGETHER
        print(", ".join(f"{role} {number}" for role, number in trial.kills.items()), "killed")
        return rounds, wrong + watcher.wrong


# -- full disks -------------------------------------------------------------------------------


@contextlib.contextmanager
def small_disk(kind):
    """Mount a file system of a few MiB; give its folder, or None where it cannot be had."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "disk"
        place.mkdir()
        words = ["-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
        if kind == "ext4":
            image = Path(folder) / "image"
            image.touch()
            os.truncate(image, 8 << 20)
            make = shutil.which("mkfs.ext4") or shutil.which("mkfs.ext4", path="/usr/sbin:/sbin")
            if make is None or subprocess.run([make, "-q", str(image)], check=False).returncode:
                yield None
                return
            words = ["-o", "loop", str(image), str(place)]
        if os.geteuid() or subprocess.run(["mount", *words], check=False).returncode:
            yield None
            return
        try:
            yield place
        finally:
            subprocess.run(["umount", "--lazy", str(place)], check=True)


def flooded(place, count):
    """Fill a disk by the output of a run, again and again; return what went wrong."""
    wrong = []
    for number in range(count):
        with supervised(place / f"runs-{number}") as runs:
            run = runs.launch(FLOOD)
            found = runs.wait(run, 60)
            record = exit_record.read(run.exit_record)
            if found.exit_status != FLOOD_CODE:
                wrong.append(f"{found}: {durable.read_text(run.log)}")
            elif not record.dropped_bytes:
                wrong.append("the disk was not full")
            elif record.output_bytes + record.dropped_bytes != FLOOD_BYTES:
                wrong.append(f"{record.output_bytes} and {record.dropped_bytes} bytes of output")
            Path(run.output).unlink()
            recovery.repair(run)
            if durable.read_int(run.attr("exit_status")) != FLOOD_CODE:
                wrong.append("Guild cannot read the exit status, with room again")
        shutil.rmtree(place / f"runs-{number}")
    return wrong


# -- the table --------------------------------------------------------------------------------


def report(name, began, rounds, wrong):
    right = rounds - len(wrong)
    print(f"{name:<34} {rounds:>6} {right:>6} {time.monotonic() - began:>8.1f}", flush=True)
    for found in wrong:
        print(f"    {found[:400]}")
    return bool(wrong)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--random", type=int, default=500)
    parser.add_argument("--disk", type=int, default=20, help="rounds on each kind of disk")
    wanted = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled modules are kept
    print(f"load average {os.getloadavg()[0]:.1f}")
    print(f"{'fault':<34} {'rounds':>6} {'right':>6} {'seconds':>8}")
    failed = False
    for name, operation, specs_of in SWEEPS:
        began = time.monotonic()
        failed |= report(name, began, *sweep(operation, specs_of))
    began = time.monotonic()
    failed |= report("killed at a random moment", began, *at_random(wanted.random))
    for kind in ("tmpfs", "ext4"):
        with small_disk(kind) as place:
            if place is None:
                print(f"{f'disk full, {kind}':<34} cannot be mounted here")
                continue
            began = time.monotonic()
            failed |= report(f"disk full, {kind}", began, wanted.disk, flooded(place, wanted.disk))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
