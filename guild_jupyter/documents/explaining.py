"""What is wrong with a text that is no YAML: the findings of both parsers in plain words."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml
from yaml.reader import Reader

from guild_jupyter.documents.refusals import Refusal
from guild_jupyter.errors import DocumentError

_LONGEST = 200
_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_NOT_ALLOWED = re.compile(f"{Reader.NON_PRINTABLE.pattern}|(?<!^)\ufeff")
_QUOTE = "Put the text in quotes if it is meant as text."
_TAB = (
    "a tab is used for indentation",
    "Indent with spaces: a tab cannot be used for it in YAML.",
)
_ENDS = ("the text ends where a value should be", "Close the brackets that are open.")
_TAB_WITHIN = ("a tab where only a space can be", "Put a space in its place.")


class _Words(NamedTuple):
    """What to say for one kind of finding.

    Parameters
    ----------
    finding
        Pattern in what the parser says.
    message
        What we say; {character} is the one at fault, {opened} the line of the thing's beginning.
    hint
        What to do.
    at_opening
        Whether the line to look at is that of the beginning.
    """

    finding: str
    message: str
    hint: str
    at_opening: bool = False


# The first that fits counts.
_KNOWN = (
    _Words(
        r"(?s)quoted scalar.*(end of stream|document separator)",
        "a quote is opened on line {opened} and not closed",
        "Add the closing quote; inside of single quotes, write '' for one.",
        at_opening=True,
    ),
    _Words(
        r"escape|hexdecimal|Unicode character",
        "a backslash in double quotes that begins no known escape",
        "Use single quotes, or write two backslashes.",
    ),
    _Words(
        r"flow sequence",
        "the list that '[' opens on line {opened} is not closed, or lacks a comma",
        "Put ']' at its end and commas between items; text with [ ] { } or , in it needs quotes.",
        at_opening=True,
    ),
    _Words(
        r"flow mapping",
        "the mapping that '{{' opens on line {opened} is not closed, or lacks a comma",
        "Put '}' at its end and commas between keys; text with [ ] { } or , in it needs quotes.",
        at_opening=True,
    ),
    _Words(
        r"mapping values are not allowed",
        "a colon where none can be",
        "Put text with ': ' in it in quotes; look for a missing colon on the line above, "
        "and at the indentation.",
    ),
    _Words(
        r"could not find expected ':'",
        "a key without a colon",
        "Write 'KEY: VALUE', with a space after the colon.",
        at_opening=True,
    ),
    _Words(
        r"scanning an alias",
        "'*' begins an alias, and no name follows",
        "Put text that begins with *, such as '*.py', in quotes.",
    ),
    _Words(
        r"scanning an anchor",
        "'&' begins an anchor, and no name follows",
        "Put text that begins with & in quotes.",
    ),
    _Words(r"cannot start any token|node content", "text cannot begin with {character}", _QUOTE),
    _Words(
        r"scanning a block scalar",
        "on the line of '|' or '>' no text can follow",
        "Begin the text on the next line, or put it in quotes.",
    ),
    _Words(
        r"sequence entries are not allowed",
        "a list cannot begin here",
        "Begin a list on a line of its own, below its key.",
    ),
    _Words(
        r"expected <block end>|expected key|expected '-' indicator",
        "the line does not fit the ones above it",
        "Check its indentation, and the colons, quotes and brackets on and just above it.",
    ),
    _Words(
        r"document start",
        "something follows the end of the document",
        "Remove it, or check the indentation and brackets above.",
    ),
    _Words(
        r"directive|incompatible YAML",
        "a line that begins with '%' is a directive to YAML, and this one makes no sense",
        _QUOTE,
    ),
    _Words(r"scanning a tag|tag handle", "'!' begins a tag, and this one makes no sense", _QUOTE),
)


def explain(error: Exception, text: str) -> DocumentError:
    """Return an error in words that a beginner understands, with its line.

    Parameters
    ----------
    error
        What a parser, or what came after it, said of the text.
    text
        The text.
    """
    if isinstance(error, Refusal):
        return DocumentError(str(error.problem), error.hint, _line(error.problem_mark))
    if isinstance(error, yaml.MarkedYAMLError):
        return _explained(error, text)
    return _forbidden(error, text)


def _explained(error: yaml.MarkedYAMLError, text: str) -> DocumentError:
    mark = error.problem_mark or error.context_mark
    line, opened = _line(mark), _line(error.context_mark)
    finding = " ".join(part for part in (error.context, error.problem) if part)
    before, character = _place(mark, text)
    if "quoted scalar" not in finding:
        if "\t" in before[: len(before) - len(before.lstrip())] or (
            character == "\t" and not before.strip()
        ):
            return DocumentError(*_TAB, line)
        if character == "\t":
            return DocumentError(*_TAB_WITHIN, line)
    if not character and "node content" in finding:
        return DocumentError(*_ENDS, line)
    for words in _KNOWN:
        if re.search(words.finding, finding):
            message = words.message.format(opened=opened, character=repr(character))
            return DocumentError(message, words.hint, opened if words.at_opening else line)
    return DocumentError(finding[:_LONGEST], line=line)


def _place(mark: Any, text: str) -> tuple[str, str]:  # noqa: ANN401 - two classes of marks
    """Return what stands before a mark on its line, and the character at it."""
    lines = _LINE_BREAK.split(text)
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    column = mark.column if mark else 0
    return line[:column], line[column : column + 1]


def _line(mark: Any) -> int:  # noqa: ANN401 - as above
    return mark.line + 1 if mark else 0


def _forbidden(error: Exception, text: str) -> DocumentError:
    found = _NOT_ALLOWED.search(text)
    if found is None:
        return DocumentError(f"the text cannot be read: {error}"[:_LONGEST])
    return DocumentError(
        f"character {ord(found[0]):#06x} is not allowed",
        "Remove it, or write it as an escape in double quotes.",
        len(_LINE_BREAK.findall(text, 0, found.start())) + 1,
    )
