import json

from guild_jupyter.wire import schema
from guild_jupyter.wire.plain_series import plain_series
from guild_jupyter.wire.series import series_set
from tests.presenting.stores import Shown


def test_lists_stand_where_buffers_were_numbered(tmp_path):
    run = Shown(tmp_path).logged({".guild#loss": [1.0, float("nan"), 3.0]})
    found = plain_series(*series_set([run], []))
    schema.validator("api_series").validate(json.loads(json.dumps(found, allow_nan=False)))
    (loss,) = found["series"]
    assert (loss["steps"], loss["values"], loss["odds"]) == ([1, 2, 3], [1, None, 3], None)


def test_buckets_have_their_extremes(tmp_path):
    run = Shown(tmp_path).logged({".guild#loss": [float(n) for n in range(100)]})
    (loss,) = plain_series(*series_set([run], [], 10))["series"]
    assert loss["level"] == "buckets"
    assert (min(loss["lows"]), max(loss["highs"])) == (0.0, 99.0)
