import pytest

from guild_jupyter.flags.definitions import Choice, FlagDef
from guild_jupyter.flags.imports.definitions import Imported
from guild_jupyter.flags.imports.merging import merged

SOURCE = Imported(
    "args",
    {
        "lr": FlagDef("lr", 0.1, "Rate", "float", choices=(Choice(0.1),)),
        "n": FlagDef("n", 2, type="int", required=True),
        "quiet": FlagDef("quiet", 3),
    },
    frozenset({"quiet"}),
)


def names(declared, *selection, **named):
    return list(merged({name: FlagDef(name) for name in declared}, SOURCE, *selection, **named))


@pytest.mark.parametrize(
    ("declared", "wanted", "skipped", "expected"),
    [
        (["lr", "own"], None, (), ["lr", "own"]),
        ([], None, (), []),
        ([], True, (), ["lr", "n"]),
        (["own"], True, (), ["own", "lr", "n"]),
        ([], True, ["lr"], ["n"]),
        ([], ("n", "nothing"), (), ["n"]),
        ([], ("quiet",), (), ["quiet"]),
        ([], ("n",), ["n"], []),
        ([], False, (), []),
        ([], (), (), []),
    ],
)
def test_flags_are_taken_as_they_are_wanted(declared, wanted, skipped, expected):
    assert names(declared, wanted, skipped) == expected


@pytest.mark.parametrize(
    ("wanted", "default"), [(None, 0.1), (True, 0.1), (("n",), None), (False, None)]
)
def test_what_is_written_gets_attributes_where_it_is_wanted(wanted, default):
    assert merged({"lr": FlagDef("lr")}, SOURCE, wanted)["lr"].default == default


def test_a_flag_only_on_demand_gives_attributes_to_one_that_is_written():
    assert merged({"quiet": FlagDef("quiet")}, SOURCE, True)["quiet"].default == 3


def test_attributes_that_are_written_win_one_by_one():
    written = FlagDef("lr", 1, type="string", min=0, extra={"a": 1})
    assert merged({"lr": written}, SOURCE, None)["lr"] == FlagDef(
        "lr", 1, "Rate", "string", choices=(Choice(0.1),), min=0, extra={"a": 1}
    )


def test_an_attribute_at_its_default_counts_as_not_written():
    written = FlagDef("n", required=False, description="", choices=())
    assert merged({"n": written}, SOURCE, None)["n"].required is True


@pytest.mark.parametrize("value", [0, False, ""])
def test_a_default_of_nought_is_a_default(value):
    flag = merged({"n": FlagDef("n", value)}, SOURCE, None)["n"]
    assert flag.default == value
    assert type(flag.default) is type(value)


def test_no_is_written_over_a_switch():
    source = Imported("args", {"x": FlagDef("x", arg_split=True, arg_switch=True)})
    flag = merged({"x": FlagDef("x", arg_split=False, arg_switch=False)}, source, None)["x"]
    assert (flag.arg_split, flag.arg_switch) == (False, False)


def test_flags_of_the_source_alone_may_be_kept_from_the_arguments():
    flags = merged({"lr": FlagDef("lr")}, SOURCE, True, arg_skip=True)
    assert {name: flag.arg_skip for name, flag in flags.items()} == {"lr": False, "n": True}


RATE = FlagDef("rate", arg_name="lr")


@pytest.mark.parametrize("wanted", [True, ("lr",), ("lr", "rate")])
def test_a_flag_is_the_one_of_the_source_that_its_arg_name_names(wanted):
    flags = merged({"rate": RATE, "own": FlagDef("own")}, SOURCE, wanted, ["n"])
    assert list(flags.items()) == [
        ("rate", FlagDef("rate", 0.1, "Rate", "float", choices=(Choice(0.1),), arg_name="lr")),
        ("own", FlagDef("own")),
    ]


@pytest.mark.parametrize("wanted", [None, False, ("n",), ("rate",)])
def test_an_arg_name_names_no_flag_of_the_source_that_is_not_wanted(wanted):
    assert merged({"rate": RATE}, SOURCE, wanted)["rate"] == RATE


def test_a_flag_that_is_left_out_is_not_merged_by_its_arg_name():
    assert merged({"rate": RATE}, SOURCE, True, ["lr"])["rate"] == RATE


def test_of_two_flags_with_one_arg_name_the_first_is_that_of_the_source():
    again = FlagDef("again", 5, arg_name="lr")
    flags = merged({"rate": RATE, "again": again}, SOURCE, True, ["n"])
    assert list(flags) == ["rate", "again"]
    assert (flags["rate"].default, flags["again"]) == (0.1, again)


def test_a_flag_that_is_written_itself_is_not_merged_into_another():
    flags = merged({"rate": RATE, "lr": FlagDef("lr", 5)}, SOURCE, True, ["n"])
    assert (flags["rate"], flags["lr"].default) == (RATE, 5)


def test_a_flag_only_on_demand_is_asked_for_by_its_arg_name():
    flags = merged({"own": FlagDef("own", arg_name="quiet")}, SOURCE, True, ["n", "lr"])
    assert {name: flag.default for name, flag in flags.items()} == {"own": 3}


def test_an_option_that_says_no_by_another_name_still_does_under_a_new_name():
    source = Imported("args", {"amp": FlagDef("amp", True, arg_name="no-amp", arg_switch=False)})
    flags = merged({"a": FlagDef("a", arg_name="amp", arg_split=True)}, source, True)
    assert flags == {"a": FlagDef("a", True, arg_name="no-amp", arg_switch=False, arg_split=True)}
