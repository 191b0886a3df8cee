"""Whether ``sourcecode`` and ``publish`` say which files in a form that is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guild_jupyter.documents import Key
from guild_jupyter.guildfile.attributes import PATTERNS, PUBLISH, RULE, SELECT
from guild_jupyter.guildfile.dialects import describe_kind
from guild_jupyter.guildfile.fields import Fields
from guild_jupyter.guildfile.origins import Origins

_HINT = "Write no, a pattern, or a list of 'include: PATTERN' and 'exclude: PATTERN'."


def check(data: Any, path: Key, origins: Origins) -> Any:  # noqa: ANN401 - as written
    """Return a spec of files as it is written; of two rules in one mapping a list of them.

    Raises
    ------
    GuildFileError
        It has no form that is known.
    """
    if data is None or data is False or isinstance(data, str):
        return data
    if isinstance(data, list):
        for number, entry in enumerate(data):
            if not isinstance(entry, str):
                _rule(entry, (*path, number), origins)
    elif not isinstance(data, Mapping):
        raise origins.error(path, f"expected files, found {describe_kind(data)}", _HINT)
    elif RULE.keys() & data.keys() and not SELECT.keys() & data.keys():
        # Guild reads neither; in the order in which they stand they say what is meant.
        rules = [{key: value} for key, value in data.items() if key in RULE]
        for rule in rules:
            _rule(rule, path, origins)
        return rules if len(rules) > 1 else data
    else:
        fields = Fields(SELECT, data, path, origins)
        fields.get("root")
        fields.get("dest")
        check(data.get("select"), (*path, "select"), origins)
    return data


def _rule(data: object, path: Key, origins: Origins) -> None:
    given = RULE.keys() & data.keys() if isinstance(data, Mapping) else set()
    if not isinstance(data, Mapping) or len(given) != 1:
        message = (
            "both 'include' and 'exclude' in one rule"
            if given
            else f"expected a rule, found {describe_kind(data)}"
        )
        raise origins.error(path, message, "Give each rule an item of its own in the list.")
    (key,) = given
    patterns = data[key]
    if isinstance(patterns, Mapping):
        if not patterns.keys() & PATTERNS.keys():
            raise origins.error(
                (*path, key), "patterns of no kind", f"Give one of: {', '.join(PATTERNS)}."
            )
        fields = Fields(PATTERNS, patterns, (*path, key), origins)
        for kind in PATTERNS:
            fields.get(kind)
    elif isinstance(patterns, (bool, int, float)) or patterns is None:
        raise origins.error(
            (*path, key), f"expected patterns, found {describe_kind(patterns)}", _HINT
        )


def check_published(data: object, path: Key, origins: Origins) -> None:
    """Raise unless ``publish`` has a known form."""
    if data is None:
        return
    hint = "Write 'publish: {files: …}'."
    fields = Fields(PUBLISH, origins.expect(path, data, dict, hint), path, origins)
    fields.get("template")
    check(fields.data.get("files"), (*path, "files"), origins)
