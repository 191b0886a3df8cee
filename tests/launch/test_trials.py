import pytest

from guild_jupyter.errors import FlagError
from guild_jupyter.launch.trials import refuse_several


@pytest.mark.parametrize("value", [[1, 2], ["a"], "uniform[0:1]", "loguniform[1:2]", "[1:5]"])
def test_values_that_stand_for_several_runs_are_refused(value):
    with pytest.raises(FlagError, match=r"^lr=.* stands for several runs") as caught:
        refuse_several({"epochs": 5, "lr": value})
    assert "lr={value}" in caught.value.hint


def test_the_remedy_names_the_operation_and_its_values():
    with pytest.raises(FlagError) as caught:
        refuse_several({"lr": [1, "b"]}, "m:train")
    lines = caught.value.hint.splitlines()
    assert lines[1:3] == ["for value in [1, 'b']:", "    %guild run m:train lr={value}"]


def test_the_values_of_a_secret_are_not_told():
    with pytest.raises(FlagError) as caught:
        refuse_several({"api_key": ["hunter2", "hunter3"]})
    assert "hunter" not in str(caught.value)


@pytest.mark.parametrize("value", [[], None, 5, "1 2", "[not: a", "train[:10%]", {"a": [1]}])
def test_single_values_are_not(value):
    refuse_several({"lr": value})
