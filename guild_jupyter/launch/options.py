"""What a user says about a run beside its flags; plain immutable values."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from guild_jupyter import paths
from guild_jupyter.settings import Settings

#: Names the pipeline to whatever its steps start.
PARENT_VARIABLE = "GUILD_RUNS_PARENT"


@dataclass(frozen=True)
class Parent:
    """The pipeline that a run is a step of.

    Parameters
    ----------
    id
        Its run's id.
    runs
        The runs among which required operations are looked for; None for all.
    """

    id: str
    runs: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Options:
    """What a user can say about a run beside its flags.

    Parameters
    ----------
    label
        Label or label template; None for the operation's.
    tags
        Tags for the run.
    python
        Interpreter; None to choose.
    gpus
        Devices that the run may see: numbers with commas, empty for none, None for all.
    force_flags
        Skip the checks of flags.
    profile
        Named set of flag values that goes over the defaults; empty for none.
    of_run
        Directory of an existing run that the operation works on; None for none.
    stage
        Whether the run is made ready and not started.
    stop_after
        Minutes after which it is stopped; None for never.
    keep
        Whether it is kept where the operation says that it is deleted on success.
    force_resources
        Whether it is started without what it requires.
    more_resources
        Paths, URLs or ``KIND:TARGET`` that it requires beside what its operation does.
    trust
        Whether commands of the Guild file that come after a download or copy are run.
    prefix
        What a user types before a command, for messages.
    parent
        The pipeline that it is a step of; None for none.
    run_id
        Id of the run; empty for a new one.
    grace
        Seconds between the request to stop and the force; None for the user's setting.
    head, tail
        How many of the first and of the last bytes of the output are kept; None for the default.
    processes
        At how many processes of the user the operation can start no more; None for no limit.
    asked_in
        Folder where it is asked for; None for the current one.
    """

    label: str | None = None
    tags: tuple[str, ...] = ()
    python: str | None = None
    gpus: str | None = None
    force_flags: bool = False
    profile: str = ""
    of_run: Path | None = None
    stage: bool = False
    stop_after: float | None = None
    keep: bool = False
    force_resources: bool = False
    more_resources: tuple[str, ...] = ()
    trust: bool = False
    prefix: str = "guild"
    parent: Parent | None = None
    run_id: str = ""
    grace: float | None = None
    head: int | None = None
    tail: int | None = None
    processes: int | None = None
    asked_in: Path | None = None

    def or_else(self, found: Settings) -> Options:
        """Return options with the user's settings where nothing else is said."""
        names = ("grace", "head", "tail", "processes")
        unsaid = [name for name in names if getattr(self, name) is None]
        return replace(self, **{name: getattr(found, name) for name in unsaid})

    def in_pipeline(self, runs: Path) -> Options:
        """Return options that know the pipeline in whose process this is.

        Parameters
        ----------
        runs
            The folder of the runs, of which the pipeline is one.
        """
        parent = os.environ.get(PARENT_VARIABLE, "")
        folder = runs / parent
        if self.parent is not None or not parent or not paths.is_file(folder / ".guild" / "opref"):
            return self
        linked = (path.readlink().name for path in folder.iterdir() if path.is_symlink())
        return replace(self, parent=Parent(parent, tuple(linked)))
