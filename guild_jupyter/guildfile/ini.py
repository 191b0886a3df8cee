"""The oldest dialect: a project file in INI form named ``Guild``, read into the same definitions.

A section ``[model "NAME"]`` has commands by the names of their operations, ``[flags]`` the flags
of all of them, ``[flags "NAME"]`` other values: those of the model of that name without asking,
and else a profile that is asked for.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from math import isfinite
from pathlib import Path
from typing import Any

from guild_jupyter.documents import MAX_DIGITS, MAX_NODES
from guild_jupyter.errors import GuildFileError, nearest
from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.guildfile.definitions import Finding, Model, Operation, PackageDef, Project
from guild_jupyter.guildfile.files import SourceFile
from guild_jupyter.guildfile.ini_sections import Entry, Section, split

_KINDS = ("flags", "model", "project")
_PROJECT_KEYS = ("author", "description", "name", "url", "version")
_REQUIRES = "_requires"
_MOST_FINDINGS = 100
_NUMBER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|[-+]?\.[0-9]+")

#: What a comment behind a value looks like; it is a part of the value.
_COMMENT = re.compile(r"\s[#;]|^[#;]\s")
_LONGEST_SHOWN = 40
_QUOTING = re.compile(r"""["'\\]""")
_LONGEST_QUOTED = 1 << 14  # splitting it takes a time that grows with its square

Values = Mapping[str, Any]


def project(source: SourceFile) -> Project:
    """Return the project that a file of this dialect defines.

    Of several models the first is the default one.

    Raises
    ------
    GuildFileError
        It says something wrong.
    """
    sections = split(source.text, str(source.path))
    return _Reader(sections, source.path).project(source.digest)


class _Reader:
    """Makes definitions of the sections of a file."""

    def __init__(self, sections: list[Section], file: Path) -> None:
        self._file = file
        self._sections = sections
        self._models = [section for section in sections if section.kind == "model"]
        self._values: dict[str, Values] = {
            section.name or "": {name: value(e.value) for name, e in section.entries.items()}
            for section in sections
            if section.kind == "flags"
        }
        self._findings: list[Finding] = []

    def project(self, digest: str) -> Project:
        self._refuse_too_much()
        unnamed = self._values.pop("", {})
        shared = _flags(unnamed)
        models: dict[str, Model] = {}
        for section in self._models:
            name = section.name or ""
            flags, profiles = shared, self._values
            if name in self._values:
                flags = _flags({**unnamed, **self._values[name]})
                profiles = {key: of for key, of in self._values.items() if key != name}
            models[name] = self._model(section, flags, profiles, default=not models)
        package = self._other_sections()
        self._look_for_comments()
        return Project(
            self._file,
            digest,
            models,
            files=(self._file,),
            package=package,
            findings=tuple(self._findings),
        )

    def _refuse_too_much(self) -> None:
        """Bound what the file stands for: each operation has the flags of all."""
        unnamed = len(self._values.get("", ()))
        total = 0
        for section in self._models:
            own = self._values.get(section.name or "")
            named = section.name and own is not None
            flags = unnamed + (len(own or ()) + len(self._values) if named else 0)
            total += (flags + 1) * (len(section.entries) + 1)
            if total > MAX_NODES:
                raise self._error(
                    section.line,
                    section.heading,
                    f"operations and flags together make more than {MAX_NODES} values",
                    "Make the file simpler.",
                )

    def _model(
        self,
        section: Section,
        flags: Mapping[str, FlagDef],
        profiles: Mapping[str, Values],
        *,
        default: bool,
    ) -> Model:
        name = section.name or ""
        commands = {
            key: entry
            for key, entry in section.entries.items()
            if key != "description" and not key.endswith(_REQUIRES)
        }
        operations, problems = {}, {}
        for key, entry in commands.items():
            try:
                operations[key] = Operation(
                    key,
                    model=name,
                    main=self._command(section, key, entry),
                    flags=flags,
                    flags_dest="args",
                    flags_import=False,
                    profiles=profiles,
                    in_project=True,
                    must_exist=self._required(section, key),
                    line=entry.line,
                )
            except GuildFileError as error:
                problems[key] = error
        self._look_for_slips(section, commands)
        described = section.entries.get("description")
        return Model(
            name,
            description=described.value if described else "",
            default=default,
            operations=operations,
            problems=problems,
            folders=(self._file.parent,),
            attributes={key: entry.value for key, entry in section.entries.items()},
        )

    def _command(self, section: Section, key: str, entry: Entry) -> str:
        if not entry.value:
            raise self._error(
                entry.line,
                f"{section.heading}.{key}",
                "an operation without a command",
                f"Write '{key} = MODULE', options after it.",
            )
        self._words(section, key, entry)
        return entry.value

    def _required(self, section: Section, key: str) -> tuple[str, ...]:
        name = f"{key}{_REQUIRES}"
        entry = section.entries.get(name)
        return tuple(self._words(section, name, entry)) if entry else ()

    def _words(self, section: Section, key: str, entry: Entry) -> list[str]:
        if not _QUOTING.search(entry.value):
            return entry.value.split()
        try:
            if len(entry.value) > _LONGEST_QUOTED:
                raise ValueError(f"longer than {_LONGEST_QUOTED} characters, and with quotes")
            return shlex.split(entry.value)
        except ValueError as error:
            raise self._error(
                entry.line,
                f"{section.heading}.{key}",
                f"it cannot be split into words: {error}",
                "Close the quotes, and write a backslash twice.",
            ) from error

    def _look_for_slips(self, section: Section, commands: Mapping[str, Entry]) -> None:
        """Note names that are near to those that mean something else."""
        for key, entry in section.entries.items():
            if len(self._findings) >= _MOST_FINDINGS:
                return
            operation, _, suffix = key.rpartition("_")
            if key.endswith(_REQUIRES) and operation not in commands:
                few = list(commands)[:_MOST_FINDINGS]
                hint = nearest(operation, few, f"Did you mean {{}}{_REQUIRES}?")
                self._find(section, key, entry, f"the model has no operation {operation!r}", hint)
            elif key in commands:
                meant = _slip(key, "description")
                if operation in commands and _slip(suffix, _REQUIRES[1:]):
                    meant = f"{operation}{_REQUIRES}"
                if meant:
                    hint = f"Did you mean {meant}?"
                    self._find(section, key, entry, f"{key!r} is read as an operation", hint)

    def _look_for_comments(self) -> None:
        """Note what looks like a comment behind a value: in this dialect it is a part of it."""
        for section in self._sections:
            for key, entry in section.entries.items() if section.kind in _KINDS else ():
                found = _COMMENT.search(entry.value)
                if found and len(self._findings) < _MOST_FINDINGS:
                    said = entry.value[found.start() :].strip()
                    shown = said if len(said) <= _LONGEST_SHOWN else f"{said[:_LONGEST_SHOWN]}…"
                    message = f"{shown!r} is a part of the value, not a comment"
                    self._find(section, key, entry, message, "Give a comment a line of its own.")

    def _other_sections(self) -> PackageDef | None:
        """Return what ``[project]`` says, and note sections that are not read."""
        package = None
        for section in self._sections:
            if section.kind not in _KINDS:
                if len(self._findings) >= _MOST_FINDINGS:
                    continue
                self._note(
                    section.line,
                    section.heading,
                    f"a section {section.kind!r} is not read",
                    nearest(section.kind, _KINDS, "Did you mean [{}]?"),
                )
            elif section.kind == "project":
                for key, entry in section.entries.items():
                    close = "" if key in _PROJECT_KEYS else nearest(key, _PROJECT_KEYS)
                    if close:
                        self._find(section, key, entry, f"{key!r} is not read", close)
                said = {key: entry.value for key, entry in section.entries.items()}
                package = PackageDef(
                    said.get("name", ""),
                    said.get("description", ""),
                    said.get("version", "0.0.0"),
                    said,
                )
        return package

    def _find(self, section: Section, key: str, entry: Entry, message: str, hint: str) -> None:
        self._note(entry.line, f"{section.heading}.{key}", message, hint)

    def _note(self, line: int, key: str, message: str, hint: str) -> None:
        if len(self._findings) < _MOST_FINDINGS:
            self._findings.append(Finding(str(self._file), line, key, message, hint))

    def _error(self, line: int, key: str, message: str, hint: str) -> GuildFileError:
        return GuildFileError(message, hint, file=str(self._file), line=line, key=key)


def value(text: str) -> str | int | float:
    """Return what a flag's value stands for: a number, or else the text as it is written.

    Digits after a leading zero, such as ``007``, stay text.
    """
    if len(text) > MAX_DIGITS or not _NUMBER.fullmatch(text):
        return text
    if text.lstrip("+-").isdigit():
        return int(text)
    number = float(text)
    return number if isfinite(number) else text


def _slip(word: str, meant: str) -> str:
    """Return the word that is meant if the other is a slip of the pen, else an empty text."""
    near = word != meant and abs(len(word) - len(meant)) < 3
    return meant if near and nearest(word, [meant], cutoff=0.85) else ""


def _flags(values: Values) -> dict[str, FlagDef]:
    return {name: FlagDef(name, default=default) for name, default in values.items()}
