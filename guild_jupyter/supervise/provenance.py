"""What else belongs in the record of a run: the commit of the project, the packages installed.

Both are noted by the recorder, off the path a person waits for. The list of packages is asked
of the interpreter that runs the operation, and kept until one of its folders changes.
"""

from __future__ import annotations

import json
import os
import zlib

from guild_jupyter.supervise import durable

TYPE_CHECKING = False  # as typing says it, without its 9 ms
if TYPE_CHECKING:
    from typing import Any

    from guild_jupyter.supervise.rundir import RunDir

_PATIENCE = 30
#: Run by the operation's interpreter: its search path and what is installed there.
_ASK = """
import json, sys
from importlib import metadata
found = {}
for item in metadata.distributions():
    name = item.metadata["Name"]
    if name:
        found.setdefault(name.lower(), f"{name}=={item.version}")
print(json.dumps([[p for p in sys.path if p], sorted(found.values(), key=str.lower)]))
"""


def record(run: RunDir, wanted: dict[str, Any], mode: int) -> None:
    """Write the attributes ``vcs_commit`` and ``pip_freeze`` where they can be had.

    Parameters
    ----------
    run
        The run directory.
    wanted
        ``project`` (folder), ``python`` (interpreter; absent for none), ``cache`` (folder).
    mode
        Permissions of the files.
    """
    commit = vcs_commit(wanted["project"]) if wanted.get("project") else None
    if commit:
        durable.write(run.attr("vcs_commit"), f"{commit}\n".encode(), mode)
    if wanted.get("python"):
        packages = installed(wanted["python"], wanted.get("cache", ""), run.path)
        if packages:
            lines = "".join(f"- {package}\n" for package in packages)
            durable.write(run.attr("pip_freeze"), lines.encode(), mode)


def vcs_commit(folder: str) -> str | None:
    """Return ``git:<sha>``, with an asterisk where files differ from it; None without Git."""
    if not in_repository(folder):
        return None
    sha = _output(["git", "-C", folder, "rev-parse", "HEAD"])
    if not sha:
        return None
    # Without the optional lock: the user's own git may be at work.
    status = ["status", "--porcelain", "--untracked-files=no"]
    changed = _output(["git", "--no-optional-locks", "-C", folder, *status])
    return f"git:{sha}*" if changed else f"git:{sha}"


def in_repository(folder: str) -> bool:
    """Tell whether a folder, or one above it, is Git's."""
    while True:
        if os.path.exists(folder + "/.git"):
            return True
        parent = os.path.dirname(folder)
        if parent == folder:
            return False
        folder = parent


def installed(python: str, cache: str, run_dir: str = "") -> list[str]:
    """Return ``name==version`` of what an interpreter has installed, sorted by name.

    Parameters
    ----------
    python
        Path of the interpreter.
    cache
        Folder for the answer; it holds until one of the interpreter's folders changes.
    run_dir
        The run directory: what the run alone has in its search path is nothing installed.
    """
    folders = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    others = [one for one in folders if not run_dir or not f"{one}/".startswith(f"{run_dir}/")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(others)}
    asked = f"{os.geteuid()}\0{python}\0{environment['PYTHONPATH']}"
    # Not hashlib: OpenSSL takes 10 ms to load. What the file is about stands in it.
    path = f"{cache}/packages-{zlib.crc32(asked.encode(errors='surrogateescape')):08x}.json"
    known = (durable.read_json(path) if cache else None) or {}
    if known.get("asked") != asked:
        known = {}
    times, packages = known.get("folders"), known.get("packages")
    if (
        isinstance(times, dict)
        and isinstance(packages, list)
        and times
        and all(_changed(folder) == when for folder, when in times.items())
    ):
        return [str(package) for package in packages]
    try:
        search_path, packages = json.loads(_output([python, "-c", _ASK], environment) or "")
    except ValueError:
        return []
    times = {folder: _changed(folder) for folder in [*search_path, python]}
    if cache:
        try:
            os.makedirs(cache, exist_ok=True)
            durable.write_json(path, {"asked": asked, "folders": times, "packages": packages})
        except OSError:
            return list(packages)
    return list(packages)


def _changed(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0


def _output(words: list[str], environment: dict[str, str] | None = None) -> str:
    import subprocess  # noqa: PLC0415 - a run outside Git with a known interpreter needs none

    try:
        done = subprocess.run(
            words,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=_PATIENCE,
            env=environment,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
