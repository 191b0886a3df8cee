"""Reading YAML: which parser reads a text, in which way, and within which limits.

libyaml reads nearly all texts, for it is quick; short ones in which it is known to differ from
PyYAML, which is what Guild uses, or which it refuses, are read by that.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml

from guild_jupyter.documents import refusals
from guild_jupyter.documents.building import Builder, Unusual
from guild_jupyter.documents.composing import IS_FAST, FastLoader, PureLoader
from guild_jupyter.documents.document import Document
from guild_jupyter.documents.limits import MAX_BYTES, MAX_DIRECTIVES, MAX_NODES

#: Texts of up to so many characters mean exactly what they mean to Guild.
EXACT = 1 << 14
#: Without libyaml reading takes fifteen times as long.
MAX_BYTES_SLOW = 1 << 18
MAX_NODES_SLOW = 20_000

# Where libyaml takes what PyYAML refuses, or reads it otherwise: tabs, marks of byte order, tags,
# comments in the head of a block; and question marks within brackets, which is asked below.
_ODD = re.compile(r"[\t\ufeff]|(?<!\w)!|[|>][-+0-9]*#")
_DIRECTIVE = re.compile("(?:^|[\n\r\x85\u2028\u2029])%")


def read(text: str, *, unique_keys: bool = False, as_typed: bool = False) -> Document:
    """Read one YAML document.

    Parameters
    ----------
    text
        The text.
    unique_keys
        Whether a key may be given only once in a mapping. Guild takes the last.
    as_typed
        Whether ``1_000`` and ``1:30`` are texts: nobody who types them means a number.

    Raises
    ------
    DocumentError
        The text is not YAML, has an unknown tag, or is larger than the limits.
    """
    try:
        _check_size(text, MAX_BYTES if IS_FAST else MAX_BYTES_SLOW)
        return _read(text, _Rules(unique_keys, as_typed))
    except (yaml.YAMLError, ValueError) as error:
        from guild_jupyter.documents.explaining import explain  # noqa: PLC0415 - only then needed

        raise explain(error, text) from error


def parse(text: str, *, unique_keys: bool = False, as_typed: bool = False) -> Any:  # noqa: ANN401 - plain data
    """Return the plain data of a YAML text; parameters and errors are those of :func:`read`."""
    return read(text, unique_keys=unique_keys, as_typed=as_typed).data


def check(text: str) -> None:
    """Raise as :func:`read` does."""
    read(text)


def _check_size(text: str, most: int) -> None:
    # a surrogate is refused here: it is no character, and has no bytes
    if len(text) > most or (not text.isascii() and len(text.encode()) > most):
        raise refusals.too_large(most)
    if text.count("%") > MAX_DIRECTIVES and len(_DIRECTIVE.findall(text)) > MAX_DIRECTIVES:
        raise refusals.too_many_directives()


class _Rules(NamedTuple):
    unique_keys: bool
    as_typed: bool


def _read(text: str, rules: _Rules) -> Document:
    if not IS_FAST:
        return _read_with(PureLoader, text, MAX_NODES_SLOW, rules)
    is_exact = len(text) <= EXACT
    if is_exact and _is_odd(text):
        return _read_with(PureLoader, text, MAX_NODES, rules)
    try:
        return _read_with(FastLoader, text, MAX_NODES, rules)
    except refusals.Refusal:
        raise
    except yaml.YAMLError:
        if not is_exact:
            raise
    return _read_with(PureLoader, text, MAX_NODES, rules)


def _is_odd(text: str) -> bool:
    if _ODD.search(text):
        return True
    questions = text.rfind("?")
    return questions >= 0 and any(-1 < text.find(sign) < questions for sign in "[{")


def _read_with(loader_class: Any, text: str, max_nodes: int, rules: _Rules) -> Document:  # noqa: ANN401 - two classes
    loader = loader_class(text)
    try:
        return Builder(loader, max_nodes, **rules._asdict()).document()
    except Unusual:
        pass
    finally:
        loader.dispose()
    loader = loader_class(text)
    loader.as_typed = rules.as_typed
    try:
        document: Document = loader.document(unique_keys=rules.unique_keys)
        return document
    finally:
        loader.dispose()
