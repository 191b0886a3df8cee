import pytest
import yaml

from guild_jupyter.errors import CommandError


def test_the_flags_of_an_operation_are_shown_as_they_are_defined(place):
    shown = yaml.safe_load(place.cell("run", "train", "--test-flags").text)
    assert shown["flags-dest"] == "args"
    assert shown["flags"]["kind"] == {"default": "a", "choices": ["a", "b", "two words"]}
    assert shown["flags"]["epochs"]["min"] == 1


def test_the_source_code_that_would_be_copied_is_shown(place):
    place.write("big.txt", "x" * (11 << 20))
    text = place.cell("run", "train", "--test-sourcecode").text
    assert "  train.py\n" in text
    assert "Left out:\n  big.txt (larger than 10 MB)" in text
    place.write("guild.yml", "a: {exec: 'true', sourcecode: no}")
    assert "Copied (0):\n  nothing" in place.cell("run", "a", "--test-sourcecode").text


def test_the_scalars_of_an_output_are_shown_line_by_line(place):
    file = place.write("out.txt", "step: 3\nloss: 0.5\nplain\nepochs: 7\n")
    text = place.cell("run", "train", "--test-output-scalars", str(file)).text
    assert text.splitlines() == [
        *("step: 3", "  no scalar", "loss: 0.5", "  loss=0.5 (step 3)"),
        *("plain", "  no scalar", "epochs: 7", "  no scalar"),
    ]
    with pytest.raises(CommandError, match="cannot be read"):
        place.cell("run", "train", "--test-output-scalars", "nosuch.txt")


def test_the_environment_alone_is_shown(place):
    text = place.cell("run", "train", "--print-env").text
    assert "FLAG_EPOCHS=2\n" in text
    assert "RUN_DIR=(the run directory)" in text
