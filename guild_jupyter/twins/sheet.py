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
    """

    name: str
    text: str
    weight: str = ""


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
        lines += ["", clean(group.heading), *(_line(fact, width) for fact in group.facts)]
    return "\n".join(lines)


def _line(fact: Fact, width: int) -> str:
    if fact.weight:
        told = ": ".join(filter(None, (clean(fact.name), clean(fact.text))))
        return f"  {_MARKS[fact.weight]} {told}"
    return f"  {pad(clean(fact.name), width)}  {clean(fact.text)}".rstrip()


def to_html(sheet: Sheet) -> str:
    """Return the sheet as HTML."""
    parts = [f'<div style="{style.BOX}"><div><strong>{escape(sheet.title)}</strong></div>']
    for group in sheet.groups:
        rows = "".join(map(_row, group.facts))
        parts.append(
            f'<div style="{style.MUTED};margin:10px 0 0;font-weight:600">{escape(group.heading)}'
            f'</div><table style="{style.TABLE};margin:2px 0 0"><tbody>{rows}</tbody></table>'
        )
    parts.append("</div>")
    return "".join(parts)


def _row(fact: Fact) -> str:
    name_style = f"{style.CELL};{style.MUTED};white-space:nowrap"
    text_style = f"{style.CELL};white-space:normal;overflow-wrap:anywhere"
    if fact.weight:
        told = ": ".join(filter(None, (fact.name, fact.text)))
        mark = f'<span style="color:{_COLOURS[fact.weight]}">{_MARKS[fact.weight]}</span>'
        cells = f'<td colspan="2" style="{text_style}">{mark} {escape(told)}</td>'
    else:
        cells = (
            f'<td style="{name_style}">{escape(fact.name)}</td>'
            f'<td style="{text_style}">{escape(fact.text)}</td>'
        )
    return f'<tr style="background:none">{cells}</tr>'
