import json
import math
import os
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guild_jupyter.scalars import accumulation, footprint
from guild_jupyter.scalars.accumulation import RunScalars
from guild_jupyter.scalars.reading import EventReader
from guild_jupyter.scalars.series import read_run, read_with_faults
from tests.scalars import event_bytes as make


def stored(scalars):
    """As another process gets it: through JSON without Python's own additions."""
    return RunScalars.from_data(json.loads(json.dumps(scalars.to_data(), allow_nan=False)))


def plainly(summaries):
    """Summaries so that nan equals itself."""
    return [repr(one) for one in summaries]


def assert_right(scalars, run):
    series, faults = read_with_faults(run)
    assert plainly(scalars.summaries()) == plainly(one.summary() for one in series)
    assert scalars.faults == faults


def refreshed(run):
    scalars = RunScalars()
    scalars.refresh(run)
    return scalars


def put(run, data, name=make.NAME):
    path = run / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def append(path, data):
    with path.open("ab") as file:
        file.write(data)


@pytest.fixture
def read_from(monkeypatch):
    """Where each reading of a file began."""
    begun = []

    class Noting(EventReader):
        def __init__(self, path, offset=0, foreign=()):
            begun.append(offset)
            super().__init__(path, offset, foreign)

    monkeypatch.setattr(accumulation, "EventReader", Noting)
    return begun


def age(*paths):
    """Let files be older than the clock's tick, as most are; a change would show."""
    for path in paths:
        while accumulation.time.time_ns() - path.stat().st_ctime_ns <= footprint._TICK_NS:
            pass


def test_a_run_without_events_has_no_summaries(tmp_path):
    scalars = RunScalars()
    assert not scalars.refresh(tmp_path)
    assert not scalars.refresh(tmp_path / "none")
    assert (scalars.summaries(), scalars.faults) == ([], [])


def test_what_was_appended_is_all_that_is_read(tmp_path, read_from):
    path = put(tmp_path, make.VERSION + make.simple("a", 1.0, 1))
    size = path.stat().st_size
    scalars = refreshed(tmp_path)
    append(path, make.simple("a", 2.0, 2))
    scalars = stored(scalars)
    assert scalars.refresh(tmp_path)
    assert read_from == [0, size]
    assert_right(scalars, tmp_path)


def test_a_file_that_did_not_change_is_not_opened(tmp_path, read_from):
    age(put(tmp_path, make.simple("a", 1.0, 1)))
    scalars = refreshed(tmp_path)
    assert not scalars.refresh(tmp_path)
    assert not stored(scalars).refresh(tmp_path)
    assert read_from == [0]


def test_a_file_changed_within_the_tick_of_the_clock_is_read_again(tmp_path, monkeypatch):
    monkeypatch.setattr(footprint, "_TICK_NS", 1 << 62)
    path = put(tmp_path, make.simple("a", 1.0, 1))
    status = path.stat()
    scalars = refreshed(tmp_path)
    path.write_bytes(make.simple("a", 2.0, 1))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert scalars.refresh(tmp_path)
    assert_right(scalars, tmp_path)


def test_a_torn_record_is_read_when_it_is_whole(tmp_path):
    record = make.simple("a", 2.0, 2)
    path = put(tmp_path, make.simple("a", 1.0, 1) + record[:-3])
    scalars = refreshed(tmp_path)
    assert scalars.faults == []
    append(path, record[-3:])
    assert scalars.refresh(tmp_path)
    assert scalars.summaries()[0].count == 2


@pytest.mark.parametrize("size", [0, 100, 400])
def test_a_file_that_was_written_anew_is_read_from_its_beginning(tmp_path, read_from, size):
    old = [make.simple("a", float(step), step) for step in range(8)]
    path = put(tmp_path, b"".join(old))
    scalars = refreshed(tmp_path)
    new = [make.simple("b", float(step), step, 9.0) for step in range(12)]
    path.write_bytes(b"".join(new)[:size])
    assert scalars.refresh(tmp_path)
    assert read_from == [0, 0]
    assert_right(scalars, tmp_path)


def test_a_replaced_and_a_vanished_file_are_noticed(tmp_path):
    first = put(tmp_path, make.simple("a", 1.0, 1), "a.tfevents.1")
    second = put(tmp_path, make.simple("a", 2.0, 1), "a.tfevents.2")
    age(first, second)
    scalars = refreshed(tmp_path)
    put(tmp_path, make.simple("b", 7.0, 1) * 2, "other").replace(first)
    assert scalars.refresh(tmp_path)
    assert_right(scalars, tmp_path)
    second.unlink()
    assert scalars.refresh(tmp_path)
    assert [one.key for one in scalars.summaries()] == ["b"]
    first.unlink()
    assert scalars.refresh(tmp_path)
    assert scalars.summaries() == []


def test_a_file_that_vanishes_between_finding_and_reading_is_passed_over(tmp_path, monkeypatch):
    path = put(tmp_path, make.simple("a", 1.0, 1))
    found = accumulation.event_files(tmp_path)
    path.unlink()
    monkeypatch.setattr(accumulation, "event_files", lambda run, visited: found)
    assert refreshed(tmp_path).summaries() == []


def test_a_damaged_file_is_told_of_once_and_harms_no_other(tmp_path):
    broken = make.damaged(make.simple("a", 2.0, 2), 20)
    sound = make.simple("a", 1.0, 1)
    put(tmp_path, sound + broken + sound, ".guild/" + make.NAME)
    put(tmp_path, make.simple("b", 1.0, 1))
    scalars = stored(refreshed(tmp_path))
    assert scalars.faults == [
        f".guild/{make.NAME} is damaged at byte {len(sound)}: its data do not match their "
        "checksum. What follows was not read."
    ]
    assert [(one.key, one.count) for one in scalars.summaries()] == [("a", 1), ("b", 1)]
    age(tmp_path / make.NAME)
    scalars.refresh(tmp_path)
    assert len(scalars.faults) == 1


def test_a_repaired_file_has_no_fault(tmp_path):
    record = make.simple("a", 2.0, 2)
    path = put(tmp_path, make.damaged(record, 20))
    scalars = refreshed(tmp_path)
    path.write_bytes(record)
    scalars.refresh(tmp_path)
    assert_right(scalars, tmp_path)
    assert scalars.faults == []


def test_a_file_that_cannot_be_read_is_told_of_and_read_when_it_can(tmp_path, monkeypatch):
    put(tmp_path, make.simple("a", 1.0, 1))

    def fails(self):
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(EventReader, "batches", fails)
        scalars = refreshed(tmp_path)
        assert scalars.faults == [f"{make.NAME} cannot be read: Input/output error."]
        assert read_with_faults(tmp_path) == ([], scalars.faults)
    (tmp_path / make.NAME).touch()
    scalars.refresh(tmp_path)
    assert_right(scalars, tmp_path)


def test_extremes_that_no_json_number_has_survive(tmp_path):
    values = [math.nan, math.inf, -math.inf, 1.0]
    put(tmp_path, b"".join(make.simple(f"t{v}", v, 1) for v in values))
    scalars = refreshed(tmp_path)
    assert plainly(stored(scalars).summaries()) == plainly(scalars.summaries())


@pytest.mark.parametrize(
    "data", [{}, [], None, {"format": 0, "files": {}}, {"format": 1, "files": {"a": [1]}}]
)
def test_data_that_are_none_are_refused(data):
    with pytest.raises(ValueError, match="no summaries of scalars"):
        RunScalars.from_data(data)


_NAMES = [make.NAME, "a.tfevents.2", ".guild/b.tfevents.1", ".guild/b.tfevents.2", "x/c.tfevents"]


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 2**32))
def test_summaries_are_those_of_the_series_whatever_happens_to_the_files(seed, tmp_path_factory):
    chance = random.Random(seed)
    run = tmp_path_factory.mktemp("run")
    scalars = RunScalars()
    for turn in range(8):
        for _ in range(chance.randint(1, 3)):
            happens(chance, run / chance.choice(_NAMES), seed + turn)
        scalars.refresh(run)
        assert_right(scalars, run)
        if chance.random() < 0.3:
            scalars = stored(scalars)


def happens(chance, path, seed):
    """Append to a file, tear it, shorten it, replace it, damage it or remove it."""
    path.parent.mkdir(exist_ok=True)
    records = make.mixture(chance.randint(0, seed + 9), chance.choice([1, 3, 60]))
    data = b"".join(records)
    kind = chance.randrange(8)
    if kind < 4 or not path.exists():
        append(path, data)
    elif kind == 4:
        append(path, data[: chance.randint(1, len(data))])
    elif kind == 5:
        os.truncate(path, chance.randint(0, path.stat().st_size))
    elif kind == 6:
        other = path.with_name("other")
        other.write_bytes(data)
        other.replace(path)
    else:
        path.unlink()


def test_series_and_summaries_of_a_run_written_in_two_starts_are_one(tmp_path):
    rows = [(1, 1.0), (2, 2.0), (3, 3.0)]
    again = [(2, 20.0), (3, 30.0), (4, 40.0)]
    for name, points in (("a.tfevents.1", rows), ("a.tfevents.2", again)):
        put(tmp_path, b"".join(make.simple("a", v, s) for s, v in points), name)
    (one,) = refreshed(tmp_path).summaries()
    assert (one.first, one.last, one.last_step, one.total, one.count) == (1.0, 40.0, 4, 96.0, 6)
    assert list(read_run(tmp_path)[0].steps) == [1, 2, 3, 2, 3, 4]
