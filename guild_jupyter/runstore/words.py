"""The state of a run in words."""

from __future__ import annotations

from importlib import import_module

from guild_jupyter.supervise.state import State

_KEYBOARD_INTERRUPT = 16  # what Guild 0.9 records for every interrupted run


def describe(now: State) -> str:
    """Return a state in words: ``error (exit status 3)``, ``lost (the machine was restarted)``."""
    details = _details(now)
    if now.reason:
        details.append("required resources not met" if now.reason == "resources" else now.reason)
    return f"{now.status} ({', '.join(details)})" if details else now.status


def brief(now: State) -> str:
    """Return the same without the reason, for the cell of a table."""
    details = _details(now)
    return f"{now.status} ({details[0]})" if details else now.status


def _details(now: State) -> list[str]:
    code = now.exit_status
    if not code:
        return []
    return [_signal_name(-code) if code < 0 else f"exit status {code}"]


def _signal_name(number: int) -> str:
    if number == _KEYBOARD_INTERRUPT:
        return "keyboard interrupt"
    try:
        name: str = import_module("signal").Signals(number).name
    except ValueError:
        return f"signal {number}"
    return name
