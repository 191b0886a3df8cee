"""What is refused in a YAML text that a parser may take: the limits, and senseless values."""

from __future__ import annotations

import sys
from typing import Any

import yaml

from guild_jupyter.documents.limits import MAX_DEPTH, MAX_DIGITS, MAX_DIRECTIVES

#: Keys that are numbers so large that all of them may hash alike, which makes a mapping slow.
MAX_LARGE_KEYS = 1000
LARGE = sys.hash_info.modulus
#: In a text with tags, which takes several times as long to read.
MAX_TAGGED_NODES = 20_000
#: Characters of a tag written out, which costs memory for each value; known ones are shorter.
MAX_TAG = 100

_STANDARD = "tag:yaml.org,2002:"
_SHOWN = 60
_QUOTE = "Put text that begins with {} in quotes."


class Refusal(yaml.MarkedYAMLError):
    """Something in a text is refused.

    Parameters
    ----------
    problem
        What it is, for the user.
    mark
        Where it is, as PyYAML or libyaml mark it; None if unknown.
    hint
        What to do about it.
    """

    def __init__(self, problem: str, mark: Any = None, hint: str = "") -> None:  # noqa: ANN401 - two classes
        super().__init__(problem=problem, problem_mark=mark)
        self.hint = hint


def shown(value: object) -> str:
    """Return a value of the text as it is shown in a message, cut if it is long."""
    text = str(value)
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


def too_large(most: int) -> Refusal:
    """Return the refusal of a text of too many bytes."""
    return Refusal(f"the text is larger than {most >> 10} KiB")


def too_many_directives() -> Refusal:
    """Return the refusal of a text with too many directives."""
    return Refusal(f"more than {MAX_DIRECTIVES} lines begin with %", hint=_QUOTE.format("%"))


def too_deep(mark: Any) -> Refusal:  # noqa: ANN401 - as above
    """Return the refusal of a value that is nested too deep."""
    return Refusal(f"nested deeper than {MAX_DEPTH} levels", mark)


def too_many_values(most: int, mark: Any) -> Refusal:  # noqa: ANN401 - as above
    """Return the refusal of one value too many, aliases written out."""
    return Refusal(f"more than {most} values", mark)


def too_many_tagged(mark: Any) -> Refusal:  # noqa: ANN401 - as above
    """Return the refusal of one value too many in a text with tags."""
    return Refusal(f"more than {MAX_TAGGED_NODES} values in a text with tags", mark)


def too_many_digits(mark: Any) -> Refusal:  # noqa: ANN401 - as above
    """Return the refusal of a number that costs more to convert than it can be worth."""
    return Refusal(f"a number of more than {MAX_DIGITS} digits", mark)


def too_many_large_keys(mark: Any) -> Refusal:  # noqa: ANN401 - as above
    """Return the refusal of one large number too many as a key."""
    return Refusal(f"more than {MAX_LARGE_KEYS} keys are numbers of {LARGE} and more", mark)


def inside_itself(mark: Any) -> Refusal:  # noqa: ANN401 - as above
    """Return the refusal of a value that would never end."""
    return Refusal("an alias inside of itself", mark)


def undefined_alias(name: str, mark: Any) -> Refusal:  # noqa: ANN401 - as above
    """Return the refusal of an alias of nothing."""
    problem = (
        f"{shown('*' + name)} is an undefined alias: there is no {shown('&' + name)} above it"
    )
    return Refusal(problem, mark, _QUOTE.format("*"))


def second_anchor(name: str, mark: Any) -> Refusal:  # noqa: ANN401 - as above
    """Return the refusal of an anchor of a name that is taken."""
    return Refusal(f"the anchor {shown('&' + name)} is there twice", mark, "Rename one of them.")


def given_twice(key: object, written: str, line: int, mark: Any) -> Refusal:  # noqa: ANN401 - as above
    """Return the refusal of a key, as it is written, that is in the mapping already."""
    if isinstance(key, str):
        problem = f"the key {shown(written)} is given twice, first on line {line}"
        return Refusal(problem, mark, "Remove one of them, or give it another name.")
    # Such as yes, on, true and 1, which are one key of a mapping.
    problem = f"the key {shown(written)} is the same as the one on line {line}"
    hint = "Remove one of them, or put it in quotes: YAML reads it as no text."
    return Refusal(problem, mark, hint)


def unhashable(mark: Any) -> Refusal:  # noqa: ANN401 - as above
    """Return the refusal of a list or mapping as a key."""
    problem = "a list or a mapping cannot be a key"
    return Refusal(problem, mark, _QUOTE.format("{ or ["))


def not_mergeable(mark: Any) -> Refusal:  # noqa: ANN401 - as above
    """Return the refusal of a << with a value that is no mapping."""
    problem = "<< takes in a mapping, or a list of them, and this is neither"
    return Refusal(problem, mark, "Write '<<: *NAME', with &NAME at a mapping above.")


def second_document(mark: Any) -> Refusal:  # noqa: ANN401 - as above
    """Return the refusal of a second document in the text."""
    return Refusal("a second document begins", mark, "Remove the line '---' and what follows it.")


def unknown_tag(tag: str, mark: Any) -> Refusal:  # noqa: ANN401 - as above
    """Return the refusal of a value with a tag that stands for no plain data."""
    if tag in (f"{_STANDARD}merge", f"{_STANDARD}value"):
        sign = "<<" if tag.endswith("merge") else "="
        return Refusal(f"{sign} cannot be a value", mark, "Put it in quotes.")
    name = f"!!{tag.removeprefix(_STANDARD)}" if tag.startswith(_STANDARD) else tag
    return Refusal(f"the tag {shown(name)} is not known", mark, _QUOTE.format("!"))


def unreadable(error: Exception, mark: Any) -> Refusal:  # noqa: ANN401 - as above
    """Return the refusal of a value that is not what its look or its tag says."""
    return Refusal(f"a value cannot be read: {shown(error)[1:-1]}", mark, "Put it in quotes.")
