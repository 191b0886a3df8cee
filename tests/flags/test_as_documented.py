"""Every row of what is known of Guild's flags: what a text stands for, and what is checked."""

import datetime
import math

import pytest

from guild_jupyter import errors
from guild_jupyter.flags.arguments import flag_arguments
from guild_jupyter.flags.assignment import read, resolve
from guild_jupyter.flags.definitions import Choice, FlagDef
from guild_jupyter.flags.values import parse

INF = math.inf


@pytest.mark.parametrize(
    ("texts", "value"),
    [
        ("1 +1", 1),
        ("1.0 1.", 1.0),
        ("1e-3 1e-03", 0.001),
        ("1e3", 1000.0),
        ("1E5", 100000.0),
        (".5", 0.5),
        ("010", 10),
        ("0x10", 16),
        ("0b1", 1),
        ("0o7", "0o7"),
        ("1_000", "1_000"),
        ("yes on true True TRUE", True),
        ("no off false", False),
        ("null ~", None),
        ("None", "None"),
        ("inf .inf 1e400", INF),
        ("-inf", -INF),
        ("1:5", "1:5"),
        ("12:30:45", "12:30:45"),
        ("'1' \"1\"", "1"),
        ("'yes'", "yes"),
        ("2020-01-01", datetime.date(2020, 1, 1)),
        ("{a:1}", {"a:1": None}),
        ("foo:", {"foo": None}),
        ("a,b", "a,b"),
        ("1,2", "1,2"),
        ("1/2", "1/2"),
        ("http://x/y", "http://x/y"),
        ("@x", "@x"),
        ("&a", None),
        ("[1,2]", [1, 2]),
        ("[yes,no]", [True, False]),
        ("[]", []),
        ("[1]*3", [1, 1, 1]),
        ("[1,2]*2", [1, 2, 1, 2]),
        ("[[1,2],[3]]", [[1, 2], [3]]),
        ("[1:2]", "[1:2]"),
        ("[a:b]", "[a:b]"),
        ("range[1:4]", [1, 2, 3, 4]),
        ("range[1:10:3]", [1, 4, 7, 10]),
        ("range[0:1:0.5]", [0.0, 0.5, 1.0]),
        ("range[5:1:-2]", [5, 3, 1]),
        ("range[1]", [0]),
        ("linspace[0:1]", [0.0, 0.25, 0.5, 0.75, 1.0]),
        ("linspace[0:1:3]", [0.0, 0.5, 1.0]),
        ("logspace[0:2]", [1.0, 3.16227766, 10.0, 31.6227766, 100.0]),
        ("logspace[1:3:3:2]", [2.0, 4.0, 8.0]),
        ("uniform[0:1]", "uniform[0:1]"),
        ("uniform[0:1:0.5]", "uniform[0:1:0.5]"),
        ("loguniform[0.1:1]", "loguniform[0.1:1]"),
        ("name[anything]", "name[anything]"),
    ],
)
def test_a_text_stands_for_what_it_does_in_guild(texts, value):
    for text in texts.split(" "):
        found = parse(text)
        assert (type(found), found) == (type(value), value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", ""),
        ("y", "y"),
        ("n", "n"),
        ("Y", "Y"),
        ("[1, a]", [1, "a"]),
        ("{a: 1}", {"a": 1}),
        ("foo: bar", {"foo": "bar"}),
        ("- a", ["a"]),
        ("1 2", "1 2"),
        ("a #c", "a"),
        ("#c", None),
    ],
)
def test_so_do_texts_with_spaces(text, value):
    assert parse(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # [3721.5], [60.5], [62, 3], [62] and a warning in Guild
        ("[1:2:1.5]", "[1:2:1.5]"),
        ("[0:1:0.5]", "[0:1:0.5]"),
        ("[1:2, 3]", ["1:2", 3]),
        ("[1:2,3:4]", ["1:2", "3:4"]),
        ("{a: 1:30}", {"a": "1:30"}),
        ("[1_000, 2]", ["1_000", 2]),
        ("[!!int 1_000]", [1000]),
        ("geomspace[1:100:3]", [1.0, 10.0, 100.0]),
    ],
)
def test_what_guild_reads_as_nobody_means_it_is_read_otherwise(text, value):
    assert parse(text) == value


def test_a_list_of_booleans_has_no_minutes_either():
    assert parse("[1:2]", "boolean") == "[1:2]"
    assert parse("[1:2, yes]", "boolean") == ["1:2", True]


def test_nan_is_a_number():
    assert math.isnan(parse("nan"))
    assert math.isnan(parse(".nan"))


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        *(("string", text, text) for text in ("yes", "1e-3", "null", "007", "", "1:2")),
        *(("path", text, text) for text in ("yes", "~/x")),
        *(("existing-path", text, text) for text in ("1", "null")),
        ("string", "[1,2]", [1, 2]),
        ("string", "'yes'", "yes"),
        ("string", '"1"', "1"),
        ("string", "{a: 1}", {"a": 1}),
        ("int", "1", 1),
        ("int", "1.5", 1.5),
        ("int", "yes", True),
        ("int", "null", None),
        ("float", "1", 1.0),
        ("number", "1", 1),
        ("number", "1.5", 1.5),
        ("boolean", "1", True),
        ("boolean", "0", False),
        ("boolean", "abc", "abc"),
    ],
)
def test_a_typed_text_stands_for_what_it_does_in_guild(type_, text, value):
    found = parse(text, type_)
    assert (type(found), found) == (type(value), value)


@pytest.mark.parametrize(
    ("flag", "word", "error", "said"),
    [
        (FlagDef("x"), "bogus=1", errors.NoSuchFlag, "bogus"),
        (FlagDef("x"), "foo", errors.BadAssignment, "foo"),
        (FlagDef("req", required=True), "req=", errors.MissingFlags, "req"),
        (FlagDef("x", choices=(Choice("a"),)), "x=b", errors.InvalidChoice, "x"),
        (FlagDef("lr", max=1), "lr=5.0", errors.OutOfRange, "5.0"),
        (FlagDef("lr", min=1), "lr=0.5", errors.OutOfRange, "0.5"),
        (FlagDef("lr", type="float"), "lr=abc", errors.InvalidFlagValue, "float"),
        (FlagDef("n", type="int"), "n=1.5", errors.InvalidFlagValue, "int"),
        (FlagDef("p", type="existing-path"), "p=/no/such", errors.PathMissing, "/no/such"),
        (FlagDef("p", arg_split=True), "p='a", errors.InvalidFlagValue, "quot"),
    ],
)
def test_what_guild_refuses_is_refused_with_the_name_and_a_hint(flag, word, error, said):
    flags = {flag.name: flag}
    with pytest.raises(error) as caught:
        resolve(read([word], flags), flags)
    assert said in caught.value.message
    assert caught.value.hint


def test_an_alias_and_a_name_at_once_are_refused():
    flags = {"btal": FlagDef("btal", alias="bt")}
    with pytest.raises(errors.AliasConflict, match=r"'btal'.*'bt'"):
        read(["bt=1", "btal=2"], flags)


def test_checks_are_made_in_guilds_order():
    flags = {
        "f": FlagDef("f", type="float"),
        "c": FlagDef("c", choices=(Choice("a"),)),
        "r": FlagDef("r", required=True),
    }

    def refused(*words):
        with pytest.raises(errors.FlagError) as caught:
            resolve(read(words, flags), flags)
        return type(caught.value)

    assert refused("f=x", "bogus=1", "c=b") is errors.InvalidFlagValue
    assert refused("bogus=1", "c=b") is errors.NoSuchFlag
    assert refused("c=b") is errors.InvalidChoice
    assert refused("c=a") is errors.MissingFlags


def test_forced_flags_are_not_checked_and_undeclared_ones_are_passed():
    flags = {
        "f": FlagDef("f", type="float", max=1),
        "c": FlagDef("c", choices=(Choice("a", flags={"f": 5}),)),
        "r": FlagDef("r", required=True),
    }
    words = ["f=abc", "c=b", "undeclared=[1, 2]"]
    values = resolve(read(words, flags), flags, force=True)
    assert values == {"c": "b", "f": "abc", "r": None, "undeclared": [1, 2]}
    assert flag_arguments(values, flags) == [
        *("--c", "b", "--f", "abc", "--undeclared", "1 2"),
    ]
    assert resolve(read(["c=a"], flags), flags, force=True)["f"] == 5


@pytest.mark.parametrize("text", ["uniform[0:1]", "[1:9]", "loguniform[1:2]"])
@pytest.mark.parametrize("type_", [None, "int", "float", "number", "boolean", "auto", "path"])
def test_a_search_function_stays_a_text_whatever_the_type_choices_and_bounds(text, type_):
    flag = FlagDef("x", type=type_, choices=(Choice(1),), max=0)
    assert resolve(read([f"x={text}"], {"x": flag}), {"x": flag}) == {"x": text}


CHOICES = (
    Choice("small", flags={"layers": 1}),
    Choice("large", alias="l", flags={"layers": 9, "kind": "deep"}),
    Choice(7),
)


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (["size=small"], {"size": "small", "layers": 1, "kind": None}),
        (["size=l"], {"size": "large", "layers": 9, "kind": "deep"}),
        (["size=large"], {"size": "large", "layers": 2, "kind": None}),
        (["size=l", "layers=4"], {"size": "large", "layers": 4, "kind": "deep"}),
        (["size=7"], {"size": 7, "layers": 2, "kind": None}),
        (["size="], {"size": "", "layers": 2, "kind": None}),
        (["size=0"], {"size": 0, "layers": 2, "kind": None}),
        (["size=no"], {"size": False, "layers": 2, "kind": None}),
        (["size=null"], {"size": None, "layers": 2, "kind": None}),
    ],
)
def test_a_choice_brings_its_flags_along_one_with_an_alias_only_by_that(words, values):
    flags = {
        "size": FlagDef("size", choices=CHOICES),
        "layers": FlagDef("layers", default=2),
        "kind": FlagDef("kind"),
    }
    assert resolve(read(words, flags), flags) == values


def test_other_values_than_the_choices_pass_where_they_are_allowed():
    flags = {"size": FlagDef("size", choices=CHOICES, allow_other=True)}
    assert resolve(read(["size=huge"], flags), flags) == {"size": "huge"}


@pytest.mark.parametrize(
    "flag",
    [
        FlagDef("x", default="a\0b"),
        FlagDef("x", default=["a\0b"]),
        FlagDef("x", default=1, choices=(Choice(1, flags={"y": "\0"}),)),
    ],
)
def test_a_text_that_no_program_can_be_given_is_refused_wherever_it_is_from(flag):
    with pytest.raises(errors.InvalidFlagValue, match="no program can be given"):
        resolve({}, {"x": flag, "y": FlagDef("y")})
