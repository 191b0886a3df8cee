"""How flag values reach the program: words of its command line, and environment variables."""

from __future__ import annotations

import pprint
import re
from collections.abc import Collection, Mapping
from typing import Any

from guild_jupyter.errors import FlagError
from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.flags.values import join, parts_of

_NOT_IN_NAMES = re.compile(r"[^A-Z0-9_]")
# Variables that decide which code runs, or by which a run is told from others.
_NO_FLAGS_OWN = re.compile(
    r"LD_\w+|DYLD_\w+|PATH|PYTHON(?:PATH|HOME|STARTUP)|GUILD_\w+|RUN_DIR|RUNDIR|RUN_ID"
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
    *,
    as_literals: bool = False,
    in_order: bool = False,
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
    for name in (
        [*[n for n in flags if n in values], *[n for n in values if n not in flags]]
        if in_order
        else sorted(values)
    ):
        flag = flags.get(name) or FlagDef(name)
        option = f"--{flag.arg_name or name}"
        if not flag.arg_skip and option not in shadowed:
            words += _words(option, values[name], flag)
    return words


def _words(option: str, value: Any, flag: FlagDef) -> list[str]:  # noqa: ANN401 - a flag's value
    if flag.arg_switch is not None:
        return [option] if value == flag.arg_switch else []
    if value is None:
        return []
    if flag.arg_split:
        text = (
            value if isinstance(value, (str, list)) else _encoded(value, flag, flag.arg_encoding)
        )
        parts = [encode(part) for part in parts_of(text, flag)]
        return [option, *parts] if parts else []
    return [option, _encoded(value, flag, flag.arg_encoding)]


def _encoded(value: Any, flag: FlagDef, *encodings: Mapping[Any, Any] | None) -> str:  # noqa: ANN401 - a flag's value
    for encoding in encodings:
        if encoding and not isinstance(value, (list, dict)) and value in encoding:
            return str(encoding[value])
    return encode(value, flag.arg_split)


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


PAYLOAD_VARIABLE = "GUILD_JUPYTER_FLAGS"


def starter_payload(values, flags, destination):
    import json

    return json.dumps({"dest": destination, "values": dict(values)}, default=str)
