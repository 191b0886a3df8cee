"""Named places in launch and supervision where a test can end a process or fail a call.

``GUILD_JUPYTER_FAULT`` says what happens where: items joined by semicolons, each
``ROLE/POINT:kill`` or ``ROLE/POINT:ENOSPC`` (any name of ``errno``), or ``record:FILE`` to add a
line to a file for every point reached. ``POINT#3`` means the third time that a process gets
there, without a number every time; shell wildcards are understood. A point named for what is
about to be done (``write.renaming``) can fail, one named for what was done only end a process.

Without the variable nothing is done at any point. It is read once and taken out of the
environment; only the product's own processes are handed it on.
"""

from __future__ import annotations

import os

VARIABLE = "GUILD_JUPYTER_FAULT"
LAUNCHER = "launcher"

_armed = ""
_role = LAUNCHER


def _nothing(point: str, path: str = "") -> None:
    """Do nothing: no test is at work."""


class _Faults:
    """What an armed process does at its points."""

    def __init__(self, text: str) -> None:
        import errno  # noqa: PLC0415 - only under test
        from fnmatch import fnmatchcase  # noqa: PLC0415 - as errno

        self._errno = errno
        self._fits = fnmatchcase
        self._reached: dict[str, int] = {}
        items = [item.split(":", 1) for item in text.split(";")]
        self._files = [what for where, what in items if where == "record"]
        self._actions = [(where, what) for where, what in items if where != "record"]

    def reach(self, point: str, path: str = "") -> None:
        """Note the point, and do what was ordered for it."""
        name = f"{_role}/{point}"
        if path:
            name += f"={os.path.basename(path)}"
        self._reached[name] = number = self._reached.get(name, 0) + 1
        for file in self._files:
            self._note(file, f"{name}#{number}\n")
        for where, what in self._actions:
            if self._fits(name, where) or self._fits(f"{name}#{number}", where):
                self._act(what)

    def _note(self, file: str, line: str) -> None:
        flags = os.O_CREAT | os.O_APPEND | os.O_WRONLY | os.O_CLOEXEC
        descriptor = os.open(file, flags, 0o600)
        os.write(descriptor, line.encode())
        os.close(descriptor)

    def _act(self, what: str) -> None:
        if what == "kill":
            import signal  # noqa: PLC0415 - as errno

            os.kill(os.getpid(), signal.SIGKILL)
        code = getattr(self._errno, what)
        raise OSError(code, os.strerror(code))


#: Pass a point: its name, and the file it concerns, if any. Raises the OSError ordered for it.
reach = _nothing


def arm(text: str) -> None:
    """Order faults for this process and those that it starts; an empty text for none.

    Parameters
    ----------
    text
        As the variable has it.
    """
    global reach, _armed
    _armed = text
    reach = _Faults(text).reach if text else _nothing


def play(role: str) -> None:
    """Say which process this is from here on: its points begin with the role."""
    global _role
    _role = role


def handed_on() -> dict[str, str]:
    """Return the environment variable for another process of the product, if any."""
    return {VARIABLE: _armed} if _armed else {}


arm(os.environ.pop(VARIABLE, ""))
