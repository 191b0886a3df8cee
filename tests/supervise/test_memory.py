"""What ended an operation: the kernel for want of memory, by its counter, or somebody else."""

import os
from pathlib import Path

import pytest
from supervised_runs import WAIT, holder, until

from guild_jupyter.runstore.words import describe
from guild_jupyter.supervise import exit_record, memory
from guild_jupyter.supervise.facilities import detect

V2 = "0::/user.slice/mine\n"
HYBRID = "5:devices:/x\n4:cpu,memory:/mine\n1:name=systemd:/\n0::/\n"
LINE = "36 25 0:31 {root} {place} rw,nosuid shared:9 - {kind} {kind} {options}\n"
ALL = LINE.format(root="/", place="/sys/fs/cgroup", kind="cgroup2", options="rw")
PART = LINE.format(root="/user.slice", place="/part", kind="cgroup2", options="rw")
DEVICES = LINE.format(root="/", place="/v1/devices", kind="cgroup", options="rw,devices")
OLD = LINE.format(root="/", place="/v1/memory", kind="cgroup", options="rw,memory")


@pytest.mark.parametrize(
    ("groups", "mounts", "found"),
    [
        (V2, ALL, ["/sys/fs/cgroup/user.slice/mine/memory.events"]),
        (V2, PART, ["/part/mine/memory.events"]),
        (V2, PART + PART, ["/part/mine/memory.events"] * 2),
        ("0::/\n", ALL, ["/sys/fs/cgroup/memory.events"]),
        (HYBRID, DEVICES + OLD, ["/v1/memory/mine/memory.oom_control"]),
        (HYBRID, DEVICES, []),
        ("", ALL + OLD, []),
        ("0::/x", "short - cgroup2 x\nno end\n\n", []),
        ("garbage\n4", OLD + "\0", []),
    ],
)
def test_the_counter_is_where_the_tables_of_the_system_say(groups, mounts, found):
    assert memory.candidates(groups, mounts) == found


def test_without_proc_there_is_no_counter(monkeypatch):
    monkeypatch.setattr(memory, "FACILITIES", detect("proc"))
    assert memory.own_counter() == ""
    assert not memory.KillCounter().rose()


@pytest.mark.parametrize(
    ("before", "after", "rose"),
    [
        ("low 3\noom 1\noom_kill 2\n", "low 3\noom 4\noom_kill 3\n", True),
        ("oom_kill_disable 0\noom_kill 0\n", "oom_kill_disable 1\noom_kill 0\n", False),
        ("oom_kill 2", "oom_kill 2", False),
        ("oom_kill 2", "oom_kill 1", False),
        ("oom_kill two", "oom_kill 3", False),
        ("", "oom_kill 3", False),
        ("oom_kill 1", None, False),
    ],
)
def test_only_a_counter_that_was_read_twice_and_rose_tells_of_kills(tmp_path, before, after, rose):
    counter = tmp_path / "memory.events"
    counter.write_text(before)
    kills = memory.KillCounter(str(counter))
    if after is None:
        counter.unlink()
    else:
        counter.write_text(after)
    assert kills.rose() is rose


def test_an_operation_that_somebody_killed_is_said_to_be_killed_and_nothing_else(runs):
    run = runs.launch("import os; os.kill(os.getpid(), 9)")
    found = runs.wait(run)
    assert describe(found) == "terminated (SIGKILL)"
    assert exit_record.read(run.exit_record).reason == ""


def test_the_operation_is_no_less_likely_to_be_killed_than_those_who_keep_it(runs):
    run = runs.launch(WAIT)
    runs.wait_for_output(run, b"up")
    kept, child = runs.keepers(run), holder(run.child)
    of = {one: int(Path(f"/proc/{one.pid}/oom_score_adj").read_text()) for one in (*kept, child)}
    assert max(of[keeper] for keeper in kept) <= of[child]
    Path(run.path, "end").touch()


def limited_group(folder):
    """Make a control group with 64 MiB below a folder of the hierarchy."""
    group = folder / f"guild-jupyter-test-{os.getpid()}"
    group.mkdir()
    try:
        names = ("memory.max", "memory.limit_in_bytes")
        limit = next(group / name for name in names if (group / name).exists())
        limit.write_text(str(64 << 20))
        if (group / "memory.swap.max").exists():
            (group / "memory.swap.max").write_text("0")
    except (OSError, StopIteration) as error:
        group.rmdir()
        raise OSError(f"{folder} gives its groups no limit: {error}") from error
    return group


def removed(group):
    try:
        group.rmdir()
    except OSError:
        return False
    return True


@pytest.fixture
def small_memory():
    """Make a control group with little memory; return what starts a run in it."""
    here = Path(memory.own_counter() or "/none/none").parent
    problems = ["the memory of control groups is not counted here"]
    for folder in [here, *here.parents]:
        if not (folder / "cgroup.procs").exists():
            continue
        try:
            group = limited_group(folder)
            break
        except OSError as error:
            problems.append(str(error))
    else:
        pytest.skip(f"no control group with a limit can be made: {'; '.join(problems)}")

    def start(runs, program):
        run = runs.launch(program, start=False)
        starter = os.fork()
        if not starter:
            # Only this process, or the kernel might end the tests.
            (group / "cgroup.procs").write_text(str(os.getpid()))
            runs.start(run)
            os._exit(0)
        assert os.waitpid(starter, 0)[1] == 0
        runs.runs.append(run)
        return run

    yield start
    until(lambda: removed(group))


def test_an_operation_that_the_kernel_killed_for_want_of_memory_is_told_by_the_counter(
    runs, small_memory
):
    eats = "taken = []\nwhile True: taken.append(bytearray(b'x') * (1 << 20))"
    for _ in range(3):
        run = small_memory(runs, eats)
        assert describe(runs.wait(run)) == "terminated (SIGKILL, out of memory)"
        assert not Path(run.log).exists()
    run = small_memory(runs, "import os; os.kill(os.getpid(), 9)")
    assert describe(runs.wait(run)) == "terminated (SIGKILL)"
