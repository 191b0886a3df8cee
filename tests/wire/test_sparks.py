"""Sparklines: a few points of many."""

import math

import numpy as np
import pytest

from guild_jupyter.scalars.events import EventWriter
from guild_jupyter.wire import sparks
from guild_jupyter.wire.run_columns import item
from guild_jupyter.wire.sparks import WIDTH, Sparks, points_of
from tests.comparison.conftest import Compared


@pytest.fixture
def home(tmp_path):
    return Compared(tmp_path / "home")


def test_a_series_without_values_has_no_points_and_one_value_is_the_last():
    assert np.isnan(points_of([])).all()
    one = points_of([5.0])
    assert np.isnan(one[:-1]).all()
    assert one[-1] == 5.0


def test_a_short_series_keeps_every_value():
    assert set(points_of([1.0, 3.0, 2.0])) == {1.0, 2.0, 3.0}
    assert list(points_of(range(WIDTH))) == list(range(WIDTH))


def test_a_spike_in_a_long_series_survives():
    values = np.sin(np.arange(100_000) / 1000)
    values[70_001], values[333] = 50.0, -40.0
    points = points_of(values)
    assert (points.max(), points.min()) == (50.0, -40.0)
    assert points.argmax() == int(70_001 / 100_000 * WIDTH)


def test_values_that_are_no_numbers_leave_gaps():
    values = [math.nan] * 64 + [1.0, math.inf] * 64
    points = points_of(values)
    assert np.isnan(points[0])
    assert points[-1] == 1.0
    assert np.isnan(points_of([math.nan] * 100)).all()


def rows(found, home):
    runs = home.runs
    items = [item(*each) for each in zip(runs.facts(), runs.summaries(), strict=True)]
    return found.rows([(one.facts.run, one.scalars.get("loss")) for one in items], "loss")


def test_sparklines_are_made_again_when_series_grow(home):
    run = home.logged({"loss": [1, 2]})
    home.logged()
    found = Sparks()
    first = rows(found, home)
    assert first.shape == (2, WIDTH)
    assert np.isnan(first[0]).all()
    assert first[1][-1] == 2.0
    with EventWriter(run.dir / ".guild") as writer:
        writer.add("loss", 9.0, 3, 1.0)
    assert rows(found, home)[1][-1] == 9.0


def test_an_answer_ends_when_reading_takes_long(home, monkeypatch):
    for _ in range(3):
        home.logged({"loss": [1, 2]})
    monkeypatch.setattr(sparks, "_LONGEST", -1.0)
    assert rows(Sparks(), home).shape == (1, WIDTH)


def test_a_series_that_is_gone_meanwhile_has_no_points(home):
    run = home.logged({"loss": [1, 2]})
    (summaries,) = home.runs.summaries()
    for file in (run.dir / ".guild").glob("*tfevents*"):
        file.unlink()
    assert np.isnan(Sparks().rows([(run, summaries[0])], "loss")).all()
