"""YAML as Guild reads and writes it: one float rule of its own, and limits for foreign text.

Reading keeps the line of every key, so that errors can say where. Limits stop alias bombs,
deep nesting and huge texts before they cost anything; the pure-Python loader is used because
libyaml crashes on deep input.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

import yaml

from guild_jupyter.errors import DocumentError

MAX_BYTES = 1 << 20
MAX_ALIASES = 50
MAX_NODES = 100_000
MAX_DEPTH = 64
MAX_DIGITS = 1000
_SHORT = 1 << 14
_FAST_LOADER: Any = getattr(yaml, "CSafeLoader", None)
_DEEP_LINE = re.compile(rf"^[-?: ]{{{MAX_DEPTH},}}", re.MULTILINE)

Key = tuple[Any, ...]

# Guild's rule beside YAML's: an exponent needs neither a sign nor a decimal point (1e3, 1E-5).
_FLOAT = re.compile(
    r"""^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?
        |[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+
        |\._*[0-9][0-9_]*(?:[eE][-+][0-9]+)?
        |[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*
        |[-+]?\.(?:inf|Inf|INF)
        |\.(?:nan|NaN|NAN))$""",
    re.VERBOSE,
)
# Guild fails on a plain ._ as on a float without digits, so it must not be written plain.
_QUOTED_FLOAT = re.compile(rf"{_FLOAT.pattern}|^\._+(?:[eE][-+][0-9]+)?$", re.VERBOSE)
_FLOAT_TAG = "tag:yaml.org,2002:float"


#: What PyYAML raises for a value that is not of the type its tag or its look says.
_MISTAGGED = (ValueError, LookupError, AttributeError, TypeError, ArithmeticError)


class _Limit(yaml.MarkedYAMLError):
    """A text that would cost too much to read, or would never end."""


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
        if is_alias and id(node) not in self._sizes:
            raise _Limit(problem="an alias inside of itself", problem_mark=event.start_mark)
        self._nodes += self._sizes[id(node)] if is_alias else 1
        if self._nodes > MAX_NODES:
            raise _Limit(problem=f"more than {MAX_NODES} values", problem_mark=event.start_mark)
        self._sizes[id(node)] = self._nodes - before
        self._depth -= 1
        return node

    def construct_number(self, node: yaml.ScalarNode) -> int | float:
        """Return a number; one of thousands of digits costs more than it can be worth."""
        if len(str(node.value)) > MAX_DIGITS:
            raise _Limit(
                problem=f"a number of more than {MAX_DIGITS} digits", problem_mark=node.start_mark
            )
        convert = self.construct_yaml_float if node.tag == _FLOAT_TAG else self.construct_yaml_int
        number: int | float = convert(node)
        return number


GuildLoader.add_constructor(_FLOAT_TAG, GuildLoader.construct_number)
GuildLoader.add_constructor("tag:yaml.org,2002:int", GuildLoader.construct_number)
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


def read(text: str, loader_type: type[GuildLoader] = GuildLoader) -> Document:
    """Read one YAML document.

    Parameters
    ----------
    text
        The text.
    loader_type
        How it is read, within the same limits.

    Raises
    ------
    DocumentError
        The text is not YAML, has an unknown tag, or is larger than the limits.
    """
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise DocumentError(f"the text is larger than {MAX_BYTES >> 10} KiB")
    try:
        loader = loader_type(text)
        try:
            node = loader.get_single_node()
            document = Document(loader.construct_document(node) if node else None)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        parts = [part for part in (error.context, error.problem) if part]
        raise DocumentError(" ".join(parts), line=mark.line + 1 if mark else 0) from error
    except yaml.reader.ReaderError as error:
        raise DocumentError(
            f"character {error.character:#06x} is not allowed",
            "Remove it, or write it as an escape in double quotes.",
            line=text.count("\n", 0, error.position) + 1,
        ) from error
    except _MISTAGGED as error:
        raise DocumentError(f"a value cannot be read: {error}") from error
    if node is not None:
        _mark_lines(node, (), document.lines)
    return document


def parse(text: str, loader_type: type[GuildLoader] = GuildLoader) -> Any:  # noqa: ANN401 - plain data
    """Return the plain data of a YAML text; takes and raises what :func:`read` does."""
    return read(text, loader_type).data


def check(text: str) -> None:
    """Raise as :func:`read` does, without the cost of reading a text that is plainly sound.

    libyaml can tell that of a short text whose nesting cannot be deep enough to make it crash;
    it lets a few oddities pass, such as ``|#``, of which reading still says what is wrong.
    """
    if not (_FAST_LOADER and _is_shallow(text) and _is_sound(text)):
        read(text)


def _is_shallow(text: str) -> bool:
    brackets = text.count("[") + text.count("{")
    is_flat = brackets <= MAX_DEPTH and not _DEEP_LINE.search(text)
    return is_flat and len(text) <= _SHORT and "&" not in text


def _is_sound(text: str) -> bool:
    try:
        yaml.load(text, Loader=_FAST_LOADER)
    except (yaml.YAMLError, *_MISTAGGED):
        return False
    return True


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


class _Dumper(yaml.SafeDumper):
    """The safe dumper with Guild's float rule: text that reads as a float is quoted."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - PyYAML's signature
        """Write repeated values out: attributes are read by people."""
        return True


class _StrictDumper(_Dumper):
    """The same, with y and n quoted for other readers of YAML 1.1."""


class _FastDumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # known at run time
    """The same by libyaml."""

    ignore_aliases = _Dumper.ignore_aliases


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    style = "'" if value in ("y", "Y", "n", "N") else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


for _dumper in (_Dumper, _FastDumper):
    _dumper.yaml_implicit_resolvers = {
        first: [(tag, rule) for tag, rule in rules if tag != _FLOAT_TAG]
        for first, rules in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }
    _dumper.add_implicit_resolver(_FLOAT_TAG, _QUOTED_FLOAT, list("-+0123456789."))
for _dumper in (_StrictDumper, _FastDumper):
    _dumper.add_representer(str, _text)


def dump(value: object) -> str:
    """Return the YAML text that Guild writes for an attribute, one final newline included."""
    try:
        text = _dump_block(value, _FastDumper)
    except UnicodeEncodeError:
        text = '"'
    # libyaml writes escapes and empty keys otherwise than PyYAML, which is what Guild uses.
    if '"' in text or "'':" in text:
        text = _dump_block(value, _StrictDumper)
    return text.removesuffix("...\n")


def _dump_block(value: object, dumper: type[yaml.SafeDumper]) -> str:
    text: str = yaml.dump(value, Dumper=dumper, default_flow_style=False, indent=2)
    return text


def dump_flow(value: object, *, escaped: bool = True) -> str:
    """Return a value as YAML without line breaks of our own, as flags are shown.

    Parameters
    ----------
    value
        Plain data.
    escaped
        Whether letters beyond ASCII are written as escapes.
    """
    text: str = yaml.dump(
        value,
        Dumper=_Dumper,
        default_flow_style=True,
        allow_unicode=not escaped,
        width=sys.maxsize,
    )
    return text.removesuffix("\n").removesuffix("\n...")
