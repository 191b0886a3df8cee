"""What the calls of a script do, as far as its command line depends on them."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable
from typing import Any

from guild_jupyter.flags.imports import (
    click_commands,
    dataclass_fields,
    plain_functions,
    plain_methods,
    type_tests,
)
from guild_jupyter.flags.imports.argparse_parsers import (
    PARSER_CLASSES,
    PARSING,
    Commands,
    Option,
    Parser,
    new_parser,
)
from guild_jupyter.flags.imports.click_commands import ClickOption, Command, Declaring
from guild_jupyter.flags.imports.dataclass_fields import Field
from guild_jupyter.flags.imports.domain import (
    MORE,
    UNKNOWN,
    Above,
    Bound,
    Builder,
    ClassValue,
    Function,
    Instance,
    Leaving,
    Reference,
    Scope,
    Suppressing,
)
from guild_jupyter.flags.imports.expressions import Expressions, Frame

_MAX_CALLS = 12
_WRAPS = "functools.wraps"
_SUPPRESS = "contextlib.suppress"
_OF_TEXTS = "builtins.str."
_OF_FIELDS = ("builtins.vars", "dataclasses.asdict", "dataclasses.fields", "typing.get_type_hints")


class Found(Exception):  # noqa: N818 - ends the reading, and is no fault
    """The script reads its command line here."""

    def __init__(self, reader: Parser | Command) -> None:
        super().__init__()
        self.reader = reader


class Calls(Expressions):
    """Evaluation of calls; what is in a function is left to those who read statements."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = 0
        self.called: set[int] = set()
        #: How far the statements that were read may have been left, unless a branch is not taken.
        self.may_leave = Leaving.NOT
        self.parsers: list[Parser] = []
        self.partly: list[Parser] = []
        self.commands: list[Command] = []
        #: The options in the order in which they were added, and to what.
        self.added: list[tuple[Parser, Option]] = []

    def walk(self, body: list[ast.stmt], frame: Frame) -> Leaving:
        """Read statements; tell how they are left."""
        raise NotImplementedError

    def call(self, node: ast.Call, frame: Frame) -> Any:  # noqa: ANN401 - any value
        """Return what a call gives."""
        if isinstance(node.func, ast.Name) and node.func.id == "super" and not node.args:
            return self._super(frame)
        function = self.evaluate(node.func, frame)
        return self.apply(function, *self.arguments(node, frame))

    def arguments(self, node: ast.Call, frame: Frame) -> tuple[list[Any], dict[str, Any]]:
        """Return the positional and the named arguments of a call."""
        arguments: list[Any] = []
        for argument in node.args:
            if isinstance(argument, ast.Starred):
                more = self.listed(self.evaluate(argument.value, frame))
                arguments += [UNKNOWN] if more is UNKNOWN else more
            else:
                arguments.append(self.evaluate(argument, frame))
        named: dict[str, Any] = {}
        for word in node.keywords:
            value = self.evaluate(word.value, frame)
            if word.arg is not None:
                named[word.arg] = value
            elif type(value) is dict:
                named |= {key: entry for key, entry in value.items() if type(key) is str}
            else:
                named[MORE] = UNKNOWN
        return arguments, named

    def apply(self, function: Any, arguments: list[Any], named: dict[str, Any]) -> Any:  # noqa: ANN401 - any value
        """Return what calling a value gives."""
        if isinstance(function, Function):
            return self._function(function, arguments, named)
        if isinstance(function, ClassValue):
            return self._made(function, arguments, named)
        if isinstance(function, Bound):
            return self._method(function, arguments, named)
        if isinstance(function, Builder):
            return function.build(arguments, named)
        if isinstance(function, Command):
            raise Found(function)
        if isinstance(function, (ClickOption, Declaring)):
            return self._decorated(function, arguments[0] if arguments else UNKNOWN)
        if isinstance(function, Reference):
            return self._outside(function.path, arguments, named)
        return _passed_through(arguments, named)

    def _outside(self, path: str, arguments: list[Any], named: dict[str, Any]) -> Any:  # noqa: ANN401 - any value
        if path in PARSER_CLASSES:
            return self._parser(named)
        if path.startswith("click."):
            return click_commands.call(path, arguments, named)
        if path == _SUPPRESS and arguments:
            return Suppressing()
        if path.startswith(_OF_TEXTS) and arguments and type(arguments[0]) is str:
            name = path.removeprefix(_OF_TEXTS)
            return plain_methods.method(arguments[0], name, arguments[1:], named)
        if path == _WRAPS and arguments:
            return Builder(lambda given, _: _as_wrapped(arguments[0], given))
        if path == "builtins.list" and arguments and isinstance(arguments[0], ClassValue):
            return self.listed(arguments[0])
        if path in _OF_FIELDS and len(arguments) == 1:
            return self._of_fields(path, arguments[0])
        if path == "dataclasses.field":
            return dataclass_fields.declared(arguments, named)
        if path == "builtins.getattr" and len(arguments) > 1 and type(arguments[1]) is str:
            return self.attribute(arguments[0], arguments[1])
        if path in _QUESTIONS and len(arguments) == _QUESTIONS[path][1] and not named:
            return _QUESTIONS[path][0](*arguments)
        if path in plain_functions.FUNCTIONS:
            return plain_functions.call(path, arguments, named)
        return _passed_through(arguments, named)

    def _parser(self, named: dict[str, Any]) -> Parser:
        parser = new_parser(named, self.branch)
        self.parsers.append(parser)
        return parser

    def _method(self, bound: Bound, arguments: list[Any], named: dict[str, Any]) -> Any:  # noqa: ANN401 - any value
        receiver = bound.receiver
        if isinstance(receiver, Parser):
            if bound.name in PARSING:
                return self._parsing(receiver, bound.name)
            made = receiver.method(bound.name, arguments, named, self.branch)
            if bound.name == "add_argument" and receiver.options:
                self.added.append((receiver, receiver.options[-1]))
            return made
        if isinstance(receiver, Commands):
            return receiver.method(bound.name, arguments, named, self.branch)
        if isinstance(receiver, Command):
            if bound.name == "main":
                raise Found(receiver)
            made = click_commands.method(receiver, bound.name, arguments, named)
            if isinstance(made, Command):
                self.commands.append(made)
            return made
        return plain_methods.method(receiver, bound.name, arguments, named)

    def _parsing(self, parser: Parser, name: str) -> Any:  # noqa: ANN401 - any value
        parser.parsing = self.branch
        if name != "parse_known_args":
            raise Found(parser)
        # More options may be added before the rest is parsed.
        self.partly.append(parser)
        return UNKNOWN, UNKNOWN

    def _decorated(self, decorator: Any, value: Any) -> Any:  # noqa: ANN401 - any value
        made = click_commands.decorate(decorator, value)
        if isinstance(made, Command) and made is not value:
            self.commands.append(made)
        return made

    def decorate(self, decorator: Any, value: Any) -> Any:  # noqa: ANN401 - any value
        """Return what a decorator makes of a function; one that is not known leaves it."""
        if isinstance(decorator, Reference) and decorator.path in ("click.command", "click.group"):
            decorator = click_commands.call(decorator.path, [], {})
        if isinstance(decorator, Bound) and isinstance(decorator.receiver, Command):
            decorator = self._method(decorator, [], {})
        if isinstance(decorator, (ClickOption, Declaring)):
            return self._decorated(decorator, value)
        if isinstance(decorator, (Function, Builder)):
            made = self.apply(decorator, [value], {})
            return made if isinstance(made, (Function, Command)) else value
        return value

    def _function(self, function: Function, arguments: list[Any], named: dict[str, Any]) -> Any:  # noqa: ANN401 - any value
        if self.calls >= _MAX_CALLS:
            return UNKNOWN
        self.called.add(id(function.node))
        if function.receiver is not UNKNOWN:
            arguments = [function.receiver, *arguments]
        scope = self._parameters(function, arguments, named)
        frame = Frame(function.module, (scope, *function.scopes), function)
        branch, may_leave = self.branch, self.may_leave
        self.calls += 1
        try:
            self.walk(function.node.body, frame)
        finally:
            self.calls -= 1
            self.branch, self.may_leave = branch, may_leave
        return _result(frame.returned)

    def _parameters(
        self, function: Function, arguments: list[Any], named: dict[str, Any]
    ) -> Scope:
        given = function.node.args
        names = [parameter.arg for parameter in (*given.posonlyargs, *given.args)]
        around = Frame(function.module, function.scopes)
        scope: Scope = dict.fromkeys(names, UNKNOWN)
        first_default = len(names) - len(given.defaults)
        for name, node in zip(names[first_default:], given.defaults, strict=True):
            scope[name] = self.evaluate(node, around)
        for parameter, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
            scope[parameter.arg] = self.evaluate(default, around)
        scope |= zip(names, arguments, strict=False)
        scope |= {name: value for name, value in named.items() if name in scope}
        if given.vararg:
            scope[given.vararg.arg] = tuple(arguments[len(names) :])
        if given.kwarg:
            rest = {name: value for name, value in named.items() if name not in scope}
            scope[given.kwarg.arg] = rest
        return scope

    def _made(self, kind: ClassValue, arguments: list[Any], named: dict[str, Any]) -> Any:  # noqa: ANN401 - any value
        start = kind.find("__init__")
        if kind.inherits(*PARSER_CLASSES):
            parser = self._parser(named)
            parser.kind = kind
            if isinstance(start, Function):
                self._function(start.bound(parser), arguments, named)
            return parser
        instance = Instance(kind)
        if isinstance(start, Function):
            self._function(start.bound(instance), arguments, named)
        else:
            # A class of fields.
            instance.attributes |= {
                **dict(zip(dataclass_fields.fields_of(kind), arguments, strict=False)),
                **named,
            }
        return instance

    def _of_fields(self, path: str, value: Any) -> Any:  # noqa: ANN401 - any value
        kind = value.kind if isinstance(value, Instance) else value
        fields = dataclass_fields.fields_of(kind) if isinstance(kind, ClassValue) else {}
        if not fields:
            return UNKNOWN
        if path == "dataclasses.fields":
            return list(fields.values())
        if path == "typing.get_type_hints":
            return {name: one.hint for name, one in fields.items()}
        if kind is value:
            return UNKNOWN
        return {name: self._value_of(one, value) for name, one in fields.items()}

    def _value_of(self, one: Field, instance: Instance) -> Any:  # noqa: ANN401 - any value
        if one.name in instance.attributes:
            return instance.attributes[one.name]
        if one.default != dataclass_fields.MISSING:
            return one.default
        return self.apply(one.default_factory, [], {})

    def _super(self, frame: Frame) -> Any:  # noqa: ANN401 - any value
        function = frame.function
        if function is None or function.owner is None:
            return UNKNOWN
        receiver, owner = function.receiver, function.owner
        if not isinstance(receiver, Instance):
            return Above(receiver)
        above = ClassValue(owner.name, owner.bases, {}, owner.module)
        return Instance(above, receiver.attributes, receiver.real or receiver)


def _passed_through(arguments: list[Any], named: dict[str, Any]) -> Any:  # noqa: ANN401 - any value
    # A helper of some library that is given a parser adds to it, and often returns it.
    parsers = [value for value in (*arguments, *named.values()) if isinstance(value, Parser)]
    for parser in parsers:
        parser.may_have_more = True
    return parsers[0] if len(parsers) == 1 else UNKNOWN


def _result(returned: list[Any]) -> Any:  # noqa: ANN401 - any value
    for value in returned:
        if isinstance(value, Parser):
            return value
    if len(returned) == 1:
        return returned[0]
    return UNKNOWN if returned else None


def _as_wrapped(wrapped: Any, given: list[Any]) -> Any:  # noqa: ANN401 - any value
    wrapper = given[0] if given else UNKNOWN
    if isinstance(wrapper, Function) and isinstance(wrapped, Function):
        wrapper.options = [*wrapped.options, *wrapper.options]
    return wrapper


def _type_of(value: Any) -> Any:  # noqa: ANN401 - any value
    if isinstance(value, Instance):
        return value.kind
    name = getattr(type_tests.known_type(value), "__name__", "")
    return Reference(f"builtins.{name}") if hasattr(builtins, name) else UNKNOWN


_QUESTIONS: dict[str, tuple[Callable[..., Any], int]] = {
    "builtins.callable": (type_tests.is_callable, 1),
    "builtins.isinstance": (type_tests.is_instance, 2),
    "builtins.type": (_type_of, 1),
}
