"""How flag values reach the program: words of its command line, and environment variables."""

from __future__ import annotations

import pprint
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from guild_jupyter import documents
from guild_jupyter.errors import FlagError
from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.flags.destinations import ARGS, GLOBALS, sets_variables
from guild_jupyter.flags.values import join, parse, parts_of

_NOT_IN_NAMES = re.compile(r"[^A-Z0-9_]")
# Variables that decide which code runs, or by which a run is told from others.
_NO_FLAGS_OWN = re.compile(
    r"LD_\w+|DYLD_\w+|PATH|BASH_ENV|GUILD_\w+|RUN_DIR|RUNDIR|RUN_ID"
    r"|PYTHON(?:PATH|HOME|STARTUP|USERBASE|PLATLIBDIR|BREAKPOINT|WARNINGS)"
)
_NAME = re.compile(r"[^=\0\s]+")


def encode(value: object, separator: bool | str | None = None) -> str:
    """Return a value as the program sees it: yes is ``1``, no and null are empty.

    Parameters
    ----------
    value
        The value; a list becomes one text, its items in shell quotes where needed.
    separator
        What stands between the items of a list instead.
    """
    if value is True:
        return "1"
    if value is None or value is False:
        return ""
    if isinstance(value, list):
        return join(value, separator)
    return pprint.pformat(value) if isinstance(value, dict) else str(value)


def flag_arguments(
    values: Mapping[str, Any],
    flags: Mapping[str, FlagDef],
    shadowed: Collection[str] = (),
    destination: str = ARGS,
    *,
    in_order: bool = False,
) -> list[str]:
    """Return the words ``--name value …``.

    Parameters
    ----------
    values
        The value of every flag.
    flags
        Their definitions; a value without one is passed plainly.
    shadowed
        Options such as ``--lr`` that the command already has: they win.
    destination
        Where the flags go. For variables of the program the words are YAML, and only the record
        of what the starter is given; for files and unknown destinations they are what Guild
        records, and no program gets them.
    in_order
        Whether they come in the order of their definitions; otherwise sorted by name.
    """
    words: list[str] = []
    names = _in_order(values, flags) if in_order else sorted(values)
    for flag, value in delivered(values, flags, shadowed, names):
        option = f"--{flag.arg_name or flag.name}"
        if not sets_variables(destination):
            words += _words(option, value, flag)
        else:
            words += _yaml_words(option, value, flag, as_list=destination == GLOBALS)
    return words


def _in_order(values: Mapping[str, Any], flags: Mapping[str, FlagDef]) -> list[str]:
    known = [name for name in flags if name in values]
    return [*known, *sorted(name for name in values if name not in flags)]


def delivered(
    values: Mapping[str, Any],
    flags: Mapping[str, FlagDef],
    shadowed: Collection[str] = (),
    names: Iterable[str] | None = None,
) -> list[tuple[FlagDef, Any]]:
    """Return the flags that a program is given, with their values, sorted by flag name.

    Null, what ``arg-skip`` keeps back, what the command already has, and a switch that is not
    on are not among them.
    """
    chosen = []
    for name in sorted(values) if names is None else names:
        flag = flags.get(name) or FlagDef(name)
        value = values[name]
        if flag.arg_skip or f"--{flag.arg_name or name}" in shadowed:
            continue
        if value == flag.arg_switch if flag.arg_switch is not None else value is not None:
            chosen.append((flag, value))
    return chosen


def _words(option: str, value: Any, flag: FlagDef) -> list[str]:  # noqa: ANN401 - a flag's value
    if flag.arg_switch is not None:
        return [option]
    if flag.arg_split:
        parts = [encode(part) for part in _parts(value, flag)]
        return [option, *parts] if parts else []
    return [option, _encoded(value, flag, flag.arg_encoding)]


def _yaml_words(option: str, value: Any, flag: FlagDef, *, as_list: bool) -> list[str]:  # noqa: ANN401 - a flag's value
    if flag.arg_switch is not None:
        return [option]
    if flag.arg_split and not as_list:
        parts = [encode(part) for part in _parts(value, flag)]
        return [option, *(_no_separator(part) for part in parts)] if parts else []
    return [option, _no_separator(documents.dump_flow(variable_value(value, flag)))]


def _no_separator(word: str) -> str:
    # A bare -- ends the program's own words; in quotes it is the same YAML.
    return "'--'" if word == "--" else word


def _parts(value: Any, flag: FlagDef) -> list[Any]:  # noqa: ANN401 - a flag's value
    text = value if isinstance(value, (str, list)) else _encoded(value, flag, flag.arg_encoding)
    return parts_of(text, flag)


def variable_value(value: Any, flag: FlagDef) -> Any:  # noqa: ANN401 - a flag's value
    """Return what a variable of the program is set to for a flag's value.

    A switch that is on is true, a value with separators is the list of its parts.
    """
    if flag.arg_switch is not None:
        return True
    if flag.arg_split:
        parts = _parts(value, flag)
        return [parse(part, flag.type) if isinstance(part, str) else part for part in parts]
    encoding = flag.arg_encoding or {}
    return encoding[value] if _has(encoding, value) else value


def _encoded(value: Any, flag: FlagDef, *encodings: Mapping[Any, Any] | None) -> str:  # noqa: ANN401 - a flag's value
    for encoding in encodings:
        if encoding and _has(encoding, value):
            return str(encoding[value])
    return encode(value, flag.arg_split)


def _has(encoding: Mapping[Any, Any], value: object) -> bool:
    return not isinstance(value, (list, dict)) and value in encoding


def flag_environment(values: Mapping[str, Any], flags: Mapping[str, FlagDef]) -> dict[str, str]:
    """Return ``FLAG_<NAME>`` (or the flag's own variable) for every flag.

    Raises
    ------
    FlagError
        A flag's own variable is no name, or one that no flag may set.
    """
    variables = {}
    for name, value in values.items():
        flag = flags.get(name) or FlagDef(name)
        variable = flag_variable(name, flags)
        if not _NAME.fullmatch(variable) or _NO_FLAGS_OWN.fullmatch(variable):
            raise FlagError(
                f"flag {name!r} cannot be passed as the variable {variable!r}",
                "Choose another 'env-name', or set the variable under the operation's 'env'.",
            )
        variables[variable] = _encoded(value, flag, flag.env_encoding, flag.arg_encoding)
    return variables


def flag_variable(name: str, flags: Mapping[str, FlagDef]) -> str:
    """Return the environment variable that carries a flag: its own, or ``FLAG_<NAME>``."""
    flag = flags.get(name)
    return (flag and flag.env_name) or "FLAG_" + _NOT_IN_NAMES.sub("_", name.upper())


def options_in(words: Collection[str]) -> set[str]:
    """Return the long options that are words of a command; ``--lr=1`` is none, as in Guild."""
    return {word for word in words if word.startswith("--") and "=" not in word}
