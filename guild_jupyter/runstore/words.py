"""The state of a run in words."""

from __future__ import annotations

import signal

from guild_jupyter.supervise.state import State

_KEYBOARD_INTERRUPT = 16  # what Guild 0.9 records for every interrupted run


def describe(now: State) -> str:
    """Return a state in words: ``error (exit status 3)``, ``terminated (SIGTERM)``."""
    code = now.exit_status
    details = []
    if code is not None and code < 0:
        details.append(_signal_name(-code))
    elif code:
        details.append(f"exit status {code}")
    if now.reason:
        details.append("required resources not met" if now.reason == "resources" else now.reason)
    return f"{now.status} ({', '.join(details)})" if details else now.status


def _signal_name(number: int) -> str:
    if number == _KEYBOARD_INTERRUPT:
        return "keyboard interrupt"
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
