"""What flags do to a program's variables: its code with their values in place of its own.

Runs beside the program, in the user's interpreter: standard library only, Python 3.8 or newer.
"""

from __future__ import annotations

import ast
import json
import sys
import types

TYPE_CHECKING = False
if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec
    from typing import Any, Dict, List, MutableMapping, Optional, Set

    Order = Dict[str, Any]

VARIABLE = "GUILD_JUPYTER_FLAGS"
#: Under this name generated code finds its values, here and in processes that are spawned.
SUPPORT = "_guild_jupyter_flags"
NO_ORDER = '{"dest": "none", "values": {}}'


class Refused(Exception):  # noqa: N818 - it says what is wrong
    """The program cannot be started; the text says why."""


def take_order(environment: MutableMapping[str, str]) -> Order:
    """Return what the environment says, and remove it there."""
    pieces = []
    name = VARIABLE
    while name in environment:
        pieces.append(environment.pop(name))
        name = f"{VARIABLE}_{len(pieces) + 1}"
    order: Order = json.loads("".join(pieces) or NO_ORDER)
    if order["dest"] == "globals":
        # No variable has a hyphen in its name.
        order["values"] = {_identifier(name): value for name, value in order["values"].items()}
    return order


def _identifier(name: str) -> str:
    other = name.replace("-", "_")
    return other if other.isidentifier() else name


def decoded(value: Any) -> Any:
    """Return a value as the program gets it."""
    if isinstance(value, list):
        return [decoded(item) for item in value]
    if isinstance(value, dict):
        ((kind, inside),) = value.items()
        if kind == "map":
            return {decoded(key): decoded(entry) for key, entry in inside}
        return getattr(__import__("datetime"), kind).fromisoformat(inside)
    return value


def merged(container: Any, order: Order) -> Any:
    """Return a dict or namespace with the flags in it; what is there already stays."""
    new = types.SimpleNamespace if order["dest"].startswith("namespace:") else dict
    container = container if _holds(container) else new()
    for name, value in order["values"].items():
        place = container
        # A key may have dots in it, too.
        *parents, last = name.split(".") if _key(place, name) is None else [name]
        for parent in parents:
            below = _get(place, _key(place, parent))
            if not _holds(below):
                below = new()
                _put(place, parent, below)
            place = below
        _put(place, last, decoded(value))
    return container


def _is_mapping(place: Any) -> bool:
    return hasattr(place, "keys") and hasattr(place, "__setitem__")


def _holds(place: Any) -> bool:
    return _is_mapping(place) or hasattr(place, "__dict__")


def _key(place: Any, name: str) -> Optional[str]:
    for key in (name, name.replace("-", "_")):
        if key in place if _is_mapping(place) else hasattr(place, key):
            return key
    return None


def _get(place: Any, key: Optional[str]) -> Any:
    return None if key is None else place[key] if _is_mapping(place) else getattr(place, key)


def _put(place: Any, name: str, value: Any) -> None:
    if _is_mapping(place):
        place[_key(place, name) or name] = value
    else:
        setattr(place, _key(place, name) or name.replace("-", "_"), value)


def install_support(order: Order) -> None:
    """Put what generated code calls where it finds it."""
    support: Any = types.ModuleType(SUPPORT)
    support.value = lambda name: decoded(order["values"][name])
    support.merged = lambda container: merged(container, order)
    sys.modules[SUPPORT] = support


class Rewriter:
    """Puts values in place of the first assignment of each name, on every path of a module."""

    def __init__(self, order: Order) -> None:
        self.container = order["dest"].partition(":")[2]
        self.names = {self.container} if self.container else set(order["values"])

    def rewrite(self, tree: ast.Module) -> ast.Module:
        """Change a module's tree, and return it."""
        assigned: Set[str] = set()
        body = self._block(tree.body, assigned)
        first = 0
        while first < len(body) and _must_come_first(body[first], first):
            first += 1
        place: Any = body[0] if body else ast.Pass(lineno=1, col_offset=0)
        before = [
            _statement(f"globals()[{name!r}] = {self._call(name)}", place)
            for name in sorted(self.names - assigned)
        ]
        tree.body = [*body[:first], *before, *body[first:]]
        return tree

    def _block(self, statements: List[ast.stmt], assigned: Set[str]) -> List[ast.stmt]:
        return [new for old in statements for new in self._rewritten(old, assigned)]

    def _rewritten(self, node: Any, assigned: Set[str]) -> List[ast.stmt]:
        if isinstance(node, ast.Assign):
            return self._assign(node, assigned)
        if isinstance(node, ast.AnnAssign):
            name = getattr(node.target, "id", "")
            if node.value is not None and name in self.names - assigned:
                assigned.add(name)
                node.value = self._value(name, node.value)
        elif isinstance(node, ast.If):
            other = set(assigned)
            node.body = self._block(node.body, assigned)
            node.orelse = self._block(node.orelse, other)
            assigned &= other
        elif isinstance(node, ast.With):
            node.body = self._block(node.body, assigned)
        elif hasattr(node, "handlers"):  # try, and try with groups
            before = set(assigned)
            node.body = self._block(node.body, assigned)
            node.orelse = self._block(node.orelse, assigned)
            for handler in node.handlers:
                other = set(before)
                handler.body = self._block(handler.body, other)
                assigned &= other
            node.finalbody = self._block(node.finalbody, assigned)
        return [node]

    def _assign(self, node: ast.Assign, assigned: Set[str]) -> List[ast.stmt]:
        names = {
            part.id
            for target in node.targets
            for part in ast.walk(target)
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
        }
        found = names & (self.names - assigned)
        assigned |= found
        if self.container and self.container in [getattr(t, "id", None) for t in node.targets]:
            if found:
                node.value = self._value(self.container, node.value)
            return [node]
        if not self.container:
            node.targets = [t for t in node.targets if getattr(t, "id", None) not in found]
        after = [_statement(f"{name} = {self._call(name, name)}", node) for name in sorted(found)]
        return [node, *after] if node.targets else after

    def _call(self, name: str, before: str = "None") -> str:
        """Return the call that gives a flag's value, or puts all of them into what was before."""
        support = f"__import__('sys').modules[{SUPPORT!r}]"
        return f"{support}.merged({before})" if self.container else f"{support}.value({name!r})"

    def _value(self, name: str, value: ast.expr) -> ast.expr:
        call: Any = _statement(self._call(name), value)
        if self.container:
            call.value.args = [value]
        result: ast.expr = call.value
        return result


def _statement(text: str, place: ast.AST) -> ast.stmt:
    """Return a statement that counts as standing elsewhere."""
    statement = ast.parse(text).body[0]
    for part in ast.walk(statement):
        ast.copy_location(part, place)
    return statement


def _must_come_first(node: ast.stmt, place: int) -> bool:
    if isinstance(node, ast.Expr) and place == 0:  # what may be the docstring
        return isinstance(node.value, ast.Constant)
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def compiled(spec: ModuleSpec, order: Order) -> types.CodeType:
    """Return the code of a module, with the values in it.

    Raises
    ------
    Refused
        There is no code, or no source to put the values in.
    """
    loader: Any = spec.loader
    name = str(spec.name)
    if not order["values"]:
        code: Optional[types.CodeType] = loader.get_code(name) if loader else None
        if code is None:
            raise Refused(f"No code object available for {name}")
        return code
    source = loader.get_source(name) if hasattr(loader, "get_source") else None
    if source is None:
        raise Refused(f"{name} has no source, so its flags cannot be set")
    file = spec.origin or name
    rewritten: Any = Rewriter(order).rewrite(ast.parse(source, file))
    result: types.CodeType = compile(rewritten, file, "exec", dont_inherit=True)
    return result
