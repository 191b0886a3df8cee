import os
import threading

import numpy as np
import pytest

from guild_jupyter.scalars import growing
from guild_jupyter.scalars.growing import RunSeries, series_of
from guild_jupyter.scalars.reading import EventReader
from guild_jupyter.scalars.series import read_run
from tests.scalars import event_bytes as make


def put(run, data, name=make.NAME):
    path = run / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def append(path, data):
    with path.open("ab") as file:
        file.write(data)


def steps(tag, begin, end):
    return b"".join(
        make.simple(tag, float(step), step, 100.0 + step) for step in range(begin, end)
    )


@pytest.fixture(autouse=True)
def nothing_kept():
    growing.forget()
    yield
    growing.forget()


def test_what_is_appended_is_read_on(tmp_path, monkeypatch):
    read = []
    batches = EventReader.batches

    def noting(reader):
        begin = reader.offset
        yield from batches(reader)
        read.append(reader.offset - begin)

    monkeypatch.setattr(EventReader, "batches", noting)
    path = put(tmp_path, make.VERSION + steps("loss", 0, 100))
    size = path.stat().st_size
    first = series_of(tmp_path)["loss"]
    append(path, steps("loss", 100, 110) + steps("acc", 0, 1))
    second = series_of(tmp_path)
    assert read == [size, path.stat().st_size - size]
    assert list(second) == ["acc", "loss"]
    assert second["loss"].values.tolist() == [float(step) for step in range(110)]
    assert second["loss"].walls[-1] == 209.0
    assert len(first) == 100  # what was given stays as it was


def test_a_torn_last_record_is_read_when_it_is_whole(tmp_path):
    whole = make.VERSION + steps("loss", 0, 3)
    path = put(tmp_path, whole[:-5])
    assert series_of(tmp_path)["loss"].count == 2
    append(path, whole[-5:])
    assert series_of(tmp_path)["loss"].count == 3


def test_a_file_that_was_written_anew_is_read_anew(tmp_path):
    path = put(tmp_path, make.VERSION + steps("loss", 0, 9))
    series_of(tmp_path)
    path.write_bytes(make.VERSION + steps("acc", 0, 200))
    assert list(series_of(tmp_path)) == ["acc"]
    path.unlink()
    assert series_of(tmp_path) == {}


def test_a_file_of_the_same_size_that_was_changed_at_once_is_read_anew(tmp_path):
    path = put(tmp_path, make.VERSION + steps("loss", 0, 3))
    status = path.stat()
    series_of(tmp_path)
    path.write_bytes(make.VERSION + steps("lost", 0, 3))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert list(series_of(tmp_path)) == ["lost"]


def test_series_are_those_of_all_files_ordered_by_step(tmp_path):
    put(tmp_path, make.VERSION + steps("loss", 5, 9), "events.out.tfevents.1.a")
    put(tmp_path, make.VERSION + steps("loss", 0, 6), "events.out.tfevents.2.a")
    put(tmp_path, make.VERSION + steps("loss", 0, 2), ".guild/events.out.tfevents.1.a")
    put(tmp_path, make.VERSION + steps("loss", 0, 3), "val/events.out.tfevents.1.a")
    found = series_of(tmp_path)
    assert list(found) == sorted({one.key for one in read_run(tmp_path)})
    assert found["loss"].steps.tolist() == [0, 1, 2, 3, 4, 5, 5, 6, 7, 8]
    assert found["val#loss"].count == 3


def test_a_damaged_file_gives_what_it_has_and_is_told(tmp_path):
    put(tmp_path, make.VERSION + steps("loss", 0, 3) + make.damaged(steps("loss", 3, 4), 20))
    run = RunSeries(tmp_path)
    assert run.refresh()["loss"].count == 3
    assert "is damaged" in run.faults[0]


def test_a_file_that_cannot_be_read_is_told_and_read_later(tmp_path, monkeypatch):
    path = put(tmp_path, make.VERSION + steps("loss", 0, 3))
    run = RunSeries(tmp_path)
    with monkeypatch.context() as patch:

        def fails(_reader):
            raise OSError(5, "Input/output error")
            yield

        patch.setattr(EventReader, "batches", fails)
        assert run.refresh() == {}
        assert run.faults == [f"{make.NAME} cannot be read: Input/output error."]
    append(path, steps("loss", 3, 4))
    assert run.refresh()["loss"].count == 4
    assert run.faults == []


def test_series_that_are_too_long_are_kept_as_buckets_and_lose_no_extreme(tmp_path):
    spike = make.simple("loss", 1e6, 700)
    path = put(tmp_path, make.VERSION + steps("loss", 0, 700) + spike + steps("loss", 701, 2000))
    run = RunSeries(tmp_path, most=1000)
    found = run.refresh()["loss"]
    assert found.count == 2000
    assert run.held <= 1000
    assert found.highs.max() == 1e6
    append(path, steps("loss", 2000, 9000))
    found = run.refresh()["loss"]
    assert (found.count, found.highs.max(), run.held <= 1000) == (9000, 1e6, True)
    assert found.steps[-1] == 8999


def test_of_the_runs_asked_about_last_only_so_many_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(growing, "MOST_OF_ALL", 250)
    for name in "abc":
        put(tmp_path / name, make.VERSION + steps("loss", 0, 100))
        series_of(tmp_path / name)
    assert list(growing._kept) == [str(tmp_path / "b"), str(tmp_path / "c")]


def test_threads_that_ask_at_once_all_get_the_whole_series(tmp_path):
    path = put(tmp_path, make.VERSION)
    counts = []
    start = threading.Barrier(4)

    def ask():
        start.wait()
        for _ in range(20):
            found = series_of(tmp_path).get("loss")
            if found is not None:
                assert np.array_equal(found.values, np.arange(found.count))
                counts.append(found.count)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    start.wait()
    for begin in range(0, 1000, 50):
        append(path, steps("loss", begin, begin + 50))
    for thread in threads:
        thread.join()
    assert series_of(tmp_path)["loss"].count == 1000
    assert counts or path.exists()
