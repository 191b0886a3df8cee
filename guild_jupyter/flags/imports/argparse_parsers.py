"""Parsers of argparse as a script builds them, and the flags that their options are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.flags.imports import help_texts, plain
from guild_jupyter.flags.imports.domain import (
    MORE,
    UNKNOWN,
    Branch,
    ClassValue,
    Reference,
    is_within,
)
from guild_jupyter.flags.imports.option_flags import (
    SWITCH_CHOICES,
    choices_of,
    default_of,
    text_of,
    type_name,
)

PARSER_CLASSES = ("argparse.ArgumentParser", "configargparse.ArgumentParser")
PARSING = ("parse_args", "parse_known_args", "parse_intermixed_args")
_BOOLEAN = Reference("argparse.BooleanOptionalAction")
_MAX_OPTIONS = 2000
#: Arguments that help texts may refer to, and what they are where they are not given.
_SHOWN = {**dict.fromkeys(("choices", "const", "metavar", "nargs", "type")), "required": False}


@dataclass(eq=False)
class Option:
    """One ``add_argument``: its names, its named arguments, and the branch that it is in."""

    names: tuple[str, ...]
    attributes: dict[str, Any]
    branch: Branch = ()
    default: Any = None

    @property
    def long_name(self) -> str:
        """The first long name without dashes; empty where there is none."""
        return next((name[2:] for name in self.names if name.startswith("--")), "")

    @property
    def dest(self) -> str:
        """The attribute that the parsed value is found under."""
        given = self.attributes.get("dest")
        return given if isinstance(given, str) else self.long_name.replace("-", "_")


@dataclass(eq=False)
class Parser:
    """A parser, a group of one, or the parser of a subcommand."""

    options: list[Option] = field(default_factory=list)
    defaults: dict[str, Any] = field(default_factory=dict)
    commands: dict[str, Parser] = field(default_factory=dict)
    parents: list[Parser] = field(default_factory=list)
    #: What help texts call the program.
    prog: str = help_texts.PROGRAM
    #: The class of the project that it is of, if it is one.
    kind: ClassValue | None = None
    #: Whether others may have added options that are not known.
    may_have_more: bool = False
    #: Where it is made, and where it reads the command line.
    branch: Branch = ()
    parsing: Branch = ()

    def method(
        self, name: str, arguments: list[Any], named: dict[str, Any], branch: Branch = ()
    ) -> Any:  # noqa: ANN401 - any value
        """Return what a method gives, after doing to the parser what it does in a branch."""
        # What is done where the parser is made is done to every such parser.
        branch = () if is_within(self.branch, branch) else branch
        if name == "add_argument":
            names = tuple(item for item in arguments if type(item) is str and MORE not in item)
            if len(names) == len(arguments) and len(self.options) < _MAX_OPTIONS:
                self._add(Option(names, named, branch))
        elif name in ("add_argument_group", "add_mutually_exclusive_group"):
            return self
        elif name == "add_subparsers":
            return Commands(self)
        elif name == "set_defaults":
            # Whether a branch is taken is not known, and so neither is what it sets.
            self._set_defaults(dict.fromkeys(named, UNKNOWN) if branch else named)
        return UNKNOWN

    def _add(self, option: Option) -> None:
        unset = self.defaults.get(option.dest, self.defaults.get(MORE))
        option.default = option.attributes.get("default", unset)
        self.options.append(option)

    def _set_defaults(self, values: dict[str, Any]) -> None:
        if MORE in values:
            self.defaults = dict.fromkeys(self.defaults, UNKNOWN)
        self.defaults |= values
        for option in self.options:
            if option.dest in values or MORE in values:
                option.default = values.get(option.dest, UNKNOWN)

    def chosen(self, words: Sequence[str]) -> Parser:
        """Return the parser of the subcommand that words name, else this one."""
        for number, word in enumerate(words):
            if word in self.commands:
                self.commands[word].parsing = self.parsing
                return self.commands[word].chosen(words[number + 1 :])
        return self

    def flags(self) -> dict[str, FlagDef]:
        """Return a flag for each option that one value, or a list, can be passed to.

        An option that the parser may not have is one without a default, so that nothing is
        passed for it unless it is asked for.
        """
        flags = {}
        doubtful = set()
        for option in self.options:
            flag = _flag(option, option.default, self.prog)
            if flag is not None:
                flags[flag.name] = flag
                if not is_within(self.parsing, option.branch):
                    doubtful.add(flag.name)
        for name in doubtful:
            flags[name] = replace(flags[name], default=None, required=False)
        return flags


@dataclass(eq=False)
class Commands:
    """What ``add_subparsers`` gives."""

    parser: Parser

    def method(
        self, name: str, arguments: list[Any], named: dict[str, Any], branch: Branch = ()
    ) -> Any:  # noqa: ANN401 - any value
        """Return what a method gives: the parser of a new subcommand."""
        if name != "add_parser" or not arguments:
            return UNKNOWN
        named = {"prog": f"{self.parser.prog} {arguments[0]}", **named}
        added = new_parser(named, branch)
        aliases: Any = named.get("aliases")
        for word in (arguments[0], *(aliases if isinstance(aliases, (list, tuple)) else ())):
            if type(word) is str:
                self.parser.commands[word] = added
        return added


def new_parser(named: dict[str, Any], branch: Branch = ()) -> Parser:
    """Return the parser that a call of the class makes in a branch."""
    parents = named.get("parents")
    given = parents if isinstance(parents, (list, tuple)) else ()
    above = [parent for parent in given if isinstance(parent, Parser)]
    # As argparse does, it gets what they have now, and nothing that they get later.
    inherited = [option for parent in above for option in parent.options]
    defaults = {dest: value for parent in above for dest, value in parent.defaults.items()}
    prog = named.get("prog")
    name = prog if isinstance(prog, str) else help_texts.PROGRAM
    more = parents not in (None, []) and (
        len(above) < max(len(given), 1) or any(parent.may_have_more for parent in above)
    )
    return Parser(
        inherited[:_MAX_OPTIONS],
        defaults,
        parents=above,
        prog=name,
        may_have_more=more,
        branch=branch,
    )


def _help(option: Option, default: Any, prog: str) -> str:  # noqa: ANN401 - any value
    text = text_of(option.attributes.get("help"))
    if "%" not in text:
        return text
    if default is None and option.attributes.get("action") in ("store_true", "store_false"):
        default = option.attributes["action"] == "store_false"
    given = {key: option.attributes.get(key, absent) for key, absent in _SHOWN.items()}
    given["default"] = default
    known = {key: _shown(value) for key, value in given.items()}
    return help_texts.shown(text, {**known, "dest": option.dest, "prog": prog})


def _shown(value: Any) -> Any:  # noqa: ANN401 - any value
    """Return what a help text shows of an argument; UNKNOWN where that is not known."""
    if isinstance(value, Reference):
        return value.path.rpartition(".")[2]
    if isinstance(value, PurePath):
        return str(value)
    items = plain.as_list(value)
    known = plain.is_plain(value) if items is UNKNOWN else all(map(plain.is_plain, items))
    return value if known else UNKNOWN


def _flag(option: Option, default: Any, prog: str) -> FlagDef | None:  # noqa: ANN401 - any value
    attributes, name = option.attributes, option.long_name
    if not name:
        return None
    action = attributes.get("action", "store")
    flag = FlagDef(
        name,
        description=_help(option, default, prog),
        required=attributes.get("required") is True,
    )
    if action == _BOOLEAN:
        return _optional_switch(flag, default)
    if action in ("store_true", "store_false"):
        switch = action == "store_true"
        flag = replace(flag, arg_switch=switch, choices=SWITCH_CHOICES)
        if default is None:
            default = not switch
        return replace(flag, default=default if isinstance(default, bool) else None)
    return _stored(flag, attributes, default) if action == "store" else None


def _optional_switch(flag: FlagDef, default: object) -> FlagDef:
    is_on = default is True
    return replace(
        flag,
        default=default if isinstance(default, bool) else None,
        arg_name=f"no-{flag.name}" if is_on else flag.name,
        arg_switch=not is_on,
        choices=SWITCH_CHOICES,
    )


def _stored(flag: FlagDef, attributes: dict[str, Any], default: Any) -> FlagDef | None:  # noqa: ANN401 - any value
    count = attributes.get("nargs")
    if count in ("...", "A..."):
        return None  # it would take the flags after it for its own
    several = count in ("+", "*") or (type(count) is int and count > 1)
    if count == 1 and type(default) in (list, tuple) and len(default) == 1:
        default = default[0]
    flag = replace(
        flag,
        type=type_name(attributes.get("type")),
        arg_split=True if several else None,
        choices=choices_of(attributes.get("choices")),
    )
    return replace(flag, default=default_of(default, flag))
