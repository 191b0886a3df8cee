"""Floods a supervised run with output, and prints how fast it could write and what it cost.

    python tests/benchmarks/bench_flood.py [--bytes 10_000_000_000]

The operation writes lines of 100 bytes. Wanted: its rate at 150 MiB/s or more while `output` is
below its head and beyond; `output` no larger than head and tail and 1 %; the peak memory of both
supervising processes together (their VmHWM, so shared pages count twice) at 64 MiB or less.
Exits with 1 if one is missed.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "supervise"))

from supervised_runs import supervised

from guild_jupyter.supervise import durable, exit_record
from guild_jupyter.supervise.orders import DEFAULT_HEAD, DEFAULT_TAIL

FLOOD = """
import os, sys, time
left, head = int(sys.argv[1]), int(sys.argv[2])
block = (b"x" * 99 + b"\\n") * 655
marks = [time.monotonic()]
done = 0
while done < left:
    done += os.write(1, block[: left - done])
    if len(marks) == 1 and done >= min(head, left):
        marks.append(time.monotonic())
marks.append(time.monotonic())
open("seconds", "w").write(" ".join(str(b - a) for a, b in zip(marks, marks[1:])))
"""
LEAST_RATE = 150
MOST_MEMORY = 64
MIB = 1 << 20


def peak(keeper):
    """Return the largest resident memory that a process had until now, in MiB."""
    status = durable.read_text(f"/proc/{keeper.pid}/status") or ""
    found = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
    return int(found[0]) / 1024 if found else 0.0


def measure(size):
    """Return the facts of one flooded run."""
    with tempfile.TemporaryDirectory() as folder, supervised(folder) as runs:
        words = [sys.executable, "-I", "-S", "-c", FLOOD, str(size), str(DEFAULT_HEAD)]
        run = runs.launch(words, records=True)
        keepers = runs.keepers(run)
        memory = 0.0
        while exit_record.read(run.exit_record) is None or any(map(peak, keepers)):
            memory = max(memory, sum(map(peak, keepers)))
            time.sleep(0.005)
        found = runs.wait(run, 60)
        record = exit_record.read(run.exit_record)
        seconds = [float(word) for word in Path(run.path, "seconds").read_text().split()]
        return {
            "exit status": found.exit_status,
            "below": min(size, DEFAULT_HEAD) / MIB / seconds[0],
            "beyond": (size - DEFAULT_HEAD) / MIB / seconds[1] if size > DEFAULT_HEAD else None,
            "file": Path(run.output).stat().st_size,
            "index": Path(run.output_index).stat().st_size,
            "memory": memory,
            "whole": record.output_bytes + record.left_out_bytes >= size,
            "dropped": record.dropped_bytes,
        }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bytes", type=int, default=10_000_000_000)
    found = measure(parser.parse_args().bytes)
    cap = DEFAULT_HEAD + DEFAULT_TAIL
    rates = [found[part] for part in ("below", "beyond") if found[part] is not None]
    rows = [
        ("rate below the head, MiB/s", f"{rates[0]:.0f}", f">= {LEAST_RATE}"),
        ("rate beyond it, MiB/s", f"{rates[-1]:.0f}" if rates[1:] else "-", f">= {LEAST_RATE}"),
        ("output, bytes", str(found["file"]), f"<= {cap * 101 // 100}"),
        ("index, bytes", str(found["index"]), ""),
        ("memory of the pair, peak MiB", f"{found['memory']:.1f}", f"<= {MOST_MEMORY}"),
        ("dropped for want of room", str(found["dropped"]), "0"),
        ("exit status", str(found["exit status"]), "0"),
    ]
    for name, value, wanted in rows:
        print(f"{name:<30} {value:>14}  {wanted}")
    print(f"load average {os.getloadavg()[0]:.1f}")
    is_right = (
        min(rates) >= LEAST_RATE
        and found["file"] <= cap * 1.01
        and found["memory"] <= MOST_MEMORY
        and found["whole"]
        and (found["exit status"], found["dropped"]) == (0, 0)
    )
    return int(not is_right)


if __name__ == "__main__":
    sys.exit(main())
