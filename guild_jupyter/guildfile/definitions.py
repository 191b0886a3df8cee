"""Models, operations and resources as the Guild file defines them; plain immutable values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guild_jupyter.errors import GuildFileError
from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.guildfile.step_definitions import StepDef

if TYPE_CHECKING:
    from guild_jupyter.guildfile.origins import Places

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
        Command template; wins over every other form.
    notebook
        Path of a notebook, and base arguments; None where another form is used.
    steps
        The steps of a pipeline; None where another form is used.
    script
        Name of the file that is run as it is, without being in the Guild file; empty otherwise.
    description
        Shown in lists and help.
    default
        Whether it is the model's default operation.
    flags
        Its flags by name.
    flags_dest
        How flags reach the program; None to look at the program.
    flags_import
        Which flags are read from the program's source: True for all, False for none, some by
        name; None for what the source says of the flags that are written here.
    flags_import_skip
        Flags that are never read from the source.
    profiles
        Named sets of flag values, those of the model included.
    python_path
        Folders in which modules are looked for when flags are read from their source.
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
    compare
        Columns of comparisons; None for the defaults.
    run_attrs
        Attributes that every run gets.
    python_requires
        Which versions of Python will do, such as ``>=3.9``; None for any.
    delete_on_success
        Whether a run that completes goes to the trash.
    in_project
        Whether it runs in the project's folder, flags in the order of the file and ``$RUNDIR``
        filled in: so do operations of the oldest dialect.
    must_exist
        Paths of the project without which it cannot start.
    attributes
        Every other attribute, as written. Also what a run records as it is written (``compare``,
        ``flags-import``, ``python-requires``, ``steps``), lists of words, and forms not used.
    line
        Line of the operation in its file.
    file
        The Guild file that defines it: the project's, or one that it includes or extends.
    places
        Where its attributes stand; None where only its own line is known.
    """

    name: str
    model: str = ""
    main: str | None = None
    exec: str | None = None
    notebook: str | None = None
    steps: tuple[StepDef, ...] | None = None
    script: str = ""
    description: str = ""
    default: bool = False
    flags: Mapping[str, FlagDef] = field(default_factory=dict)
    flags_dest: str | None = None
    flags_import: bool | tuple[str, ...] | None = None
    flags_import_skip: tuple[str, ...] = ()
    profiles: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    python_path: tuple[str, ...] = ()
    requires: tuple[str | ResourceDef, ...] = ()
    env: Mapping[str, Any] = field(default_factory=dict)
    env_secrets: tuple[str, ...] = ()
    label: str | None = None
    tags: tuple[str, ...] = ()
    output_scalars: Any = None
    sourcecode: Any = None
    pip_freeze: bool = True
    compare: tuple[str, ...] | None = None
    run_attrs: Mapping[str, Any] = field(default_factory=dict)
    python_requires: str | None = None
    delete_on_success: bool = False
    in_project: bool = False
    must_exist: tuple[str, ...] = ()
    attributes: Mapping[str, Any] = field(default_factory=dict)
    line: int = 0
    file: str = ""
    places: Places | None = field(default=None, repr=False, compare=False)

    @property
    def spec(self) -> str:
        """``model:operation``, or the operation alone for the anonymous model."""
        return f"{self.model}:{self.name}" if self.model else self.name

    def error(
        self, keys: tuple[Any, ...], message: str, hint: str = "", category: str = "invalid"
    ) -> GuildFileError:
        """Return an error about a value of the operation.

        Parameters
        ----------
        keys
            The keys of the value below the operation, such as ``("flags", "lr", "default")``.
        message, hint, category
            What is wrong with it; see :class:`~guild_jupyter.errors.GuildFileError`.
        """
        file, line, key = self.place(*keys)
        return GuildFileError(message, hint, file=file, line=line, key=key, category=category)

    def place(self, *keys: Any) -> tuple[str, int, str]:  # noqa: ANN401 - keys of any YAML
        """Return file, line and dotted key of a value of the operation, or of what is near."""
        if self.places is not None:
            spot = self.places.spot(*keys)
            is_own = spot.key == self.name or spot.key.startswith(f"{self.name}.")
            # Other models may have an operation of the name, so the model is said too.
            return (
                spot.file,
                spot.line,
                f"{self.model}:{spot.key}".removeprefix(":") if is_own else spot.key,
            )
        names = [str(key) for key in keys if not isinstance(key, int)]
        return self.file, self.line, ".".join((self.spec, *names))


@dataclass(frozen=True, slots=True)
class Model:
    """A model of the project.

    Parameters
    ----------
    name
        Its name, empty for the anonymous one.
    description
        What it is.
    default
        Whether it is the project's default model.
    operations, resources
        What it defines, by name, in the file's order.
    problems, resource_problems
        Operations and resources that cannot be read, by name, with the error that says why.
    default_problem
        Name of the default operation if it cannot be read; empty otherwise.
    folders
        Where its relative paths are looked for: the project's folder, then those of its parents.
    references
        Where to read more.
    sourcecode
        Which files are snapshot, as written; None for the defaults.
    attributes
        Every attribute, as written.
    """

    name: str = ""
    description: str = ""
    default: bool = False
    operations: Mapping[str, Operation] = field(default_factory=dict)
    resources: Mapping[str, ResourceDef] = field(default_factory=dict)
    problems: Mapping[str, GuildFileError] = field(default_factory=dict)
    resource_problems: Mapping[str, GuildFileError] = field(default_factory=dict)
    default_problem: str = ""
    folders: tuple[Path, ...] = ()
    references: tuple[str, ...] = ()
    sourcecode: Any = None
    attributes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def default_operation(self) -> Operation | None:
        """The operation that is run when only the model is named, or None."""
        if self.default_problem:
            return None
        marked = [operation for operation in self.operations.values() if operation.default]
        public = [name for name in (*self.operations, *self.problems) if name[:1] != "_"]
        only = public[0] if len(public) == 1 else ""
        return marked[0] if marked else self.operations.get(only)


@dataclass(frozen=True, slots=True)
class PackageDef:
    """The package that a project can be made into, as written."""

    name: str
    description: str = ""
    version: str = "0.0.0"
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a Guild file that is accepted and may not be meant.

    Parameters
    ----------
    file
        Path of the Guild file.
    line
        Its line, counted from 1.
    key
        Dotted path of the key.
    message
        What is odd.
    hint
        What may be meant; empty where nothing is near.
    """

    file: str
    line: int
    key: str
    message: str
    hint: str = ""


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
    files
        Every file that was read for it, the Guild file first.
    package
        The package that it defines.
    findings
        What in its files may not be meant.
    package_resources
        Resources of packages that its operations require, by ``PACKAGE/NAME``.
    """

    file: Path
    digest: str
    models: Mapping[str, Model]
    files: tuple[Path, ...] = ()
    package: PackageDef | None = None
    findings: tuple[Finding, ...] = ()
    package_resources: Mapping[str, ResourceDef] = field(default_factory=dict)

    @property
    def problems(self) -> list[GuildFileError]:
        """Why operations and resources cannot be read, each reason once; the rest is sound."""
        models = self.models.values()
        parts = [part for m in models for part in (m.resource_problems, m.problems)]
        return list(dict.fromkeys(problem for part in parts for problem in part.values()))

    @property
    def directory(self) -> Path:
        """The project's folder."""
        return self.file.parent

    @property
    def default_model(self) -> Model | None:
        """The only model, else the one marked as default, else the anonymous one, or None."""
        models = list(self.models.values())
        if len(models) == 1:
            return models[0]
        marked = [model for model in models if model.default]
        return marked[0] if marked else self.models.get("")

    def model_of(self, operation: Operation) -> Model:
        """Return the model of an operation; that of a script of its own is empty."""
        return self.models.get(operation.model) or Model(operation.model)

    @property
    def operations(self) -> list[Operation]:
        """Every operation, hidden ones too, in the file's order."""
        return [op for model in self.models.values() for op in model.operations.values()]
