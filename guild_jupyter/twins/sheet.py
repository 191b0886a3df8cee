"""A sheet: headed groups of facts, each with a name, a text and perhaps a mark of its weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guild_jupyter.twins import style
from guild_jupyter.twins.text import clean, columns, escape, pad

NOTE, ERROR = "note", "error"
_MARKS = {NOTE: "!", ERROR: "✗"}
_COLOURS = {NOTE: style.STATUS_COLOURS["stopping"], ERROR: style.STATUS_COLOURS["error"]}


@dataclass(frozen=True)
class Fact:
    """One line.

    Parameters
    ----------
    name
        What it is about; may be empty.
    text
        What is said.
    weight
        :data:`NOTE` or :data:`ERROR`; empty for a plain fact.
    hint
        What can be done about it, under the text; may be empty.
    """

    name: str
    text: str
    weight: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Group:
    """Facts under one heading."""

    heading: str
    facts: Sequence[Fact]


@dataclass(frozen=True)
class Sheet:
    """Groups under one title.

    Parameters
    ----------
    title
        What it is of.
    groups
        Its groups, in order.
    """

    title: str
    groups: Sequence[Group]


def to_text(sheet: Sheet) -> str:
    """Return the sheet as plain text; names are aligned over all groups."""
    facts = [fact for group in sheet.groups for fact in group.facts]
    width = max((columns(clean(fact.name)) for fact in facts if not fact.weight), default=0)
    lines = [clean(sheet.title)]
    for group in sheet.groups:
        lines += ["", clean(group.heading)]
        for fact in group.facts:
            lines += [_line(fact, width), *([f"    {clean(fact.hint)}"] if fact.hint else [])]
    return "\n".join(lines)


def _line(fact: Fact, width: int) -> str:
    if fact.weight:
        told = ": ".join(filter(None, (clean(fact.name), clean(fact.text))))
        return f"  {_MARKS[fact.weight]} {told}"
    return f"  {pad(clean(fact.name), width)}  {clean(fact.text)}".rstrip()


def to_html(sheet: Sheet) -> str:
    """Return the sheet as HTML."""
    # One table for all groups, so that their columns stand under each other.
    rows = "".join(
        _heading(group.heading) + "".join(map(_row, group.facts)) for group in sheet.groups
    )
    return (
        f'<div style="{style.BOX}"><div><strong>{escape(sheet.title)}</strong></div>'
        f'<table style="{style.TABLE};margin:2px 0 0"><tbody>{rows}</tbody></table></div>'
    )


def _heading(text: str) -> str:
    shown = f"{style.CELL};{style.MUTED};padding-top:10px;font-weight:600"
    return f'<tr style="background:none"><td colspan="2" style="{shown}">{escape(text)}</td></tr>'


def _row(fact: Fact) -> str:
    name_style = f"{style.CELL};{style.MUTED};white-space:nowrap"
    text_style = f"{style.CELL};white-space:normal;overflow-wrap:anywhere"
    if fact.weight:
        told = ": ".join(filter(None, (fact.name, fact.text)))
        mark = f'<span style="color:{_COLOURS[fact.weight]}">{_MARKS[fact.weight]}</span>'
        hint = f'<div style="{style.MUTED};margin-left:1.2em">{escape(fact.hint)}</div>'
        cells = (
            f'<td colspan="2" style="{text_style}">{mark} {escape(told)}'
            f"{hint if fact.hint else ''}</td>"
        )
    else:
        cells = (
            f'<td style="{name_style}">{escape(fact.name)}</td>'
            f'<td style="{text_style}">{escape(fact.text)}</td>'
        )
    return f'<tr style="background:none">{cells}</tr>'
