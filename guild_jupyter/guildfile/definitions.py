"""Models, operations and resources as the Guild file defines them; plain immutable values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from guild_jupyter.flags.definitions import FlagDef

SOURCE_KINDS = ("config", "file", "module", "operation", "url")


@dataclass(frozen=True, slots=True)
class SourceDef:
    """One source of a resource.

    Parameters
    ----------
    kind
        One of :data:`SOURCE_KINDS`.
    target
        What the kind points to: a path, a URL, a module, or an operation pattern.
    name
        What it is called in messages; None for ``kind:target``.
    flag_name
        The flag that chooses another source; False for none.
    sha256
        Digest that the content must have.
    unpack
        Whether archives are unpacked; None for the resource's default.
    select
        Patterns matched against whole relative paths; empty for everything.
    rename
        Pairs of a pattern and its replacement.
    target_path
        Folder below the run directory; None for the resource's.
    target_type
        ``copy`` or ``link``; None for the resource's.
    attributes
        Every other attribute, as written.
    """

    kind: str
    target: str
    name: str | None = None
    flag_name: str | bool | None = None
    sha256: str | None = None
    unpack: bool | None = None
    select: tuple[str, ...] = ()
    rename: tuple[tuple[str, str], ...] = ()
    target_path: str | None = None
    target_type: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def uri(self) -> str:
        """The source in one word, as the manifest of a run records it."""
        return self.target if self.kind == "url" else f"{self.kind}:{self.target}"

    @property
    def shown_name(self) -> str:
        """The name in messages and in the ``deps`` of a run."""
        return self.name or self.uri


@dataclass(frozen=True, slots=True)
class ResourceDef:
    """Files that an operation needs before it can run.

    Parameters
    ----------
    name
        The resource's name; for an inline one, its sources' names joined.
    sources
        Where the files come from.
    description
        Shown in help.
    target_path
        Folder below the run directory where they are placed; empty for the run directory.
    target_type
        ``copy`` or ``link``; None for the default of each kind of source.
    default_unpack
        Whether archives are unpacked.
    """

    name: str
    sources: tuple[SourceDef, ...]
    description: str = ""
    target_path: str = ""
    target_type: str | None = None
    default_unpack: bool = True


@dataclass(frozen=True, slots=True)
class Operation:
    """Something a model can do.

    Parameters
    ----------
    name
        The operation's name.
    model
        Its model's name, empty for the anonymous one.
    main
        Python module and base arguments; None where another form is used.
    exec
        Command template; wins over ``main``.
    description
        Shown in lists and help.
    default
        Whether it is the model's default operation.
    flags
        Its flags by name.
    flags_dest
        How flags reach the program; None to look at the program.
    requires
        Names of resources, or resources written in place.
    env
        Environment variables to add; values may hold ``${flag}``.
    env_secrets
        Variables that are never recorded.
    label
        Label template.
    tags
        Tags every run gets.
    output_scalars
        Which output lines are scalars, as written; None for the defaults.
    sourcecode
        Which files are snapshot, as written; None for the defaults.
    pip_freeze
        Whether installed packages are recorded.
    attributes
        Every other attribute, as written.
    line
        Line of the operation in the Guild file.
    """

    name: str
    model: str = ""
    main: str | None = None
    exec: str | None = None
    description: str = ""
    default: bool = False
    flags: Mapping[str, FlagDef] = field(default_factory=dict)
    flags_dest: str | None = None
    requires: tuple[str | ResourceDef, ...] = ()
    env: Mapping[str, Any] = field(default_factory=dict)
    env_secrets: tuple[str, ...] = ()
    label: str | None = None
    tags: tuple[str, ...] = ()
    output_scalars: Any = None
    sourcecode: Any = None
    pip_freeze: bool = True
    attributes: Mapping[str, Any] = field(default_factory=dict)
    line: int = 0

    @property
    def spec(self) -> str:
        """``model:operation``, or the operation alone for the anonymous model."""
        return f"{self.model}:{self.name}" if self.model else self.name


@dataclass(frozen=True, slots=True)
class Model:
    """A model of the project: its operations and resources by name."""

    name: str = ""
    description: str = ""
    default: bool = False
    operations: Mapping[str, Operation] = field(default_factory=dict)
    resources: Mapping[str, ResourceDef] = field(default_factory=dict)
    sourcecode: Any = None
    attributes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def default_operation(self) -> Operation | None:
        """The operation that is run when only the model is named, or None."""
        marked = [operation for operation in self.operations.values() if operation.default]
        public = [op for op in self.operations.values() if not op.name.startswith("_")]
        return marked[0] if marked else public[0] if len(public) == 1 else None


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with a Guild file.

    Parameters
    ----------
    file
        Absolute path of the Guild file.
    digest
        MD5 of its bytes, as Guild records it with every run.
    models
        Its models by name, in the file's order.
    """

    file: Path
    digest: str
    models: Mapping[str, Model]

    @property
    def directory(self) -> Path:
        """The project's folder."""
        return self.file.parent

    @property
    def default_model(self) -> Model | None:
        """The only model, else the one marked as default, or None."""
        models = list(self.models.values())
        marked = [model for model in models if model.default]
        return models[0] if len(models) == 1 else marked[0] if marked else None

    @property
    def operations(self) -> list[Operation]:
        """Every operation, hidden ones too, in the file's order."""
        return [op for model in self.models.values() for op in model.operations.values()]
