import pytest

from guild_jupyter.redaction.values import (
    is_figure_at,
    is_placeholder,
    is_short_digest,
    is_structured,
    tells_nothing,
)


@pytest.mark.parametrize("value", ["4096", "1e6", "-0.5", "yes", "False", "null", "", "***"])
def test_numbers_and_choices_tell_nothing(value):
    assert tells_nothing(value)
    assert not tells_nothing(value + "x1")


@pytest.mark.parametrize("value", ["<sks>", "[CLS]", "</s>", "<|end|>"])
def test_special_tokens_of_texts_are_placeholders(value):
    assert is_placeholder(value)
    assert not is_placeholder(value[1:])


@pytest.mark.parametrize(
    "text", ["mean=0.01 std=2", "mean=-1.2e-05", "AP=43%", "precision 0.93", "3.2%", "std=nan, x"]
)
def test_what_was_measured_is_a_figure(text):
    assert is_figure_at(f"x: {text}", 3)


@pytest.mark.parametrize("text", ["hunter2", "mean=hunter2", "hunter 22", "a=1b", "12345678"])
def test_other_texts_are_no_figures(text):
    assert not is_figure_at(text, 0)


@pytest.mark.parametrize(
    "value",
    [
        *("model.layers.0.weight", "layer4.1.bn2", "train/000123.tar", "n02123045_10052"),
        *("wikitext-103-raw-v1", "train_8a7b6c5d", "mouse_m12_2021-03-04", "val/acc_top1"),
        *("a/6f9619ff-8b86-d011-b42d-00c04fc964ff/image.png", "conv2d_1", "encoder.conv2d.bias"),
    ],
)
def test_names_and_paths_have_a_structure(value):
    assert is_structured(value)


@pytest.mark.parametrize(
    "value",
    [
        *("x1y2z3a4", "12ab34cd56", "Zx81kQpL0vT2mN7c", "6f9619ff-8b86-d011-b42d-00c04fc964ff"),
        *("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "abcdefgh12345678", "p@a1b2c!w0rd"),
    ],
)
def test_random_texts_have_none(value):
    assert not is_structured(value)


def test_a_digest_is_short_up_to_sixteen_digits():
    assert is_short_digest("8a7b6c5d4e3f2a1b")
    assert not is_short_digest("8a7b6c5d4e3f2a1b0")
