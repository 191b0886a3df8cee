"""``file`` sources: a file, folder or archive of the project, or elsewhere on this machine.

Decides only where it is. What is inside an archive or folder is selected later.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from guild_jupyter import paths
from guild_jupyter.errors import ResourceError
from guild_jupyter.resources.plan import PlannedSource
from guild_jupyter.resources.source_types import Origin, Request, Site


def located(source: PlannedSource, request: Request) -> PlannedSource:
    """Return the source with the absolute path of its target.

    A relative one is in the first folder of the project that has it.
    """
    target = paths.expanded(source.target)
    found = [(os.path.normpath(Path(folder, target)), folder) for folder in request.folders]
    existing = [(path, folder) for path, folder in found if paths.is_there(path)]
    path, base = (existing or found)[0]
    if why := paths.hindrance(path):
        raise ResourceError(f"{source.target!r} is no path: {why}", "Correct it.")
    there = bool(existing)
    where = " or ".join(dict.fromkeys(request.folders))
    missing = "" if there else f"cannot find source file {source.target!r} in {where}"
    if there and source.sha256 and paths.is_folder(path):
        raise ResourceError(
            f"sha256 is given for {source.target!r}, which is a folder", "Remove sha256."
        )
    return replace(source, path=path, base=base, missing=missing)


class FileSource:
    """A path; a relative one is below the project's folder."""

    def plan(self, source: PlannedSource, request: Request) -> PlannedSource:
        """Find the path."""
        return located(source, request)

    def resolve(self, source: PlannedSource, site: Site) -> Origin:
        """Return the path, if it is still there."""
        if not paths.is_there(source.path):
            raise ResourceError(f"cannot find source file {source.target!r}")
        return Origin(source.path, base=source.base or site.project_dir, uri_by_path=True)
