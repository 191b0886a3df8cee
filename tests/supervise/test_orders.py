import pytest

from guild_jupyter.supervise import durable, orders
from guild_jupyter.supervise.orders import Orders


def test_orders_are_read_as_they_were_written(run):
    given = Orders(["train", "x"], ["fetch"], grace=3.0, mode=0o640)
    durable.write_json(run.plan, {"supervise": given.to_json()})
    assert vars(orders.read(run.plan)) == vars(given)


@pytest.mark.parametrize("plan", [None, {}, {"recorder": {}}])
def test_a_plan_without_orders_is_an_error(run, plan):
    if plan is not None:
        durable.write_json(run.plan, plan)
    with pytest.raises(ValueError, match="holds no orders"):
        orders.read(run.plan)


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        (None, 7.0),
        ({}, 7.0),
        ({"grace": 2}, 2.0),
        ({"grace": 0}, 0.0),
        ({"grace": "1.5"}, 1.5),
        ({"grace": -1}, 7.0),
        ({"grace": float("nan")}, 7.0),
        ({"grace": "soon"}, 7.0),
        ({"grace": None}, 7.0),
        ({"grace": 10**400}, 7.0),
    ],
)
def test_the_patience_is_that_of_the_request_if_it_makes_sense(run, asked, seconds):
    if asked is not None:
        durable.write_json(run.stop, asked)
    assert Orders(["x"], grace=7.0).patience(run.stop) == seconds
