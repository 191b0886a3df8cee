import argparse

import pytest

from guild_jupyter.flags.imports.domain import UNKNOWN
from guild_jupyter.flags.imports.help_texts import PROGRAM, shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("100%% of %(prog)s", f"100% of {PROGRAM}"),
        ("%(default)s %(default)r %(default).1f %(default)05.2f", "0.25 0.25 0.2 00.25"),
        ("one of %(choices)s", "one of 1, 2"),
        ("%(const)s %(metavar)s", "not known None"),
        # what argparse itself would fail on stays as it is
        ("50% of %(nope)s %(metavar)d %s %(default", "50% of %(nope)s %(metavar)d %s %(default"),
        ("%(default)9999999999s", "%(default)9999999999s"),
        ("%(default)*s", "%(default)*s"),
        ("%(long)s", "x" * 1000),
    ],
)
def test_references_of_help_texts_are_filled_in(text, expected):
    option = {
        "default": 0.25,
        "choices": (1, 2),
        "const": UNKNOWN,
        "metavar": None,
        "long": "x" * 5000,
    }
    assert shown(text, option) == expected


def test_help_is_shown_as_argparse_shows_it(options):
    declared = {
        "--lr": {"type": float, "default": 0.1, "help": "%(type)s %(default)s %(dest)s 5%%"},
        "--on": {"action": "store_true", "help": "%(default)s %(required)s"},
        "--off": {"action": "store_false", "help": "%(default)s"},
        "--of": {"choices": ["a", "b"], "nargs": "+", "help": "%(choices)s %(nargs)s %(metavar)s"},
    }
    parser = argparse.ArgumentParser(prog="own")
    for name, given in declared.items():
        parser.add_argument(name, **given)
    formatter = parser._get_formatter()
    expected = {
        action.dest: formatter._expand_help(action)
        for action in parser._actions
        if action.dest != "help"
    }
    lines = "\n".join(
        f"'{name}', "
        + ", ".join(
            f"{key}={value.__name__ if isinstance(value, type) else repr(value)}"
            for key, value in given.items()
        )
        for name, given in declared.items()
    )
    assert {name: flag.description for name, flag in options(lines).items()} == expected


def test_a_program_and_its_commands_are_called_by_the_names_that_they_have(read):
    text = """
        import argparse
        p = argparse.ArgumentParser({prog})
        p.add_argument("--a", help="%(prog)s")
        c = p.add_subparsers()
        s = c.add_parser("fit")
        s.add_argument("--b", help="%(prog)s")
        p.parse_args()
    """
    assert read.flags(text.format(prog=""))["a"].description == PROGRAM
    assert read.flags(text.format(prog=""), words="fit")["b"].description == f"{PROGRAM} fit"
    assert read.flags(text.format(prog="prog='own'"))["a"].description == "own"
    assert read.flags(text.format(prog="prog='own'"), words="fit")["b"].description == "own fit"
