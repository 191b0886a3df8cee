"""A table of runs, or of anything with rows; long ones are cut, with the number left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from guild_jupyter.twins import style
from guild_jupyter.twins.text import CUT, clean, columns, escape, pad, shorten

MAX_ROWS = 100
_WIDEST = 60
_LONGEST_TITLE = 1000
_ROW_LINE = "1px solid rgba(128,128,128,.12)"


class Table(NamedTuple):
    """What a table shows.

    Parameters
    ----------
    columns
        Headings.
    rows
        Texts of the cells.
    statuses
        Status word of each row, for the mark in the column headed ``status``; may be empty.
    numeric
        Headings of the columns that are aligned to the right.
    codes
        Headings of the columns that are shown in a font of fixed width.
    caption
        A line above the table.
    empty
        What is said instead of a table without rows.
    most
        How many rows are shown.
    left_out
        Rows that the maker of the table left out already.
    way_on
        The command that shows all rows; empty for none.
    strong
        Cells that stand out, by the numbers of their row and column.
    folded
        Names and texts of what is the same in all rows, shown once above them.
    folded_heading
        What is said before them.
    notes
        Sentences above the table, where they are seen before its rows.
    widest
        Characters of a cell or heading that are shown.
    pinned
        Whether the first column stays in view while the others are moved sideways.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    statuses: Sequence[str] = ()
    numeric: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    caption: str = ""
    empty: str = "nothing"
    most: int = MAX_ROWS
    left_out: int = 0
    way_on: str = ""
    strong: frozenset[tuple[int, int]] = frozenset()
    folded: Sequence[tuple[str, str]] = ()
    folded_heading: str = ""
    notes: Sequence[str] = ()
    widest: int = _WIDEST
    pinned: bool = False

    @property
    def remark(self) -> str:
        """How many rows are not shown, in words; empty for none."""
        hidden = max(0, len(self.rows) - self.most) + self.left_out
        if not hidden:
            return ""
        return f"and {hidden} more, not shown{f' · {self.way_on}' if self.way_on else ''}"


def to_html(table: Table) -> str:
    """Return the table as HTML."""
    if not table.rows:
        empty = f'<div style="{style.BOX};{style.MUTED}">{escape(table.empty)}</div>'
        return empty + "".join(map(_line, table.notes))
    aligned = [_align(table, column) for column in table.columns]
    head = "".join(
        f'<th scope="col" style="{style.CELL};{align}{style.MUTED};font-weight:600;'
        f'border-bottom:{style.LINE};white-space:nowrap{_pin(table, place)}">'
        f"{escape(shorten(column, table.widest))}</th>"
        for place, (column, align) in enumerate(zip(table.columns, aligned, strict=True))
    )
    shown = min(len(table.rows), table.most)
    body = "".join(_row(table, number, aligned) for number in range(shown))
    above = "".join(_line(text) for text in [table.caption, *table.notes] if text)
    above += _folded(table)
    below = _line(table.remark) if table.remark else ""
    return (
        f'{above}<div style="overflow-x:auto;color:var(--jp-ui-font-color1,inherit)">'
        f'<table style="{style.TABLE};margin:2px 0"><thead><tr style="background:none">{head}</tr>'
        f"</thead><tbody>{body}</tbody></table></div>{below}"
    )


def _line(text: str) -> str:
    return f'<div style="{style.FONT};{style.MUTED};margin:4px 0">{escape(text)}</div>'


def _folded(table: Table) -> str:
    """Return what is the same in all rows, on one line that may wrap."""
    if not table.folded:
        return ""
    chips = "".join(
        f'<span style="display:inline-block;margin:0 0 0 16px;overflow-wrap:anywhere">'
        f'<span style="{style.MUTED}">{escape(name)}</span> '
        f"{escape(shorten(text, table.widest))}</span>"
        for name, text in table.folded
    )
    return (
        f'<div style="{style.FONT};margin:4px 0;color:var(--jp-ui-font-color1,inherit)">'
        f'<span style="{style.MUTED};font-weight:600">{escape(table.folded_heading)}</span>'
        f"{chips}</div>"
    )


def _align(table: Table, column: str) -> str:
    return "text-align:right;font-variant-numeric:tabular-nums;" if column in table.numeric else ""


def _pin(table: Table, place: int) -> str:
    return f";{style.PINNED}" if table.pinned and place == 0 else ""


def _row(table: Table, number: int, aligned: list[str]) -> str:
    cells = []
    line = f"border-bottom:{_ROW_LINE};white-space:nowrap"
    row = zip(table.columns, aligned, table.rows[number], strict=True)
    for place, (column, align, text) in enumerate(row):
        mark = ""
        if column == "status" and table.statuses:
            mark = style.status_mark(table.statuses[number]) + " "
        short = shorten(text, table.widest)
        title = f' title="{escape(shorten(text, _LONGEST_TITLE))}"' if short != text else ""
        shown = escape(short)
        if (number, place) in table.strong:
            shown = f'<strong style="{style.STRONG}">{shown}</strong>'
        if column in table.codes:
            shown = f'<span style="{style.CODE}">{shown}</span>'
        css = f"{style.CELL};{align}{line}{_pin(table, place)}"
        cells.append(f'<td style="{css}"{title}>{mark}{shown}</td>')
    return f'<tr style="background:none">{"".join(cells)}</tr>'


def to_text(table: Table) -> str:
    """Return the table as plain text; a star stands after what stands out."""
    if not table.rows:
        return "\n".join(map(clean, [table.empty, *table.notes]))
    starred = {place for row, place in table.strong if row < table.most}
    headings = [
        shorten(clean(column), table.widest) + " " * (place in starred)
        for place, column in enumerate(table.columns)
    ]
    shown = [_shown(row, table.widest) for row in table.rows[: table.most]]
    for place in starred:
        for number, row in enumerate(shown):
            row[place] += "*" if (number, place) in table.strong else " "
    widths = [_width(texts) for texts in zip(headings, *shown, strict=True)]
    right = [column in table.numeric for column in table.columns]
    lines = [clean(text) for text in [table.caption, *table.notes] if text]
    if table.folded:
        said = ", ".join(f"{name} {shorten(text, table.widest)}" for name, text in table.folded)
        lines.append(clean(f"{table.folded_heading}: {said}"))
    lines += _aligned([headings, *shown], widths, right)
    lines += [clean(table.remark)] if table.remark else []
    return "\n".join(lines)


def _aligned(rows: Sequence[Sequence[str]], widths: list[int], right: list[bool]) -> list[str]:
    """Return a line for each row, its cells filled up to the widths of their columns."""
    cells = list(zip(widths, right, strict=True))
    plain = "  ".join(f"%{width}s" if is_right else f"%-{width}s" for width, is_right in cells)
    lines = []
    for row in rows:
        if _is_plain(row):
            line = plain % tuple(row)
        else:
            both = zip(row, cells, strict=True)
            line = "  ".join(pad(text, width, right=is_right) for text, (width, is_right) in both)
        lines.append(line.rstrip())
    return lines


def _shown(row: Sequence[str], widest: int) -> list[str]:
    """Return what is shown of the cells of a row."""
    whole = "".join(row)
    # Of most rows all cells are clean, which is seen at once.
    texts = row if whole.isascii() and whole.isprintable() else map(clean, row)
    return [text if len(text) <= widest else shorten(text, widest) for text in texts]


def _width(texts: Sequence[str]) -> int:
    """Return how many columns the widest of some texts takes."""
    return max(map(len if _is_plain(texts) else columns, texts))


def _is_plain(texts: Sequence[str]) -> bool:
    """Tell whether each character of the texts takes one column, as in nearly all."""
    return "".join(texts).replace(CUT, "").isascii()
