"""Curves and parallel coordinates of compared runs, where nothing moves."""

import math

import pytest

from guild_jupyter.comparison import pictures
from guild_jupyter.comparison.table import Request, compare
from guild_jupyter.runstore import curves as read
from guild_jupyter.scalars import growing
from tests.twins.safe_html import check


@pytest.fixture(autouse=True)
def nothing_kept():
    growing.forget()


def html(compared):
    return compared._repr_mimebundle_()["text/html"]


def test_compared_runs_have_a_chart_for_each_scalar_with_more_than_one_value(home):
    for lr in (0.1, 0.2):
        home.logged({"loss": [3, 2, lr], "acc": [0.1, 0.5, 0.9], "once": [1]}, flags={"lr": lr})
    compared = compare(home.runs)
    charts, notes = pictures.charts(compared)
    assert notes == []
    assert {chart.title: len(chart.curves) for chart in charts} == {"loss": 2, "acc": 2}
    names = [run.short_id for run in home.runs]
    assert [curve.name for curve in charts[0].curves] == names
    checker = check(html(compared))
    assert len(checker.images) == 2
    assert all(name in checker.said.rpartition("loss")[2] for name in names)


def test_the_text_has_curves_in_block_characters_and_repr_reads_no_series(home, monkeypatch):
    home.logged({"loss": [3, 2, 1]})
    text = compare(home.runs)._repr_mimebundle_()["text/plain"]
    assert text.endswith(f"loss\n  {home.runs[0].short_id}  █▅▁")

    def fails(*_words):
        raise AssertionError("read")

    monkeypatch.setattr(growing, "series_of", fails)
    assert "loss" in repr(compare(home.runs))


def test_only_the_first_runs_and_charts_are_drawn_and_the_rest_is_told(home):
    for number in range(12):
        home.logged({f"m{key}": [1, number] for key in range(8)})
    compared = compare(home.runs)
    charts, notes = pictures.charts(compared)
    assert (len(charts), len(charts[0].curves)) == (6, 10)
    assert notes == ["curves of the first 10 of 12 runs", "and 2 more scalars, not drawn"]
    assert notes[1] in check(html(compared)).said


def test_runs_with_too_many_values_are_told_and_not_read(home, monkeypatch):
    home.logged({"loss": [1, 2, 3]})
    home.logged({"loss": [1, 2]})
    monkeypatch.setattr(read, "MOST_VALUES", 2)
    charts, notes = pictures.charts(compare(home.runs))
    assert [len(chart.curves) for chart in charts] == [1]
    assert notes == ["1 run with too many values to be drawn here"]


def test_without_scalars_or_runs_there_are_no_charts(home):
    assert pictures.charts(compare(home.runs)) == ([], [])
    home.logged(flags={"a": 1})
    assert pictures.charts(compare(home.runs)) == ([], [])


def axes(compared):
    html = pictures.parallel_html(compared)
    (svg,) = check(html).images
    return [text.text for text in svg.iter("{http://www.w3.org/2000/svg}text")]


def test_three_runs_with_varying_flags_have_parallel_coordinates(home):
    for lr, kind in ((0.1, "a"), (0.2, "b"), (0.3, None)):
        flags = {"lr": lr, "same": 1} | ({"kind": kind} if kind else {})
        home.logged({"loss": [lr], "acc": [1 - lr]}, flags=flags)
    words = axes(compare(home.runs))
    assert {"lr", "kind", "loss", "acc", "none"} <= set(words)
    assert "same" not in words
    assert "coloured by" in pictures.parallel_html(compare(home.runs))


def test_two_runs_or_one_varying_axis_have_none(home):
    for number in range(2):
        home.logged(flags={"a": number, "b": number})
    assert pictures.parallel_html(compare(home.runs)) == ""
    home.logged(flags={"a": 1, "b": 1})
    assert pictures.parallel_html(compare(home.runs, Request(strict_columns="=a"))) == ""
    assert "coloured by" not in pictures.parallel_html(compare(home.runs))


def test_of_many_axes_and_runs_some_are_drawn_and_the_rest_is_told(home, monkeypatch):
    monkeypatch.setattr("guild_jupyter.twins.parallel.MOST_LINES", 3)
    for number in range(4):
        flags = {f"f{key}": number for key in range(9)}
        home.logged({f"m{key}": [number * 1.0] for key in range(7)}, flags=flags)
    html = pictures.parallel_html(compare(home.runs))
    assert "the first 3 of 4 runs" in html
    assert "and 6 more axes, not drawn" in html
    words = axes(compare(home.runs))
    assert {"f0", "f4", "m0"} <= set(words)
    assert "f5" not in words


def test_values_that_no_axis_has_room_for_are_words_or_missing(home):
    for value in (10**400, math.inf, 2):
        home.logged(flags={"n": value, "m": value})
    words = axes(compare(home.runs))
    assert "none" in words
    assert any(word.startswith("1000") for word in words)


def test_compared_runs_stay_small_in_a_notebook(home):
    for number in range(12):
        curve = [1 / (1 + number + step) + math.sin(step * step) / 9 for step in range(3000)]
        home.logged({"loss": curve, "acc": curve}, flags={"lr": number, "kind": str(number % 3)})
    assert len(html(compare(home.runs))) <= 60_000
