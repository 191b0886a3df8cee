import pytest

from guild_jupyter.guildfile.substitution import (
    MAX_CHAIN,
    MAX_SIZE,
    CycleError,
    TooLargeError,
    filled,
    resolved,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{{ n }}", 5),
        ("{{n}}", 5),
        ("n{{ n }}-{{n}}", "n5-5"),
        (" {{n}}", " 5"),
        ("{{l}}", [1, 2]),
        ("x{{l}}", "x[1, 2]"),
        ("{{none}}", None),
        ("is {{none}} {{yes}}", "is None True"),
        ("{{ unknown }} {{n}}", "{{ unknown }} 5"),
        ("{{n|x}} {{}} {n}", "{{n|x}} {{}} {n}"),
    ],
)
def test_references_are_filled_in(text, value):
    assert filled(text, {"n": 5, "l": [1, 2], "none": None, "yes": True}) == value


def test_mappings_and_lists_are_gone_through_but_not_keys():
    data = {"{{n}}": ["{{n}}", {"a": "{{n}}"}], "b": 1}
    assert filled(data, {"n": 5}) == {"{{n}}": [5, {"a": 5}], "b": 1}


def test_what_has_no_reference_is_not_copied():
    data = {"a": [1, "x", {"b": None}]}
    assert filled(data, {"n": 5}) is data


def test_params_may_refer_to_each_other():
    params = {
        "a": "{{b}}-{{c}}",
        "b": "{{c}}",
        "c": 5,
        "d": ["{{a}}", {"x": "{{b}}"}],
        "e": "{{z}}",
    }
    assert resolved(params) == {
        "a": "5-5",
        "b": 5,
        "c": 5,
        "d": ["5-5", {"x": 5}],
        "e": "{{z}}",
    }


@pytest.mark.parametrize("value", ["{{b}}", "x{{b}}", ["{{b}}"]])
def test_params_that_lead_back_to_themselves_are_named_in_order(value):
    with pytest.raises(CycleError, match="a -> b -> a"):
        resolved({"a": value, "b": "{{a}}"})


@pytest.mark.parametrize("form", ["{}{}", ["{}", "{}"]])
def test_params_do_not_grow_without_end(form):
    def twice(name):
        reference = "{{" + name + "}}"
        return form.format(reference, reference) if isinstance(form, str) else [reference] * 2

    params = {f"p{n}": twice(f"p{n + 1}") for n in range(30)} | {"p30": "x"}
    with pytest.raises(TooLargeError):
        resolved(params)


def test_params_do_not_nest_without_end():
    deep = {f"p{n}": [[[[f"{{{{p{n + 1}}}}}"]]]] for n in range(20)}
    with pytest.raises(TooLargeError):
        resolved(deep)


def test_texts_and_chains_have_an_end():
    with pytest.raises(TooLargeError):
        filled("{{a}}{{a}}", {"a": "x" * (MAX_SIZE - 1)})
    with pytest.raises(TooLargeError):
        resolved({f"p{n}": f"{{{{p{n + 1}}}}}" for n in range(MAX_CHAIN + 1)})
