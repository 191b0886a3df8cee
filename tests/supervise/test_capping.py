"""Runs that write more than is kept, in real processes: floods, kills, full disks, odd bytes."""

import sys
from pathlib import Path

import pytest
from supervised_runs import index, kept, lines_of, output

from guild_jupyter.scalars.series import read_run
from guild_jupyter.supervise import exit_record, identity, overflow, recorder
from guild_jupyter.supervise.reading import Reading

HEAD, TAIL = 10_000, 3_000
CAP = {"head": HEAD, "tail": TAIL}
LINES = """
import os, sys, time
def write(first, last):
    for number in range(first, last):
        os.write(1, b"line %d\\n" % number)
write(0, {before})
open("paused", "w").close()
while not os.path.exists("go"):
    time.sleep(0.002)
write({before}, {lines})
sys.exit(3)
"""


def numbered(lines):
    return b"".join(b"line %d\n" % number for number in range(lines))


def right(run, data):
    """Hold the files of an ended run against what its operation wrote."""
    record = exit_record.read(run.exit_record)
    assert record.complete
    assert output(run) == kept(data, HEAD, TAIL)
    assert record.output_bytes == Path(run.output).stat().st_size
    assert record.left_out_bytes == max(0, len(data) - HEAD - TAIL)
    assert record.dropped_bytes == 0
    assert len(index(run)) == lines_of(data[:HEAD])
    assert overflow.segments(run.output) == []


@pytest.mark.parametrize("lines", [1_000, 1_300, 50_000])
def test_the_head_and_the_tail_of_a_long_output_are_kept(runs, lines):
    run = runs.launch(LINES.format(before=0, lines=lines).replace('"go"', '"paused"'), **CAP)
    assert runs.wait(run).exit_status == 3
    right(run, numbered(lines))


@pytest.mark.parametrize("before", [500, 1_200, 30_000])
@pytest.mark.parametrize("victims", [["supervisor"], ["reaper"], ["supervisor", "late"]])
def test_either_keeper_may_be_killed_below_and_beyond_the_head(runs, eventually, victims, before):
    run = runs.launch(LINES.format(before=before, lines=60_000), **CAP)
    eventually(lambda: Path(run.path, "paused").exists())
    supervisor, reaper = runs.keepers(run)
    victim = reaper if "reaper" in victims else supervisor
    if "late" not in victims:
        identity.send(victim, 9)
        eventually(lambda: not identity.is_alive(victim))
    Path(run.path, "go").touch()
    if "late" in victims:  # while it moves output as fast as it can
        reading = Reading(run.output)
        eventually(lambda: reading.end() > 250_000, pause=0)
        identity.send(victim, 9)
    assert runs.wait(run).exit_status == 3
    right(run, numbered(60_000))


def test_the_death_of_both_keepers_leaves_what_they_kept(runs, eventually):
    run = runs.launch(LINES.format(before=30_000, lines=30_000), **CAP)
    eventually(lambda: Path(run.path, "paused").exists())
    reading = Reading(run.output)
    eventually(lambda: reading.end() == len(numbered(30_000)))
    for keeper in runs.keepers(run):
        identity.send(keeper, 9)
    Path(run.path, "go").touch()
    assert runs.wait(run).status == "lost"
    data = numbered(30_000)
    assert output(run) == data[:HEAD]
    live = b"".join(Path(one.path).read_bytes() for one in overflow.segments(run.output))
    assert len(live) >= TAIL
    assert data.endswith(live)


@pytest.mark.parametrize(
    "made",
    [
        b"10%\r20%\r" * 8_000,
        bytes(range(256)) * 300,
        b"\0" * 70_000,
        "\N{SNOWMAN}".encode() * 20_000,
        b"\n" * 50_000,
        b"x" * 200_000,
    ],
)
def test_any_bytes_are_kept_exactly(runs, tmp_path, made):
    source = tmp_path / "bytes"
    source.write_bytes(made)
    run = runs.launch(["cat", str(source)], **CAP)
    assert runs.wait(run).status == "completed"
    right(run, made)


@pytest.mark.slow
def test_one_line_of_300_mb_is_recorded_and_costs_little_memory(runs):
    program = "import os\nfor _ in range(300): os.write(1, b'x' * 1_000_000)"
    run = runs.launch(program)
    assert runs.wait(run, 120).status == "completed"
    assert Path(run.output).stat().st_size == 300_000_000
    assert index(run) == [0]
    assert exit_record.read(run.exit_record).left_out_bytes == 0


def test_a_daemon_that_goes_on_writing_beyond_the_head_holds_up_nothing(runs):
    program = """
import os, sys
if os.fork() == 0:
    os.setsid()
    while True:
        os.write(1, b"daemon\\n" * 1000)
while os.path.getsize(".guild/output") < 10_000:
    pass
sys.exit(5)
"""
    run = runs.launch(program, drain=0.1, **CAP)
    assert runs.wait(run).exit_status == 5
    record = exit_record.read(run.exit_record)
    assert record.complete
    assert record.left_out_bytes > 0
    assert len(output(run)) == HEAD + TAIL + len(overflow.notice(record.left_out_bytes))
    assert runs.survivors(run) == []


FLOOD = """
import os, sys
for number in range(600):
    os.write(1, b"%09d\\n" % number * 1_000)
sys.exit(9)
"""


def test_a_disk_that_fills_beyond_the_head_costs_neither_exit_code_nor_the_last_bytes(
    runs, small_disk
):
    run = runs.launch(FLOOD, where=small_disk, head=500_000, tail=1_000_000)
    assert runs.wait(run).exit_status == 9
    record = exit_record.read(run.exit_record)
    assert record.complete
    assert record.left_out_bytes + record.dropped_bytes > 0
    reading = Reading(run.output)
    assert reading.read(500_000)[1].startswith(b"000000000\n")
    reading.skip_to(10)
    assert reading.read(100)[1] == b"000000599\n"


@pytest.mark.parametrize("victim", [0, 1])
def test_what_was_dropped_on_a_full_disk_is_known_after_a_takeover(
    runs, small_disk, eventually, victim
):
    go = small_disk.parent / "go"
    waits = f"import time\nwhile not os.path.exists({str(go)!r}): time.sleep(.002)\nsys.exit"
    run = runs.launch(FLOOD.replace("sys.exit", waits), where=small_disk)
    recorded = Path(run.output)
    eventually(recorded.exists)
    eventually(
        lambda: recorded.stat().st_size + exit_record.dropped_so_far(run.exit_record) == 6_000_000
    )
    identity.send(runs.keepers(run)[victim], 9)
    go.touch()
    assert runs.wait(run).exit_status == 9
    record = exit_record.read(run.exit_record)
    assert record.output_bytes + record.dropped_bytes == 6_000_000


def test_scalars_of_output_that_is_not_kept_are_recorded_by_a_recorder_that_keeps_pace(
    runs, eventually
):
    program = """
import os, time
for step in range(4_000):
    os.write(1, b"step: %d\\nloss: 1.5\\n" % step)
while not os.path.exists("go"):
    time.sleep(0.002)
"""
    run = runs.launch(program, records=True, recorder_after=0.0, **CAP)

    def losses():
        found = {series.tag: series for series in read_run(Path(run.path))}
        return found.get("loss")

    eventually(lambda: losses() and losses().count == 4_000)
    Path(run.path, "go").touch()
    runs.wait(run)
    eventually(lambda: recorder.is_settled(run.path))
    assert exit_record.read(run.exit_record).left_out_bytes > 0
    assert (losses().count, losses().last_step) == (4_000, 3_999)


@pytest.mark.slow
def test_the_memory_of_the_keepers_does_not_grow_with_the_output(runs, eventually):
    program = """
import os, sys, time
for _ in range(300):
    os.write(1, b"\\n" * 1_000_000)
open("paused", "w").close()
while not os.path.exists("go"):
    time.sleep(.002)
"""
    run = runs.launch([sys.executable, "-c", program], head=100_000_000, tail=1_000_000)
    eventually(lambda: Path(run.path, "paused").exists(), limit=60)
    for keeper in runs.keepers(run):
        status = Path(f"/proc/{keeper.pid}/status").read_text()
        peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        assert int(peak.split()[1]) < 32 * 1024
    Path(run.path, "go").touch()
    assert runs.wait(run).status == "completed"
    assert Path(run.output_index).stat().st_size <= 9 << 24
