import math
import os
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.scalars import series as module
from guild_jupyter.scalars.events import EventWriter
from guild_jupyter.scalars.series import Series, read_run
from guild_jupyter.scalars.summary import last_values


def write(directory, *rows):
    directory.mkdir(parents=True, exist_ok=True)
    with EventWriter(directory, "box") as writer:
        for tag, value, step in rows:
            writer.add(tag, value, step, 100.0 + step)
    return writer.path


def series(steps, values):
    return Series("t", "", steps, values, [0.0] * len(steps))


def test_a_missing_directory_has_no_series(tmp_path):
    assert read_run(tmp_path / "none") == []


def test_the_sample_row_of_the_index_comes_out(tmp_path):
    write(tmp_path / ".guild", ("loss", 3.0, 1), ("loss", 2.0, 2), ("loss", 1.0, 3))
    (loss,) = read_run(tmp_path)
    assert (loss.key, loss.tag, loss.prefix) == ("loss", "loss", ".guild")
    assert (loss.first, loss.first_step, loss.last, loss.last_step) == (3.0, 1, 1.0, 3)
    assert (loss.min, loss.min_step, loss.max, loss.max_step) == (1.0, 3, 3.0, 1)
    assert (loss.mean, loss.total, loss.count) == (2.0, 6.0, 3)
    assert loss.wall_times == [101.0, 102.0, 103.0]
    assert loss.relative_times == [0.0, 1.0, 2.0]


def test_series_are_named_after_their_place(tmp_path):
    write(tmp_path, ("a", 1.0, 1))
    write(tmp_path / ".guild", ("b", 2.0, 1))
    write(tmp_path / "logs" / "train", ("a", 3.0, 1))
    found = read_run(tmp_path)
    assert [(one.key, one.prefix) for one in found] == [
        ("a", ""),
        ("b", ".guild"),
        ("logs/train#a", "logs/train"),
    ]
    assert last_values(found) == {"a": 1.0, "b": 2.0, "logs/train#a": 3.0}


def test_of_two_series_of_one_key_the_scripts_own_counts(tmp_path):
    write(tmp_path / ".guild", ("a", 2.0, 9))
    write(tmp_path, ("a", 1.0, 1))
    assert last_values(read_run(tmp_path)) == {"a": 1.0}


def test_files_of_one_place_are_one_series_in_the_order_of_time(tmp_path, monkeypatch):
    for now, step in ((1_700_000_009, 2), (1_700_000_001, 1), (1_700_000_010, 3)):
        monkeypatch.setattr(time, "time", lambda now=now: now)
        write(tmp_path, ("a", float(step), step))
    (one,) = read_run(tmp_path)
    assert one.steps == [1, 2, 3]


def test_the_proto_of_a_batch_is_not_read(tmp_path):
    write(tmp_path / ".guild" / "proto" / ".guild", ("a", 1.0, 1))
    write(tmp_path / "sub" / "proto", ("b", 1.0, 1))
    assert [one.key for one in read_run(tmp_path)] == ["sub/proto#b"]


def test_linked_directories_are_not_followed(tmp_path):
    write(tmp_path / "elsewhere", ("a", 1.0, 1))
    run = tmp_path / "run"
    run.mkdir()
    (run / "link").symlink_to(tmp_path / "elsewhere")
    (run / "loop").symlink_to(run)
    assert read_run(run) == []


def test_what_is_no_readable_event_file_is_passed_over(tmp_path):
    os.mkfifo(tmp_path / "pipe.tfevents.1")
    (tmp_path / "gone.tfevents.1").symlink_to(tmp_path / "nothing")
    (tmp_path / "notes.txt").write_text("loss: 1")
    (tmp_path / "empty.tfevents.1").touch()
    assert read_run(tmp_path) == []


def test_a_damaged_file_gives_what_it_has(tmp_path):
    path = write(tmp_path, ("a", 1.0, 1))
    path.write_bytes(path.read_bytes() + b"\xff" * 100)
    assert last_values(read_run(tmp_path)) == {"a": 1.0}


def test_a_file_that_vanishes_is_passed_over(tmp_path, monkeypatch):
    path = write(tmp_path / "x", ("a", 1.0, 1))
    write(tmp_path / "y", ("a", 1.0, 1))
    found = module.event_files(tmp_path)
    path.unlink()
    monkeypatch.setattr(module, "event_files", lambda run: found)
    assert [one.key for one in read_run(tmp_path)] == ["y#a"]


def test_last_is_the_latest_event_of_the_highest_step():
    one = series([5, 1, 5, 1], [1.0, 2.0, 3.0, 4.0])
    assert (one.last, one.last_step) == (3.0, 5)
    assert (one.first, one.first_step) == (2.0, 1)


def test_the_first_of_equal_extremes_tells_the_step():
    one = series([1, 2, 3, 4], [5.0, 0.0, 0.0, 5.0])
    assert (one.min_step, one.max_step) == (2, 1)


def test_extremes_pass_over_nan():
    one = series([1, 2, 3], [math.nan, 2.0, 1.0])
    assert (one.min, one.min_step, one.max, one.max_step) == (1.0, 3, 2.0, 2)
    assert math.isnan(one.mean)
    assert math.isnan(one.total)


def test_a_series_of_nan_has_nan_extremes():
    one = series([1, 2], [math.nan, math.nan])
    assert math.isnan(one.min)
    assert math.isnan(one.max)
    assert (one.min_step, one.max_step) == (1, 1)


def test_a_series_cannot_be_changed():
    with pytest.raises(AttributeError):
        series([1], [1.0]).tag = "other"


@given(st.lists(st.tuples(st.integers(-3, 3), st.floats(-10, 10)), min_size=1))
def test_summaries_agree_with_sorting_by_step(points):
    one = series([step for step, _ in points], [value for _, value in points])
    ordered = sorted(points, key=lambda point: point[0])  # stable: ties stay in event order
    assert (one.first_step, one.first) == ordered[0]
    assert (one.last_step, one.last) == ordered[-1]
    assert one.min == min(one.values)
    assert one.max == max(one.values)
    assert one.values[one.steps.index(one.min_step)] >= one.min


def test_numbers_of_a_series_equal_lists_and_each_other(tmp_path):
    write(tmp_path, ("a", 1.0, 1))
    (one,) = read_run(tmp_path)
    assert one.steps == [1]
    assert one.steps != [2]
    assert one.steps == read_run(tmp_path)[0].steps
    assert one.steps != (1,)
    assert [type(number) for number in (*one.steps, *one.values)] == [int, float]
