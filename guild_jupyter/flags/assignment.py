"""From NAME=VALUE words to the values of all flags of an operation.

The order of the checks is Guild's: aliases, defaults, types, unknown names, choices and bounds,
required flags, and last the values that a choice brings along.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from guild_jupyter.errors import (
    BadAssignment,
    InvalidFlagValue,
    MissingFlags,
    NoSuchFlag,
    nearest,
)
from guild_jupyter.flags.definitions import Choice, FlagDef
from guild_jupyter.flags.values import coerce, format_value, is_search_function, parse

Flags = Mapping[str, FlagDef]


def split(words: Iterable[str]) -> list[tuple[str, str]]:
    """Split NAME=VALUE words at their first equals sign.

    Raises
    ------
    BadAssignment
        A word has no equals sign, or no name before it.
    """
    pairs = []
    for word in words:
        name, sign, text = word.partition("=")
        if not sign or not name:
            raise BadAssignment(f"{word!r} is not NAME=VALUE", "Write flags as lr=0.1 epochs=5.")
        pairs.append((name, text))
    return pairs


def read(words: Iterable[str], flags: Flags) -> dict[str, Any]:
    """Return the values that NAME=VALUE words give, by the flag's own name.

    Raises
    ------
    BadAssignment, InvalidFlagValue
        A word is not an assignment; a flag is given by name and by alias.
    """
    given: dict[str, Any] = {}
    aliases = _aliases(flags)
    for written, text in split(words):
        name = aliases.get(written, written)
        if name in given and written != name and given[name] is not None:
            raise InvalidFlagValue(
                f"flag {name!r} is given by its name and by its alias {written!r}", "Use one."
            )
        flag = flags.get(name)
        given[name] = parse(text, flag.type if flag else None)
    _refuse_name_and_alias(words, aliases)
    return given


def _refuse_name_and_alias(words: Iterable[str], aliases: Mapping[str, str]) -> None:
    written = {name for name, _ in split(words)}
    for alias, name in aliases.items():
        if alias in written and name in written:
            raise InvalidFlagValue(
                f"flag {name!r} is given by its name and by its alias {alias!r}", "Use one."
            )


def _aliases(flags: Flags) -> dict[str, str]:
    return {flag.alias: name for name, flag in flags.items() if flag.alias}


def resolve(given: Mapping[str, Any], flags: Flags, *, force: bool = False) -> dict[str, Any]:
    """Return the value of every flag, sorted by name.

    Parameters
    ----------
    given
        What the user gave, by flag name.
    flags
        The operation's flags.
    force
        Skip the checks of names, types, choices, bounds and required flags.

    Raises
    ------
    NoSuchFlag, InvalidFlagValue, MissingFlags
        A check fails.
    """
    values = {name: flag.default for name, flag in flags.items()} | dict(given)
    if not force:
        values = {
            name: coerce(value, flags[name]) if name in flags else value
            for name, value in values.items()
        }
        _refuse_unknown(given, flags)
    values = {name: _choice_value(value, flags.get(name)) for name, value in values.items()}
    if not force:
        for name, flag in flags.items():
            _check_value(values[name], flag)
        _refuse_missing(values, flags)
    values |= _values_of_choices(given, values, flags)
    return dict(sorted(values.items()))


def _refuse_unknown(given: Mapping[str, Any], flags: Flags) -> None:
    for name in given:
        if name not in flags:
            names = ", ".join(sorted(flags)) or "none"
            hint = nearest(name, [*flags, *_aliases(flags)], "Did you mean {}? ")
            raise NoSuchFlag(f"no such flag: {name}", f"{hint}Flags of this operation: {names}.")


def _matches(choice: Choice, value: object) -> bool:
    return value == choice.value or (choice.alias is not None and value == choice.alias)


def _choice_value(value: Any, flag: FlagDef | None) -> Any:  # noqa: ANN401 - a flag's value
    if flag is not None and value is not None:
        for choice in flag.choices:
            if choice.alias is not None and value == choice.alias:
                return choice.value
    return value


def _check_value(value: Any, flag: FlagDef) -> None:  # noqa: ANN401 - a flag's value
    if isinstance(value, list):
        for item in value:
            _check_value(item, flag)
        return
    if not value or is_search_function(value):
        return
    if flag.arg_split and isinstance(value, str):
        return
    if flag.choices and not flag.allow_other and not any(_matches(c, value) for c in flag.choices):
        allowed = ", ".join(format_value(choice.value) for choice in flag.choices)
        raise InvalidFlagValue(
            f"invalid value {format_value(value)} for flag {flag.name!r}", f"Choices: {allowed}."
        )
    if flag.type == "existing-path" and not Path(str(value)).exists():
        raise InvalidFlagValue(f"flag {flag.name!r}: {value} does not exist", "Check the path.")
    _check_bounds(value, flag)


def _check_bounds(value: object, flag: FlagDef) -> None:
    if not isinstance(value, (int, float)):
        return
    if flag.min is not None and value < flag.min:
        raise InvalidFlagValue(
            f"invalid value {format_value(value)} for flag {flag.name!r}: out of range",
            f"The least is {flag.min}.",
        )
    if flag.max is not None and value > flag.max:
        raise InvalidFlagValue(
            f"invalid value {format_value(value)} for flag {flag.name!r}: out of range",
            f"The most is {flag.max}.",
        )


def _refuse_missing(values: Mapping[str, Any], flags: Flags) -> None:
    missing = [flag for name, flag in flags.items() if flag.required and values[name] in (None, "")]
    if missing:
        names = ", ".join(flag.name for flag in missing)
        described = "; ".join(f"{f.name}: {f.description}" for f in missing if f.description)
        words = " ".join(f"{flag.name}=…" for flag in missing)
        hint = f"Add {words}." + (f" ({described})" if described else "")
        raise MissingFlags(f"required flag without a value: {names}", hint)


def _values_of_choices(
    given: Mapping[str, Any], values: Mapping[str, Any], flags: Flags
) -> dict[str, Any]:
    brought: dict[str, Any] = {}
    for name, flag in flags.items():
        for choice in flag.choices:
            # With an alias, only the alias brings the other values along.
            wanted = given.get(name) if choice.alias is not None else values[name]
            key = choice.alias if choice.alias is not None else choice.value
            if choice.flags and wanted is not None and wanted == key:
                brought |= {k: v for k, v in choice.flags.items() if k not in given}
    return brought
