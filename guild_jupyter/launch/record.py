"""What the record of a run says of how it was run; the record may be anybody's.

Guild's runs are read as well as ours. What makes no sense is refused, and no path leads out of
the run directory.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from guild_jupyter.errors import GuildError, LaunchError
from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.flags.destinations import ARGS
from guild_jupyter.guildfile.definitions import Operation, Project
from guild_jupyter.launch.command import FLAG_ARGS
from guild_jupyter.launch.recorded import OURS, flag_of
from guild_jupyter.launch.recorded_steps import from_data
from guild_jupyter.launch.selection import Selection, destination
from guild_jupyter.resources import targets
from guild_jupyter.runstore import manifest
from guild_jupyter.runstore.run import Run
from guild_jupyter.scalars.patterns import Patterns, compile_patterns
from guild_jupyter.supervise import durable

T = TypeVar("T")

_MAIN = ["-um", "guild.op_main"]
_STEPS = ["-um", "guild.steps_main"]
_NOTEBOOK = "guild.plugins.nbexec"
_GUILD_FLAG_ARGS = "__flag_args__"
#: What is made anew for every start.
_NOT_OWN = frozenset({"FLAGS_DEST", "GUILD_PLUGINS", "PROJECT_DIR", "PYTHONPATH", "GUILD_OP"})
_MOST_FILES = 100_000
#: What a value of another kind than its place takes leads to.
_SENSELESS = (TypeError, ValueError, AttributeError, LookupError)


class Record:
    """How a run was run.

    Parameters
    ----------
    run
        The run.

    Raises
    ------
    LaunchError
        Its record does not say it, or makes no sense.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        op = run.attributes.get("op")
        if not isinstance(op, Mapping) or not isinstance(op.get("op-cmd"), Mapping):
            raise LaunchError(
                f"{run.operation} {run.short_id} does not record how it was run",
                "Run the operation itself.",
            )
        self._op: Mapping[Any, Any] = op
        self._command: Mapping[Any, Any] = op["op-cmd"]
        self.destination = self._sensible(lambda: _text(self._command.get("flags-dest")) or ARGS)
        self.label_template = self._sensible(lambda: _text(op.get("label-template")))
        self.flags = self._sensible(self._flags)
        self.operation = self._sensible(self._operation)
        self.patterns: Patterns = self._sensible(
            lambda: compile_patterns(op.get("output-scalars"))
        )
        self.source = self._sensible(self._source)

    def _sensible(self, read: Callable[[], T]) -> T:
        try:
            return read()
        except GuildError as error:
            raise self._refusal(error.message) from error
        except _SENSELESS as error:
            raise self._refusal(str(error)) from error

    def _refusal(self, why: str) -> LaunchError:
        run = self.run
        return LaunchError(
            f"the record of {run.operation} {run.short_id} makes no sense: {why}",
            "Run the operation itself.",
        )

    @property
    def project(self) -> Project:
        """The project, which may be gone."""
        ref = self.run.opref
        folder = Path(ref.folder or self.run.dir)
        file = Path(ref.package) if ref.kind == "guildfile" else folder / "guild.yml"
        return Project(file, ref.version, {})

    @property
    def of_flags(self) -> dict[str, Any]:
        """The values that the run had for the flags of its operation."""
        return {name: value for name, value in self._values().items() if name in self.flags}

    @property
    def of_resources(self) -> dict[str, Any]:
        """What its resources added to them."""
        return {name: value for name, value in self._values().items() if name not in self.flags}

    def _values(self) -> dict[str, Any]:
        values: Mapping[Any, Any] = self.run.attributes.typed("flags", dict, {})
        return {str(name): value for name, value in values.items()}

    def _flags(self) -> dict[str, FlagDef]:
        values = self._values()
        ours = self._op.get(OURS)
        listed = ours.get("flags") if isinstance(ours, Mapping) else None
        if listed is None:
            plain = _mapping(self._command.get("cmd-flags"))
            listed = [{"name": name, **_mapping(data)} for name, data in plain.items()]
        return {str(data["name"]): flag_of(data, values.get(str(data["name"]))) for data in listed}

    def _operation(self) -> Operation:
        ref = self.run.opref
        ours = self._op.get(OURS)
        form = self._our_form(ours) if isinstance(ours, Mapping) else self._guilds_form()
        return Operation(
            ref.operation,
            ref.model,
            flags=self.flags,
            flags_dest=self.destination,
            output_scalars=self._op.get("output-scalars"),
            python_requires=_text(self._op.get("python-requires")),
            delete_on_success=self._op.get("delete-on-success") is True,
            script=ref.operation if ref.kind == "script" else "",
            **form,
        )

    def _our_form(self, ours: Mapping[Any, Any]) -> dict[str, Any]:
        return {
            "main": _text(ours.get("main")),
            "exec": _text(ours.get("exec")),
            "notebook": _text(ours.get("notebook")),
            "steps": self._steps() if ours.get("steps") else None,
            "in_project": ours.get("in-project") is True,
            "env": _variables(ours.get("env")),
            "env_secrets": tuple(str(_text(name)) for name in ours.get("env-secrets") or ()),
            "pip_freeze": ours.get("pip-freeze", True) is not False,
        }

    def _guilds_form(self) -> dict[str, Any]:
        words = [str(word) for word in self._command.get("cmd-args") or []]
        added = _variables(self._command.get("cmd-env"))
        env = {name: value for name, value in added.items() if name not in _NOT_OWN}
        own = self._own_path(added.get("PYTHONPATH", ""), words[1:3] in (_STEPS, _MAIN))
        if own:
            env["PYTHONPATH"] = own
        if words[1:3] == _STEPS:
            return {"steps": self._steps(), "env": env}
        if words[1:3] != _MAIN:
            joined = [FLAG_ARGS if w == _GUILD_FLAG_ARGS else shlex.quote(w) for w in words]
            return {"exec": " ".join(joined), "env": env}
        rest = [word for word in words[3:] if word != _GUILD_FLAG_ARGS]
        if "--" in rest:
            del rest[len(rest) - 1 - rest[::-1].index("--")]
        if rest[:1] == [_NOTEBOOK]:
            return {"notebook": shlex.join(rest[1:]), "env": env}
        return {"main": shlex.join(rest), "env": env}

    def _own_path(self, recorded: object, is_guilds: bool) -> str:
        """Return the PYTHONPATH of the operation itself, without what Guild adds for its own."""
        if not is_guilds:
            return str(recorded)
        # It stands before the folder of the source code.
        own, found, _ = f":{recorded}:".partition(f":{self._destination()}:")
        return own.strip(":") if found else ""

    def _steps(self) -> tuple[Any, ...]:
        written: list[object] = self.run.attributes.typed("steps", list, [])
        return tuple(from_data(step) for step in written)

    def _destination(self) -> str:
        return destination(str(_mapping(self._op.get("sourcecode")).get("dest") or "."))

    def _source(self) -> Selection:
        place = self._destination()
        listed = manifest.read(durable.read_text(self.run.files_of_run.manifest) or "")
        prefix = "" if place == "." else f"{place}/"
        paths = [
            entry.path.removeprefix(prefix)
            for entry in listed[:_MOST_FILES]
            if entry.kind == manifest.SOURCE and entry.path.startswith(prefix)
        ]
        root = self.run.dir / place
        return Selection(root, place, [path for path in paths if _is_inside(root, path)])


def _is_inside(root: Path, path: str) -> bool:
    """Tell whether a path of a manifest names a file below a folder, and no link leads out."""
    targets.parts(path)
    real = os.path.realpath(root / path)
    return real.startswith(f"{os.path.realpath(root)}/") and os.path.isfile(real)  # noqa: PTH113 - text


def _mapping(value: object) -> Mapping[Any, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise ValueError(f"{value!r} is no mapping")
    return value


def _text(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{value!r} is no text")
    return value


def _variables(value: object) -> dict[str, Any]:
    variables = {str(name): entry for name, entry in _mapping(value).items()}
    for name in variables:
        if not name or "=" in name or "\0" in name:
            raise ValueError(f"{name!r} is no name of a variable")
    return variables
