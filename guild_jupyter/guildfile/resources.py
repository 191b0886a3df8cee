"""Resource and source definitions of a Guild file, named or written in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any

from guild_jupyter.documents import Key
from guild_jupyter.errors import GuildFileError
from guild_jupyter.guildfile.definitions import SOURCE_KINDS, ResourceDef, SourceDef
from guild_jupyter.guildfile.dialects import describe_kind

MakeError = Callable[[Key, str, str], GuildFileError]


class ResourceBuilder:
    """Builds resources; ``error`` makes the error for a key path, a message and a hint."""

    def __init__(self, error: MakeError) -> None:
        self.error = error

    def requirements(self, data: object, path: Key) -> tuple[str | ResourceDef, ...]:
        """Return what ``requires`` says: names of resources, and resources written in place."""
        if data is None:
            return ()
        entries = data if isinstance(data, list) else [data]
        return tuple(self._requirement(entry, (*path, n)) for n, entry in enumerate(entries))

    def _requirement(self, data: object, path: Key) -> str | ResourceDef:
        if isinstance(data, str):
            return data
        if not isinstance(data, Mapping):
            raise self.error(
                path,
                f"expected a resource, found {describe_kind(data)}",
                "Write the name of a resource, or a source such as 'file: data.csv'.",
            )
        if "resource" in data:
            return str(data["resource"])
        if "sources" in data:
            return self.named(str(data.get("name") or ""), data, path)
        source = self._source(data, path)
        return ResourceDef(
            name=source.shown_name,
            sources=(source,),
            target_path=self._target_path(data, path) or "",
        )

    def named(self, name: str, data: object, path: Key) -> ResourceDef:
        """Return the resource of a name: a list of sources, or a mapping with ``sources``."""
        if isinstance(data, list):
            data = {"sources": data}
        if not isinstance(data, Mapping):
            raise self.error(
                path,
                f"expected a resource, found {describe_kind(data)}",
                "Write 'sources:' with a list of files, urls or operations.",
            )
        entries = data.get("sources") or []
        if not isinstance(entries, list):
            raise self.error(
                (*path, "sources"),
                f"expected a list, found {describe_kind(entries)}",
                "Write a list.",
            )
        sources = tuple(
            self._source(entry, (*path, "sources", n)) for n, entry in enumerate(entries)
        )
        return ResourceDef(
            name=name or ",".join(source.shown_name for source in sources),
            sources=sources,
            description=str(data.get("description") or ""),
            target_path=self._target_path(data, path) or "",
            target_type=self._target_type(data, path),
            default_unpack=data.get("default-unpack", True) is not False,
        )

    def _source(self, data: object, path: Key) -> SourceDef:
        if isinstance(data, str):
            data = {"file": data}
        if not isinstance(data, Mapping):
            raise self.error(
                path, f"expected a source, found {describe_kind(data)}", "Write 'file: PATH'."
            )
        kinds = [kind for kind in SOURCE_KINDS if kind in data]
        if len(kinds) != 1:
            raise self.error(
                path,
                f"a source of two kinds: {' and '.join(kinds)}"
                if kinds
                else "a source of no kind",
                f"Give one of: {', '.join(SOURCE_KINDS)}.",
            )
        (kind,) = kinds
        target = data[kind]
        if not isinstance(target, str) or not target:
            raise self.error(
                (*path, kind),
                f"expected text, found {describe_kind(target)}",
                f"Write '{kind}: …'.",
            )
        read = {kind, "name", "flag-name", "sha256", "unpack", "select", "rename"}
        read |= {"target-path", "path", "target-type"}
        select = data.get("select") or []
        if not isinstance(select, (str, list)):
            raise self.error(
                (*path, "select"),
                f"expected a pattern or a list of them, found {describe_kind(select)}",
                "Write 'select: PATTERN'.",
            )
        return SourceDef(
            kind=kind,
            target=target,
            name=str(data["name"]) if data.get("name") else None,
            flag_name=data.get("flag-name"),
            sha256=str(data["sha256"]) if data.get("sha256") is not None else None,
            unpack=data.get("unpack"),
            select=(select,) if isinstance(select, str) else tuple(map(str, select)),
            rename=self._renames(data.get("rename"), (*path, "rename")),
            target_path=self._target_path(data, path),
            target_type=self._target_type(data, path),
            attributes={key: value for key, value in data.items() if key not in read},
        )

    def _target_path(self, data: Mapping[str, Any], path: Key) -> str | None:
        key = "target-path" if data.get("target-path") else "path"
        if not data.get(key):
            return None
        target = PurePosixPath(str(data[key]))
        if target.is_absolute() or ".." in target.parts:
            raise self.error(
                (*path, key), f"{target} is not below the run directory", "Use a relative path."
            )
        return str(data[key])

    def _target_type(self, data: Mapping[str, Any], path: Key) -> str | None:
        kind: str | None = data.get("target-type")
        if kind not in (None, "copy", "link"):
            raise self.error(
                (*path, "target-type"), f"no such target type: {kind}", "Use copy or link."
            )
        return kind

    def _renames(self, data: object, path: Key) -> tuple[tuple[str, str], ...]:
        if data is None:
            return ()
        entries = data if isinstance(data, list) else [data]
        return tuple(self._rename(entry, path) for entry in entries)

    def _rename(self, data: Any, path: Key) -> tuple[str, str]:  # noqa: ANN401 - any YAML value
        if isinstance(data, Mapping) and "pattern" in data:
            return str(data["pattern"]), str(data.get("repl") or "")
        if isinstance(data, str) and data.split():
            words = data.split(None, 1)
            return (words[0], words[1]) if len(words) == 2 else (".*", words[0])
        raise self.error(
            path, f"expected a rename, found {describe_kind(data)}", "Write 'PATTERN REPLACEMENT'."
        )
