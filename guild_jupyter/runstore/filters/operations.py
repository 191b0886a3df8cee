"""Filters by operation: exact names with ``*`` for their parts, or a regular expression."""

from __future__ import annotations

import re
from collections.abc import Callable

from guild_jupyter.runstore.filters.faults import fault
from guild_jupyter.runstore.opref import OpRef


def matcher(text: str) -> Callable[[OpRef], bool]:
    """Return what tells whether an operation is meant.

    Parameters
    ----------
    text
        ``[PACKAGE/][MODEL:]OP``, each part a name in which ``*`` stands for any text, and left
        out for any; or a regular expression that begins with ``^`` or ends with ``$`` and is
        searched in the whole name.

    Raises
    ------
    FilterError
        It is no regular expression.
    """
    if text.startswith("^") or text.endswith("$"):
        try:
            expression = re.compile(text)
        except (re.error, RecursionError, OverflowError) as error:
            place = getattr(error, "pos", None) or 0
            said = f"no regular expression: {getattr(error, 'msg', error)}"
            raise fault(
                text, place, said, "Escape a character with '\\' to mean itself."
            ) from None
        return lambda ref: expression.search(ref.spec) is not None
    package, _, name = text.rpartition("/")
    model, _, operation = name.rpartition(":")
    parts = (_part(package), _part(model), _part(operation))

    def is_meant(ref: OpRef) -> bool:
        if text in (ref.spec, ref.operation):
            return True
        names = (ref.package if ref.kind == "package" else "", ref.model, ref.operation)
        return all(
            part is None or (name and part.fullmatch(name))
            for part, name in zip(parts, names, strict=True)
        )

    return is_meant


def _part(text: str) -> re.Pattern[str] | None:
    """Return the expression for one part; None for any."""
    return re.compile(".*".join(map(re.escape, text.split("*"))), re.DOTALL) if text else None
