"""The shell command of ``post-process``: run once in a private copy of what a source has.

Decides where it runs, and that its result is whole or absent. Whether it may run at all is
decided when the run is planned.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources import archives, cache
from guild_jupyter.resources.placing import copy
from guild_jupyter.resources.plan import PlannedSource
from guild_jupyter.resources.source_types import Origin, Site

_SHELL = "/bin/sh"


def processed_file(source: PlannedSource, path: str, kind: str, site: Site) -> str:
    """Return a folder with what the command made of a file or archive; made once for all runs.

    Parameters
    ----------
    source
        The source.
    path
        The file.
    kind
        Its kind of archive; empty for a file that is taken as it is.
    site
        Where resolving happens.

    Raises
    ------
    ResourceError
        The archive is refused, or the command fails.
    """
    entry = cache.entry(site.home, ("file", str(Path(path).absolute())))
    facts = Path(path).stat()
    command = hashlib.sha256(f"{kind}\n{source.post_process}".encode()).hexdigest()[:16]
    # The name changes with the file and the command; runs that link to the old result keep it.
    name = f"processed-{facts.st_size:x}-{facts.st_mtime_ns:x}-{facts.st_ino:x}-{command}"
    with cache.locked(entry, lambda: site.say(f"Waiting for another run that prepares {path}")):
        if not (entry / name).is_dir():
            folder = tempfile.mkdtemp(prefix=cache.MAKING, dir=entry)
            try:
                if kind:
                    site.say(f"Unpacking {path}")
                    site.progress(f"unpacking {source.name}")(0, None)
                    archives.unpack(path, folder, kind)
                else:
                    copy(Path(path), Path(folder, Path(path).name))
                _run(source, folder, site)
                Path(folder).rename(entry / name)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
    return str(entry / name)


def processed_folder(source: PlannedSource, origin: Origin, site: Site) -> Origin:
    """Return what the command made of a folder, in a copy of the run's own.

    Raises
    ------
    ResourceError
        Something in the folder cannot be copied, or the command fails.
    """
    key = hashlib.sha256(f"{source.name}\n{origin.path}".encode(errors="surrogateescape"))
    base = Path(site.run_dir, ".guild", "generated", key.hexdigest()[:8])
    below = Path(origin.path).is_relative_to(origin.base) if origin.base else False
    path = base / (os.path.relpath(origin.path, origin.base) if below else Path(origin.path).name)
    shutil.rmtree(base, ignore_errors=True)  # of a preparer that was killed
    path.parent.mkdir(parents=True)
    copy(Path(origin.path), path)
    try:
        _run(source, str(path), site)
    except ResourceError:
        shutil.rmtree(base, ignore_errors=True)
        raise
    return replace(origin, path=str(path), base=str(base))


def _run(source: PlannedSource, folder: str, site: Site) -> None:
    site.say(f"Running post-process of {source.name}: {source.post_process}")
    sys.stdout.flush()
    sys.stderr.flush()
    # Its output goes where that of the preparer goes.
    done = subprocess.run(
        [_SHELL, "-c", source.post_process], cwd=folder, stdin=subprocess.DEVNULL, check=False
    )
    if done.returncode:
        raise ResourceError(
            f"post-process ended with status {done.returncode}: {source.post_process!r}"
        )
