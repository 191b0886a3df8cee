"""What the attributes of a source say, with what its resource says for all of its sources.

Refuses what makes no sense, by its text alone. Looks at no file and at no run.
"""

from __future__ import annotations

import re

from guild_jupyter.errors import ResourceError
from guild_jupyter.guildfile.definitions import ResourceDef, SourceDef
from guild_jupyter.resources import naming, targets
from guild_jupyter.resources.archive_policy import KINDS
from guild_jupyter.resources.plan import PlannedSource

#: Kinds whose content comes as it is, from a path or a URL.
WITH_CONTENT = ("file", "url")

_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


def described(
    source: SourceDef, written: SourceDef, resource: ResourceDef, target_path: str
) -> PlannedSource:
    """Return what every kind of source has, checked.

    Parameters
    ----------
    source
        The source, references to flags resolved.
    written
        The source as it was written.
    resource
        Its resource.
    target_path
        The resource's folder, references resolved.

    Raises
    ------
    ResourceError
        An attribute makes no sense.
    """
    attributes = source.attributes
    archive = str(attributes.get("type") or "")
    if archive and archive not in KINDS:
        raise ResourceError(f"no such type of archive: {archive}", f"Types: {', '.join(KINDS)}.")
    folder = source.target_path or target_path
    targets.parts(folder)
    kind = source.target_type or resource.target_type
    # Guild 0.9 copies files of other runs, which fills disks; its own tracker (#496) calls that
    # a defect, and its unreleased version links.
    link = kind == "link" if kind else source.kind == "operation"
    return PlannedSource(
        kind=source.kind,
        target=source.target,
        uri=source.uri,
        name=_name(source, written),
        sha256=_digest(source),
        unpack=resource.default_unpack if source.unpack is None else bool(source.unpack),
        archive=archive,
        select=tuple(_pattern(pattern) for pattern in source.select),
        select_min=_pattern(_only(attributes.get("select-min")), groups=1),
        select_max=_pattern(_only(attributes.get("select-max")), groups=1),
        rename=tuple((_pattern(old), _replacement(old, new)) for old, new in source.rename),
        target_path=folder,
        link=link,
        preserve_path=bool(attributes.get("preserve-path")),
        replace_existing=bool(attributes.get("replace-existing")),
        always_resolve=bool(attributes.get("always-resolve")),
        optional=bool(attributes.get("optional")),
        warn_if_empty=bool(attributes.get("warn-if-empty", True)),
        fail_if_empty=bool(attributes.get("fail-if-empty")),
        post_process=_command(source),
        help=str(attributes.get("help") or ""),
    )


def undescribed(source: SourceDef, written: SourceDef) -> PlannedSource:
    """Return what is known of a source whose attributes make no sense, for a run without it."""
    return PlannedSource(
        kind=source.kind,
        target=source.target,
        uri=source.uri,
        name=_name(source, written),
        optional=bool(source.attributes.get("optional")),
        help=str(source.attributes.get("help") or ""),
    )


def _name(source: SourceDef, written: SourceDef) -> str:
    return naming.source_name(written if written.name or written.flag_name else source)


def _digest(source: SourceDef) -> str:
    if not source.sha256:
        return ""
    if source.kind not in WITH_CONTENT:
        raise ResourceError(
            f"sha256 makes no sense for a source of kind {source.kind}", "Remove sha256."
        )
    if not _SHA256.fullmatch(source.sha256):
        raise ResourceError(
            f"its sha256 {source.sha256!r} is not 64 hexadecimal digits", "Run sha256sum on it."
        )
    return source.sha256.lower()


def _command(source: SourceDef) -> str:
    command = source.attributes.get("post-process")
    if not command:
        return ""
    if not isinstance(command, str) or "\0" in command:
        raise ResourceError("its post-process is no shell command", "Write post-process: COMMAND.")
    if source.kind not in WITH_CONTENT:
        raise ResourceError(
            f"post-process makes no sense for a source of kind {source.kind}",
            "Do this in an operation of its own, and require that operation.",
        )
    return command


def _only(pattern: object) -> object:
    return pattern[0] if isinstance(pattern, list) and len(pattern) == 1 else pattern


def _pattern(pattern: object, groups: int = 0) -> str:
    if pattern is None:
        return ""
    try:
        found = re.compile(str(pattern)).groups
    except re.error as error:
        raise ResourceError(
            f"{pattern!r} is no regular expression: {error}",
            "Names have a backslash before a dot.",
        ) from error
    if groups and found != groups:
        raise ResourceError(
            f"{pattern!r} must have one group, around the number to compare",
            "Write it as model-([0-9]+).h5.",
        )
    return str(pattern)


def _replacement(pattern: str, replacement: str) -> str:
    try:
        # The empty alternative matches the empty text, so that the groups can be asked for.
        match = re.compile(f"{pattern}|").match("")
        if match:
            match.expand(replacement)
    except (re.error, IndexError) as error:
        raise ResourceError(
            f"{replacement!r} is no replacement for {pattern!r}: {error}", "Groups are \\1, \\2 …"
        ) from error
    return replacement
