"""Resource and source definitions of a Guild file, named or written in place."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from guild_jupyter.documents import Key
from guild_jupyter.errors import nearest
from guild_jupyter.guildfile.attributes import RENAME, RESOURCE, SOURCE, SOURCE_KINDS
from guild_jupyter.guildfile.definitions import ResourceDef, SourceDef
from guild_jupyter.guildfile.dialects import describe_kind
from guild_jupyter.guildfile.fields import Fields
from guild_jupyter.guildfile.origins import Origins

_ALL = {**SOURCE, **SOURCE_KINDS}
_READ = (
    *("name", "flag-name", "sha256", "unpack", "select", "rename"),
    *("target-path", "path", "target-type"),
)
_RENAME = "Write 'PATTERN REPLACEMENT', or '{pattern: …, repl: …}'."
_RESOURCE = "Write 'sources:' with a list of files, urls or operations."


class ResourceBuilder:
    """Builds the resources of one object, whose values stand at ``origins``."""

    def __init__(self, origins: Origins) -> None:
        self.origins = origins

    def requirements(self, data: object, path: Key) -> tuple[str | ResourceDef, ...]:
        """Return what ``requires`` says: names of resources, and resources written in place.

        Raises
        ------
        GuildFileError
            One makes no sense.
        """
        if data is None or data == "":
            return ()
        if not isinstance(data, list):
            return (self._requirement(data, path),)
        return tuple(self._requirement(entry, (*path, n)) for n, entry in enumerate(data))

    def _requirement(self, data: object, path: Key) -> str | ResourceDef:
        if isinstance(data, str):
            return data
        if not isinstance(data, Mapping):
            raise self.origins.error(
                path,
                f"expected a resource, found {describe_kind(data)}",
                "Write the name of a resource, or a source such as 'file: data.csv'.",
            )
        if "resource" in data:
            name = data["resource"]
            if not isinstance(name, str) or not name:
                raise self.origins.error(
                    (*path, "resource"),
                    f"expected the name of a resource, found {describe_kind(name)}",
                    "Write 'resource: NAME'.",
                )
            return name
        if "sources" in data:
            return self.named(str(data.get("name") or ""), data, path)
        source = self._source(data, path)
        fields = Fields(RESOURCE, data, path, self.origins)
        return ResourceDef(
            name=source.shown_name,
            sources=(source,),
            target_path=fields.get("target-path") or fields.get("path") or "",
        )

    def named(self, name: str, data: object, path: Key) -> ResourceDef:
        """Return the resource of a name: a list of sources, or a mapping with ``sources``.

        Raises
        ------
        GuildFileError
            It makes no sense.
        """
        if isinstance(data, list):
            data = {"sources": data}
        if not isinstance(data, Mapping):
            found = describe_kind(data)
            raise self.origins.error(path, f"expected a resource, found {found}", _RESOURCE)
        fields = Fields(RESOURCE, data, path, self.origins)
        sources = tuple(
            self._source(entry, (*path, "sources", n))
            for n, entry in enumerate(
                self.origins.expect(
                    (*path, "sources"), data.get("sources", []), list, "Write a list."
                )
            )
        )
        return ResourceDef(
            name=name or ",".join(source.shown_name for source in sources),
            sources=sources,
            description=(fields.get("description") or "").strip(),
            target_path=fields.get("target-path") or fields.get("path") or "",
            target_type=fields.get("target-type"),
            default_unpack=fields.get("default-unpack") is not False,
        )

    def _source(self, data: object, path: Key) -> SourceDef:
        if isinstance(data, str):
            data = {"file": data}
        if not isinstance(data, Mapping):
            raise self.origins.error(
                path, f"expected a source, found {describe_kind(data)}", "Write 'file: PATH'."
            )
        kinds = [kind for kind in SOURCE_KINDS if kind in data]
        if len(kinds) != 1:
            near = [nearest(str(key), SOURCE_KINDS, "Did you mean {}? ", 0.7) for key in data]
            raise self.origins.error(
                path,
                f"a source of two kinds: {' and '.join(kinds)}"
                if kinds
                else "a source of no kind",
                ("" if kinds else next(filter(None, near), ""))
                + f"Give one of: {', '.join(SOURCE_KINDS)}.",
            )
        fields = Fields(_ALL, data, path, self.origins)
        (kind,) = kinds
        if data[kind] is None:
            raise self.origins.error(
                (*path, kind), "expected text, found nothing", f"Write '{kind}: …'."
            )
        flag_name = fields.get("flag-name")
        return SourceDef(
            kind=kind,
            target=fields.get(kind),
            name=fields.get("name") or None,
            flag_name=flag_name,
            sha256=fields.get("sha256"),
            unpack=fields.get("unpack"),
            select=fields.get("select"),
            rename=self._renames(data.get("rename"), (*path, "rename")),
            target_path=fields.get("target-path") or fields.get("path") or None,
            target_type=fields.get("target-type"),
            attributes=fields.rest(kind, *_READ),
        )

    def _renames(self, data: object, path: Key) -> tuple[tuple[str, str], ...]:
        if data is None:
            return ()
        entries = data if isinstance(data, list) else [data]
        return tuple(self._rename(entry, path) for entry in entries)

    def _rename(self, data: Any, path: Key) -> tuple[str, str]:  # noqa: ANN401 - any YAML value
        if isinstance(data, Mapping) and "pattern" in data:
            fields = Fields(RENAME, data, path, self.origins)
            return fields.get("pattern") or "", fields.get("repl") or ""
        words = self._words(data, path) if isinstance(data, str) else []
        if len(words) in (1, 2):
            return (words[0], words[1]) if len(words) == 2 else (".*", words[0])
        found = f"{len(words)} words" if isinstance(data, str) else describe_kind(data)
        raise self.origins.error(path, f"expected a rename, found {found}", _RENAME)

    def _words(self, data: str, path: Key) -> list[str]:
        try:
            return shlex.split(data)  # as Guild does: a backslash is written twice
        except ValueError as error:
            raise self.origins.error(path, f"cannot be split: {error}", _RENAME) from error


def in_folder(resource: ResourceDef, folder: Path) -> ResourceDef:
    """Return a resource of a package, its files named by their absolute paths."""
    return replace(
        resource,
        sources=tuple(
            replace(source, target=str(folder / source.target), name=source.shown_name)
            if source.kind in ("file", "config")
            else source
            for source in resource.sources
        ),
    )
