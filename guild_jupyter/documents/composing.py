"""Nodes composed of the events of a YAML parser, with limits, and plain data made of them.

This is the way for texts with tags; :mod:`guild_jupyter.documents.building` is quicker.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.events import AliasEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from guild_jupyter.documents import refusals
from guild_jupyter.documents.document import Document, Lines
from guild_jupyter.documents.limits import MAX_DEPTH
from guild_jupyter.documents.refusals import MAX_TAG, MAX_TAGGED_NODES
from guild_jupyter.documents.scalars import (
    MISTAGGED,
    GuildConstructor,
    GuildResolver,
    check_keys,
    is_typed_text,
)

#: Whether libyaml is there; without it everything is read by PyYAML's own parser.
IS_FAST: bool = yaml.__with_libyaml__
_LibyamlLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Their meaning depends on where they stand: they are no keys of their own.
_ODD_TAGS = ("tag:yaml.org,2002:merge", "tag:yaml.org,2002:value")


class _Limited(Composer, GuildConstructor, GuildResolver):
    """Composes and constructs; counts what it composes, aliases written out."""

    #: Whether 1_000 and 1:30 are texts.
    as_typed = False

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:  # noqa: ANN401 - PyYAML's signature
        """Return the tag of a node."""
        tag = super().resolve(kind, value, implicit)  # type: ignore[no-untyped-call]
        if self.as_typed and kind is ScalarNode and is_typed_text(tag, value):
            return self.DEFAULT_SCALAR_TAG
        return tag

    def compose_document(self) -> Node | None:
        """Compose the nodes of the document that begins."""
        self.anchors: dict[str, Node] = {}
        self._count = 0
        self._depth = 0
        self._deepest = 0
        self._sizes: dict[int, tuple[int, int]] = {}
        return super().compose_document()

    def compose_node(self, parent: Node | None, index: Any) -> Node | None:  # noqa: ANN401 - PyYAML's signature
        """Compose one node."""
        event = self.peek_event()  # type: ignore[attr-defined]  # the parser's
        is_alias = isinstance(event, AliasEvent)
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise refusals.too_deep(event.start_mark)
        if not is_alias and len(event.tag or "") > MAX_TAG:
            raise refusals.unknown_tag(event.tag, event.start_mark)
        if event.anchor is not None and is_alias is not (event.anchor in self.anchors):
            refuse = refusals.undefined_alias if is_alias else refusals.second_anchor
            raise refuse(event.anchor, event.start_mark)
        before, deepest = self._count, self._deepest
        self._deepest = self._depth
        node = super().compose_node(parent, index)
        size, height = self._count - before + 1, self._deepest - self._depth
        if is_alias:
            if id(node) not in self._sizes:
                raise refusals.inside_itself(event.start_mark)
            size, height = self._sizes[id(node)]
        self._count = before + size
        if self._count > MAX_TAGGED_NODES:
            raise refusals.too_many_tagged(event.start_mark)
        self._deepest = max(deepest, self._depth + height)
        if self._deepest > MAX_DEPTH:
            raise refusals.too_deep(event.start_mark)
        self._sizes[id(node)] = size, height
        self._depth -= 1
        return node

    def document(self, *, unique_keys: bool) -> Document:
        """Return the only document of the text."""
        node = self.get_single_node()
        if node is None:
            return Document(None)
        try:
            if unique_keys:
                self._check_keys(node)
            data = self.construct_document(node)
        except MISTAGGED as error:
            mark = next((inner.start_mark for inner in reversed(self.recursive_objects)), None)
            raise refusals.unreadable(error, mark) from error
        return Document(data, _lines(node, {}), node.start_mark.line + 1)

    def _check_keys(self, root: Node) -> None:
        for node in _all_nodes(root):
            lines: dict[Any, int] = {}
            if isinstance(node, MappingNode):
                check_keys(node)
            for key_node, _ in node.value if isinstance(node, MappingNode) else ():
                if not isinstance(key_node, ScalarNode) or key_node.tag in _ODD_TAGS:
                    continue
                key = self.construct_object(key_node, deep=True)
                if key in lines:
                    raise refusals.given_twice(
                        key, key_node.value, lines[key], key_node.start_mark
                    )
                lines[key] = key_node.start_mark.line + 1


def _all_nodes(root: Node) -> Iterator[Node]:
    waiting, seen = [root], set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        if isinstance(node, MappingNode):
            waiting += [part for pair in node.value for part in pair]
        elif isinstance(node, SequenceNode):
            waiting += node.value


def _lines(node: Node, known: dict[int, Lines]) -> Lines | None:
    """Return the lines of what is in a composed node; keys are known by their text."""
    if isinstance(node, ScalarNode):
        return None
    if id(node) not in known:
        own: dict[Any, int] = {}
        below: dict[Any, Lines] = {}
        for key, value, place in _entries(node):
            own.setdefault(key, place.start_mark.line + 1)
            lines = _lines(value, known)
            if lines:
                below[key] = lines
        known[id(node)] = Lines(own, below)
    return known[id(node)]


def _entries(node: Node) -> Iterator[tuple[Any, Node, Node]]:
    """Yield the keys or indices of a node, their values, and what tells their lines."""
    if isinstance(node, MappingNode):
        scalars = [pair for pair in node.value if isinstance(pair[0], ScalarNode)]
        yield from ((key.value, value, key) for key, value in scalars)
    else:
        yield from ((number, value, value) for number, value in enumerate(node.value))


class PureLoader(_Limited, yaml.SafeLoader):
    """By PyYAML's own parser, which is the one that Guild uses."""

    __init__ = yaml.SafeLoader.__init__


class FastLoader(_Limited, _LibyamlLoader):  # type: ignore[misc]  # known at run time
    """By libyaml, which is quicker by far and lets a few oddities pass."""

    __init__ = _LibyamlLoader.__init__
