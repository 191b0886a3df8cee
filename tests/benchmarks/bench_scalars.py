"""Reading event files, each checksum of every record checked, against TensorBoard's own reader.

  python tests/benchmarks/bench_scalars.py [ROUNDS]

980 files of 500 events, and one of 100 MB; whole processes, in turn. Then, in one process: files
of TensorFlow 2's tensors against files of simple values, event by event; the memory of reading
the long file's summaries and its series; and what looking at an unchanged run costs.
"""

import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(Path(__file__).parent), str(ROOT)]

from paired import alternate, command, environment, report, report_ratio
from tensorboard.compat.proto import event_pb2
from tensorboard.util import tensor_util

from guild_jupyter.scalars.accumulation import RunScalars
from guild_jupyter.scalars.checksums import long_checksum
from guild_jupyter.scalars.series import read_run
from guild_jupyter.scalars.wire import encode_scalar, encode_version

FILES_WANTED, LONG_WANTED, TENSORS_WANTED, MEMORY_WANTED = 0.12, 0.08, 2.0, 100
FILES, STEPS, LONG_BYTES = 980, 100, 100_000_000
TAGS = ("loss", "acc", "val_loss", "val_acc", "lr_now")
NAME = "events.out.tfevents.1700000000.box.1.0"
OURS = """
import sys
from pathlib import Path
from guild_jupyter.scalars.series import read_run
count, total = 0, 0.0
for run in Path(sys.argv[1]).iterdir():
    for series in read_run(run):
        count, total = count + series.count, total + series.total
print(count, total)
"""
THEIRS = """
import sys
from pathlib import Path
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
count, total = 0, 0.0
for run in Path(sys.argv[1]).iterdir():
    reader = EventAccumulator(str(run / sys.argv[2]), size_guidance={"scalars": 0, "tensors": 0})
    reader.Reload()
    for tag in reader.Tags()["scalars"]:
        events = reader.Scalars(tag)
        count, total = count + len(events), total + sum(event.value for event in events)
print(count, total)
"""
MEMORY = """
import sys
from pathlib import Path
from guild_jupyter.scalars.accumulation import RunScalars
from guild_jupyter.scalars.series import read_run
(run,) = Path(sys.argv[1]).iterdir()
if sys.argv[2] == "summaries":
    RunScalars().refresh(run)
elif sys.argv[2] == "series":
    read_run(run)
else:
    import numpy
lines = Path('/proc/self/status').read_text().splitlines()
print(next(int(line.split()[1]) >> 10 for line in lines if line.startswith('VmHWM')))
"""


def record(data):
    """Return data as a record."""
    length = len(data).to_bytes(8, "little")
    checks = (long_checksum(part).to_bytes(4, "little") for part in (length, data))
    return length + next(checks) + data + next(checks)


def tensor(tag, value, step, wall_time):
    """Return an event as TensorFlow 2 writes it."""
    event = event_pb2.Event(wall_time=wall_time, step=step)
    made = event.summary.value.add(tag=tag, tensor=tensor_util.make_tensor_proto(value))
    made.metadata.plugin_data.plugin_name = "scalars"
    return event.SerializeToString()


def events(begin, steps, form):
    """Return records of every tag for some steps."""
    return b"".join(
        record(form(tag, random.random(), step, 1.7e9 + step))
        for step in range(begin, begin + steps)
        for tag in TAGS
    )


def write(path, *parts):
    """Write an event file and the folder it is in."""
    path.parent.mkdir(parents=True)
    path.write_bytes(b"".join((record(encode_version("brain.Event:2", 1.7e9)), *parts)))


def make_files(folder):
    """Write what is read; return the folders of many files, of the long one and of tensors."""
    few = [events(0, STEPS, encode_scalar) for _ in range(10)]
    for number in range(FILES):
        write(folder / "many" / f"{number:032x}" / NAME, few[number % len(few)])
    # a piece of the steps again and again: the bytes of each event still have to be looked at
    piece = events(20_000, 5_000, encode_scalar)
    write(folder / "long" / "run" / NAME, piece * (LONG_BYTES // len(piece)))
    write(folder / "simple" / NAME, piece)
    write(folder / "tensors" / NAME, events(20_000, 5_000, tensor))


def pair(folder, rounds, name, wanted):
    """Time both readers in turn; return the ratio."""
    words = [
        [sys.executable, "-c", OURS, str(folder)],
        [sys.executable, "-c", THEIRS, str(folder), NAME],
    ]
    known = environment(PYTHONPATH=ROOT)
    both = [
        subprocess.run(one, env=known, capture_output=True, text=True, check=True) for one in words
    ]
    (count, total), (other, sum_of_it) = (one.stdout.split() for one in both)
    assert count == other and abs(float(total) - float(sum_of_it)) < 1e-6 * float(total)  # noqa: PT018
    ours, theirs = alternate(*(command(one, folder, known) for one in words), rounds)
    report(f"{name}: ours", ours)
    report(f"{name}: EventAccumulator", theirs)
    return report_ratio(f"{name}: ratio", ours, theirs, f"wanted {wanted}")


def seconds_of(run):
    """Return the seconds of the processor that reading a run takes."""
    begin = time.process_time()
    read_run(run)
    return time.process_time() - begin


def unchanged(run):
    """Return the milliseconds of looking again at a run that did not change."""
    scalars = RunScalars()
    scalars.refresh(run)
    time.sleep(0.2)  # until a change would show in the file's times
    scalars.refresh(run)
    begin = time.perf_counter()
    for _ in range(1000):
        assert not scalars.refresh(run)
    return time.perf_counter() - begin


def main(rounds="3"):
    """Measure, print, and return 1 where something misses what is wanted."""
    folder = Path(tempfile.mkdtemp())
    try:
        make_files(folder)
        many = pair(folder / "many", int(rounds), f"{FILES} files", FILES_WANTED)
        long = pair(folder / "long", int(rounds), "100 MB", LONG_WANTED)
        tensors, simple = alternate(
            lambda: seconds_of(folder / "tensors"), lambda: seconds_of(folder / "simple"), 15
        )
        ratio = report_ratio(
            "tensors, of simple values", tensors, simple, f"wanted {TENSORS_WANTED}"
        )
        known = environment(PYTHONPATH=ROOT)
        words = [sys.executable, "-c", MEMORY, str(folder / "long")]
        memory = {
            what: int(subprocess.check_output([*words, what], env=known))
            for what in ("nothing", "summaries", "series")
        }
        print(f"MiB at most: {memory}; summaries wanted {MEMORY_WANTED}")
        print(f"an unchanged run: {unchanged(next((folder / 'many').iterdir())):.3f} ms")
    finally:
        shutil.rmtree(folder)
    is_slow = many > FILES_WANTED or long > LONG_WANTED or ratio > TENSORS_WANTED
    return int(is_slow or memory["summaries"] > MEMORY_WANTED)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
