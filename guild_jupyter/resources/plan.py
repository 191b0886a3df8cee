"""The planned resources of a run, as plain data that goes into ``plan.json``.

Holds what was decided in the kernel, so that the preparer needs neither the project nor the
list of runs. Decides nothing itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class PlannedSource:
    """One source, decided.

    Parameters
    ----------
    kind
        The kind of source.
    target
        What it leads to, references resolved, the user's choice applied.
    uri
        The source as it was written, for ``deps`` and manifest.
    name
        What it is called.
    path
        Absolute path of the file, folder or run directory; empty where there is none.
    base
        Folder of the project in which it was found.
    run
        Id of the pinned run.
    config
        The choice that is recorded in ``deps``: a run id or what the user gave.
    missing
        Why it cannot be had; only an optional source is planned so, or under ``force``.
    postponed
        Whether the run is chosen only when this staged run is started.
    sha256
        Digest that the content must have.
    unpack, archive
        Whether archives are unpacked, and the kind of archive where the name does not say.
    select, select_min, select_max
        Patterns of what is taken.
    rename
        Pairs of a pattern and its replacement.
    target_path
        Folder below the run directory.
    link
        Whether it is linked, not copied.
    preserve_path
        Whether the folders of what is taken are kept.
    replace_existing
        Whether a file that is already there gives way.
    always_resolve
        Whether a restart resolves it again.
    optional
        Whether the run goes on without it.
    warn_if_empty, fail_if_empty
        What happens if nothing is taken.
    post_process
        Shell command that is run once in a private copy; only of a plan that is trusted.
    help
        Added to an error.
    values
        Names and values that a config file gets.
    """

    kind: str
    target: str
    uri: str
    name: str
    path: str = ""
    base: str = ""
    run: str = ""
    config: str = ""
    missing: str = ""
    postponed: bool = False
    sha256: str = ""
    unpack: bool = True
    archive: str = ""
    select: tuple[str, ...] = ()
    select_min: str = ""
    select_max: str = ""
    rename: tuple[tuple[str, str], ...] = ()
    target_path: str = ""
    link: bool = False
    preserve_path: bool = False
    replace_existing: bool = False
    always_resolve: bool = False
    optional: bool = False
    warn_if_empty: bool = True
    fail_if_empty: bool = False
    post_process: str = ""
    help: str = ""
    values: tuple[tuple[str, Any], ...] = ()

    @property
    def selects(self) -> bool:
        """Whether only a part of what is there is taken."""
        return bool(self.select or self.select_min or self.select_max)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PlannedSource:
        """Return the source of plain data; keys of other versions are passed over."""
        known = {f.name for f in fields(cls)}
        return cls(**{name: _tuples(value) for name, value in data.items() if name in known})


@dataclass(frozen=True, slots=True)
class PlannedResource:
    """A resource's name, and its sources as decided."""

    name: str
    sources: tuple[PlannedSource, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The resources of a run.

    Parameters
    ----------
    resources
        The resources, in order.
    flag_values
        What is recorded among the run's flags, such as ``operation:prep: <run id>``.
    local_paths
        Paths below the project that are resources, and so no source code.
    force
        Whether the run goes on without what cannot be had.
    trusted
        Whether the user allowed that shell commands of the Guild file are run.
    """

    resources: tuple[PlannedResource, ...] = ()
    flag_values: dict[str, Any] = field(default_factory=dict)
    local_paths: tuple[str, ...] = ()
    force: bool = False
    trusted: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return plain data that JSON can hold."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Plan:
        """Return the plan of plain data."""
        return cls(
            tuple(
                PlannedResource(
                    entry["name"], tuple(PlannedSource.from_json(s) for s in entry["sources"])
                )
                for entry in data.get("resources", ())
            ),
            dict(data.get("flag_values", {})),
            tuple(data.get("local_paths", ())),
            bool(data.get("force", False)),
            data.get("trusted") is True,
        )


def _plain(value: Any) -> Any:  # noqa: ANN401 - any YAML value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, (date, bytes)) else value


def _tuples(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    # Lists of the plan are tuples; what is inside a config value stays a list.
    if isinstance(value, list):
        return tuple(tuple(item) if isinstance(item, list) else item for item in value)
    return value
