"""The kinds of sources: the table of them, and what each must do.

A kind has two halves: ``plan`` only reads, quickly, in the kernel; ``resolve`` runs detached,
may take hours, and says where the files are. Neither selects or places anything.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from guild_jupyter.guildfile.definitions import Operation, SourceDef
from guild_jupyter.registry import Registry
from guild_jupyter.resources.candidates import RunFacts
from guild_jupyter.resources.plan import PlannedSource
from guild_jupyter.supervise.progress import Report, unwatched


@dataclass(frozen=True, slots=True)
class Request:
    """What planning may look at.

    Parameters
    ----------
    definition
        The source as the Guild file defines it, references resolved.
    operation
        The operation that requires it.
    values
        The run's flag values.
    chosen
        What the user gave instead; empty for nothing.
    folders
        Where relative paths are looked for, the project's folder first.
    runs
        The runs there are.
    only_runs
        Ids of those that may be used unless the user names another; None for all.
    postpone
        Whether runs are chosen later.
    """

    definition: SourceDef
    operation: Operation
    values: Mapping[str, Any]
    chosen: str
    folders: tuple[str, ...]
    runs: Sequence[RunFacts]
    only_runs: Collection[str] | None = None
    postpone: bool = False

    @property
    def project_dir(self) -> str:
        """The project's folder."""
        return self.folders[0]


@dataclass(frozen=True, slots=True)
class Site:
    """Where resolving happens.

    Parameters
    ----------
    run_dir
        The run directory.
    home
        The Guild home, for downloads.
    project_dir
        The project's folder.
    sys_path
        Where the operation's interpreter looks for modules.
    say
        Tells the user something.
    download_limit
        The most bytes that are fetched from one URL.
    progress
        Told what is begun that may take long; returns what is told how far it is.
    """

    run_dir: str
    home: str
    project_dir: str
    sys_path: Sequence[str]
    say: Callable[[str], None]
    download_limit: int
    progress: Callable[[str], Report] = unwatched


def _keep() -> None:
    """Leave everything where it is."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the files of a source are.

    Parameters
    ----------
    path
        Absolute path of a file or folder.
    contents
        What is taken of a folder if nothing is selected; None for the folder itself.
    base
        Folder from which preserved paths are counted; empty for the path's own.
    uri_by_path
        Whether the manifest names each file by its path, not by the source.
    verified
        Whether the digest was already checked.
    is_shared
        Whether it lies in the cache, where other runs use it too.
    forget
        Called if the file is of no use, such as a damaged archive: removes what would only be
        taken again. Nothing of the user's own is ever removed.
    """

    path: str
    contents: tuple[str, ...] | None = None
    base: str = ""
    uri_by_path: bool = False
    verified: bool = field(default=False, kw_only=True)
    is_shared: bool = field(default=False, kw_only=True)
    forget: Callable[[], None] = field(default=_keep, kw_only=True, compare=False)


class SourceType(Protocol):
    """What a kind of source does."""

    def plan(self, source: PlannedSource, request: Request) -> PlannedSource:
        """Return the source with what it leads to; ``missing`` says why it leads nowhere."""
        ...

    def resolve(self, source: PlannedSource, site: Site) -> Origin | None:
        """Return where the files are, or None if there is nothing to place."""
        ...


SOURCE_TYPES: Registry[type[SourceType]] = Registry(
    "source type",
    {
        "config": "guild_jupyter.resources.sources.config:ConfigSource",
        "file": "guild_jupyter.resources.sources.file:FileSource",
        "module": "guild_jupyter.resources.sources.module:ModuleSource",
        "operation": "guild_jupyter.resources.sources.operation:OperationSource",
        "url": "guild_jupyter.resources.sources.url:UrlSource",
    },
    group="guild_jupyter.sources",
)
