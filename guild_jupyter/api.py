"""The facade: a project, its runs and their launch behind one object.

Magics, the terminal and users' own code all call this; nothing here knows where it is shown.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guild_jupyter import settings
from guild_jupyter.errors import GuildError, NoGuildFile, NoSuchOperation
from guild_jupyter.exchange.facade import Exchange
from guild_jupyter.guildfile import locate
from guild_jupyter.housekeeping import Housekeeping
from guild_jupyter.overview import Overview
from guild_jupyter.registry import load
from guild_jupyter.runstore import references, store
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.runlist import RunList
from guild_jupyter.supervise import state

if TYPE_CHECKING:
    from guild_jupyter.comparison.result import Comparison
    from guild_jupyter.diffing.rundiff import RunDiff
    from guild_jupyter.guildfile.definitions import Finding, Operation, Project
    from guild_jupyter.launch.imports import Imports
    from guild_jupyter.launch.options import Options
    from guild_jupyter.launch.plan import RunPlan
    from guild_jupyter.resources.candidates import RunFacts

__all__ = ["Guild", "Options", "Run", "RunList", "RunPlan"]

# What is needed to start runs takes longer to import than it takes to list a thousand of them.
_LATE = {
    "Options": "guild_jupyter.launch.options:Options",
    "RunPlan": "guild_jupyter.launch.plan:RunPlan",
}


class Guild(Overview, Housekeeping, Exchange):
    """A project folder and a Guild home.

    Parameters
    ----------
    folder
        Where to look for the Guild file, upward; None for the current folder.
    home
        The Guild home; None for the rule that the README gives.
    """

    def __init__(self, folder: str | Path | None = None, home: str | Path | None = None) -> None:
        self._folder = None if folder is None else locate.plain(Path(folder))
        self._home = None if home is None else str(home)

    @property
    def folder(self) -> Path:
        """The folder that the project is looked for from."""
        return self._folder or locate.current()

    @folder.setter
    def folder(self, folder: Path | None) -> None:
        self._folder = folder

    @property
    def named_home(self) -> str | None:
        """The Guild home that was given; None where the rule chooses."""
        return self._home

    @property
    def settings(self) -> settings.Settings:
        """The settings that hold for the project."""
        try:
            start = locate.find(self.folder).parent
        except NoGuildFile:
            start = self.folder
        return settings.read(start, self._home)

    @property
    def home(self) -> Home:
        """The Guild home in use."""
        return _home(self.settings)

    def project(self) -> Project:
        """Return the project as its Guild file says it now.

        Raises
        ------
        NoGuildFile, GuildFileError
            There is none, or it says something wrong.
        """
        project: Project = load("guild_jupyter.guildfile.cache:load_cached")(self.folder)
        return project

    def operations(self) -> list[Operation]:
        """Return the operations of the project, in the order of the Guild file."""
        return self.project().operations

    def operation(self, spec: str = "") -> Operation:
        """Return an operation with the flags of its program.

        Parameters
        ----------
        spec
            ``OP`` or ``MODEL:OP``, a script or notebook of the project; empty for the default
            operation.
        """
        return self.imports(spec).operation

    def imports(self, spec: str = "") -> Imports:
        """Return an operation as :meth:`operation`, and notes on what could not be read of it."""
        project, operation = self.definition(spec)
        found: Imports = load("guild_jupyter.launch.imports:imports_of")(operation, project)
        return found

    def definition(self, spec: str = "") -> tuple[Project, Operation]:
        """Return an operation as it is written, and its project; as :meth:`operation`.

        Raises
        ------
        NoGuildFile, GuildFileError, NoSuchOperation
            There is no such operation, and no such file.
        """
        try:
            project = self.project()
            return project, load("guild_jupyter.guildfile.lookup:find_operation")(project, spec)
        except (NoGuildFile, NoSuchOperation) as error:
            is_without = isinstance(error, NoGuildFile)
            folder = self.folder if is_without else self.project().directory
            scripts = import_module("guild_jupyter.launch.scripts")
            if not scripts.is_file(spec, folder):
                if scripts.is_script(spec):
                    hint = "Give its path below that folder, or choose another: '--project DIR'."
                    raise NoSuchOperation(f"there is no file {spec} in {folder}", hint) from None
                raise
            project = scripts.script_project(folder) if is_without else self.project()
            return project, scripts.script_operation(spec, folder)

    def plan(
        self,
        operation: str = "",
        words: Iterable[str] = (),
        options: Options | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> RunPlan:
        """Return the plan of a run; nothing is written.

        Parameters
        ----------
        operation
            ``OP`` or ``MODEL:OP``; empty for the default one.
        words
            NAME=VALUE words, decoded as Guild decodes them.
        options
            What to say beside flags.
        values
            Flag values from Python: numbers, text, lists; NumPy's become plain ones. A run
            stands for its id.
        """
        project, definition = self.definition(operation)
        found = self.settings
        home = _home(found)
        needs_runs = definition.requires or (options and options.more_resources)
        runs = _facts(store.list_runs(home)) if needs_runs else []
        plan: RunPlan = load("guild_jupyter.launch.plan:plan_run")(
            project,
            definition,
            words,
            home,
            (options and options.asked_in) or _asked_in(project.directory),
            runs,
            _options(options, found).in_pipeline(home.runs),
            _of_python(values),
        )
        return plan

    def plan_again(
        self,
        run: Run,
        words: Iterable[str] = (),
        options: Options | None = None,
        values: Mapping[str, Any] | None = None,
        *,
        in_place: bool = True,
    ) -> RunPlan:
        """Return the plan of starting a run again from its own record; nothing is written.

        Parameters
        ----------
        run
            The run: staged, or ended.
        words, options, values
            As for :meth:`plan`.
        in_place
            Whether it is started in its own directory; otherwise a new run takes over its
            source code, its operation and its flags.
        """
        found = self.settings
        home = _home(found)
        plan: RunPlan = load("guild_jupyter.launch.again:plan_again")(
            run,
            words,
            home,
            _asked_in(run.dir),
            _facts(store.list_runs(home)),
            _options(options, found),
            _of_python(values),
            in_place=in_place,
        )
        return plan

    def faults(self, operation: Operation) -> list[GuildError | Finding]:
        """Return what would keep an operation from running as it is, or is not meant so.

        Nothing of it is run. A required flag without a value is no fault, nor is a run that is
        not there yet.
        """
        tell = load("guild_jupyter.launch.faults:faults")
        found: list[GuildError | Finding] = tell(operation, self.project(), self.plan)
        return found

    def run(
        self,
        operation: str = "",
        words: Iterable[str] = (),
        options: Options | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> Run:
        """Start an operation as a detached process and return its run at once.

        Parameters are those of :meth:`plan`.
        """
        plan = self.plan(operation, words, options, values)
        run: Run = load("guild_jupyter.launch.launcher:launch")(plan)
        return run

    def needed(self, plan: RunPlan, *, recent: bool = False) -> list[Run]:
        """Return the runs that make a plan needless.

        They are of the same operation, Guild file, flags and source code, and work on the same
        run. Secrets are not compared: they are not recorded.

        Parameters
        ----------
        plan
            The plan.
        recent
            Whether only the runs of late are looked at, which takes no time.
        """
        flags = load("guild_jupyter.launch.withholding:disclose")(plan).plan.flags
        subject = plan.options.of_run.name if plan.options.of_run else None
        found = [
            run
            for run in (store.recent(self.home) if recent else self.runs())
            if run.opref == plan.opref
            and run.flags == flags
            and run.attributes.typed("subject", str, None) == subject
            and run.status not in (state.ERROR, state.PENDING, state.LOST)
        ]
        if not found:
            return []
        source = load("guild_jupyter.launch.needed:SourceCode")(plan)
        return [run for run in found if source.is_of(run)]


def _of_python(values: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return flag values from Python, where a run stands for its id."""
    return {
        name: value.id if isinstance(value, Run) else value
        for name, value in (values or {}).items()
    }


def _facts(runs: RunList) -> list[RunFacts]:
    make = load("guild_jupyter.resources.candidates:RunFacts")
    return [
        make(
            id=run.id,
            path=os.fspath(run.dir),
            status=run.state.guild_status,
            model=run.opref.model,
            operation=run.opref.operation,
            started=run.started,
            marked=run.marked,
        )
        for run in runs
    ]


def _home(found: settings.Settings) -> Home:
    return Home(found.home, found.share_group)


def _options(given: Options | None, found: settings.Settings) -> Options:
    """Return options with the user's settings where nothing else is said."""
    options: Options = given or load("guild_jupyter.launch.options:Options")()
    return options.or_else(found)


def _asked_in(otherwise: Path) -> Path:
    """Return the current folder; another where that was deleted under a kernel."""
    try:
        return locate.current()
    except NoGuildFile:
        return otherwise


_here = Guild()


def here() -> Guild:
    """Return the facade that the magics and the functions of the package share."""
    return _here


def run(
    operation: str = "", /, *words: str, wait: bool = False, check: bool = True, **flags: object
) -> Run:
    """Start an operation of the project; returns its run at once.

    Parameters
    ----------
    operation
        ``OP`` or ``MODEL:OP``; empty for the default one.
    words
        NAME=VALUE words, as in a cell.
    wait
        Whether to wait until the run has ended.
    check
        Whether waiting raises if the run does not complete.
    flags
        Flag values.
    """
    started = _here.run(operation, words, values=flags)
    return started.wait(check=check) if wait else started


def runs(expression: str = "", **filters: Any) -> RunList:  # noqa: ANN401 - checked there
    """Return the runs of the Guild home in use; parameters are those of :meth:`Guild.runs`."""
    return _here.runs(expression, **filters)


def compare(columns: str | Sequence[str] = (), **options: Any) -> Comparison:  # noqa: ANN401 - any option of Request
    """Compare every run of the Guild home in use; parameters are those of RunList.compare."""
    return _here.compare(columns, **options)


def diff(
    old: Run | str | None = None, new: Run | str | Path | None = None, **more: object
) -> RunDiff:
    """Return what differs between two runs, or a run and a folder; as :meth:`Guild.diff`."""
    return _here.diff(old, new, **more)


def project() -> Project:
    """Return the project of the current folder."""
    return _here.project()


def find(reference: str = references.LATEST) -> Run:
    """Return one run by index, id prefix, operation name, path or ``latest``."""
    return _here.find(reference)


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return load(_LATE[name])


def __dir__() -> list[str]:
    return sorted([*__all__, "compare", "diff", "find", "here", "project", "run", "runs"])
