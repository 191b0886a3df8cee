import math

import pytest

from guild_jupyter.flags.definitions import Choice, FlagDef

YES_NO = (Choice(True), Choice(False))


def test_an_option_is_a_flag_with_its_help_default_type_and_choices(options):
    flags = options("""
        '--lr', type=float, default=0.1, help='Rate of 100%%'
        '-n', '--number', '--other', type=int, default=2, choices=[1, 2]
        '--text', type=str
        '--needed', required=True
    """)
    assert list(flags.values()) == [
        FlagDef("lr", 0.1, "Rate of 100%", "float"),
        FlagDef("number", 2, type="int", choices=(Choice(1), Choice(2))),
        FlagDef("text", type="string"),
        FlagDef("needed", required=True),
    ]


def test_a_switch_is_a_flag_that_is_yes_or_no(options):
    flags = options("""
        '--fast', action='store_true'
        '--slow', action='store_true', default=True
        '--no-cuda', action='store_false', dest='cuda'
        '--odd', action='store_true', default=chosen()
    """)
    assert flags["fast"] == FlagDef("fast", False, arg_switch=True, choices=YES_NO)
    assert flags["slow"].default is True
    assert flags["no-cuda"] == FlagDef("no-cuda", True, arg_switch=False, choices=YES_NO)
    assert flags["odd"].default is None


@pytest.mark.parametrize(
    ("default", "expected"),
    [
        ("", FlagDef("x", None, arg_name="x", arg_switch=True, choices=YES_NO)),
        (", default=False", FlagDef("x", False, arg_name="x", arg_switch=True, choices=YES_NO)),
        (", default=True", FlagDef("x", True, arg_name="no-x", arg_switch=False, choices=YES_NO)),
    ],
)
@pytest.mark.parametrize("action", ["argparse.BooleanOptionalAction", "Both"])
def test_an_option_with_two_names_passes_the_one_that_differs(options, action, default, expected):
    flags = options(
        f"'--x', action={action}{default}", "from argparse import BooleanOptionalAction as Both"
    )
    assert flags["x"] == expected


@pytest.mark.parametrize(
    "option",
    [
        "'-q', default=1",
        "'-single', default=1",
        "'position', default=1",
        "'--count', action='count'",
        "'--append', action='append'",
        "'--const', action='store_const', const=1",
        "'--version', action='version'",
        "'--custom', action=Custom",
        "'--computed', action=choose()",
        "'--rest', nargs=argparse.REMAINDER",
        "name(), default=1",
    ],
)
def test_what_no_value_can_be_passed_to_is_no_flag(options, option):
    assert options(option, "class Custom(argparse.Action): pass") == {}


@pytest.mark.parametrize("count", ["'+'", "'*'", "2", "argparse.ONE_OR_MORE"])
def test_an_option_of_several_values_takes_a_list_as_words(options, count):
    flag = options(f"'--x', nargs={count}, default=[1, 'a b', None, True]")["x"]
    assert (flag.default, flag.arg_split) == ("1 'a b' null yes", True)


@pytest.mark.parametrize(
    ("option", "default"),
    [
        ("nargs='+', default=(1, 2)", "1 2"),
        ("nargs='+', default=1", 1),
        ("nargs='*', default=[]", ""),
        ("nargs='+', default=[1, [2]]", None),
        ("nargs=1, default=[3]", 3),
        ("nargs='?', const=1, default=2", 2),
        ("default=[1, 2]", None),
        ("default={'a': 1}", None),
        ("default=argparse.SUPPRESS", None),
        ("default=b'bytes'", None),
        ("default=1j", None),
        ("default=object()", None),
        ("default=float('inf')", math.inf),
        ("type=int, default='5'", "5"),
        ("type=int, default='x'", None),
        ("type=int, default=1.5", None),
        ("type=str, default=1", 1),
        ("type=parse, default='as written'", "as written"),
        ("type=Path, default=Path('data') / 'x.csv'", "data/x.csv"),
        (f"default='{'long' * 2000}'", None),
    ],
)
def test_a_default_is_what_one_argument_can_say(options, option, default):
    assert options(f"'--x', {option}", "from pathlib import Path")["x"].default == default


@pytest.mark.parametrize(
    ("choices", "values"),
    [
        ("('a', 1, None)", ["a", 1, None]),
        ("range(3)", [0, 1, 2]),
        ("{'b': 1, 'a': 2}", ["b", "a"]),
        ("{'b', 'a'}", ["a", "b"]),
        ("list(MODELS)", ["small", "big"]),
        ("MODELS.keys()", ["small", "big"]),
        ("sorted(MODELS)", ["big", "small"]),
        ("list(Kind)", ["r", "b"]),
        ("Kind", ["r", "b"]),
        ("[kind.name for kind in Kind]", ["RED", "BLUE"]),
        ("'abc'", []),
        ("[1, object()]", []),
        ("found()", []),
        ("range(10 ** 12)", []),
    ],
)
def test_choices_are_taken_where_all_of_them_are_known(options, choices, values):
    before = """
from enum import Enum
MODELS = {'small': 1, 'big': 2}
class Kind(Enum):
    _ignore_ = []
    RED = 'r'
    BLUE = 'b'
"""
    flag = options(f"'--x', choices={choices}, default=Kind.RED", before)["x"]
    assert [choice.value for choice in flag.choices] == values
    assert flag.default == "r"


def test_a_hidden_option_is_a_flag_without_a_text(options):
    assert options("'--x', help=argparse.SUPPRESS")["x"] == FlagDef("x")


def test_groups_and_defaults_belong_to_the_parser(read):
    flags = read.flags("""
        from argparse import ArgumentParser
        p = ArgumentParser()
        group = p.add_argument_group('group')
        group.add_argument('--in-group', default=1)
        either = group.add_mutually_exclusive_group()
        either.add_argument('--either', default=1)
        p.set_defaults(in_group=2, nothing=3)
        p.parse_args()
    """)
    assert {name: flag.default for name, flag in flags.items()} == {"in-group": 2, "either": 1}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("p.set_defaults(lr=3)", 3),
        ("p.set_defaults(**{'lr': 3})", 3),
        ("p.set_defaults(**json.load(file))", None),
        ("p.set_defaults(**json.load(file))\np.set_defaults(lr=4)", 4),
        ("p.set_defaults(**{'lr': 3, **found})", None),
        ("p.set_defaults(**{**found, 'lr': 3})", 3),
        ("d = {'lr': 3}\nd.update(json.load(file))\np.set_defaults(**d)", None),
        ("def f(**more): p.set_defaults(**more)\nf(**found)", None),
        ("if found: p.set_defaults(lr=3)", None),
        ("if found: p.set_defaults(**found)", None),
        ("g = p.add_argument_group()\ng.set_defaults(**found)", None),
    ],
)
def test_defaults_that_are_set_replace_those_there_are_as_far_as_they_are_known(
    read, lines, expected
):
    script = f"""
import argparse
p = argparse.ArgumentParser()
p.add_argument('--lr', type=float, default=0.1)
{lines}
p.parse_args()
"""
    assert read.flags(script)["lr"].default == expected


def test_defaults_that_are_set_first_are_those_of_options_that_say_none(read):
    flags = read.flags("""
        import argparse
        p = argparse.ArgumentParser()
        p.set_defaults(a=1, b=2)
        p.add_argument('--a')
        p.add_argument('--b', default=3)
        p.set_defaults(**found)
        p.add_argument('--c', action='store_true')
        p.add_argument('--d', default=4)
        p.parse_args()
    """)
    assert {name: flag.default for name, flag in flags.items()} == {
        "a": None,
        "b": None,
        "c": None,
        "d": 4,
    }


def test_names_that_are_not_known_are_no_flags(read):
    flags = read.flags("""
        import argparse
        p = argparse.ArgumentParser()
        for name, value in {'a': 1, **found}.items():
            p.add_argument('--' + name, default=value)
        p.parse_args()
    """)
    assert list(flags) == ["a"]


def test_options_that_are_made_by_the_type_of_their_defaults_have_the_shape_of_it(read):
    flags = read.flags("""
        import argparse
        DEFAULTS = {'lr': 0.1, 'fast': False, 'sizes': [1, 2], 'name': 'a'}
        p = argparse.ArgumentParser()
        for key, value in DEFAULTS.items():
            if isinstance(value, bool):
                p.add_argument(f'--{key}', action='store_true')
            elif type(value) is list:
                p.add_argument(f'--{key}', nargs='+', type=type(value[0]), default=value)
            elif not callable(value):
                p.add_argument(f'--{key}', type=type(value), default=value)
        p.parse_args()
    """)
    assert list(flags.values()) == [
        FlagDef("lr", 0.1, type="float"),
        FlagDef("fast", False, arg_switch=True, choices=YES_NO),
        FlagDef("sizes", "1 2", type="int", arg_split=True),
        FlagDef("name", "a", type="string"),
    ]


SUBCOMMANDS = """
import argparse
common = argparse.ArgumentParser(add_help=False)
common.add_argument('--shared', default=1)
p = argparse.ArgumentParser()
p.add_argument('--top', default=1)
sub = p.add_subparsers(dest='command')
train = sub.add_parser('train', aliases=['tr'], parents=[common])
train.add_argument('--lr', default=0.1)
train.set_defaults(lr=0.5)
common.add_argument('--too-late')
more = sub.add_parser('more').add_subparsers()
more.add_parser('deep').add_argument('--deep')
sub.add_parser(computed())
sub.other()
p.parse_args()
"""


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("", ["top"]),
        ("train", ["shared", "lr"]),
        ("--top 3 tr", ["shared", "lr"]),
        ("more deep", ["deep"]),
        ("more", []),
        ("unknown", ["top"]),
    ],
)
def test_base_arguments_choose_the_subcommand(read, words, names):
    assert list(read.flags(SUBCOMMANDS, words=words)) == names


def test_defaults_of_a_subcommand_count(read):
    assert read.flags(SUBCOMMANDS, words="train")["lr"].default == 0.5
