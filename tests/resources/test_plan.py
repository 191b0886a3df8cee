import datetime
import json

from guild_jupyter.resources.plan import Plan, PlannedResource, PlannedSource

SOURCE = PlannedSource(
    "file",
    "a.csv",
    "file:a.csv",
    "data",
    path="/p/a.csv",
    select=("a", "b"),
    rename=(("a", "b"),),
    values=(("x", [1, [2]]), ("y", {"z": None})),
)


def test_a_plan_comes_back_from_json_as_it_was():
    plan = Plan((PlannedResource("r", (SOURCE, SOURCE)),), {"a": None}, ("a.csv",), force=True)
    assert Plan.from_json(json.loads(json.dumps(plan.to_json()))) == plan


def test_no_plan_is_an_empty_plan():
    assert Plan.from_json({}) == Plan()


def test_what_another_version_adds_is_passed_over():
    data = Plan((PlannedResource("r", (SOURCE,)),)).to_json()
    data["resources"][0]["sources"][0]["novelty"] = 1
    assert Plan.from_json(data).resources[0].sources == (SOURCE,)


def test_values_that_only_yaml_has_become_text():
    values = (("day", datetime.date(2024, 1, 2)), ("b", b"x"), ("s", {1}), ("m", {2: "x"}))
    source = PlannedSource("config", "c.yml", "config:c.yml", "c", values=values)
    plan = Plan((PlannedResource("r", (source,)),))
    back = Plan.from_json(json.loads(json.dumps(plan.to_json())))
    assert dict(back.resources[0].sources[0].values)["day"] == "2024-01-02"
    assert dict(back.resources[0].sources[0].values)["m"] == {"2": "x"}


def test_a_source_selects_if_any_pattern_says_so():
    assert SOURCE.selects
    assert PlannedSource("file", "a", "file:a", "a", select_max="(x)").selects
    assert not PlannedSource("file", "a", "file:a", "a").selects
