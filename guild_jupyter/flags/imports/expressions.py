"""What an expression of a script stands for, without running it; calls are left to others."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable
from typing import Any

from guild_jupyter.flags.imports import plain, plain_functions, plain_methods, type_tests
from guild_jupyter.flags.imports.argparse_parsers import Parser
from guild_jupyter.flags.imports.dataclass_fields import Field, fields_of
from guild_jupyter.flags.imports.domain import (
    UNKNOWN,
    Above,
    Bound,
    Branch,
    Builder,
    ClassValue,
    Deferred,
    Function,
    Instance,
    Member,
    Module,
    Reference,
    Scope,
    members,
)

_MAX_STEPS = 20_000
MAX_DEPTH = 60
_PER_STEP = 64
_BUILTINS = frozenset(vars(builtins))


class OutOfSteps(Exception):  # noqa: N818 - ends the reading, and is no fault
    """So much has been read that reading stops."""


class Frame:
    """Where names are looked up: local names outward, then those of the module."""

    def __init__(
        self, module: Module, scopes: tuple[Scope, ...] = (), function: Function | None = None
    ) -> None:
        self.module = module
        self.scopes = scopes
        self.function = function
        self.of_module: set[str] = set()
        self.returned: list[Any] = []

    @property
    def names(self) -> Scope:
        """Where an assignment puts a name."""
        return self.scopes[0] if self.scopes else self.module.names

    def set(self, name: str, value: object) -> None:
        """Assign a name."""
        (self.module.names if name in self.of_module else self.names)[name] = value


class Expressions:
    """Evaluation of expressions; the base of what reads calls and statements."""

    def __init__(self) -> None:
        self.steps = 0
        self.branch: Branch = ()
        self.depth = 0
        self._kinds: dict[type[ast.expr], Callable[[Any, Frame], Any]] = {
            ast.Attribute: self._attribute,
            ast.BinOp: self._operation,
            ast.BoolOp: self._either,
            ast.Call: self.call,
            ast.Compare: self._comparison,
            ast.Constant: self._constant,
            ast.Dict: self._dict,
            ast.DictComp: self._comprehension,
            ast.FormattedValue: self._formatted,
            ast.GeneratorExp: self._comprehension,
            ast.IfExp: self._choice,
            ast.JoinedStr: self._text,
            ast.Lambda: self._lambda,
            ast.List: self._items,
            ast.ListComp: self._comprehension,
            ast.Name: self._name,
            ast.NamedExpr: self._named,
            ast.Set: self._items,
            ast.SetComp: self._comprehension,
            ast.Subscript: self._subscript,
            ast.Tuple: self._items,
            ast.UnaryOp: self._unary,
        }

    def call(self, node: ast.Call, frame: Frame) -> Any:  # noqa: ANN401 - any value
        """Return what a call gives."""
        raise NotImplementedError

    def apply(self, function: Any, arguments: list[Any], named: dict[str, Any]) -> Any:  # noqa: ANN401 - any value
        """Return what calling a value gives."""
        raise NotImplementedError

    def resolve(self, deferred: Deferred) -> Any:  # noqa: ANN401 - any value
        """Return what a name imported from another module stands for."""
        raise NotImplementedError

    def evaluate(self, node: ast.expr | None, frame: Frame) -> Any:  # noqa: ANN401 - any value
        """Return what an expression stands for, UNKNOWN where only running it would tell."""
        if node is None:
            return UNKNOWN
        kind = self._kinds.get(type(node))
        if kind is None or self.depth >= MAX_DEPTH:
            return UNKNOWN
        self.step()
        self.depth += 1
        try:
            value = plain.bounded(kind(node, frame))
        finally:
            self.depth -= 1
        if isinstance(value, (str, list, tuple, dict, set)):
            self.step(len(value) // _PER_STEP)
        return value

    def step(self, steps: int = 1) -> None:
        """Count what is read.

        Raises
        ------
        OutOfSteps
            It is too much.
        """
        self.steps += steps
        if self.steps > _MAX_STEPS:
            raise OutOfSteps

    def _constant(self, node: ast.Constant, _frame: Frame) -> Any:  # noqa: ANN401 - any value
        return node.value if plain.is_plain(node.value) else UNKNOWN

    def _name(self, node: ast.Name, frame: Frame) -> Any:  # noqa: ANN401 - any value
        return self.look_up(node.id, frame)

    def look_up(self, name: str, frame: Frame) -> Any:  # noqa: ANN401 - any value
        """Return what a name stands for where a frame is."""
        for scope in (*frame.scopes, frame.module.names):
            if name in scope:
                value = scope[name]
                if isinstance(value, Deferred):
                    value = scope[name] = self.resolve(value)
                return value
        return Reference(f"builtins.{name}") if name in _BUILTINS else UNKNOWN

    def _named(self, node: ast.NamedExpr, frame: Frame) -> Any:  # noqa: ANN401 - any value
        value = self.evaluate(node.value, frame)
        frame.set(node.target.id, value)
        return value

    def _attribute(self, node: ast.Attribute, frame: Frame) -> Any:  # noqa: ANN401 - any value
        return self.attribute(self.evaluate(node.value, frame), node.attr)

    def attribute(self, owner: Any, name: str) -> Any:  # noqa: ANN401 - any value
        """Return what an attribute of a value stands for."""
        if isinstance(owner, Reference):
            path = f"{owner.path}.{name}"
            return plain_functions.CONSTANTS.get(path, Reference(path))
        if isinstance(owner, Module):
            return self._of_module(owner, name)
        if isinstance(owner, ClassValue):
            return self._of_class(owner, name)
        if isinstance(owner, Instance):
            return self._of_instance(owner, name)
        if isinstance(owner, Above):
            return Bound(owner.receiver, name)
        if isinstance(owner, Parser) and owner.kind is not None:
            own = owner.kind.find(name)
            return own.bound(owner) if isinstance(own, Function) else Bound(owner, name)
        if isinstance(owner, Field):
            return owner.attribute(name)
        if isinstance(owner, Member):
            return {"name": owner.name, "value": owner.value}.get(name, UNKNOWN)
        if owner is plain_functions.VERSION:
            return plain_functions.part_of_version(name)
        if owner is UNKNOWN or isinstance(owner, (Function, Builder)):
            return UNKNOWN
        return Bound(owner, name)

    def _of_module(self, module: Module, name: str) -> Any:  # noqa: ANN401 - any value
        value = module.names.get(name, UNKNOWN)
        if value is UNKNOWN:
            value = Deferred(f"{module.name}.{name}" if module.name else name, None, module)
        if isinstance(value, Deferred):
            value = module.names[name] = self.resolve(value)
        return value

    def _of_class(self, kind: ClassValue, name: str) -> Any:  # noqa: ANN401 - any value
        if found := members(kind):
            table = {member.name: member for member in found}
            return table if name == "__members__" else table.get(name, kind.find(name))
        if name == "__dataclass_fields__":
            return dict(fields_of(kind)) or UNKNOWN
        value = kind.find(name)
        return value.bound(kind) if _is_kind(value, "classmethod") else value

    def _of_instance(self, instance: Instance, name: str) -> Any:  # noqa: ANN401 - any value
        if name in instance.attributes:
            return instance.attributes[name]
        value = instance.kind.find(name)
        if not isinstance(value, Function) or _is_kind(value, "staticmethod"):
            return value
        receiver = instance.real or instance
        if _is_kind(value, "property"):
            return self.apply(value.bound(receiver), [], {})
        return value.bound(receiver.kind if _is_kind(value, "classmethod") else receiver)

    def _lambda(self, node: ast.Lambda, frame: Frame) -> Any:  # noqa: ANN401 - any value
        body: list[ast.stmt] = [ast.Return(node.body)]
        function = ast.FunctionDef("<lambda>", node.args, body, [])
        return Function(function, frame.module, frame.scopes)

    def _subscript(self, node: ast.Subscript, frame: Frame) -> Any:  # noqa: ANN401 - any value
        container = self.evaluate(node.value, frame)
        if isinstance(node.slice, ast.Slice):
            bounds = (node.slice.lower, node.slice.upper, node.slice.step)
            parts = [None if part is None else self.evaluate(part, frame) for part in bounds]
            if not all(part is None or type(part) is int for part in parts):
                return UNKNOWN
            return plain.item_of(container, slice(*parts))
        key = self.evaluate(node.slice, frame)
        if isinstance(container, ClassValue) and type(key) is str:
            return next((m for m in members(container) if m.name == key), UNKNOWN)
        return plain.item_of(container, key)

    def _operation(self, node: ast.BinOp, frame: Frame) -> Any:  # noqa: ANN401 - any value
        left, right = self.evaluate(node.left, frame), self.evaluate(node.right, frame)
        return plain.binary(type(node.op), left, right)

    def _unary(self, node: ast.UnaryOp, frame: Frame) -> Any:  # noqa: ANN401 - any value
        return plain.unary(type(node.op), self.evaluate(node.operand, frame))

    def _either(self, node: ast.BoolOp, frame: Frame) -> Any:  # noqa: ANN401 - any value
        wanted = isinstance(node.op, ast.Or)
        value: Any = UNKNOWN
        for part in node.values:
            value = self.evaluate(part, frame)
            decided = plain.truth(value)
            if decided is UNKNOWN or decided is wanted:
                break
        return value

    def _choice(self, node: ast.IfExp, frame: Frame) -> Any:  # noqa: ANN401 - any value
        decided = plain.truth(self.evaluate(node.test, frame))
        if decided is UNKNOWN:
            return UNKNOWN
        return self.evaluate(node.body if decided else node.orelse, frame)

    def _comparison(self, node: ast.Compare, frame: Frame) -> Any:  # noqa: ANN401 - any value
        left = self.evaluate(node.left, frame)
        result: Any = True
        for kind, other in zip(node.ops, node.comparators, strict=True):
            right = self.evaluate(other, frame)
            result = _compared(type(kind), left, right)
            if result is not True:
                break
            left = right
        return result

    def _items(self, node: ast.List | ast.Tuple | ast.Set, frame: Frame) -> Any:  # noqa: ANN401 - any value
        values: list[Any] = []
        for item in node.elts:
            if isinstance(item, ast.Starred):
                more = self.listed(self.evaluate(item.value, frame))
                values += [UNKNOWN] if more is UNKNOWN else more
            else:
                values.append(self.evaluate(item, frame))
        if isinstance(node, ast.Set):
            return set(values) if all(map(plain.is_plain, values)) else UNKNOWN
        return tuple(values) if isinstance(node, ast.Tuple) else values

    def listed(self, value: Any) -> Any:  # noqa: ANN401 - any value
        """Return the items that a value is gone through by, UNKNOWN where that is not known."""
        if isinstance(value, ClassValue):
            return list(members(value)) or UNKNOWN
        return plain.as_list(value)

    def _dict(self, node: ast.Dict, frame: Frame) -> Any:  # noqa: ANN401 - any value
        table: dict[Any, Any] = {}
        for key_node, value_node in zip(node.keys, node.values, strict=True):
            value = self.evaluate(value_node, frame)
            if key_node is None:
                plain_methods.update(table, value)
                continue
            key = self.evaluate(key_node, frame)
            if plain.is_plain(key):
                table[key] = value
        return table

    def _text(self, node: ast.JoinedStr, frame: Frame) -> Any:  # noqa: ANN401 - any value
        parts = [self.evaluate(part, frame) for part in node.values]
        return "".join(parts) if all(type(part) is str for part in parts) else UNKNOWN

    def _formatted(self, node: ast.FormattedValue, frame: Frame) -> Any:  # noqa: ANN401 - any value
        value = self.evaluate(node.value, frame)
        spec = "" if node.format_spec is None else self.evaluate(node.format_spec, frame)
        if node.conversion in (ord("r"), ord("a")):
            value = repr(value) if plain.is_plain(value) else UNKNOWN
        return plain_methods.formatted(value, spec) if type(spec) is str else UNKNOWN

    def _comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, frame: Frame
    ) -> Any:  # noqa: ANN401 - any value
        if len(node.generators) != 1:
            return UNKNOWN
        generator = node.generators[0]
        items = self.listed(self.evaluate(generator.iter, frame))
        if items is UNKNOWN:
            return UNKNOWN
        results = []
        for item in items:
            inner = Frame(frame.module, ({}, *frame.scopes), frame.function)
            self.assign(generator.target, item, inner)
            kept = [plain.truth(self.evaluate(test, inner)) for test in generator.ifs]
            if any(decided is UNKNOWN for decided in kept):
                return UNKNOWN
            if all(kept):
                results.append(self._element(node, inner))
        return self._collected(node, results)

    def _element(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, frame: Frame
    ) -> Any:  # noqa: ANN401 - any value
        if isinstance(node, ast.DictComp):
            return self.evaluate(node.key, frame), self.evaluate(node.value, frame)
        return self.evaluate(node.elt, frame)

    def _collected(self, node: ast.expr, results: list[Any]) -> Any:  # noqa: ANN401 - any value
        if isinstance(node, ast.DictComp):
            return {key: value for key, value in results if plain.is_plain(key)}
        if isinstance(node, ast.SetComp):
            return set(results) if all(map(plain.is_plain, results)) else UNKNOWN
        return results

    def assign(self, target: ast.expr, value: Any, frame: Frame) -> None:  # noqa: ANN401 - any value
        """Put a value where an assignment puts it."""
        if isinstance(target, ast.Name):
            frame.set(target.id, value)
        elif isinstance(target, (ast.Tuple, ast.List)):
            self._unpack(target, value, frame)
        elif isinstance(target, ast.Attribute):
            owner = self.evaluate(target.value, frame)
            if isinstance(owner, Instance):
                self._put(owner.attributes, target.attr, value)
            elif isinstance(owner, ClassValue):
                self._put(owner.names, target.attr, value)
        elif isinstance(target, ast.Subscript) and not isinstance(target.slice, ast.Slice):
            owner, key = self.evaluate(target.value, frame), self.evaluate(target.slice, frame)
            if type(owner) is dict and plain.is_plain(key):
                self._put(owner, key, value)

    def _put(self, table: dict[Any, Any], key: Any, value: Any) -> None:  # noqa: ANN401 - any value
        # Where it is not known whether a branch is taken, a value may be the one before.
        before = table.get(key, value)
        is_data = value is UNKNOWN or type_tests.known_type(value) is not UNKNOWN
        is_same = before is value or (type(before) is type(value) and _is_equal(before, value))
        table[key] = UNKNOWN if self.branch and is_data and not is_same else value

    def _unpack(self, target: ast.Tuple | ast.List, value: Any, frame: Frame) -> None:  # noqa: ANN401 - any value
        values = self.listed(value)
        is_same = values is not UNKNOWN and len(values) == len(target.elts)
        for number, part in enumerate(target.elts):
            inner = part.value if isinstance(part, ast.Starred) else part
            is_known = is_same and inner is part
            self.assign(inner, values[number] if is_known else UNKNOWN, frame)


def _is_equal(one: Any, other: Any) -> bool:  # noqa: ANN401 - any value
    # Only scalars are cheap to compare.
    return plain.is_plain(one) and plain.is_plain(other) and bool(one == other)


def _compared(kind: type[ast.cmpop], left: Any, right: Any) -> Any:  # noqa: ANN401 - any value
    found = plain.compare(kind, left, right)
    return type_tests.compare(kind, left, right) if found is UNKNOWN else found


def _is_kind(value: object, decorator: str) -> bool:
    return isinstance(value, Function) and any(
        isinstance(node, ast.Name) and node.id == decorator for node in value.node.decorator_list
    )
