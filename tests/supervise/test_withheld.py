import json

import pytest

from guild_jupyter.supervise import orders, withheld
from guild_jupyter.supervise.orders import Orders


def test_what_is_withheld_is_put_back_where_it_was():
    real = {"words": ["tool", "--key", "secret", 7], "more": {"a": [1, 2], "url": "https://a:b@c"}}
    shown = {"words": ["tool", "--key", "***", 7], "more": {"a": [1], "url": "https://***@c"}}
    values = []
    written = withheld.withhold(real, shown, values)
    assert values == ["secret", [1, 2], "https://a:b@c"]
    assert "secret" not in json.dumps(written)
    assert withheld.restore(json.loads(json.dumps(written)), values) == real


def test_what_is_the_same_is_written_as_it_is():
    values = []
    assert withheld.withhold({"a": [1, None]}, {"a": [1, None]}, values) == {"a": [1, None]}
    assert values == []
    assert withheld.variables(values) == {}


def test_the_environment_carries_any_values_and_loses_them():
    values = ["ä\udcff\n", 7, ["x"], None, "y" * 10]
    environment = {"PATH": "/bin", **withheld.variables(values)}
    assert withheld.take(environment) == values
    assert environment == {"PATH": "/bin"}
    assert withheld.take(environment) == []


def test_orders_without_what_was_withheld_are_refused(tmp_path):
    values = []
    real, shown = Orders(["tool", "secret"]).to_json(), Orders(["tool", "***"]).to_json()
    path = tmp_path / "plan.json"
    path.write_text(json.dumps({"supervise": withheld.withhold(real, shown, values)}))
    read = orders.read(str(path), values)
    assert read.operation == ["tool", "secret"]
    assert read.withheld == ["secret"]
    assert "withheld" not in read.to_json()
    with pytest.raises(ValueError, match="is not known any more"):
        orders.read(str(path))
