"""Plain data straight from the events of a YAML parser, and the line of every key and item.

This is the quick way, for texts without tags: composing nodes and constructing data of them
gives the same, and takes several times as long.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)
from yaml.nodes import ScalarNode

from guild_jupyter.documents import refusals
from guild_jupyter.documents.document import Document, Lines
from guild_jupyter.documents.limits import MAX_DEPTH
from guild_jupyter.documents.refusals import LARGE, MAX_LARGE_KEYS
from guild_jupyter.documents.scalars import (
    MISTAGGED,
    GuildConstructor,
    GuildResolver,
    is_typed_text,
)

_RULES = GuildResolver.yaml_implicit_resolvers
_CONSTRUCTORS = GuildConstructor.yaml_constructors
_MERGE = object()
# Plain keys that are not what they look like: << takes in other mappings, = is text as a key.
_ODD_KEYS = {"<<": _MERGE, "=": "="}
_UNKNOWN = object()
_NOTHING: dict[Any, Lines] = {}  # most mappings and lists hold none: it is never written to
_SHORT = 18  # digits that are converted at once

_Placed = tuple[dict[Any, Any], Lines]


class Unusual(Exception):  # noqa: N818 - no error: another way of reading is needed
    """The text has tags, or anchors in odd places: nodes have to be composed of its events."""


class _Anchored(NamedTuple):
    value: Any
    below: Lines | None
    size: int
    height: int


class Builder:
    """Builds the plain data of one document.

    Parameters
    ----------
    parser
        A parser of PyYAML, which gives the events.
    max_values
        How many values there may be, aliases written out.
    unique_keys
        Whether a key may be given only once in a mapping.
    as_typed
        Whether ``1_000`` and ``1:30`` are texts.
    """

    def __init__(
        self,
        parser: Any,  # noqa: ANN401 - parsers and events have no types of their own
        max_values: int,
        *,
        unique_keys: bool,
        as_typed: bool,
    ) -> None:
        self._next = parser.get_event
        self._max_values = max_values
        self._unique_keys = unique_keys
        self._as_typed = as_typed
        self._count = 0
        self._deepest = 0
        self._large_keys = 0
        self._anchors: dict[str, _Anchored | None] = {}
        self._plain: dict[str, Any] = {}
        self._constructor = GuildConstructor()

    def document(self) -> Document:
        """Return the only document of the text.

        Raises
        ------
        Unusual
            It has to be composed.
        yaml.YAMLError
            It cannot be read.
        """
        self._next()  # the stream begins
        if isinstance(self._next(), StreamEndEvent):
            return Document(None)
        first = self._next()
        data, below = self._value(first, 1)
        self._next()  # the document ends
        another = self._next()
        if not isinstance(another, StreamEndEvent):
            raise refusals.second_document(another.start_mark)
        return Document(data, below, first.start_mark.line + 1)

    def _value(self, event: Any, depth: int) -> tuple[Any, Lines | None]:  # noqa: ANN401 - an event
        if depth > MAX_DEPTH:
            raise refusals.too_deep(event.start_mark)
        kind = event.__class__
        if kind is AliasEvent:
            return self._alias(event, depth)
        if event.tag is not None:
            raise Unusual
        self._count += 1
        if self._count > self._max_values:
            raise refusals.too_many_values(self._max_values, event.start_mark)
        if event.anchor is not None:
            return self._anchored(event, depth)
        if kind is ScalarEvent:
            return self._scalar(event), None
        return self._mapping(depth) if kind is MappingStartEvent else self._list(depth)

    def _anchored(self, event: Any, depth: int) -> tuple[Any, Lines | None]:  # noqa: ANN401 - an event
        name, event.anchor = event.anchor, None
        if name in self._anchors:
            raise refusals.second_anchor(name, event.start_mark)
        if isinstance(event, ScalarEvent) and event.value in _ODD_KEYS:
            raise Unusual
        self._anchors[name] = None
        before, deepest = self._count, self._deepest
        self._count -= 1
        self._deepest = depth
        value, below = self._value(event, depth)
        size, height = self._count - before + 1, self._deepest - depth
        self._anchors[name] = _Anchored(value, below, size, height)
        self._deepest = max(deepest, self._deepest)
        return value, below

    def _alias(self, event: Any, depth: int) -> tuple[Any, Lines | None]:  # noqa: ANN401 - an event
        if event.anchor not in self._anchors:
            raise refusals.undefined_alias(event.anchor, event.start_mark)
        found = self._anchors[event.anchor]
        if found is None:
            raise refusals.inside_itself(event.start_mark)
        self._count += found.size
        if self._count > self._max_values:
            raise refusals.too_many_values(self._max_values, event.start_mark)
        self._deepest = max(self._deepest, depth + found.height)
        if self._deepest > MAX_DEPTH:
            raise refusals.too_deep(event.start_mark)
        return found.value, found.below

    def _list(self, depth: int) -> tuple[list[Any], Lines]:
        data: list[Any] = []
        own: list[int] = []
        below = _NOTHING
        while True:
            event = self._next()
            if event.__class__ is SequenceEndEvent:
                break
            value, lines = self._value(event, depth + 1)
            if lines is not None:
                if below is _NOTHING:
                    below = {}
                below[len(data)] = lines
            own.append(event.start_mark.line + 1)
            data.append(value)
        if data and self._deepest <= depth:
            self._deepest = depth + 1
        return data, Lines(own, below)

    def _mapping(self, depth: int) -> _Placed:
        data: dict[Any, Any] = {}
        own: dict[Any, int] = {}
        below = _NOTHING
        merges: list[_Placed] = []
        while True:
            event = self._next()
            if event.__class__ is MappingEndEvent:
                break
            key = self._key(event, depth + 1)
            value_event = self._next()
            value, lines = self._value(value_event, depth + 1)
            if key is _MERGE:
                merges += _mergeable(value, lines, value_event.start_mark)
                continue
            if key not in own:
                own[key] = event.start_mark.line + 1
            elif self._unique_keys:
                raise refusals.given_twice(
                    key, getattr(event, "value", str(key)), own[key], event.start_mark
                )
            else:
                below.pop(key, None)
            if lines is not None:
                if below is _NOTHING:
                    below = {}
                below[key] = lines
            data[key] = value
        if self._deepest <= depth and (data or merges):
            self._deepest = depth + 1
        if merges:
            return _merged([*merges, (data, Lines(own, below))])
        return data, Lines(own, below)

    def _key(self, event: Any, depth: int) -> Any:  # noqa: ANN401 - an event
        is_odd = event.__class__ is ScalarEvent and event.value in _ODD_KEYS
        if is_odd and not (event.style or event.anchor or event.tag):
            self._count += 1
            return _ODD_KEYS[event.value]
        key, lines = self._value(event, depth)
        if lines is not None:
            raise refusals.unhashable(event.start_mark)
        if key.__class__ is int and abs(key) >= LARGE:
            self._large_keys += 1
            if self._large_keys > MAX_LARGE_KEYS:
                raise refusals.too_many_large_keys(event.start_mark)
        return key

    def _scalar(self, event: Any) -> Any:  # noqa: ANN401 - an event
        text = event.value
        if event.style:
            if event.implicit[0]:  # it has the tag "!", of which libyaml tells nothing else
                raise Unusual
            return text
        value = self._plain.get(text, _UNKNOWN)
        if value is _UNKNOWN:
            value = self._plain[text] = self._resolved(text, event.start_mark)
        return value

    def _resolved(self, text: str, mark: Any) -> Any:  # noqa: ANN401 - a mark
        if len(text) < _SHORT and text.isdigit() and text.isascii() and text[0] != "0":
            return int(text)
        rules = _RULES.get(text[:1], ())
        tag = next((tag for tag, rule in rules if rule.match(text)), None)
        if tag is None or (self._as_typed and is_typed_text(tag, text)):
            return text
        construct = _CONSTRUCTORS.get(tag, GuildConstructor.construct_undefined)
        try:
            return construct(self._constructor, ScalarNode(tag, text, mark))
        except MISTAGGED as error:
            raise refusals.unreadable(error, mark) from error


def _mergeable(value: object, lines: Lines | None, mark: Any) -> Iterable[_Placed]:  # noqa: ANN401 - a mark
    """Return the mappings that are the value of a <<; later ones count."""
    if isinstance(value, dict) and lines:
        return [(value, lines)]
    items = value if isinstance(value, list) else [None]
    if not lines or not all(isinstance(item, dict) for item in items):
        raise refusals.not_mergeable(mark)
    return [(item, lines.below[number]) for number, item in enumerate(items)][::-1]


def _merged(parts: Iterable[_Placed]) -> _Placed:
    """Return one mapping of several; of a key in more than one the last counts."""
    data: dict[Any, Any] = {}
    own: dict[Any, int] = {}
    below: dict[Any, Lines] = {}
    for part, lines in parts:
        data.update(part)
        own.update(lines.by_key())
        below = {key: value for key, value in below.items() if key not in part}
        below.update(lines.below)
    return data, Lines(own, below)
