import math

from guild_jupyter.runstore import curves
from tests.scalars import event_bytes as make


def test_curves_are_of_the_scalars_with_more_than_one_value(store):
    run = store.run()
    values = [1.0, math.nan, math.inf, 4.0]
    events = [make.simple("loss", value, step) for step, value in enumerate(values)]
    (run.dir / "tfevents.1").write_bytes(b"".join(events) + make.simple("once", 1, 1))
    found = curves.of_run(run, ["loss", "once", "gone"], 10, "r", "#123456")
    assert list(found) == ["loss"]
    curve = found["loss"]
    assert (curve.name, curve.colour, curve.odds) == ("r", "#123456", 2)
    assert curve.steps == [0, 1, 2, 3]


def test_long_series_come_as_buckets(store):
    run = store.run()
    events = [make.simple("loss", step, step) for step in range(100)]
    (run.dir / "tfevents.1").write_bytes(b"".join(events) + make.simple("loss", math.nan, 100))
    curve = curves.of_run(run, ["loss"], 11)["loss"]
    assert (len(curve.steps), min(curve.lows), curve.odds) == (11, 0.0, 1)
    rows = zip(curve.lows, curve.values, curve.highs, strict=True)
    assert all(low <= mean <= high for low, mean, high in list(rows)[:-1])
