import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.scalars.patterns import DEFAULT_PATTERNS, Patterns, compile_patterns

DEFAULT = compile_patterns(None)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("loss: 1.5", {"loss": 1.5}),
        ("loss: 1e-3", {"loss": 1e-3}),
        ("a-b/c: 4", {"a-b/c": 4.0}),
        ("x: -5", {"x": -5.0}),
        ("1abc: 3", {"1abc": 3.0}),
        ("k: 5.", {"k": 5.0}),
        ("tab:\t9", {"tab": 9.0}),
        ("post: 3  ", {"post": 3.0}),
        ("foo: 2 (blah)", {"foo": 2.0}),
        ("loss: 0.5 (step 7)", {"loss": 0.5, "step": 7.0}),
        ("foo: 1 (10)", {"foo": 1.0, "step": 10.0}),
        ("step: 12", {"step": 12.0}),
    ],
)
def test_the_defaults_capture_what_guild_captures(line, expected):
    assert dict(DEFAULT.match_line(line)) == expected


@pytest.mark.parametrize(
    "line",
    ["loss:2.5", "  loss: 2.5", "acc = 3", "val loss: 0.3", "z: 1 2", "v: 1.2.3", "d: 2024-01-02"],
)
def test_the_defaults_pass_over_what_guild_passes_over(line):
    assert DEFAULT.match_line(line) == []


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("x: +5", 5.0),
        ("x: -5.5e+2", -550.0),
        ("x: 1E-3", 1e-3),
        ("x: inf", math.inf),
        ("x: -inf", -math.inf),
        ("x: Infinity", math.inf),
        ("x: +inf (step 3)", math.inf),
    ],
)
def test_the_numbers_that_guild_loses_are_captured(line, value):
    assert dict(DEFAULT.match_line(line))["x"] == value


@pytest.mark.parametrize("word", ["nan", "NaN", "-nan"])
def test_nan_is_captured(word):
    ((key, value),) = DEFAULT.match_line(f"loss: {word}")
    assert key == "loss"
    assert math.isnan(value)


@pytest.mark.parametrize("word", ["info", "nano", "infer", "e", "-", "nan_count"])
def test_words_that_begin_like_numbers_are_none(word):
    assert compile_patterns(r"loss: (?P<loss>\value)").match_line(f"loss: {word}") == []


def test_a_step_after_words_is_found_as_in_guild():
    assert DEFAULT.match_line("epoch loss: 0.5 (step 7)") == [("step", 7.0)]


def test_a_long_line_without_blanks_is_searched_once():
    # quadratic searching would run into the timeout of the tests
    for patterns in (DEFAULT, compile_patterns(r"(\key)=(\value)")):
        assert patterns.match_line("x" * 65536) == []


@pytest.mark.parametrize("spec", [False, [], (), {}, "no"])
def test_output_scalars_can_be_switched_off(spec):
    patterns = compile_patterns(spec)
    assert not patterns
    assert not patterns.default
    assert patterns.match_line("loss: 1") == []


def test_none_means_the_defaults():
    assert DEFAULT
    assert DEFAULT.default
    assert DEFAULT.to_json()["patterns"] == [[None, regex] for regex in DEFAULT_PATTERNS]


@pytest.mark.parametrize(
    ("spec", "line", "expected"),
    [
        (r"(\key)=(\value)", "a=1 b=2", {"a": 1.0, "b": 2.0}),
        ({"acc": r"accuracy (\value)"}, "accuracy 0.5", {"acc": 0.5}),
        ({"acc": r"A (\value)", "b": r"B (\value)"}, "A 1 B 2", {"acc": 1.0, "b": 2.0}),
        ({"x": r"(\key)=(\value)"}, "a=1", {"a": 1.0}),
        (r"step (?P<step>\step), loss (?P<loss>\value)", "step 3, loss 4", {"step": 3, "loss": 4}),
        (r"(?P<_key>\w+)->(?P<_val>\value)", "m->1 n->2", {"m": 1.0, "n": 2.0}),
        ([r"(\key)=(\value)", {"c": r"c is (\value)"}], "c is 3 a=1", {"c": 3.0, "a": 1.0}),
        ({"x": r"x (\value) of (?P<n>\step)"}, "x 1 of 9", {"x": 1.0, "n": 9.0}),
        (r"(\key)=(\value)", "a=1 a=2", {"a": 2.0}),
        (r"(?P<a>\d+)?x", "x", {}),
        (r"(\w*)=(\value)", "=5", {}),
        (r"(\w+) (\w+)", "a b", {}),
        ({"p": r"(\d+) \\key"}, r"5 \key", {"p": 5.0}),
    ],
)
def test_groups_name_and_take_values(spec, line, expected):
    patterns = compile_patterns(spec)
    assert dict(patterns.match_line(line)) == expected
    assert not patterns.default


@pytest.mark.parametrize(
    ("spec", "sentence"),
    [
        ("(a", "no valid regular expression"),
        ("(a){99999999999}(b)", "no valid regular expression"),
        ("(a)(b)(c)", "3 unnamed groups"),
        (r"loss (\value)", "without a name"),
        ({"": r"loss (\value)"}, "without a name"),
        (r"loss \value", "no group"),
        (r"(?P<_key>\w+)", "needs both groups"),
        (r"(?P<_val>\w+)", "needs both groups"),
        ({"a": 1}, "with two strings"),
        ({1: "a"}, "with two strings"),
        (True, "not True"),
        (3, "not 3"),
        ([["(a)(b)"]], "a list of these"),
    ],
)
def test_what_has_no_meaning_is_refused_with_a_sentence(spec, sentence):
    with pytest.raises(ValueError, match=sentence) as caught:
        compile_patterns(spec)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("spec", [None, False, [{"a": r"(\value)"}, r"(\key)=(\value)"]])
def test_patterns_survive_json(spec):
    patterns = compile_patterns(spec)
    again = Patterns.from_json(json.loads(json.dumps(patterns.to_json())))
    assert again.to_json() == patterns.to_json()
    assert again.default == patterns.default
    assert again.match_line("a=1") == patterns.match_line("a=1")


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        {"default": 1, "patterns": []},
        {"default": True},
        {"default": False, "patterns": ["x"]},
        {"default": False, "patterns": [[1, "x"]]},
    ],
)
def test_other_json_is_refused(data):
    with pytest.raises(ValueError, match="stored output pattern"):
        Patterns.from_json(data)


@given(st.floats(allow_nan=False))
def test_every_float_that_python_prints_is_captured(value):
    assert DEFAULT.match_line(f"x: {value}") == [("x", value)]
