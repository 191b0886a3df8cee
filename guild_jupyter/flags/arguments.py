"""How flag values reach the program: words of its command line, and environment variables."""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Mapping
from typing import Any

from guild_jupyter.flags.definitions import FlagDef

_NOT_IN_NAMES = re.compile(r"[^A-Z0-9_]")


def encode(value: object) -> str:
    """Return a value as the program sees it: yes is ``1``, no and null are empty."""
    if value is True:
        return "1"
    if value is None or value is False:
        return ""
    if isinstance(value, list):
        return " ".join(shlex.quote(encode_item(item)) for item in value)
    return str(value)


def encode_item(value: object) -> str:
    """Return an item of a list as text; booleans in lists read better as words."""
    return ("yes" if value else "no") if isinstance(value, bool) else encode(value)


def flag_arguments(
    values: Mapping[str, Any],
    flags: Mapping[str, FlagDef],
    shadowed: Collection[str] = (),
) -> list[str]:
    """Return the words ``--name value …``, sorted by flag name.

    Parameters
    ----------
    values
        The value of every flag.
    flags
        Their definitions; a value without one is passed plainly.
    shadowed
        Options such as ``--lr`` that the command already has: they win.
    """
    words: list[str] = []
    for name in sorted(values):
        flag = flags.get(name) or FlagDef(name)
        option = f"--{flag.arg_name or name}"
        if not flag.arg_skip and option not in shadowed:
            words += _words(option, values[name], flag)
    return words


def _words(option: str, value: Any, flag: FlagDef) -> list[str]:  # noqa: ANN401 - a flag's value
    if value is None:
        return []
    if flag.arg_switch is not None:
        return [option] if value == flag.arg_switch else []
    if flag.arg_split is not None and flag.arg_split is not False:
        parts = _split(value, flag.arg_split)
        return [option, *(_argument(part, flag) for part in parts)] if parts else []
    return [option, _argument(value, flag)]


def _split(value: Any, separator: bool | str) -> list[Any]:  # noqa: ANN401 - a flag's value
    if isinstance(value, list):
        return value
    text = encode(value)
    if separator is True or separator == "shlex":
        return shlex.split(text)
    return text.split(str(separator)) if text else []


def _argument(value: Any, flag: FlagDef) -> str:  # noqa: ANN401 - a flag's value
    return _encoded(value, flag.arg_encoding)


def _encoded(value: Any, encoding: Mapping[Any, Any] | None) -> str:  # noqa: ANN401 - a flag's value
    if encoding and not isinstance(value, (list, dict)) and value in encoding:
        return str(encoding[value])
    return encode(value)


def flag_environment(values: Mapping[str, Any], flags: Mapping[str, FlagDef]) -> dict[str, str]:
    """Return ``FLAG_<NAME>`` (or the flag's own variable) for every flag."""
    variables = {}
    for name, value in values.items():
        flag = flags.get(name) or FlagDef(name)
        variable = flag.env_name or "FLAG_" + _NOT_IN_NAMES.sub("_", name.upper())
        variables[variable] = _encoded(value, flag.env_encoding)
    return variables


def options_in(words: Collection[str]) -> set[str]:
    """Return the long options among the words of a command, values cut off."""
    return {word.partition("=")[0] for word in words if word.startswith("--")}
