"""What a script asks about the types of values: ``isinstance``, ``callable``, ``type(a) is b``."""

from __future__ import annotations

import ast
import builtins
import collections.abc
import numbers
from typing import Any

from guild_jupyter.flags.imports import plain
from guild_jupyter.flags.imports.argparse_parsers import Commands, Parser
from guild_jupyter.flags.imports.dataclass_fields import MISSING
from guild_jupyter.flags.imports.domain import (
    UNKNOWN,
    ClassValue,
    Function,
    Instance,
    Member,
    Reference,
)

_BUILTINS = "builtins."
_ABSTRACT = {
    **{f"collections.abc.{name}": name for name in collections.abc.__all__},
    **{f"typing.{name}": name for name in collections.abc.__all__},
}
_SOMETHING = (Parser, Commands, Function, ClassValue, Instance, Member)
#: What a comparison gives where two types are the same.
_COMPARISONS = {
    ast.Eq: True,
    ast.Is: True,
    ast.In: True,
    ast.NotEq: False,
    ast.IsNot: False,
    ast.NotIn: False,
}
_NUMBERS = ("Number", "Complex", "Real", "Rational", "Integral")


def known_type(value: Any) -> Any:  # noqa: ANN401 - any value
    """Return the Python type of a value that is plain data, UNKNOWN for any other."""
    return type(value) if plain.is_plain(value) or type(value) in plain.SIZED else UNKNOWN


def is_instance(value: Any, kind: Any) -> Any:  # noqa: ANN401 - any value
    """Return whether a value is of a type, or of one of several; UNKNOWN where that is open."""
    if type(kind) is tuple:
        found = [is_instance(value, one) for one in kind]
        if any(one is True for one in found):
            return True
        return UNKNOWN if UNKNOWN in found else False
    if isinstance(value, Instance) and isinstance(kind, ClassValue):
        return _inherits(value.kind, kind)
    known = known_type(value)
    if isinstance(kind, ClassValue):
        return UNKNOWN if known is UNKNOWN else False
    wanted = _python_type(kind)
    if wanted is UNKNOWN:
        return UNKNOWN
    if known is not UNKNOWN:
        return issubclass(known, wanted)
    if wanted in (bool, int, float, str, list, tuple, dict, set) and _is_no_data(value):
        return False
    return isinstance(value, ClassValue) if wanted is type and _is_no_data(value) else UNKNOWN


def is_callable(value: Any) -> Any:  # noqa: ANN401 - any value
    """Return whether a value can be called, UNKNOWN where that is open."""
    if isinstance(value, (Function, ClassValue)):
        return True
    if isinstance(value, Reference) and value.path.startswith(_BUILTINS):
        return callable(getattr(builtins, value.path.removeprefix(_BUILTINS), None))
    return UNKNOWN if known_type(value) is UNKNOWN else False


def compare(kind: type[ast.cmpop], left: Any, right: Any) -> Any:  # noqa: ANN401 - any value
    """Return the result of a comparison of types, or of something with None."""
    if kind not in _COMPARISONS:
        return UNKNOWN
    if kind not in (ast.In, ast.NotIn):
        found = [_same(left, right)]
    elif type(right) in (list, tuple):
        found = [_same(left, item) for item in right]
    else:
        return UNKNOWN
    if any(one is True for one in found):
        return _COMPARISONS[kind]
    return UNKNOWN if UNKNOWN in found else not _COMPARISONS[kind]


def _same(one: Any, other: Any) -> Any:  # noqa: ANN401 - any value
    if MISSING in (one, other) and one != other:
        value = other if one == MISSING else one
        is_known = known_type(value) is not UNKNOWN or isinstance(value, (Reference, *_SOMETHING))
        return False if is_known else UNKNOWN
    if one is None or other is None:
        is_something = isinstance(other if one is None else one, _SOMETHING)
        return False if is_something else UNKNOWN
    if isinstance(one, ClassValue) or isinstance(other, ClassValue):
        both = all(_is_type(side) for side in (one, other))
        return one is other if both else UNKNOWN
    if isinstance(one, Reference) and isinstance(other, Reference):
        if one == other:
            return True
        return False if _is_type(one) and _is_type(other) else UNKNOWN
    return UNKNOWN


def _is_type(value: Any) -> bool:  # noqa: ANN401 - any value
    return isinstance(value, ClassValue) or _python_type(value) is not UNKNOWN


def _is_no_data(value: Any) -> bool:  # noqa: ANN401 - any value
    return isinstance(value, (Function, ClassValue, Instance))


def _inherits(kind: ClassValue, above: ClassValue, depth: int = 0) -> Any:  # noqa: ANN401 - any value
    if kind is above:
        return True
    if depth >= 20:
        return UNKNOWN
    found: list[Any] = []
    for base in kind.bases:
        of_project = isinstance(base, ClassValue)
        # What is outside the project inherits nothing of it.
        outside = False if isinstance(base, Reference) else UNKNOWN
        found.append(_inherits(base, above, depth + 1) if of_project else outside)
    if any(one is True for one in found):
        return True
    return UNKNOWN if UNKNOWN in found else False


def _python_type(kind: Any) -> Any:  # noqa: ANN401 - any value
    path = kind.path if isinstance(kind, Reference) else ""
    module, _, name = path.rpartition(".")
    found: Any = None
    if module == "builtins":
        found = getattr(builtins, name, None)
    elif path in _ABSTRACT:
        found = getattr(collections.abc, name)
    elif module == "numbers" and name in _NUMBERS:
        found = getattr(numbers, name)
    return found if isinstance(found, type) else UNKNOWN
