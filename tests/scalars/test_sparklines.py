import math

import pytest

from guild_jupyter.scalars.events import EventWriter
from guild_jupyter.scalars.sparklines import Spark, Sparklines

MOST = 66


def spark(values, batch=7):
    made = Spark()
    for at in range(0, len(values), batch):
        made.add(range(at, min(at + batch, len(values))), values[at : at + batch])
    return made.points()


@pytest.mark.parametrize("count", [0, 1, 2, 31, 32, 33, 64, 65, 1000, 12_345])
@pytest.mark.parametrize("batch", [1, 7, 5000])
def test_a_series_has_few_points_in_their_order_and_ends_with_its_last(count, batch):
    points = spark([float(value % 17) for value in range(count)], batch)
    assert len(points) <= MOST + 62 * (count <= 64)
    assert [step for step, _ in points] == sorted(step for step, _ in points)
    assert points[-1:] == ([(count - 1, float((count - 1) % 17))] if count else [])


def test_a_short_series_is_whole():
    values = [3.0, 1.0, 2.0, 5.0]
    assert spark(values) == list(enumerate(values))


@pytest.mark.parametrize("at", [0, 1, 4_999, 9_998])
@pytest.mark.parametrize("spike", [1e9, -1e9])
def test_no_spike_is_lost(at, spike):
    values = [0.0] * 10_000
    values[at] = spike
    assert (at, spike) in spark(values)


def test_what_is_no_number_is_a_gap_and_hides_no_number():
    values = [math.nan] * 10_000
    assert all(math.isnan(value) for _, value in spark(values))
    values[5_000] = 7.0
    assert (5_000, 7.0) in spark(values)


@pytest.fixture
def writer(tmp_path):
    with EventWriter(tmp_path, "box") as made:
        yield made


def write(writer, *rows):
    for tag, step, value in rows:
        writer.add(tag, value, step, 100.0)
    writer.flush()


def seen(lines):
    return {summary.key: (summary.count, points) for summary, points in lines.series()}


def test_only_what_was_appended_is_read_and_nothing_changes_twice(tmp_path, writer):
    write(writer, ("loss", 1, 3.0), ("loss", 2, 2.0))
    lines = Sparklines(tmp_path)
    assert lines.refresh()
    assert not lines.refresh()
    assert seen(lines) == {"loss": (2, [(1, 3.0), (2, 2.0)])}
    write(writer, ("loss", 3, 1.0), ("acc", 3, 0.5))
    assert lines.refresh(search=False)
    assert not lines.refresh(search=False)
    assert seen(lines) == {"acc": (1, [(3, 0.5)]), "loss": (3, [(1, 3.0), (2, 2.0), (3, 1.0)])}


def test_new_files_are_found_by_a_search_and_put_together(tmp_path, writer):
    write(writer, ("loss", 1, 3.0))
    lines = Sparklines(tmp_path)
    lines.refresh()
    with EventWriter(tmp_path, "later") as other:
        write(other, ("loss", 2, 2.0))
        assert not lines.refresh(search=False)
        assert lines.refresh()
    assert seen(lines)["loss"][0] == 2
    assert sorted(seen(lines)["loss"][1]) == [(1, 3.0), (2, 2.0)]
    # asked again, nothing has been counted twice
    assert seen(lines)["loss"][0] == 2


def test_a_file_that_was_written_anew_or_is_gone_is_not_remembered(tmp_path, writer):
    write(writer, ("loss", 1, 3.0), ("loss", 2, 2.0))
    lines = Sparklines(tmp_path)
    lines.refresh()
    data = writer.path.read_bytes()
    with writer.path.open("rb+") as file:
        file.truncate(0)
    assert lines.refresh(search=False)
    assert seen(lines) == {}
    writer.path.write_bytes(data)
    lines.refresh()
    assert seen(lines)["loss"][0] == 2
    writer.path.unlink()
    assert not lines.refresh(search=False)
    assert lines.refresh()
    assert seen(lines) == {}


def test_a_damaged_file_is_told_and_gives_what_it_has(tmp_path, writer):
    write(writer, ("loss", 1, 3.0), ("loss", 2, 2.0))
    data = bytearray(writer.path.read_bytes())
    data[-1] ^= 255
    writer.path.write_bytes(data)
    lines = Sparklines(tmp_path)
    lines.refresh()
    assert seen(lines)["loss"][0] == 1
    (fault,) = lines.faults
    assert "is damaged at byte" in fault


def test_of_very_many_scalars_the_numbers_are_kept_and_of_some_the_points(tmp_path, writer):
    write(writer, *((f"s{number:04}", 1, 1.0) for number in range(400)))
    lines = Sparklines(tmp_path)
    lines.refresh()
    found = seen(lines)
    assert len(found) == 400
    assert sum(bool(points) for _, points in found.values()) == 256
