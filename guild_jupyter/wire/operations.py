"""The operations of a project as a form shows them: their flags, choices, bounds and notes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from guild_jupyter.errors import GuildError, GuildFileError
from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.flags.values import show
from guild_jupyter.guildfile.definitions import Finding, Operation
from guild_jupyter.redaction import WITHHELD, is_secret, redact

#: Flags of one operation, and choices of one flag, that are told at most.
MOST = 500


def operation(
    of: Operation, notes: Iterable[str] = (), *, is_default: bool, source: str = ""
) -> dict[str, Any]:
    """Return an operation.

    Parameters
    ----------
    of
        The operation, its flags complete.
    notes
        What could not be read of its program.
    is_default
        Whether it is the one that is run where none is named.
    source
        The file of its program, as Jupyter shows it; empty where that is not known.
    """
    return {
        "name": of.spec,
        "description": of.description,
        "is_default": is_default,
        "is_hidden": of.name.startswith("_"),
        "is_pipeline": of.steps is not None and of.exec is None,
        "file": of.script,
        "source": source,
        "flags": [_flag(flag) for flag in list(of.flags.values())[:MOST]],
        "notes": [redact(note) for note in notes],
    }


def fault(of: GuildError | Finding) -> dict[str, Any]:
    """Return what is wrong in a Guild file, or may not be meant."""
    is_finding = isinstance(of, Finding)
    message = of.problem if isinstance(of, GuildFileError) else of.message
    key = of.key if isinstance(of, (GuildFileError, Finding)) else ""
    return {
        "message": redact(f"{key}: {message}" if key else message),
        "hint": redact(of.hint),
        "file": of.file if isinstance(of, (GuildFileError, Finding)) else "",
        "line": (of.line or None) if isinstance(of, (GuildFileError, Finding)) else None,
        "is_remark": is_finding,
    }


def _flag(flag: FlagDef) -> dict[str, Any]:
    return {
        "name": flag.name,
        "type": flag.type or "auto",
        "default": _text(flag, flag.default),
        "null_label": flag.null_label or "",
        "description": flag.description,
        "required": flag.required,
        # A number under a name such as max_tokens is none.
        "is_secret": is_secret(flag.name, "?" if flag.default is None else flag.default),
        "choices": [
            {
                "text": _text(flag, one.value if one.alias is None else one.alias) or "",
                "description": one.description,
            }
            for one in flag.choices[:MOST]
        ],
        "allow_other": flag.allow_other or not flag.choices,
        "min": flag.min,
        "max": flag.max,
    }


def _text(flag: FlagDef, value: object) -> str | None:
    """Return a value as a user types it; of a secret, three asterisks."""
    if value is None:
        return None
    return WITHHELD if is_secret(flag.name, value) else show(value, escaped=False)
