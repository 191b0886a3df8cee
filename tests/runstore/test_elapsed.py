import os
import time

import pytest

from guild_jupyter.runstore import elapsed
from guild_jupyter.supervise import durable, exit_record, identity
from guild_jupyter.supervise.exit_record import ExitRecord
from guild_jupyter.supervise.rundir import RunDir

DAY = 86_400_000_000


@pytest.fixture
def run(tmp_path):
    (tmp_path / ".guild").mkdir()
    return RunDir(tmp_path)


def test_the_time_since_boot_goes_before_the_stamps_of_a_clock_that_was_set(run):
    exit_record.seal(run.exit_record, ExitRecord(0, 5 + DAY, elapsed=2.5))
    assert elapsed.seconds(run, 5, 5 + DAY, live=False) == 2.5


def test_a_run_that_guild_restarted_later_has_its_own_stamps(run):
    exit_record.seal(run.exit_record, ExitRecord(0, 5, elapsed=2.5))
    assert elapsed.seconds(run, 1_000_000, 4_000_000, live=False) == 3.0


@pytest.mark.parametrize(
    ("started", "stopped", "expected"),
    [
        (1_000_000, 3_500_000, 2.5),
        (3_500_000, 1_000_000, 0.0),
        (None, 5, None),
        (5, None, None),
    ],
)
def test_stamps_alone_are_never_negative(run, started, stopped, expected):
    exit_record.seal(run.exit_record, ExitRecord(0, 10**15))
    assert elapsed.seconds(run, started, stopped, live=False) == expected


def test_a_run_that_goes_on_is_as_old_as_its_process_whatever_the_clock_says(run):
    me = identity.identify(os.getpid())
    durable.write_json(run.child, me.to_json())
    tomorrow = time.time_ns() // 1000 + DAY
    found = elapsed.seconds(run, tomorrow, None, live=True)
    assert found == pytest.approx(identity.age(me), abs=5)


def test_without_a_live_process_the_clock_has_to_do(run):
    before = time.time_ns() // 1000 - 5_000_000
    assert elapsed.seconds(run, before, None, live=True) == pytest.approx(5, abs=5)
    assert elapsed.seconds(run, None, None, live=True) is None
