import math

from guild_jupyter.runstore.facts import summaries
from guild_jupyter.wire.scalar_rows import MOST, scalar_rows
from tests.presenting.stores import Shown


def test_a_scalar_is_told_by_its_extremes_and_what_is_no_number_is_nothing(tmp_path):
    run = Shown(tmp_path).logged({".guild#loss": [3.0, 1.0, 2.0], ".guild#odd": [math.inf]})
    loss, odd = scalar_rows(summaries([run])[0])
    assert loss == {
        "key": "loss",
        "count": 3,
        "first": 3.0,
        "last": 2.0,
        "min": 1.0,
        "max": 3.0,
        "first_step": 1,
        "last_step": 3,
    }
    assert odd["last"] is None


def test_very_many_are_cut(tmp_path):
    run = Shown(tmp_path).logged({".guild#loss": [3.0]})
    (one,) = summaries([run])[0]
    assert len(scalar_rows([one] * (MOST + 1))) == MOST
