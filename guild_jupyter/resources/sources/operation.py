"""``operation`` sources: files of an earlier run, pinned when this one is planned.

Decides which run, and which of its files are its own: those that its manifest does not list as
source code or dependency, and that Python did not write for itself. Knows nothing of how they
are placed.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources import selecting
from guild_jupyter.resources.candidates import choose
from guild_jupyter.resources.plan import PlannedSource
from guild_jupyter.resources.source_types import Origin, Request, Site
from guild_jupyter.supervise import durable
from guild_jupyter.supervise.rundir import RunDir

INTERNAL = ".guild"


class OperationSource:
    """Files of a run of an operation."""

    def plan(self, source: PlannedSource, request: Request) -> PlannedSource:
        """Pin a run: the user's choice, else the newest marked, else the newest."""
        spec, chosen = request.definition.target, request.chosen
        source = replace(source, target=spec)
        if chosen.startswith("["):
            raise ResourceError(
                f"{chosen} names several runs for {spec}, which would make several new ones",
                "Choose one run.",
            )
        if chosen and (chosen.startswith(("/", "~", ".")) or "/" in chosen):
            return _folder(source, chosen, request)
        if request.postpone and not chosen:
            return replace(source, postponed=True)
        run = choose(spec, request.runs, chosen, request.only_runs)
        if run is None:
            return replace(source, missing=f"no suitable run for {spec}")
        return replace(source, path=run.path, run=run.id, config=run.id)

    def resolve(self, source: PlannedSource, site: Site) -> Origin:
        """Return the run directory and the names of what the run made."""
        if not Path(source.path).is_dir():
            raise ResourceError(f"run {source.run or source.path} is no longer there")
        if source.run:
            site.say(f"Using run {source.run} for {source.name}")
        listed = listed_paths(source.path)
        contents = [
            entry.name
            for entry in sorted(os.scandir(source.path), key=lambda entry: entry.name)
            if not entry.name.startswith(INTERNAL) and _has_generated(entry, entry.name, listed)
        ]
        return Origin(source.path, tuple(contents), base=source.path)


def _folder(source: PlannedSource, chosen: str, request: Request) -> PlannedSource:
    """Return the source with the run or folder of a path; Guild documents that, and crashes."""
    try:
        path = str(Path(request.project_dir, Path(chosen).expanduser()))
        is_there = Path(path).is_dir()
    except (OSError, RuntimeError, ValueError) as error:  # no such user, NUL in the path …
        raise ResourceError(f"{chosen!r} is no path: {error}") from error
    real = os.path.realpath(path)
    for run in request.runs:
        if os.path.realpath(run.path) == real:
            return replace(source, path=run.path, run=run.id, config=run.id)
    missing = "" if is_there else f"{chosen} is no folder"
    return replace(source, path=path, config=chosen, missing=missing)


def listed_paths(run_dir: str) -> set[str]:
    """Return the run paths in a manifest; a run without one lists nothing."""
    listed = set()
    for line in (durable.read_text(RunDir(run_dir).manifest) or "").splitlines():
        try:
            words = shlex.split(line)
        except ValueError:
            continue
        if len(words) > 1:
            listed.add(os.path.normpath(words[1]))
    return listed


def _has_generated(entry: os.DirEntry[str], path: str, listed: set[str]) -> bool:
    if path in listed or selecting.is_bytecode(path):
        return False  # a listed folder stands for all that is in it
    if not entry.is_dir(follow_symlinks=False):
        return True
    return any(_has_generated(below, f"{path}/{below.name}", listed) for below in _below(entry))


def _below(entry: os.DirEntry[str]) -> Iterator[os.DirEntry[str]]:
    with os.scandir(entry) as entries:
        yield from entries
