"""``config`` sources: a file of settings, written anew with the run's flag values in it.

Decides which values go in and where the new file lies; its formats are known to
``config_files``.
"""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from guild_jupyter.errors import ResourceError
from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.flags.values import parse_untyped
from guild_jupyter.resources import config_files
from guild_jupyter.resources.plan import PlannedSource
from guild_jupyter.resources.source_types import Origin, Request, Site
from guild_jupyter.resources.sources.file import located


class ConfigSource:
    """A YAML, JSON or INI file."""

    def plan(self, source: PlannedSource, request: Request) -> PlannedSource:
        """Find the file; take ``params`` and then the flags that have a value."""
        config_files.format_of(source.target)
        params = request.definition.attributes.get("params") or {}
        if not isinstance(params, Mapping):
            raise ResourceError(f"params of {source.name} is no mapping", "Write NAME: VALUE.")
        values = [
            *((str(name), value) for name, value in params.items()),
            *flag_values(request.values, request.operation.flags),
        ]
        return located(replace(source, values=tuple(values)), request)

    def resolve(self, source: PlannedSource, site: Site) -> Origin:
        """Write the file with its new values into the run's own folder."""
        if not Path(source.path).is_file():
            raise ResourceError(f"cannot find source file {source.target!r}")
        text = config_files.rewritten(Path(source.path), source.values)
        # A folder of its own, for several sources may have files of the same name.
        name = hashlib.sha256(f"{source.name}\n{source.path}".encode()).hexdigest()[:8]
        folder = Path(site.run_dir, ".guild", "generated", name)
        folder.mkdir(parents=True, exist_ok=True)
        new = folder / Path(source.path).name
        new.write_text(text, encoding="utf-8")
        return Origin(str(new))


def flag_values(
    values: Mapping[str, Any], flags: Mapping[str, FlagDef]
) -> Iterable[tuple[str, Any]]:
    """Yield names and values that a file of settings gets of flags: of those that have one."""
    for name, value in values.items():
        flag = flags.get(name) or FlagDef(name)
        if value is not None:
            yield flag.arg_name or name, _split(value, flag.arg_split)


def _split(value: Any, separator: bool | str | None) -> Any:  # noqa: ANN401 - a flag's value
    if not separator or not isinstance(value, str):
        return value
    is_shell = separator is True or separator == "shlex"
    parts = shlex.split(value) if is_shell else value.split(str(separator)) if value else []
    return [parse_untyped(part) for part in parts]
