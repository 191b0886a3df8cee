"""Whether less or more of a metric is better."""

import pytest

from guild_jupyter.comparison.directions import Directions, by_name, of_objective
from guild_jupyter.comparison.parsing import read_one
from guild_jupyter.errors import ColumnError


@pytest.mark.parametrize(
    "name", ["loss", "val_loss", "train/loss", "valLoss", "MSE", "test_err", "RMSE", "logloss"]
)
def test_less_of_a_loss_is_better(name):
    assert by_name(name) == "min"


@pytest.mark.parametrize("name", ["acc", "val_accuracy", "testAUC", "f1", "top5", "loss/acc"])
def test_more_of_an_accuracy_is_better(name):
    assert by_name(name) == "max"


@pytest.mark.parametrize("name", ["lr", "epoch", "error_score", "glossy", "", "x" * 10_000])
def test_of_other_names_neither_is_known(name):
    assert by_name(name) == ""


def test_objectives_tell_directions():
    assert of_objective("loss") == {"loss": "min"}
    assert of_objective("-acc") == {"acc": "max"}
    assert of_objective({"maximize": "max train#acc"}) == {"acc": "max"}
    assert of_objective({"minimize": "a", "maximize": "b"}) == {"a": "min", "b": "max"}
    assert of_objective(None) == of_objective({}) == of_objective("") == {}


def test_the_user_counts_more_than_a_guild_file_and_that_more_than_the_name():
    known = {"loss": "max", "lr": "", "acc": ""}
    said = Directions(["lr"], ["train#acc", "best loss"], known)
    assert said.of_metric("loss") == "max"
    assert said.of_metric("loss", heading="best loss") == "max"
    assert said.of_metric("lr") == "min"
    assert said.of_metric("acc") == ""
    assert said.of_metric("acc", "train") == "max"
    with pytest.raises(ColumnError, match="'a' cannot be"):
        Directions(["a"], ["a"])


def test_the_best_place_is_told_by_the_direction():
    known = Directions()
    for text, way in (("at min lr", "min"), ("at best loss", "min"), ("at best acc", "max")):
        spec = read_one(f"x {text}")
        assert known.resolved(spec.at, spec) == way
    spec = read_one("x at best lr")
    with pytest.raises(ColumnError, match="whether less or more of lr") as refused:
        known.resolved(spec.at, spec)
    assert "at min lr" in refused.value.hint
