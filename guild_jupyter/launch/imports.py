"""The flags of an operation with what its program's source says of them; nothing of it is run."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from guild_jupyter.errors import nearest
from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.flags.destinations import (
    ARGS,
    CONFIG,
    GLOBALS,
    NONE,
    reaches_command_line,
    sets_variables,
)
from guild_jupyter.flags.imports.definitions import MAX_NOTEBOOK_BYTES, Imported
from guild_jupyter.flags.imports.merging import merged
from guild_jupyter.flags.imports.module_files import (
    Look,
    ModuleFiles,
    confirmed,
    with_absolute_default,
)
from guild_jupyter.guildfile.definitions import Operation, Project
from guild_jupyter.launch.command import main_module, split
from guild_jupyter.registry import load

_MAX_KEPT = 256
#: What reading a program leaves of its name in help texts.
_PROGRAM = "%(prog)s"


@dataclass(frozen=True)
class Imports:
    """An operation whose flags are complete.

    Parameters
    ----------
    operation
        The operation, its flags merged and its ``flags_dest`` decided.
    notes
        What could not be read, and why, in sentences for the user.
    computed
        Variables of the program that would be flags, were their values not computed.
    """

    operation: Operation
    notes: tuple[str, ...] = ()
    computed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Program:
    """What is read for an operation."""

    path: str = ""
    package: str = ""
    words: tuple[str, ...] = ()
    problem: str = ""


_kept: OrderedDict[tuple[object, ...], tuple[dict[str, Look], Imported]] = OrderedDict()
_lock = Lock()


def with_imported_flags(
    operation: Operation, project: Project, search_path: Sequence[str] = ()
) -> Operation:
    """Return an operation with its flags complete; see :func:`imports_of`."""
    return imports_of(operation, project, search_path).operation


def imports_of(operation: Operation, project: Project, search_path: Sequence[str] = ()) -> Imports:
    """Return an operation with the flags that its program's source adds.

    Parameters
    ----------
    operation, project
        The operation as the Guild file defines it.
    search_path
        Where the interpreter finds installed modules.

    Raises
    ------
    GuildFileError
        The operation's command cannot be split into words.
    """
    wanted = operation.flags_import
    if operation.script and wanted is None:
        wanted = True
    given = operation.flags_dest
    if given is not None and given.startswith(CONFIG):
        if not wanted and not (wanted is None and operation.flags):
            return Imports(operation)
        name = given.removeprefix(CONFIG)
        imported = _remembered((str(project.directory), name), _of_settings(project, name))
        return _complete(operation, imported, wanted, project.directory, name, given)
    if operation.exec is not None or operation.steps is not None:
        return Imports(operation if given else replace(operation, flags_dest=ARGS))
    if given == NONE or not (wanted or operation.flags):
        return Imports(replace(operation, flags_dest=given or ARGS))
    return _of_program(operation, project, wanted, search_path)


def program_of(operation: Operation, project: Project) -> str:
    """Return the file of an operation's program in the project; empty for none that is known.

    Raises
    ------
    GuildFileError
        The operation's command cannot be split into words.
    """
    if operation.exec is not None or operation.steps is not None:
        return ""
    files = ModuleFiles(_folders(operation, project))
    return _program(operation, project, files, ()).path


def _of_program(
    operation: Operation,
    project: Project,
    wanted: bool | tuple[str, ...] | None,
    search_path: Sequence[str],
) -> Imports:
    folders = _folders(operation, project)
    given = operation.flags_dest
    searched = tuple(search_path)
    start = (operation.script, operation.notebook, operation.main)
    files = ModuleFiles(folders)
    # Where the program is, is looked up each time: it may have moved.
    program = _program(operation, project, files, searched)
    shown = os.path.relpath(program.path, project.directory) if program.path else ""
    if program.problem:
        imported = Imported(given, notes=(program.problem,) if wanted else ())
        return _complete(operation, imported, wanted, project.directory, shown, given)
    key = (start, program.path, folders, given, program.words)
    imported = _remembered(key, _of_file(program, given, files))
    folder = Path(program.path).parent
    return _complete(operation, imported, wanted, folder, shown, given)


def _complete(
    operation: Operation,
    imported: Imported,
    wanted: bool | tuple[str, ...] | None,
    folder: Path,
    shown: str,
    given: str | None,
) -> Imports:
    flags = {name: _located(flag, folder) for name, flag in imported.flags.items()}
    flags = merged(
        operation.flags,
        replace(imported, flags=flags),
        wanted,
        operation.flags_import_skip,
        arg_skip=operation.attributes.get("default-flag-arg-skip") is True,
    )
    names = [flag.arg_name or name for name, flag in flags.items()]
    of_notebook = operation.notebook or operation.script.endswith(".ipynb")
    destination = given or (GLOBALS if of_notebook else imported.destination_of(names))
    place = f" from {shown}" if shown else ""
    cannot = f"not all flags of {operation.spec} could be read{place}"
    notes = [f"{cannot}: {why}" for why in imported.notes]
    if not imported.notes:
        notes += _lacking(operation, imported.flags, wanted, shown)
        if wanted is True and not imported.flags and reaches_command_line(destination):
            notes.append(
                f"no flags of {operation.spec} were found in {shown}: it has no options of "
                "argparse or click that can be told by reading it"
            )
    computed = {name for name in imported.variables - flags.keys() if name[:1] != "_"}
    return Imports(
        replace(operation, flags=flags, flags_dest=destination),
        tuple(notes),
        frozenset(computed if wanted is True and sets_variables(destination) else ()),
    )


def _lacking(
    operation: Operation,
    flags: Mapping[str, FlagDef],
    wanted: bool | tuple[str, ...] | None,
    shown: str,
) -> list[str]:
    listed = wanted if isinstance(wanted, tuple) else ()
    return [
        f"'flags-import' of {operation.spec} lists {name!r}, which is not in {shown}"
        + nearest(name, flags, ". Did you mean {!r}?")
        for name in listed
        if name not in flags and name not in operation.flags
    ]


def _located(flag: FlagDef, folder: Path) -> FlagDef:
    default = with_absolute_default(flag.default, folder)
    return flag if default is flag.default else replace(flag, default=default)


def _folders(operation: Operation, project: Project) -> tuple[str, ...]:
    """Return where modules of the project are, the operation's own folder first."""
    root = project.directory
    model = project.models.get(operation.model)
    for spec in (model.sourcecode if model else None, operation.sourcecode):
        if isinstance(spec, Mapping) and isinstance(spec.get("root"), str):
            root = Path(os.path.normpath(project.directory / spec["root"]))
    nested = main_module(operation)[0] if operation.main else ""
    own = [os.path.normpath(root / nested)] if nested else []
    more = [os.path.normpath(project.directory / path) for path in operation.python_path]
    return tuple(dict.fromkeys([*own, str(root), *more]))


def _program(
    operation: Operation, project: Project, files: ModuleFiles, search_path: Sequence[str]
) -> _Program:
    if operation.script:
        return _Program(str(project.directory / operation.script))
    if operation.notebook is not None:
        words = split(operation, "notebook")
        return _Program(str(project.directory / words[0]), words=tuple(words[1:]))
    if operation.main is None:
        return _Program(problem="it runs no script")
    _, module, words = main_module(operation)
    found = files.main(module, search_path)
    if found is None:
        return _Program(problem=f"there is no module {module} in the project")
    return _Program(*found, words=tuple(words))


Read = Callable[[], tuple[dict[str, Look], Imported]]


def _of_file(program: _Program, destination: str | None, files: ModuleFiles) -> Read:
    def read() -> tuple[dict[str, Look], Imported]:
        return files.seen, _imported(program, destination, files)

    return read


def _imported(program: _Program, destination: str | None, files: ModuleFiles) -> Imported:
    reading = "guild_jupyter.flags.imports.reading"
    if program.path.endswith(".ipynb"):
        data = files.read(program.path, MAX_NOTEBOOK_BYTES)
        kind = f"{reading}:read_notebook"
    else:
        data = files.read(program.path)
        kind = f"{reading}:read_script"
    found: Imported
    if data is None:
        found = Imported(destination, notes=("it is not there, or cannot be read",))
    elif program.path.endswith(".ipynb"):
        found = load(kind)(data, destination)
    elif program.path.endswith(".py"):
        found = load(kind)(data, destination, program.words, files.find, program.package)
        found = replace(found, flags=_with_program(found.flags, Path(program.path).name))
    else:
        found = Imported(destination, notes=("it is neither Python nor a notebook",))
    return found


def _with_program(flags: Mapping[str, FlagDef], name: str) -> dict[str, FlagDef]:
    """Return flags whose help texts name the program as it is called."""
    return {
        key: replace(flag, description=flag.description.replace(_PROGRAM, name))
        if _PROGRAM in flag.description
        else flag
        for key, flag in flags.items()
    }


def _of_settings(project: Project, name: str) -> Read:
    files = ModuleFiles([])

    def read() -> tuple[dict[str, Look], Imported]:
        unreadable = load("guild_jupyter.flags.imports.source:Unreadable")
        data = files.read(str(project.directory / name))
        if data is None:
            return files.seen, Imported(notes=("it is not there, or cannot be read",))
        try:
            flags = load("guild_jupyter.flags.imports.settings_files:file_flags")(name, data)
        except unreadable as error:
            return files.seen, Imported(notes=(str(error),))
        return files.seen, Imported(flags=flags)

    return read


def _remembered(key: tuple[object, ...], read: Read) -> Imported:
    """Return what was read, from memory while every file that was looked at is the same."""
    with _lock:
        kept = _kept.get(key)
    looks = _confirmed(kept[0]) if kept else None
    if kept is None or looks is None:
        kept = read()
    elif looks != kept[0]:
        kept = looks, kept[1]
    else:
        return kept[1]
    with _lock:
        _kept[key] = kept
        _kept.move_to_end(key)
        while len(_kept) > _MAX_KEPT:
            _kept.popitem(last=False)
    return kept[1]


def _confirmed(looks: Mapping[str, Look]) -> dict[str, Look] | None:
    """Return newer looks at the same files, None where one of them is another now."""
    newer: dict[str, Look] = {}
    for path, look in looks.items():
        found = confirmed(path, look)
        if found is None:
            return None
        newer[path] = found
    return newer
