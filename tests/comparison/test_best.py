"""The best run by a column."""

import pytest

from guild_jupyter.comparison.best import best
from guild_jupyter.errors import ColumnError
from guild_jupyter.runstore.store import list_runs
from guild_jupyter.scalars.events import EventWriter


@pytest.fixture
def runs(home):
    for number, losses in enumerate(([3.0, 1.0], [2.0, 2.0, 2.0], [9.0, 0.5], []), start=1):
        run = home.run(flags={"lr": number * 10 % 40, "name": "x"}, random_seed=number)
        with EventWriter(run.dir / ".guild") as writer:
            for step, loss in enumerate(losses, start=1):
                writer.add("loss", loss, step * number, 1.0)
            writer.add("bad", float("nan"), 1, 1.0)
    return list_runs(home.home)


@pytest.mark.parametrize(
    ("column", "least", "greatest"),
    [
        ("loss", 3, 2),
        ("last loss", 3, 2),
        ("first loss", 2, 3),
        ("min loss", 3, 2),
        ("max  loss", 2, 3),
        ("mean loss", 2, 3),
        ("avg loss", 2, 3),
        ("total loss as t", 1, 3),
        ("count loss", 3, 2),
        ("loss step", 1, 3),
        ("min loss step", 2, 3),
        ("scalar:loss", 3, 2),
        ("'loss'", 3, 2),
        ("=lr", 4, 3),
        ("flag:lr", 4, 3),
        (".random_seed", 1, 4),
        (".started", 1, 4),
        ("attr:time", 1, 4),
    ],
)
def test_the_best_run_has_the_least_or_the_greatest_value(runs, column, least, greatest):
    if column == "attr:time":
        for number, run in enumerate(reversed(runs), start=1):
            (run.dir / ".guild/attrs/stopped").write_text(str(number * 3_000_000))
    assert int(best(runs, column, greatest=False)[0].id, 16) == least
    assert int(best(runs, column, greatest=True)[0].id, 16) == greatest


def test_of_equal_runs_the_newest_is_best(runs):
    for run in runs:
        (run.dir / ".guild/attrs/random_seed").write_text("5")
    assert best(runs, ".random_seed", greatest=True)[0] == runs[0]
    assert best(runs, ".random_seed", greatest=True).places == [1]


@pytest.mark.parametrize(
    ("column", "said", "hint"),
    [
        ("los", "no run has a value for 'los'", "loss"),
        ("=lrr", "there is no column '=lrr'", "lr"),
        ("bad", "no run has a value for 'bad'", "compare"),
        ("", "no run has a value for ''", "compare"),
        ("mean loss step", "step", ""),
    ],
)
def test_a_column_without_values_is_an_error(runs, column, said, hint):
    with pytest.raises(ColumnError, match=said) as caught:
        best(runs, column, greatest=True)
    assert hint in caught.value.hint
