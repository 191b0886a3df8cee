import pytest

from guild_jupyter.guildfile.step_definitions import CheckDef, StepDef
from guild_jupyter.launch.recorded_steps import from_data, operation_of, to_data


@pytest.mark.parametrize(
    "step",
    [
        StepDef("train lr=1", "train"),
        StepDef(
            "m:train",
            "fit",
            {"lr": 0.1, "n": "${n}"},
            (CheckDef(output="a"), CheckDef(file="*.txt", contains="b", compare_to="c")),
            False,
            {"label": "x", "needed": True},
        ),
    ],
)
def test_a_step_is_read_back_from_its_record(step):
    assert from_data(to_data(step)) == step


def test_the_forms_that_guild_writes_are_read():
    assert from_data("train lr=1") == StepDef("train lr=1", "train")
    step = from_data({"run": "a", "flags": ["x=1", "y=b=c"], "expect": {"output": "z"}})
    assert step.flags == {"x": "1", "y": "b=c"}
    assert step.checks == (CheckDef(output="z"),)


@pytest.mark.parametrize("data", [5, {}, {"run": 5}, {"run": "a", "expect": ["b"]}])
def test_what_is_no_step_is_an_error(data):
    with pytest.raises(ValueError, match=r"no (step|check)"):
        from_data(data)


def test_the_operation_of_a_step_is_its_first_word():
    assert operation_of("'my op' x=1") == "my op"
    assert operation_of("it's open") == "it's"
    assert operation_of("") == ""
