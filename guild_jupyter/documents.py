"""YAML as Guild reads and writes it: one float rule of its own, and limits for foreign text.

Reading keeps the line of every key, so that errors can say where. Limits stop alias bombs,
deep nesting and huge texts before they cost anything; the pure-Python loader is used because
libyaml crashes on deep input.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

import yaml

from guild_jupyter.errors import DocumentError

MAX_BYTES = 1 << 20
MAX_ALIASES = 50
MAX_NODES = 100_000
MAX_DEPTH = 64

Key = tuple[Any, ...]

# Guild's rule: an exponent needs neither a sign nor a decimal point (1e3, 1E-5 are floats).
_FLOAT = re.compile(
    r"""^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?
        |[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+
        |[-+]?\.[0-9_]+(?:[eE][-+]?[0-9]+)?
        |[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*
        |[-+]?\.(?:inf|Inf|INF)
        |\.(?:nan|NaN|NAN))$""",
    re.VERBOSE,
)
_FLOAT_TAG = "tag:yaml.org,2002:float"


class _Limit(yaml.MarkedYAMLError):
    """A text that would cost too much to read."""


class GuildLoader(yaml.SafeLoader):
    """The safe loader with Guild's float rule, and limits on what a text may cost."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._nodes = 0
        self._depth = 0
        self._aliases = 0
        self._sizes: dict[int, int] = {}

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:  # noqa: ANN401 - PyYAML's signature
        """Compose one node, counting what it stands for, aliases written out."""
        event = self.peek_event()  # type: ignore[no-untyped-call]
        before = self._nodes
        self._depth += 1
        is_alias = isinstance(event, yaml.AliasEvent)
        self._aliases += is_alias
        if self._depth > MAX_DEPTH:
            raise _Limit(problem=f"nested deeper than {MAX_DEPTH}", problem_mark=event.start_mark)
        if self._aliases > MAX_ALIASES:
            raise _Limit(problem=f"more than {MAX_ALIASES} aliases", problem_mark=event.start_mark)
        node = super().compose_node(parent, index)
        self._nodes += self._sizes.get(id(node), 1) if is_alias else 1
        if self._nodes > MAX_NODES:
            raise _Limit(problem=f"more than {MAX_NODES} values", problem_mark=event.start_mark)
        self._sizes[id(node)] = self._nodes - before
        self._depth -= 1
        return node


GuildLoader.yaml_implicit_resolvers = {
    first: [(tag, rule) for tag, rule in rules if tag != _FLOAT_TAG]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
GuildLoader.add_implicit_resolver(_FLOAT_TAG, _FLOAT, list("-+0123456789."))


@dataclass
class Document:
    """What a YAML text says, and on which line each key stands.

    Parameters
    ----------
    data
        Plain data.
    lines
        Key path to 1-based line.
    """

    data: Any
    lines: dict[Key, int] = field(default_factory=dict)

    def line(self, path: Key) -> int:
        """Return the line of a key path, or of its nearest parent that is known."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(text: str) -> Document:
    """Read one YAML document.

    Raises
    ------
    DocumentError
        The text is not YAML, has an unknown tag, or is larger than the limits.
    """
    if len(text) > MAX_BYTES:
        raise DocumentError(f"the text is larger than {MAX_BYTES >> 10} KiB")
    try:
        loader = GuildLoader(text)
        try:
            node = loader.get_single_node()
            document = Document(loader.construct_document(node) if node else None)
        finally:
            loader.dispose()  # type: ignore[no-untyped-call]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        parts = [part for part in (error.context, error.problem) if part]
        raise DocumentError(" ".join(parts), line=mark.line + 1 if mark else 0) from error
    except yaml.YAMLError as error:
        raise DocumentError(" ".join(str(error).split())) from error
    except (ValueError, RecursionError, OverflowError) as error:
        raise DocumentError(f"a value cannot be read: {error}") from error
    if node is not None:
        _mark_lines(node, (), document.lines)
    return document


def parse(text: str) -> Any:  # noqa: ANN401 - plain data
    """Return the plain data of a YAML text; raises as :func:`read`."""
    return read(text).data


def _mark_lines(node: yaml.Node, path: Key, lines: dict[Key, int]) -> None:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below = (*path, getattr(key, "value", None))
            if isinstance(below[-1], Hashable) and below not in lines:
                lines[below] = key.start_mark.line + 1
                _mark_lines(value, below, lines)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            _mark_lines(value, (*path, number), lines)


class _FlowDumper(yaml.SafeDumper):
    """The safe dumper with Guild's float rule: what reads as a float is quoted."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - PyYAML's signature
        """Write repeated values out: attributes are read by people."""
        return True


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """The same, faster where libyaml is there, with y and n quoted for YAML 1.1 readers."""

    ignore_aliases = _FlowDumper.ignore_aliases


_FlowDumper.yaml_implicit_resolvers = GuildLoader.yaml_implicit_resolvers
_Dumper.yaml_implicit_resolvers = GuildLoader.yaml_implicit_resolvers


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    style = "'" if value in ("y", "Y", "n", "N") else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def dump(value: object) -> str:
    """Return the YAML text that Guild writes for an attribute, one final newline included."""
    text: str = yaml.dump(value, Dumper=_Dumper, default_flow_style=False, indent=2)
    return text.removesuffix("...\n")


def dump_flow(value: object) -> str:
    """Return a value as YAML on one line, as flags are shown in listings and labels."""
    text: str = yaml.dump(value, Dumper=_FlowDumper, default_flow_style=True)
    return text.removesuffix("\n...\n").removesuffix("\n")
