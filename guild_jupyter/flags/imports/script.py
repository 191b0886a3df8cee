"""Reading the statements of a script in their order, until it would read its command line."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from guild_jupyter.flags.imports import certain_options, dataclass_fields, plain, plain_functions
from guild_jupyter.flags.imports.argparse_parsers import Commands, Parser
from guild_jupyter.flags.imports.branching import agreed_names, ends_program
from guild_jupyter.flags.imports.calls import Calls, Found
from guild_jupyter.flags.imports.click_commands import Command
from guild_jupyter.flags.imports.domain import (
    UNKNOWN,
    Bound,
    Branch,
    ClassValue,
    Deferred,
    Function,
    Leaving,
    Module,
    Reference,
    Scope,
    Suppressing,
)
from guild_jupyter.flags.imports.expressions import MAX_DEPTH, Frame, OutOfSteps
from guild_jupyter.flags.imports.source import Unreadable, script_tree

#: Finds a module of the project by its dotted name: its source, and whether it is a package.
Finder = Callable[[str], tuple[bytes, bool] | None]

_MAX_MODULES = 20
_MAX_TURNS = 200
_DOING = (ast.Call, ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom)
# Since Python 3.11 there is another one.
_TRIES = (ast.Try, getattr(ast, "TryStar", ast.Try))


class Script(Calls):
    """A script that is read.

    Parameters
    ----------
    tree
        Its syntax tree.
    find
        Finds the other modules of its project.
    package
        The package that it is in, empty for none.
    """

    def __init__(self, tree: ast.Module, find: Finder, package: str = "") -> None:
        super().__init__()
        self.find = find
        self.tree = tree
        self.main = Module(f"{package}.__main__" if package else "__main__")
        self.main.names["__name__"] = "__main__"
        self.modules: dict[str, Module | None] = {}
        self.is_cut = False
        self.branches_met = 0

    def reader(self) -> Parser | Command | None:
        """Return what reads the command line: a parser, or a command; None where nothing does."""
        try:
            self.walk(self.tree.body, Frame(self.main))
            for node in self.tree.body:
                self._uncalled(node)
        except Found as found:
            return found.reader
        except (OutOfSteps, RecursionError):
            self.is_cut = True
        return self._left()

    def _uncalled(self, node: ast.stmt) -> None:
        # What nobody calls here is called by a decorator, a launcher or an entry point.
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            function = self.main.names.get(node.name)
            if isinstance(function, Function) and id(function.node) not in self.called:
                self.apply(function, [], {})

    def _left(self) -> Parser | Command | None:
        if self.partly:
            return self.partly[-1]
        parents = {id(parent) for parser in self.parsers for parent in parser.parents}
        own = [parser for parser in self.parsers if id(parser) not in parents]
        if own:
            return max(own, key=lambda parser: len(parser.options) + len(parser.commands))
        below = {id(inner) for command in self.commands for inner in command.commands.values()}
        top = [command for command in self.commands if id(command) not in below]
        return max(top, key=lambda command: len(command.commands)) if top else None

    def resolve(self, deferred: Deferred) -> Any:  # noqa: ANN401 - any value
        """Return what a name stands for in the module that it is imported from."""
        base = deferred.absolute()
        if deferred.name is None:
            return self._module(base) or Reference(base)
        module = self._module(base)
        if module is None:
            path = f"{base}.{deferred.name}"
            return plain_functions.CONSTANTS.get(path, Reference(path))
        if deferred.name in module.names:
            return self.look_up(deferred.name, Frame(module))
        return self._module(f"{base}.{deferred.name}") or UNKNOWN

    def _module(self, name: str) -> Module | None:
        if name not in self.modules:
            self.modules[name] = None
            found = self.find(name) if len(self.modules) <= _MAX_MODULES else None
            if found is not None:
                data, is_package = found
                module = self.modules[name] = Module(name, {"__name__": name}, is_package)
                branch, may_leave = self.branch, self.may_leave
                try:
                    self.walk(script_tree(data).body, Frame(module))
                except Unreadable:
                    self.modules[name] = None
                self.branch, self.may_leave = branch, may_leave
        return self.modules[name]

    def walk(self, body: list[ast.stmt], frame: Frame) -> Leaving:
        """Read statements; tell how they are left, before their end where that is known."""
        if self.depth >= MAX_DEPTH:
            return Leaving.NOT
        self.depth += 1
        try:
            return next(filter(None, (self._left_by(node, frame) for node in body)), Leaving.NOT)
        finally:
            self.depth -= 1

    def _left_by(self, node: ast.stmt, frame: Frame) -> Leaving:
        self.step()
        read = _STATEMENTS.get(type(node))
        return (read(self, node, frame) if read is not None else None) or Leaving.NOT

    def expression(self, node: ast.Expr, frame: Frame) -> None:
        """Read an expression for what its calls do."""
        self.evaluate(node.value, frame)

    def assignment(self, node: ast.Assign, frame: Frame) -> None:
        """Read ``a = b = value``."""
        value = self.evaluate(node.value, frame)
        for target in node.targets:
            self.assign(target, value, frame)

    def annotated(self, node: ast.AnnAssign, frame: Frame) -> None:
        """Read ``a: int = value``."""
        if node.value is not None:
            self.assign(node.target, self.evaluate(node.value, frame), frame)

    def augmented(self, node: ast.AugAssign, frame: Frame) -> None:
        """Read ``a += value``."""
        value = UNKNOWN
        if isinstance(node.target, ast.Name):
            left = self.look_up(node.target.id, frame)
            value = plain.binary(type(node.op), left, self.evaluate(node.value, frame))
        self.assign(node.target, value, frame)

    def deletion(self, node: ast.Delete, frame: Frame) -> None:
        """Read ``del a``."""
        for target in node.targets:
            if isinstance(target, ast.Name):
                frame.set(target.id, UNKNOWN)

    def of_module(self, node: ast.Global, frame: Frame) -> None:
        """Read ``global a``."""
        frame.of_module |= set(node.names)

    def imports(self, node: ast.Import, frame: Frame) -> None:
        """Read ``import a.b``; the module is read when something of it is used."""
        for alias in node.names:
            name = alias.name if alias.asname else alias.name.partition(".")[0]
            frame.set(alias.asname or name, Deferred(name, None, frame.module))

    def imports_from(self, node: ast.ImportFrom, frame: Frame) -> None:
        """Read ``from a import b``; all names are only taken from modules of the project."""
        for alias in node.names:
            deferred = Deferred(node.module or "", alias.name, frame.module, node.level)
            if alias.name != "*":
                frame.set(alias.asname or alias.name, deferred)
            elif (module := self._module(deferred.absolute())) is not None:
                public = {n: v for n, v in module.names.items() if not n.startswith("_")}
                frame.names.update(public)

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, frame: Frame) -> None:
        """Read the definition of a function, its decorators from the last to the first."""
        value: Any = Function(node, frame.module, frame.scopes)
        for decorator in reversed(node.decorator_list):
            value = self.decorate(self.evaluate(decorator, frame), value)
        frame.set(node.name, value)

    def definition(self, node: ast.ClassDef, frame: Frame) -> None:
        """Read the definition of a class."""
        bases = [self.evaluate(base, frame) for base in node.bases]
        kind = ClassValue(node.name, bases, {}, frame.module)
        inner = Frame(frame.module, (kind.names, *frame.scopes))
        self.walk(node.body, inner)
        decorators = [
            self.evaluate(part.func if isinstance(part, ast.Call) else part, frame)
            for part in node.decorator_list
        ]
        kind.is_dataclass = dataclass_fields.DECORATOR in decorators
        for part in node.body:
            if kind.is_dataclass and isinstance(part, ast.AnnAssign):
                dataclass_fields.add_field(kind, part, self.evaluate(part.annotation, inner))
        for value in kind.names.values():
            if isinstance(value, Function):
                value.owner = kind
                value.scopes = frame.scopes
        frame.set(node.name, kind)

    def returns(self, node: ast.Return, frame: Frame) -> Leaving:
        """Read ``return value``."""
        frame.returned.append(None if node.value is None else self.evaluate(node.value, frame))
        return Leaving.FUNCTION

    def leaves(self, node: ast.Raise | ast.Break | ast.Continue, _frame: Frame) -> Leaving:
        """Read what ends the statements around it."""
        return _LEAVING[type(node)]

    def branches(self, node: ast.If, frame: Frame) -> Leaving:
        """Read the branch that is taken, or both where that is not known."""
        decided = plain.truth(self.evaluate(node.test, frame))
        if decided is not UNKNOWN:
            return self.walk(node.body if decided else node.orelse, frame)
        return self._alternatives([node.body, node.orelse], frame)

    def matches(self, node: ast.Match, frame: Frame) -> Leaving:
        """Read every case, none of which is known to be taken."""
        self.evaluate(node.subject, frame)
        return self._alternatives([*(case.body for case in node.cases), []], frame)

    def tries(self, node: ast.Try, frame: Frame) -> Leaving:
        """Read what is tried, and what is done instead."""
        body = [*node.body, *node.orelse]
        handled = [handler.body for handler in node.handlers]
        left = self._interrupted(body, handled, frame) if handled else self.walk(body, frame)
        return self.walk(node.finalbody, frame) or left

    def _interrupted(
        self, body: list[ast.stmt], instead: list[list[ast.stmt]], frame: Frame
    ) -> Leaving:
        """Read statements that an exception may end, from the first on that may raise one."""
        for number, node in enumerate(body):
            if not self._cannot_raise(node, frame):
                return self._alternatives([body[number:], *instead], frame)
            self.walk([node], frame)
        return Leaving.NOT

    def _cannot_raise(self, node: ast.stmt, frame: Frame) -> bool:
        call = node.value if isinstance(node, ast.Expr) else None
        if not isinstance(call, ast.Call):
            return isinstance(node, ast.Pass)
        # Calls in calls may do anything, and are not to be read twice.
        if any(inner is not call and isinstance(inner, _DOING) for inner in ast.walk(call)):
            return False
        function = self.evaluate(call.func, frame)
        if not isinstance(function, Bound) or function.name != "add_argument":
            return False
        receiver = function.receiver
        return isinstance(receiver, Parser) and certain_options.cannot_fail(
            receiver, *self.arguments(call, frame)
        )

    def within(self, node: ast.With | ast.AsyncWith, frame: Frame) -> Leaving:
        """Read what is done in a context."""
        suppressing = None
        for number, item in enumerate(node.items):
            value = self.evaluate(item.context_expr, frame)
            if suppressing is None and isinstance(value, Suppressing):
                suppressing = number
            if item.optional_vars is not None:
                kept = value if isinstance(value, (Parser, Commands)) else UNKNOWN
                self.assign(item.optional_vars, kept, frame)
        if suppressing is None:
            return self.walk(node.body, frame)
        if suppressing == len(node.items) - 1:
            return self._interrupted(node.body, [[]], frame)
        # What is entered after it may be what fails.
        return self._alternatives([node.body, []], frame)

    def loop(self, node: ast.For | ast.AsyncFor, frame: Frame) -> Leaving:
        """Read a loop over known items turn by turn, any other once."""
        items = self.listed(self.evaluate(node.iter, frame))
        branch, may_leave = self.branch, self.may_leave
        self.may_leave = Leaving.NOT
        left = Leaving.NOT
        has_calls = any(isinstance(inner, ast.Call) for inner in ast.walk(node))
        if items is UNKNOWN or len(items) > _MAX_TURNS or not has_calls:
            self.assign(node.target, UNKNOWN, frame)
            self._alternatives([node.body, []], frame)
        else:
            for item in items:
                self.assign(node.target, item, frame)
                left = self.walk(node.body, frame)
                if left not in (Leaving.NOT, Leaving.TURN):
                    break
                if self.may_leave == Leaving.TURN:
                    self.branch, self.may_leave = branch, Leaving.NOT
        self._after_loop(branch, may_leave)
        if left in (Leaving.PROGRAM, Leaving.FUNCTION):
            return left
        return Leaving.NOT if left == Leaving.LOOP else self.walk(node.orelse, frame)

    def repetition(self, node: ast.While, frame: Frame) -> Leaving:
        """Read a loop once."""
        decided = plain.truth(self.evaluate(node.test, frame))
        branch, may_leave = self.branch, self.may_leave
        self.may_leave = left = Leaving.NOT
        if decided is UNKNOWN:
            self._alternatives([node.body, []], frame)
        elif decided:
            left = self.walk(node.body, frame)
        self._after_loop(branch, may_leave)
        return left if left in (Leaving.PROGRAM, Leaving.FUNCTION) else Leaving.NOT

    def _after_loop(self, branch: Branch, may_leave: Leaving) -> None:
        # A turn that is left early leaves nothing of what comes after the loop.
        if self.may_leave == Leaving.FUNCTION:
            return
        self.branch, self.may_leave = branch, may_leave

    def _alternatives(self, bodies: list[list[ast.stmt]], frame: Frame) -> Leaving:
        """Read statements of which only some are run; what they leave different is not known."""
        names = frame.names
        before = dict(names)
        branch = self.branch
        ends: list[Scope] = []
        ways = set()
        added = len(self.added)
        places: list[Branch] = []
        going_on = [body for body in bodies if not any(map(ends_program, body))]
        for body in bodies:
            names.clear()
            names.update(before)
            # What the program does not go on without is no matter of doubt.
            self.branch = branch if [body] == going_on else self._below(branch)
            place = self.branch
            way = self.walk(body, frame)
            ways.add(way)
            if way != Leaving.PROGRAM:
                places.append(place)
            if not way:
                ends.append(dict(names))
        names.clear()
        names.update(agreed_names(ends) if ends else before)
        self.branch = branch
        certain_options.keep_agreed(self.added[added:], places, branch)
        if not ends:
            return max(ways)
        self.may_leave = max(self.may_leave, *ways)
        if self.may_leave > Leaving.PROGRAM:
            self.branch = self._below(branch)
        return Leaving.NOT

    def _below(self, branch: Branch) -> Branch:
        self.branches_met += 1
        return (*branch, self.branches_met)


_LEAVING = {
    ast.Raise: Leaving.PROGRAM,
    ast.Continue: Leaving.TURN,
    ast.Break: Leaving.LOOP,
}
_STATEMENTS: dict[type[ast.stmt], Callable[[Script, Any, Frame], Leaving | None]] = {
    ast.AnnAssign: Script.annotated,
    ast.Assign: Script.assignment,
    ast.AsyncFor: Script.loop,
    ast.AsyncFunctionDef: Script.function,
    ast.AsyncWith: Script.within,
    ast.AugAssign: Script.augmented,
    ast.Break: Script.leaves,
    ast.ClassDef: Script.definition,
    ast.Continue: Script.leaves,
    ast.Delete: Script.deletion,
    ast.Expr: Script.expression,
    ast.For: Script.loop,
    ast.FunctionDef: Script.function,
    ast.Global: Script.of_module,
    ast.If: Script.branches,
    ast.Import: Script.imports,
    ast.ImportFrom: Script.imports_from,
    ast.Match: Script.matches,
    ast.Raise: Script.leaves,
    ast.Return: Script.returns,
    ast.While: Script.repetition,
    ast.With: Script.within,
    **dict.fromkeys(_TRIES, Script.tries),
}
