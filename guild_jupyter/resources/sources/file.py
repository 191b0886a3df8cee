"""``file`` sources: a file, folder or archive of the project, or elsewhere on this machine.

Decides only where it is. What is inside an archive or folder is selected later.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources.plan import PlannedSource
from guild_jupyter.resources.source_types import Origin, Request, Site


def located(source: PlannedSource, request: Request) -> PlannedSource:
    """Return the source with the absolute path that its target has in the project."""
    folder = request.project_dir
    try:
        path = os.path.normpath(Path(folder, Path(source.target).expanduser()))
        there = Path(path).exists()
    except (OSError, RuntimeError, ValueError) as error:  # no such user, NUL in the path …
        raise ResourceError(f"{source.target!r} is no path: {error}") from error
    missing = "" if there else f"cannot find source file {source.target!r} in {folder}"
    if there and source.sha256 and Path(path).is_dir():
        raise ResourceError(
            f"sha256 is given for {source.target!r}, which is a folder", "Remove sha256."
        )
    return replace(source, path=path, missing=missing)


class FileSource:
    """A path; a relative one is below the project's folder."""

    def plan(self, source: PlannedSource, request: Request) -> PlannedSource:
        """Find the path."""
        return located(source, request)

    def resolve(self, source: PlannedSource, site: Site) -> Origin:
        """Return the path, if it is still there."""
        if not Path(source.path).exists():
            raise ResourceError(f"cannot find source file {source.target!r}")
        return Origin(source.path, base=site.project_dir, uri_by_path=True)
