"""From NAME=VALUE words to the values of all flags of an operation.

The order of the checks is Guild's: aliases, defaults, types, unknown names, choices and bounds,
required flags, and last the values that a choice brings along.
"""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterable, Mapping
from typing import Any

from guild_jupyter.errors import (
    AliasConflict,
    BadAssignment,
    InvalidChoice,
    InvalidFlagValue,
    MissingFlags,
    NoSuchFlag,
    OutOfRange,
    PathMissing,
    nearest,
)
from guild_jupyter.flags.definitions import Choice, FlagDef
from guild_jupyter.flags.values import (
    coerce,
    is_search_function,
    parse,
    parts_of,
    told,
)

Flags = Mapping[str, FlagDef]

_HOW = "Write flags as lr=0.1 epochs=5."
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def split(words: Iterable[str]) -> list[tuple[str, str]]:
    """Split NAME=VALUE words at their first equals sign.

    Raises
    ------
    BadAssignment, NoSuchFlag
        A word has no equals sign; there is no name before it.
    """
    pairs = []
    for word in words:
        name, sign, text = word.partition("=")
        if not sign:
            raise BadAssignment(f"{word!r} is not NAME=VALUE", _HOW)
        if not name:
            raise NoSuchFlag(f"{word!r} names no flag", _HOW)
        pairs.append((name, text))
    return pairs


def read(words: Iterable[str], flags: Flags) -> dict[str, Any]:
    """Return the values that NAME=VALUE words give, by the flag's own name.

    Parameters
    ----------
    words
        The assignments; of two for one flag the last one counts.
    flags
        The operation's flags.

    Raises
    ------
    BadAssignment, AliasConflict, NoSuchFlag
        A word is not an assignment, or names no flag; a flag is given by name and by alias.
    """
    given: dict[str, Any] = {}
    aliases = _aliases(flags)
    pairs = split(words)
    written = {name for name, _ in pairs}
    for name, text in pairs:
        own = aliases.get(name, name)
        if own != name and own in written:
            raise AliasConflict(
                f"flag {own!r} is given by its name and by its alias {name!r}", "Use one."
            )
        flag = flags.get(own)
        given[own] = parse(text, flag.type if flag else None)
    return given


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
    plain = {name: plain_value(name, value) for name, value in given.items()}
    values = {name: flag.default for name, flag in flags.items()} | plain
    values = {name: _coerced(value, flags.get(name), force) for name, value in values.items()}
    if not force:
        _refuse_unknown(given, flags)
        for name, flag in flags.items():
            _check_value(values[name], flag)
        _refuse_missing(values, flags)
    _apply_choices(plain, values, flags)
    # Defaults, and what choices bring along, come from a file that may say anything.
    return {name: plain_value(name, values[name]) for name in sorted(values)}


def plain_value(name: str, value: Any) -> Any:  # noqa: ANN401 - whatever a cell holds
    """Return what a flag file can hold of a Python value: no arrays, paths or tuples.

    Raises
    ------
    InvalidFlagValue
        The value has no plain form, or is text that no program can be given.
    """
    # NumPy's scalars and arrays, some of which are floats too, and what follows them
    if callable(convert := getattr(value, "tolist", None)):
        return plain_value(name, convert())
    if isinstance(value, str):
        if "\0" in value or _LONE_SURROGATE.search(value):
            raise InvalidFlagValue(
                f"flag {name!r}: the text has a character that no program can be given",
                "Remove the NUL or the broken Unicode from it.",
                name,
            )
        return str.__str__(value)
    if value is None or isinstance(value, (bool, datetime.date)):
        return value
    if isinstance(value, (int, float)):
        return int(value) if isinstance(value, int) else float(value)
    if isinstance(value, os.PathLike):
        return plain_value(name, os.fspath(value))
    if isinstance(value, Mapping):
        return {plain_value(name, k): plain_value(name, v) for k, v in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain_value(name, item) for item in value]
    raise InvalidFlagValue(
        f"flag {name!r}: a {type(value).__name__} is no flag value",
        "Give a number, text, yes or no, a date, or a list of these.",
        name,
    )


def _coerced(value: Any, flag: FlagDef | None, force: bool) -> Any:  # noqa: ANN401 - a flag's value
    if flag is None:
        return value
    try:
        return coerce(value, flag)
    except InvalidFlagValue:
        if force:
            return value
        raise


def _refuse_unknown(given: Mapping[str, Any], flags: Flags) -> None:
    for name in given:
        if name not in flags:
            names = ", ".join(sorted(flags)) or "none"
            hint = nearest(name, [*flags, *_aliases(flags)], "Did you mean {}? ")
            raise NoSuchFlag(f"no such flag: {name}", f"{hint}Flags of this operation: {names}.")


def _matches(choice: Choice, value: object) -> bool:
    return value == choice.value or (choice.alias is not None and value == choice.alias)


def _check_value(value: Any, flag: FlagDef) -> None:  # noqa: ANN401 - a flag's value
    if isinstance(value, list):
        for item in value:
            _check_value(item, flag)
    elif flag.arg_split and value is not None:
        for part in parts_of(value, flag):
            _check_item(parse(part) if isinstance(part, str) else part, flag)
    else:
        _check_item(value, flag)


def _check_item(value: Any, flag: FlagDef) -> None:  # noqa: ANN401 - a flag's value
    if value is None or is_search_function(value):
        return
    # As in Guild, no, 0 and the empty text pass as a choice whatever the choices are.
    choices = () if flag.allow_other or not value else flag.choices
    if choices and not any(_matches(choice, value) for choice in choices):
        allowed = ", ".join(told(flag.name, choice.value) for choice in choices)
        raise InvalidChoice(
            f"invalid value {told(flag.name, value)} for flag {flag.name!r}",
            f"Choices: {allowed}.",
            flag.name,
        )
    # os.path, for pathlib raises for a name that is too long.
    if flag.type == "existing-path" and value and not os.path.exists(str(value)):  # noqa: PTH110
        raise PathMissing(
            f"flag {flag.name!r}: {told(flag.name, value)} does not exist",
            "Check the path.",
            flag.name,
        )
    _check_bounds(value, flag)


def _check_bounds(value: object, flag: FlagDef) -> None:
    if not isinstance(value, (int, float)):
        return
    if flag.min is not None and value < flag.min:
        raise OutOfRange(
            f"invalid value {told(flag.name, value)} for flag {flag.name!r}: out of range",
            f"The least is {flag.min}.",
            flag.name,
        )
    if flag.max is not None and value > flag.max:
        raise OutOfRange(
            f"invalid value {told(flag.name, value)} for flag {flag.name!r}: out of range",
            f"The most is {flag.max}.",
            flag.name,
        )


def _refuse_missing(values: Mapping[str, Any], flags: Flags) -> None:
    required = [flag for flag in flags.values() if flag.required]
    missing = [flag for flag in required if values[flag.name] in (None, "")]
    if missing:
        names = ", ".join(flag.name for flag in missing)
        described = "; ".join(f"{f.name}: {f.description}" for f in missing if f.description)
        words = " ".join(f"{flag.name}=…" for flag in missing)
        hint = f"Add {words}." + (f" ({described})" if described else "")
        raise MissingFlags(
            f"required flag without a value: {names}", hint, [flag.name for flag in missing]
        )


def _apply_choices(given: Mapping[str, Any], values: dict[str, Any], flags: Flags) -> None:
    # In the order of the flags, so that one choice may bring the next one along.
    for name, flag in flags.items():
        value = values[name]
        for choice in flag.choices:
            # With an alias, only the alias brings the other values along.
            if value is None or value != (choice.alias or choice.value):
                continue
            if choice.alias:
                values[name] = choice.value
            for other, brought in choice.flags.items():
                if given.get(other) is None:
                    values[other] = brought
