"""Commands of click as a script declares them, and the flags that their options are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.flags.imports.domain import UNKNOWN, Function, Reference
from guild_jupyter.flags.imports.option_flags import choices_of, default_of, text_of, type_name

_COMMANDS = {"click.command": False, "click.group": True}
_TYPES = {
    "click.STRING": "string",
    "click.INT": "int",
    "click.FLOAT": "float",
    "click.BOOL": "boolean",
}
_BY_VALUE = {str: "string", int: "int", float: "float", bool: "boolean"}


@dataclass(frozen=True, eq=False)
class ClickOption:
    """What ``click.option`` gives: a decorator that adds an option."""

    names: tuple[Any, ...]
    attributes: dict[str, Any]


@dataclass(frozen=True, eq=False)
class ClickType:
    """A type of click that is called to be made, such as ``click.Choice``."""

    name: str
    arguments: tuple[Any, ...]
    named: dict[str, Any]


@dataclass(eq=False)
class Command:
    """A command or group of click."""

    name: str
    options: list[ClickOption]
    is_group: bool = False
    commands: dict[str, Command] = field(default_factory=dict)

    def chosen(self, words: Sequence[str]) -> Command:
        """Return the subcommand that words name, else this one."""
        for number, word in enumerate(words):
            if word in self.commands:
                return self.commands[word].chosen(words[number + 1 :])
        return self

    def flags(self) -> dict[str, FlagDef]:
        """Return a flag for each option that a value can be passed to."""
        found = (_flag(option) for option in self.options)
        return {flag.name: flag for flag in found if flag is not None}


@dataclass(frozen=True, eq=False)
class Declaring:
    """What ``click.command(…)`` gives: a decorator that makes a command of a function."""

    name: Any
    is_group: bool
    parent: Command | None = None


def call(path: str, arguments: list[Any], named: dict[str, Any]) -> Any:  # noqa: ANN401 - any value
    """Return what a call of something of click gives."""
    if path == "click.option":
        return ClickOption(tuple(arguments), named)
    if path in _COMMANDS:
        return _declared(arguments, named, _COMMANDS[path], None)
    if path.startswith("click."):
        return ClickType(path.removeprefix("click."), tuple(arguments), named)
    return UNKNOWN


def _declared(
    arguments: list[Any], named: dict[str, Any], is_group: bool, parent: Command | None
) -> Any:  # noqa: ANN401 - any value
    first = arguments[0] if arguments else named.get("name")
    declaring = Declaring(first if type(first) is str else None, is_group, parent)
    # Written without brackets, the decorator is called with the function itself.
    return decorate(declaring, first) if isinstance(first, Function) else declaring


def method(command: Command, name: str, arguments: list[Any], named: dict[str, Any]) -> Any:  # noqa: ANN401 - any value
    """Return what a method of a command gives, after doing to the command what it does."""
    if name in ("command", "group"):
        return _declared(arguments, named, name == "group", command)
    if name == "add_command" and arguments and isinstance(arguments[0], Command):
        given = arguments[1] if len(arguments) > 1 else named.get("name")
        command.commands[given if type(given) is str else arguments[0].name] = arguments[0]
    return UNKNOWN


def decorate(decorator: ClickOption | Declaring, value: Any) -> Any:  # noqa: ANN401 - any value
    """Return what a decorator of click makes of a function or command."""
    if isinstance(decorator, ClickOption):
        if isinstance(value, (Function, Command)):
            value.options.insert(0, decorator)
        return value
    if not isinstance(value, Function):
        return value
    name = decorator.name or value.node.name.replace("_", "-")
    command = Command(name, list(value.options), decorator.is_group)
    if decorator.parent is not None:
        decorator.parent.commands[name] = command
    return command


def _flag(option: ClickOption) -> FlagDef | None:
    names = [name for name in option.names if type(name) is str]
    long = next((name for name in names if name.startswith("--")), "")
    on, _, off = long.partition("/")
    on, off = on.strip().removeprefix("--"), off.strip()
    attributes = option.attributes
    if not on or attributes.get("count") is True:
        return None
    flag = FlagDef(
        on,
        description=text_of(attributes.get("help")),
        required=attributes.get("required") is True,
    )
    default = attributes.get("default")
    if "flag_value" in attributes:
        return replace(flag, type="boolean", default=default is True, arg_switch=True)
    if off or attributes.get("is_flag") is True:
        return _switch(flag, attributes.get("default", False), off)
    return _valued(flag, attributes, default)


def _switch(flag: FlagDef, default: object, off: str) -> FlagDef:
    is_on = default is True
    # Of two names, the second is what says no.
    other = off.removeprefix("--") if is_on and off.startswith("--") else None
    return replace(
        flag,
        type="boolean",
        default=default if isinstance(default, bool) else None,
        arg_switch=not is_on,
        arg_name=other,
    )


def _valued(flag: FlagDef, attributes: dict[str, Any], default: Any) -> FlagDef:  # noqa: ANN401 - any value
    kind = attributes.get("type")
    count = attributes.get("nargs")
    flag = replace(flag, arg_split=True if type(count) is int and count > 1 else None)
    if isinstance(kind, ClickType):
        flag = _typed(flag, kind)
    elif isinstance(kind, tuple):
        flag = replace(flag, arg_split=True)
    elif kind is None:
        first = default[0] if type(default) in (list, tuple) and default else default
        flag = replace(flag, type="string" if first is None else _BY_VALUE.get(type(first)))
    else:
        path = kind.path if isinstance(kind, Reference) else ""
        flag = replace(flag, type=_TYPES.get(path) or type_name(kind))
    return replace(flag, default=default_of(default, flag))


def _typed(flag: FlagDef, kind: ClickType) -> FlagDef:
    if kind.name == "Choice" and kind.arguments:
        return replace(flag, choices=choices_of(kind.arguments[0]))
    if kind.name in ("IntRange", "FloatRange"):
        bounds = dict(zip(("min", "max"), kind.arguments, strict=False)) | kind.named
        least = None if bounds.get("min_open") or bounds.get("clamp") else bounds.get("min")
        most = None if bounds.get("max_open") or bounds.get("clamp") else bounds.get("max")
        return replace(
            flag,
            type="int" if kind.name == "IntRange" else "float",
            min=least if isinstance(least, (int, float)) else None,
            max=most if isinstance(most, (int, float)) else None,
        )
    return flag
