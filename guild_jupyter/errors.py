"""Every exception of the package; whatever a user can cause is one of these.

::

    GuildError                     a sentence, and a hint on what to do
    ├── ColumnError                a column of a comparison makes no sense, or is not there
    ├── CommandError               the words of a command make no sense
    ├── DocumentError              a YAML text cannot be read
    ├── FilterError                what chooses among runs makes no sense
    ├── HomeError                  the Guild home cannot or must not be used
    ├── ProjectError               something about the project
    │   ├── NoGuildFile            no guild.yml here or above
    │   ├── GuildFileError         guild.yml says something wrong: file, line, key path
    │   └── NoSuchOperation        no such model or operation, or several fit
    ├── FlagError                  something about flag values
    │   ├── BadAssignment          not NAME=VALUE
    │   ├── NoSuchFlag             the operation has no such flag
    │   ├── BatchFileError         a file of trials that does not do
    │   ├── InvalidFlagValue       a value that does not do, such as one of the wrong type
    │   │   ├── InvalidChoice      not among the choices
    │   │   ├── OutOfRange         below the least or above the most
    │   │   ├── AliasConflict      a flag given by its name and by its alias
    │   │   └── PathMissing        a path that must exist does not
    │   ├── FlagNote               flags that could not be read of a program's source
    │   └── MissingFlags           required flags without a value
    ├── LaunchError                a run cannot be started
    ├── ResourceError              a required resource is not to be had
    └── RunError                   something about an existing run
        ├── ArchiveError           an archive of runs cannot be read, or not be written
        ├── Interrupted            somebody did not want to wait any longer
        ├── NoSuchRun              no run, or several, by that reference
        ├── RunFailed              a run that was waited for did not complete
        └── RunTimeout             nor did it end in the time that was given
"""

# ruff: noqa: N818 - the names say what is wrong; every one of them is an error

from __future__ import annotations

import os
from collections.abc import Iterable

_RED, _PLAIN = "\x1b[31m", "\x1b[0m"
_NOT_THE_USERS = (os.path.dirname(__file__) + os.sep, f"{os.sep}IPython{os.sep}")  # noqa: PTH120 - text
_CELLS = (f"{os.sep}ipykernel_", "<ipython-input-")


class GuildError(Exception):
    """What is wrong, in one sentence, and what to do about it.

    Parameters
    ----------
    message
        What is wrong and where, without a final full stop where it ends in a name.
    hint
        What the user can do; empty where nothing useful is known.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message

    def _render_traceback_(self) -> list[str]:
        """Return the lines that IPython shows: where in the user's own code, and what is wrong."""
        wrong = f"{_RED}{type(self).__name__}: {self.message}{_PLAIN}"
        return [*self._places(), wrong, *(self.hint.split("\n") if self.hint else ())]

    def _places(self) -> list[str]:
        import traceback  # noqa: PLC0415 - only a failing cell needs it

        lines = []
        for frame in traceback.extract_tb(self.__traceback__):
            if any(part in frame.filename for part in _NOT_THE_USERS):
                continue
            is_cell = any(mark in frame.filename for mark in _CELLS)
            place = "the cell" if is_cell else frame.filename
            function = "" if frame.name == "<module>" else f", in {frame.name}"
            lines += [f"{place}, line {frame.lineno}{function}", f"    {frame.line}"]
        return lines


class CommandError(GuildError):
    """The words of a command make no sense."""


class ColumnError(GuildError):
    """A column of a comparison makes no sense, or is not there."""


class DocumentError(GuildError):
    """A YAML text cannot be read; ``line`` is 1-based, 0 where unknown."""

    def __init__(self, message: str, hint: str = "", line: int = 0) -> None:
        super().__init__(message, hint)
        self.line = line


class FilterError(GuildError):
    """What is to choose among runs makes no sense.

    Parameters
    ----------
    message, hint
        What is wrong, and what to write instead.
    column
        Where in the text, from 1; 0 where the text is not the reason.
    """

    def __init__(self, message: str, hint: str = "", column: int = 0) -> None:
        super().__init__(message, hint)
        self.column = column


class HomeError(GuildError):
    """The Guild home cannot or must not be used."""


class ProjectError(GuildError):
    """Something about the project."""


class NoGuildFile(ProjectError):
    """There is no guild.yml in the folder nor in one above."""


class GuildFileError(ProjectError):
    """The Guild file says something that makes no sense.

    Parameters
    ----------
    message
        What is wrong.
    hint
        What to write instead.
    file
        Path of the Guild file.
    line
        1-based line, 0 where unknown.
    key
        Dotted path of the key, such as ``train.flags.lr``.
    category
        ``yaml`` for a text that is not YAML, ``include`` for a file that is not there,
        ``reference`` for a name that is not defined, ``cycle``, or ``invalid``.
    """

    def __init__(
        self,
        message: str,
        hint: str = "",
        *,
        file: str = "",
        line: int = 0,
        key: str = "",
        category: str = "invalid",
    ) -> None:
        place = f"{file}:{line}" if file and line else file
        where = ": ".join(part for part in (place, key) if part)
        super().__init__(f"{where}: {message}" if where else message, hint)
        self.problem = message
        self.file = file
        self.line = line
        self.key = key
        self.category = category


class NoSuchOperation(ProjectError):
    """No model or operation by that name, or several."""


class FlagError(GuildError):
    """Something about flag values."""


class BadAssignment(FlagError):
    """A word that should be NAME=VALUE is not."""


class NoSuchFlag(FlagError):
    """The operation has no flag by that name."""


class BatchFileError(FlagError):
    """A file of trials that cannot be read, or does not say what it should."""


class InvalidFlagValue(FlagError):
    """A value that does not do: of the wrong type, or one of the kinds below.

    Parameters
    ----------
    message, hint
        What is wrong.
    flag
        The flag that has the value; empty where that is not known.
    """

    def __init__(self, message: str, hint: str = "", flag: str = "") -> None:
        super().__init__(message, hint)
        self.flag = flag


class InvalidChoice(InvalidFlagValue):
    """A value that is not among the flag's choices."""


class OutOfRange(InvalidFlagValue):
    """A number below the flag's least or above its most."""


class AliasConflict(InvalidFlagValue):
    """A flag is given by its name and by its alias."""


class PathMissing(InvalidFlagValue):
    """A path that must exist does not."""


class MissingFlags(FlagError):
    """Required flags have no value.

    Parameters
    ----------
    message, hint
        What is wrong.
    flags
        Their names.
    """

    def __init__(self, message: str, hint: str = "", flags: Iterable[str] = ()) -> None:
        super().__init__(message, hint)
        self.flags = tuple(flags)


class FlagNote(FlagError):
    """Flags of a program that could not be read of its source."""


class LaunchError(GuildError):
    """A run cannot be started."""


class ResourceError(GuildError):
    """A required resource is not to be had."""


class RunError(GuildError):
    """Something about an existing run."""


class ArchiveError(RunError):
    """An archive of runs cannot be read or must not be, or cannot be written."""


class NoSuchRun(RunError):
    """No run by that reference, or several."""


class RunTimeout(RunError, TimeoutError):
    """A run did not end in the time that was given; it goes on."""


class Interrupted(RunError):
    """Somebody did not want to wait any longer; what was waited for goes on."""


class RunFailed(RunError):
    """A run that was waited for did not complete.

    Parameters
    ----------
    message
        Which run, and how it ended.
    hint
        The last lines of its output.
    status
        Its final status.
    exit_status
        Its exit status as Guild records it: negative for a signal; None where unknown.
    """

    def __init__(self, message: str, hint: str, status: str, exit_status: int | None) -> None:
        super().__init__(message, hint)
        self.status = status
        self.exit_status = exit_status


def nearest(
    name: str, names: Iterable[str], sentence: str = "Did you mean {}?", cutoff: float = 0.55
) -> str:
    """Return ``sentence`` about the known name nearest to a wrong one, or an empty text.

    Parameters
    ----------
    name
        The wrong name.
    names
        The known ones.
    sentence
        What is said of the nearest.
    cutoff
        How much alike they must be, from 0 to 1.
    """
    import difflib  # noqa: PLC0415 - only where something is wrong

    close = difflib.get_close_matches(name, sorted(names), n=1, cutoff=cutoff)
    return sentence.format(close[0]) if close else ""
