"""The card of one run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

from guild_jupyter.registry import load
from guild_jupyter.twins import style
from guild_jupyter.twins.text import clean, clean_block, columns, escape, output_html, pad

if TYPE_CHECKING:
    from guild_jupyter.twins.curves import Curve


@dataclass(frozen=True)
class Card:
    """What a card shows.

    Parameters
    ----------
    title
        The operation.
    short_id
        The run's short id.
    status
        One word, for the colour.
    status_text
        The status in words, with what is known of its reason.
    as_of
        Time of day for which the status holds; empty for a final one.
    facts
        Names and texts, in order.
    values
        Names and texts of scalars.
    more_values
        How many scalars are left out.
    output
        The last lines of the output, escape sequences included.
    problems
        What cannot be read of the run.
    curves
        Curves of scalars, by name.
    """

    title: str
    short_id: str
    status: str
    status_text: str
    as_of: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    values: list[tuple[str, str]] = field(default_factory=list)
    more_values: int = 0
    output: str = ""
    problems: list[str] = field(default_factory=list)
    curves: Mapping[str, Curve] = field(default_factory=dict)


def to_html(card: Card) -> str:
    """Return the card as HTML."""
    dated = f", as of {escape(card.as_of)}" if card.as_of else ""
    parts = [
        f'<div style="{style.BOX}">',
        f"<div>{style.status_mark(card.status)} <strong>{escape(card.title)}</strong> "
        f'<code style="{style.CODE};background:none">{escape(card.short_id)}</code> '
        f'<span style="{style.MUTED}">{escape(card.status_text)}{dated}</span></div>',
        _rows(card.facts),
    ]
    if card.values:
        chips = "".join(
            f'<span style="display:inline-block;vertical-align:top;margin:6px 18px 0 0">'
            f'<span style="{style.MUTED}">{escape(name)}</span> '
            f'<strong style="{style.CODE}">{escape(text)}</strong>{_picture(card, name)}</span>'
            for name, text in card.values
        )
        more = f"and {card.more_values} more" if card.more_values else ""
        parts.append(f'<div>{chips}<span style="{style.MUTED}">{more}</span></div>')
    alarm = f"margin-top:6px;color:{style.STATUS_COLOURS['error']}"
    parts += [f'<div style="{alarm}">{escape(problem)}</div>' for problem in card.problems]
    if card.output:
        parts.append(
            f'<div style="{style.OUTPUT_WINDOW}">'
            f'<pre style="{style.OUTPUT}">{output_html(card.output)}</pre></div>'
        )
    parts.append("</div>")
    return "".join(parts)


def _picture(card: Card, name: str) -> str:
    """Return the curve of a scalar; empty where there is none."""
    if name not in card.curves:
        return ""
    curves = import_module("guild_jupyter.twins.curves")
    shown: str = curves.picture(curves.Chart(name, [card.curves[name]]), curves.SMALL)
    return shown


def _line(card: Card, name: str) -> str:
    """Return the curve of a scalar in block characters, after a blank."""
    if name not in card.curves:
        return ""
    return " " + str(load("guild_jupyter.twins.sparkline:blocks")(card.curves[name].values))


def _rows(facts: list[tuple[str, str]]) -> str:
    if not facts:
        return ""
    name_style = f"{style.CELL};{style.MUTED};white-space:nowrap"
    text_style = f"{style.CELL};white-space:normal;overflow-wrap:anywhere"
    rows = "".join(
        f'<tr style="background:none"><td style="{name_style}">{escape(name)}</td>'
        f'<td style="{text_style}">{escape(text)}</td></tr>'
        for name, text in facts
    )
    return f'<table style="{style.TABLE};margin:6px 0 0"><tbody>{rows}</tbody></table>'


def to_text(card: Card) -> str:
    """Return the card as plain text."""
    dated = f", as of {clean(card.as_of)}" if card.as_of else ""
    lines = [f"{clean(card.title)} {clean(card.short_id)}  {clean(card.status_text)}{dated}"]
    names = [*(clean(name) for name, _ in card.facts), *(["scalars"] if card.values else [])]
    width = max(map(columns, names), default=0)
    lines += [f"  {pad(clean(name), width)}  {clean(text)}" for name, text in card.facts]
    if card.values:
        shown = "  ".join(
            f"{clean(name)} {clean(text)}{_line(card, name)}" for name, text in card.values
        )
        more = f"  and {card.more_values} more" if card.more_values else ""
        lines.append(f"  {pad('scalars', width)}  {shown}{more}")
    lines += [f"  ! {clean(problem)}" for problem in card.problems]
    if card.output:
        lines += [f"  | {line}".rstrip() for line in clean_block(card.output).split("\n")]
    return "\n".join(lines)
