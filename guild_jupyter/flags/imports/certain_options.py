"""Which options a parser has for certain, though it is not known which statements are run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from guild_jupyter.flags.imports import plain
from guild_jupyter.flags.imports.argparse_parsers import Option, Parser
from guild_jupyter.flags.imports.domain import UNKNOWN, Branch, ClassValue, Function, Reference

_OF_SWITCHES = frozenset({"action", "default", "dest", "help", "required"})
_OF_VALUES = _OF_SWITCHES | {"choices", "metavar", "nargs", "type"}
_ALLOWED = {"store": _OF_VALUES, "store_true": _OF_SWITCHES, "store_false": _OF_SWITCHES}
_COUNTS = (None, "?", "*", "+")
_ONLY_SHOWN = ("help", "metavar")


def cannot_fail(parser: Parser, arguments: Sequence[Any], named: dict[str, Any]) -> bool:
    """Tell whether ``add_argument`` takes arguments for certain.

    Parameters
    ----------
    parser
        What it is called of; one that has an option of the same name may refuse another.
    arguments
        The positional arguments.
    named
        The named arguments.
    """
    names = [name for name in arguments if type(name) is str and name.startswith("-")]
    taken = {"-h", "--help", *(name for option in parser.options for name in option.names)}
    action, count = named.get("action", "store"), named.get("nargs")
    return (
        not parser.may_have_more
        and 0 < len(names) == len(arguments)
        and taken.isdisjoint(names)
        and type(action) is str
        and named.keys() <= _ALLOWED.get(action, frozenset())
        and (count in _COUNTS if type(count) is not int else count > 0)
        and isinstance(named.get("metavar", ""), str)
        and _is_type(named.get("type"))
        and all(_is_data(value) for name, value in named.items() if name != "type")
    )


def keep_agreed(
    added: Iterable[tuple[Parser, Option]], places: Sequence[Branch], around: Branch
) -> None:
    """Take options for certain that are added alike in all branches of which one is taken.

    Parameters
    ----------
    added
        The options that were added in the branches, and to what.
    places
        The branches.
    around
        The branch that they are in.
    """
    wanted = set(places)
    found: dict[tuple[Parser, str], list[Option]] = {}
    for parser, option in added:
        if option.branch in wanted:
            found.setdefault((parser, option.long_name), []).append(option)
    for options in found.values():
        is_everywhere = len({option.branch for option in options}) == len(wanted)
        if is_everywhere and all(_is_alike(options[0], option) for option in options):
            for option in options:
                option.branch = around


def _is_alike(one: Option, other: Option) -> bool:
    keys = {*one.attributes, *other.attributes}.difference(_ONLY_SHOWN)
    return _is_same(one.default, other.default) and all(
        _is_same(one.attributes.get(key), other.attributes.get(key)) for key in keys
    )


def _is_same(one: Any, other: Any) -> bool:  # noqa: ANN401 - any value
    if _is_data(one) and _is_data(other):
        return repr(one) == repr(other)  # unlike ==, this tells 1 from 1.0 and True
    return one is other or (isinstance(one, Reference) and one == other)


def _is_type(value: Any) -> bool:  # noqa: ANN401 - any value
    if isinstance(value, Reference):
        return value.path.startswith("builtins.")
    return value is None or isinstance(value, (Function, ClassValue))


def _is_data(value: Any) -> bool:  # noqa: ANN401 - any value
    items = value if type(value) in (list, tuple) else [value]
    return value is not UNKNOWN and all(map(plain.is_plain, items))
