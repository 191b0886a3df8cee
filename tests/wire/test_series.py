import json
import math
from pathlib import Path

import numpy as np
import pytest
from jsonschema import Draft7Validator

import guild_jupyter.wire
from guild_jupyter.runstore.run import Run
from guild_jupyter.scalars import growing
from guild_jupyter.wire import series as wire_series
from guild_jupyter.wire.series import series_set
from tests.scalars import event_bytes as make

SCHEMA = Path(guild_jupyter.wire.__file__).parent / "schemas" / "series.schema.json"


@pytest.fixture(autouse=True)
def nothing_kept():
    growing.forget()


@pytest.fixture
def run(tmp_path):
    def made(name="a" * 32, **series):
        folder = tmp_path / name
        folder.mkdir()
        events = [make.VERSION] + [
            make.simple(tag.replace("__", "/"), value, step, 50.0 + step)
            for tag, values in series.items()
            for step, value in enumerate(values)
        ]
        (folder / make.NAME).write_bytes(b"".join(events))
        return Run(folder)

    return made


def checked(runs, keys=(), **words):
    content, buffers = series_set(runs, keys, **words)
    Draft7Validator(json.loads(SCHEMA.read_text())).validate(content)
    assert json.loads(json.dumps(content, allow_nan=False)) == content
    return content, [np.frombuffer(buffer, "<f8") for buffer in buffers]


def test_short_series_are_sent_as_they_are(run):
    content, buffers = checked([run(loss=[3.0, 2.0, math.nan])])
    (one,) = content["series"]
    assert (one["level"], one["count"], one["first_wall"]) == ("raw", 3, 50.0)
    assert buffers[one["steps"]].tolist() == [0, 1, 2]
    assert buffers[one["walls"]].tolist() == [50, 51, 52]
    assert buffers[one["values"]].tolist() == pytest.approx([3, 2, math.nan], nan_ok=True)
    assert one["lows"] is one["odds"] is None


def test_long_series_are_sent_as_buckets_that_keep_a_spike(run):
    values = [0.0] * 5000
    values[777] = 8.0
    values[888] = math.nan
    content, buffers = checked([run(loss=values)])
    (one,) = content["series"]
    assert (one["level"], one["count"]) == ("buckets", 5000)
    assert len(buffers[one["steps"]]) == 1500
    assert buffers[one["highs"]].max() == 8.0
    assert buffers[one["counts"]].sum() == 5000
    assert buffers[one["odds"]].sum() == 1


def test_a_part_is_sent_in_finer_detail(run):
    made = run(loss=[float(step) for step in range(5000)])
    content, buffers = checked([made], points=100, between=(1000, 1050))
    (one,) = content["series"]
    assert (one["level"], one["count"], one["first_wall"]) == ("raw", 53, 50.0)
    assert buffers[one["steps"]].tolist() == list(range(999, 1052))


def test_those_of_the_system_are_sent_only_where_they_are_asked_for(run):
    made = run(loss=[1.0], sys__gpu=[2.0])
    content, _ = checked([made])
    assert [one["key"] for one in content["series"]] == ["loss"]
    assert content["keys"] == ["loss", "sys/gpu"]
    content, _ = checked([made], ["sys/gpu"])
    assert [one["key"] for one in content["series"]] == ["sys/gpu"]


def test_what_is_not_sent_is_counted_and_charts_are_whole(run, monkeypatch):
    monkeypatch.setattr(wire_series, "MOST_SERIES", 5)
    runs = [run(letter * 32, p=[1.0], q=[1.0], r=[1.0]) for letter in "abc"]
    content, _ = checked(runs)
    sent = [(one["key"], one["run"][0]) for one in content["series"]]
    assert sent == [("p", "a"), ("p", "b"), ("p", "c"), ("q", "a"), ("q", "b")]
    assert content["left_out"] == 4


def test_many_series_share_the_points(run, monkeypatch):
    monkeypatch.setattr(wire_series, "MOST_POINTS", 400)
    content, buffers = checked([run(p=[1.0] * 900, q=[1.0] * 900)])
    assert [len(buffers[one["steps"]]) for one in content["series"]] == [200, 200]


def test_a_run_that_is_gone_or_has_no_scalars_has_no_series(run, tmp_path):
    content, buffers = checked([run(), Run(tmp_path / ("f" * 32))])
    assert (content["series"], content["keys"], buffers) == ([], [], [])


def test_a_run_named_twice_is_sent_once(run):
    made = run(loss=[1.0])
    assert len(checked([made, made], ["loss", "loss"])[0]["series"]) == 1
