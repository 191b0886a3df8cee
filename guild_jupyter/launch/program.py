"""The program of an operation as part of its source code: its files are copied, or it is refused.

Guild leaves them out like any other file, where its limits or Git say so, and the run fails then.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from guild_jupyter import paths
from guild_jupyter.errors import GuildFileError, LaunchError, nearest
from guild_jupyter.guildfile.definitions import Operation, Project
from guild_jupyter.launch.command import Command, split
from guild_jupyter.launch.interpreter import Interpreter, files_of, missing_module
from guild_jupyter.launch.selection import ENDS, Selection, ruled_out
from guild_jupyter.registry import load

if TYPE_CHECKING:
    from guild_jupyter.resources.plan import Plan as ResourcePlan
    from guild_jupyter.resources.plan import PlannedSource

_ARCHIVE_KIND = "guild_jupyter.resources.archives:kind_of"


#: So many names of a folder are looked at for one that may be meant.
_MOST_NAMES = 1000


def files(operation: Operation, command: Command, folders: Sequence[str]) -> list[Path]:
    """Return the files of the project that are an operation's program; the last one is run.

    Parameters
    ----------
    operation, command
        The operation and its command.
    folders
        Where its module is looked for in the project.
    """
    if command.module is not None:
        return files_of(command.module, folders)
    if operation.exec is None:
        return []
    first = split(operation, "exec")[0]
    path = Path(os.path.normpath(Path(folders[0], first)))
    return [path] if "/" in first and paths.is_file(path) else []


def search_path(folders: Sequence[str], base: Path, destination: str | None = None) -> list[str]:
    """Return where the folders of PYTHONPATH are, before there is a run directory too.

    Parameters
    ----------
    folders
        The folders: absolute, or below the one that the operation runs in.
    base
        That folder, or the one whose files will be in it.
    destination
        Where in it they will be; None where they are there.
    """
    if destination is None:
        return [os.path.normpath(base / folder) for folder in folders]
    found = []
    for folder in folders:
        place = os.path.relpath(f"/run/{folder}", f"/run/{destination}")
        if Path(folder).is_absolute():
            found.append(folder)
        elif not place.startswith(".."):
            found.append(os.path.normpath(base / place))
    return found


def missing(
    command: Command,
    folders: Sequence[str],
    interpreter: Interpreter,
    resources: ResourcePlan | None,
) -> str:
    """Return why Python cannot run the module of a command; empty where nothing is known.

    Parameters
    ----------
    command
        The command.
    folders
        Where its module is looked for before the interpreter's own folders.
    interpreter
        The Python that runs it.
    resources
        What is put into the run before it starts: the module may be in it.
    """
    if command.module is None:
        return ""
    problem = missing_module(command.module, folders, interpreter)
    sources = (
        [one for resource in resources.resources for one in resource.sources] if resources else []
    )
    names = {command.module.partition(".")[0], command.module.rpartition(".")[2]}
    return "" if any(_may_bring(source, names) for source in sources) else problem


def remedy(command: Command, root: Path) -> str:
    """Return what may be meant by a module that is not there; empty where nothing is near.

    Parameters
    ----------
    command
        The command.
    root
        The folder of the source code.
    """
    module = command.module or ""
    if module.endswith(".py"):
        return f"'main' names a module: write {module.removesuffix('.py')}, without .py."
    try:
        with os.scandir(root / command.module_folder) as entries:
            names = [entry.name for entry in islice(entries, _MOST_NAMES)]
    except OSError:
        return ""
    modules = [name.removesuffix(".py") for name in names if name.endswith(".py")]
    return nearest(module, modules, "Did you mean {}?")


def _may_bring(source: PlannedSource, names: set[str]) -> bool:
    """Tell whether a resource may hold a module: of a plain file its name tells."""
    path = Path(source.path)
    if source.kind == "config":
        return False
    if source.kind != "file" or source.rename or not paths.is_file(path):
        return True
    is_archive = source.unpack and load(_ARCHIVE_KIND)(path.name, source.archive)
    return bool(is_archive) or path.name.partition(".")[0] in names


def with_program(source: Selection, found: Sequence[Path]) -> Selection:
    """Return a selection with the files of a program, those that a rule leaves out excepted.

    One without any file stays so: its modules are those of the project itself.
    """
    if not source.files:
        return source
    for file in found:
        path = os.path.relpath(file, source.root)
        if path not in source.files and not ruled_out(source, path):
            skipped = [one for one in source.skipped if one[0] != path or ENDS in one[1]]
            source = replace(source, files=[*source.files, path], skipped=skipped)
    return source


def unreachable(
    command: Command, module_folders: Sequence[str], run_dir: Path, work_folder: Path
) -> LaunchError | None:
    """Return the error for a folder of modules that Python cannot be told of; else None.

    Parameters
    ----------
    command
        The command.
    module_folders
        Where its modules are: absolute, or below the run directory.
    run_dir
        The run directory, or one beside it.
    work_folder
        Where it runs; this folder Python knows by itself.
    """
    folder = run_dir / module_folders[0] if module_folders else work_folder
    if command.module is None or folder == work_folder or os.pathsep not in str(folder):
        return None
    is_absolute = Path(module_folders[0]).is_absolute()
    place = folder if is_absolute else run_dir.parent
    return LaunchError(
        f"Python cannot be told where the module {command.module} is: {paths.shown(place)} has a "
        f"{os.pathsep!r}, which ends a path of PYTHONPATH",
        "Rename the project's folder." if is_absolute else "Choose another home: '--home DIR'.",
    )


def refusal(
    operation: Operation,
    project: Project,
    command: Command,
    source: Selection,
    found: Sequence[Path],
    interpreter: Interpreter,
    elsewhere: Sequence[str],
) -> GuildFileError | None:
    """Return the error for a module that a rule leaves out and that is nowhere else; else None.

    Parameters
    ----------
    operation, project
        What is run.
    command
        Its command.
    source
        Its source code.
    found
        The files of its program.
    interpreter
        The Python that runs it.
    elsewhere
        Other folders where it is looked for.
    """
    if command.module is None or not found or source.is_off or operation.in_project:
        return None
    path = os.path.relpath(found[-1], source.root)
    if path in source.files or not ruled_out(source, path):
        return None
    if not missing_module(command.module, elsewhere, interpreter):
        return None
    return GuildFileError(
        f"no module named {command.module} is in the run: 'sourcecode' leaves out {path}",
        f"Write '- include: {path}' after the rule that leaves it out.",
        file=str(project.file),
        line=operation.line,
        key=f"{operation.spec}.sourcecode",
    )
