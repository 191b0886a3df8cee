"""What a column shows, as people write it: the grammar of column specs, and the specs themselves.

Specs stand between commas; blanks around them do not count, and words of the language may be
written in capitals::

    spec       = source ["as" NAME]
    source     = "=" NAME | "flag:" NAME      a flag
               | "." NAME | "attr:" NAME      an attribute of the run
               | [qualifier] scalar ["step"]  one number of a scalar, or the step it is from
               | scalar "at" place            the value at a step
    qualifier  = "min" | "max" | "first" | "last" | "avg" | "mean" | "total" | "count"
    scalar     = ["scalar:"] [PREFIX "#"] TAG   "last" where nothing is said before it
    place      = STEP | ("best" | "min" | "max") scalar

A PREFIX is the beginning of the folder of the event files, relative to the run. A NAME, PREFIX or
TAG with blanks, commas or a word of the language in it is quoted: ``'val loss'``, ``"val loss"``;
a quote inside is written twice. A word of the language that stands alone is a TAG.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

ATTRIBUTE, FLAG, SCALAR = "attr", "flag", "scalar"
MIN, MAX, FIRST, LAST = "min", "max", "first", "last"
MEAN, TOTAL, COUNT = "mean", "total", "count"
BEST = "best"

#: The qualifiers, as they are written, and what they mean.
QUALIFIERS = {
    **{word: word for word in (MIN, MAX, FIRST, LAST, TOTAL, COUNT, MEAN)},
    "avg": MEAN,
}
#: Those of which one step has the value.
WITH_STEP = frozenset({MIN, MAX, FIRST, LAST})
WORDS = frozenset({*QUALIFIERS, "step", "as", "at", BEST})


@dataclass(frozen=True, slots=True)
class Place:
    """Where another scalar is at its best, its least or its greatest.

    Parameters
    ----------
    which
        :data:`BEST`, :data:`MIN` or :data:`MAX`.
    tag, prefix
        The other scalar.
    """

    which: str
    tag: str
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Spec:
    """One column.

    Parameters
    ----------
    kind
        :data:`ATTRIBUTE`, :data:`FLAG` or :data:`SCALAR`.
    key
        Name of the attribute or flag, or tag of the scalar.
    prefix
        Beginning of the folder of a scalar's event files; empty for any.
    reducer
        Which number of the scalar is meant.
    is_step
        Whether the step of that number is meant.
    at
        The step whose value is meant; None to go by the reducer.
    name
        The heading that was given; empty for the usual one.
    """

    kind: str
    key: str
    prefix: str = ""
    reducer: str = LAST
    is_step: bool = False
    at: int | Place | None = None
    name: str = ""

    @property
    def heading(self) -> str:
        """The usual heading, as Guild has it: it does not tell which number is meant."""
        if self.name or self.kind != SCALAR:
            return self.name or self.key
        if self.at is not None:
            return str(self)
        return self._scalar + (" step" if self.is_step else "")

    @property
    def full_heading(self) -> str:
        """The heading where the usual one would stand twice."""
        if self.kind != SCALAR or self.at is not None:
            return str(self.unnamed)
        return f"{self.reducer} {self._scalar}" + (" step" if self.is_step else "")

    @property
    def _scalar(self) -> str:
        return f"{self.prefix} {self.key}" if self.prefix else self.key

    @property
    def unnamed(self) -> Spec:
        """The spec without the heading that was given."""
        return replace(self, name="") if self.name else self

    def __str__(self) -> str:
        """Return the text that stands for the spec."""
        if self.kind == FLAG:
            text = f"={quoted(self.key)}"
        elif self.kind == ATTRIBUTE:
            text = f".{quoted(self.key)}"
        else:
            text = _scalar_text(self.prefix, self.key)
            if self.at is None:
                text = text if self.reducer == LAST else f"{self.reducer} {text}"
                text += " step" if self.is_step else ""
            elif isinstance(self.at, Place):
                text += f" at {self.at.which} {_scalar_text(self.at.prefix, self.at.tag)}"
            else:
                text += f" at {self.at}"
        return f"{text} as {quoted(self.name)}" if self.name else text


#: What begins like this says of which kind a source is.
_KINDS = ("=", ".", "flag:", "attr:", "scalar:")


def quoted(text: str) -> str:
    """Return a name as it is written in a spec, in quotes where it needs them."""
    is_plain = (
        text.isprintable()
        and not text.startswith(_KINDS)
        and not any(character in "',\"" or character.isspace() for character in text)
        and text.lower() not in WORDS
    )
    if text and is_plain:
        return text
    return "'" + text.replace("'", "''") + "'"


def _scalar_text(prefix: str, tag: str) -> str:
    text = f"{prefix}#{tag}" if prefix or "#" in tag else tag
    return quoted(text)
