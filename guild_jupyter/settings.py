"""Settings: which Guild home is meant, and what a user has set for good.

Lasting settings stand in Guild's own user configuration, ``~/.guild/config.yml`` (or where
``GUILD_CONFIG`` says), under the key ``guild_jupyter``: ``share: group``, ``grace: 30``,
``processes: 4000`` and ``output: {head: 1 GiB, tail: 16 MiB}``.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Mapping
from math import inf
from pathlib import Path
from typing import Any, NamedTuple

from guild_jupyter import documents, paths
from guild_jupyter.errors import DocumentError, GuildError, HomeError
from guild_jupyter.redaction.patterns import late

HOME_VARIABLE = "GUILD_HOME"
PYTHON_VARIABLE = "GUILD_PYTHON_EXE"
DEFAULT_GRACE = 10.0
_SIZE = late(r"([0-9]{1,15}) ?([KMGT]?)(i?)B?", re.IGNORECASE)


class Settings(NamedTuple):
    """What is set for one user and one project.

    Parameters
    ----------
    home
        Absolute path of the Guild home.
    home_note
        What a user should know about the choice of the home; may be empty.
    share_group
        Whether runs are readable by the user's group.
    grace
        Seconds between the request to stop and the force.
    head, tail
        How many of the first and of the last bytes of a run's output are kept; None for the
        default.
    processes
        At how many processes of the user an operation can start no more; None for no limit.
    """

    home: Path
    home_note: str = ""
    share_group: bool = False
    grace: float = DEFAULT_GRACE
    head: int | None = None
    tail: int | None = None
    processes: int | None = None


def read(
    start: Path, home: str | None = None, environment: Mapping[str, str] | None = None
) -> Settings:
    """Return the settings that hold in a folder.

    Parameters
    ----------
    start
        The project's folder.
    home
        What was given as ``--home``; None for nothing.
    environment
        The environment variables; None for those of this process.

    Raises
    ------
    HomeError, GuildError
        A home that was named is no folder, or the user configuration makes no sense.
    """
    variables = os.environ if environment is None else environment
    path, note = find_home(start, home, variables)
    own = _user_configuration(variables)
    share = variables.get("GUILD_JUPYTER_SHARE", own.get("share", "no"))
    if share not in ("no", "group", False, None):
        raise GuildError(f"share: {share!r} is not known", "Use 'share: group' or 'share: no'.")
    grace = own.get("grace", DEFAULT_GRACE)
    if isinstance(grace, bool) or not isinstance(grace, (int, float)) or not 0 <= grace < inf:
        raise GuildError(f"grace: {grace!r} is not a number of seconds", "Use 'grace: 10'.")
    processes = own.get("processes")
    if processes is not None and (type(processes) is not int or processes < 1):
        raise GuildError(
            f"processes: {processes!r} is not a number of processes", "Use 'processes: 4000'."
        )
    head, tail = _output_limits(own.get("output"))
    return Settings(path, note, share == "group", float(grace), head, tail, processes)


def _output_limits(output: object) -> tuple[int | None, int | None]:
    if output is None:
        return None, None
    if not isinstance(output, Mapping) or not {"head", "tail"}.issuperset(output):
        raise GuildError(f"output: {output!r} is not known", "Use 'output: {head: 1 GiB}'.")
    head, tail = (
        None if output.get(name) is None else _bytes(name, output[name])
        for name in ("head", "tail")
    )
    return head, tail


def _bytes(name: str, value: object) -> int:
    """Return a size, as a number of bytes or a text such as ``16 MiB`` or ``1GB``."""
    match = None if isinstance(value, bool) else _SIZE.fullmatch(str(value).strip())
    if match is None:
        raise GuildError(
            f"output: {name}: {value!r} is not a size",
            f"Use '{name}: 16 MiB' or a number of bytes.",
        )
    number, unit, binary = match.groups()
    power = "KMGT".find(unit.upper()) + 1 if unit else 0
    factor: int = (1024 if binary else 1000) ** power
    return int(number) * factor


def find_home(start: Path, option: str | None, variables: Mapping[str, str]) -> tuple[Path, str]:
    """Return the Guild home for a folder, and a note about it.

    The order is: the option, ``GUILD_HOME``, the nearest ``.guild`` from the folder upward to
    the user's home, ``~/.guild``.

    Raises
    ------
    HomeError
        The home that was named cannot be a folder.
    """
    named = option or variables.get(HOME_VARIABLE)
    if named:
        path = Path(os.path.abspath(start / _expanded(named, variables)))  # noqa: PTH100 - ".." goes
        source = f"It comes from {'--home' if option else HOME_VARIABLE}."
        if why := paths.hindrance(path):
            raise HomeError(f"the Guild home {paths.shown(path)} cannot be used: {why}", source)
        if paths.is_there(path) and not paths.is_folder(path):
            raise HomeError(f"the Guild home {path} is not a folder", source)
        if not paths.is_folder(path.parent):
            raise HomeError(
                f"the Guild home {path} cannot be made: {path.parent} is not a folder", source
            )
        return path, ""
    user_home = paths.user_home(variables)
    found = _nearest(start, user_home) or (user_home and user_home / ".guild")
    if found is None:
        raise HomeError(
            "there is no place for a Guild home: the user has no home folder",
            f"Name one with '--home DIR' or the variable {HOME_VARIABLE}, or set HOME.",
        )
    path = found
    other = _of_virtual_environment(variables)
    if other is not None and other != path:
        return path, (
            f"runs are kept in {path}; the guild command in this virtual environment "
            f"would use {other} (set {HOME_VARIABLE} to use one home in both)"
        )
    return path, ""


def _expanded(named: str, variables: Mapping[str, str]) -> Path:
    first, _, rest = named.partition("/")
    user_home = paths.user_home(variables) if first == "~" else None
    return Path(named) if user_home is None else user_home / rest


def _nearest(start: Path, user_home: Path | None) -> Path | None:
    folder = Path(os.path.abspath(start))  # noqa: PTH100 - ".." goes, symbolic links stay
    last = user_home and os.path.realpath(user_home)
    for place in (folder, *folder.parents):
        candidate = place / ".guild"
        if paths.is_folder(candidate) and not _is_run(candidate) and not _is_planted(candidate):
            return candidate
        if os.path.realpath(place) == last:
            break
    return None


def _is_run(candidate: Path) -> bool:
    return os.path.lexists(candidate / "opref")


def _is_planted(candidate: Path) -> bool:
    # In a folder that everybody may write to, such as /tmp, somebody else's .guild is no offer.
    everybody = candidate.parent.stat().st_mode & stat.S_IWOTH
    if sys.platform == "win32":
        return False
    return bool(everybody) and candidate.stat().st_uid != os.geteuid()


def _of_virtual_environment(variables: Mapping[str, str]) -> Path | None:
    for name in ("CONDA_PREFIX", "VIRTUAL_ENV"):
        folder = variables.get(name)
        if folder and paths.is_folder(Path(folder) / ".guild"):
            return Path(folder) / ".guild"
    return None


def _user_configuration(variables: Mapping[str, str]) -> Mapping[str, Any]:
    named = variables.get("GUILD_CONFIG")
    file = _expanded(named or "~/.guild/config.yml", variables)
    try:
        text = file.read_text(encoding="utf-8")
        data = documents.parse(text)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return {}
    except OSError as error:
        raise GuildError(
            f"{file} cannot be read: {error.strerror}", "Close some files, or move it away."
        ) from error
    except (DocumentError, UnicodeDecodeError) as error:
        raise GuildError(f"{file}: {error}", "Correct the file or move it away.") from error
    own = data.get("guild_jupyter") if isinstance(data, Mapping) else None
    return own if isinstance(own, Mapping) else {}
