"""A difference of runs as HTML: static, without scripts or style sheets, all of it escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guild_jupyter.diffing import look, pictures, wording
from guild_jupyter.diffing.files import PICTURE, FileDiff, FilesPart
from guild_jupyter.diffing.rows import CHANGED, FOLDED, NO_END, REST, SAME, Line, Row, rows
from guild_jupyter.diffing.rundiff import OUTPUT, RunDiff
from guild_jupyter.diffing.syntax import Coloured, coloured, merged
from guild_jupyter.diffing.texts import TextDiff
from guild_jupyter.diffing.values import ValuesPart
from guild_jupyter.diffing.view import View
from guild_jupyter.diffing.words import Piece, changes
from guild_jupyter.twins import style
from guild_jupyter.twins.text import escape, size

#: A page opens with what has at most as many rows; longer ones are opened by a click.
_MOST_OPEN = 120
#: Files are open while there are no more rows of them in all.
_MOST_OPEN_IN_ALL = 240
#: Pictures of one difference have no more bytes than this.
_MOST_OF_PICTURES = 2 << 20
_LONGEST_VALUE = 600
#: Longer files have no colours: all of a file is read to tell its tokens.
_MOST_COLOURED = 64 << 10


def to_html(diff: RunDiff, view: View) -> str:
    """Return a difference as HTML.

    Parameters
    ----------
    diff
        The difference.
    view
        How much is shown.
    """
    return "".join(_Writer(view).pieces(diff))


class _Writer:
    """Writes one difference, and knows how much may still be written."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.room = view.most_in_all
        self.of_pictures = _MOST_OF_PICTURES
        self.open_rows = 0

    def pieces(self, diff: RunDiff) -> Iterator[str]:
        yield f'<div style="{look.BOX}">'
        for mark, side in (("-", diff.old), ("+", diff.new)):
            yield (
                f'<div style="{look.SIDE}"><span aria-hidden="true" style="{look.MARK[mark]}">'
                f"{look.SIGN[mark]}</span> <strong>{escape(side.name)}</strong> "
                f'<span style="{style.MUTED}">{escape(wording.about(side))}</span></div>'
            )
        for part in diff.parts:
            if wording.is_told(part):
                yield from self.part(part)
        if same := wording.the_same(diff):
            yield f'<div style="{look.SAME_PARTS};{style.MUTED}">{escape(same)}</div>'
        yield "</div>"

    def part(self, part: ValuesPart | FilesPart) -> Iterator[str]:
        name, _, counts = wording.title(part).partition(": ")
        told = f'<span style="{style.MUTED}">{escape(counts)}</span>'
        yield f'<div style="{look.HEADING}"><strong>{escape(name)}</strong> {told}</div>'
        if isinstance(part, ValuesPart):
            yield from self.values(part)
        else:
            yield from self.files(part)
        for remark in wording.remarks(part):
            yield f'<div style="{look.REMARK};{style.MUTED}">{escape(remark)}</div>'

    def values(self, part: ValuesPart) -> Iterator[str]:
        names = wording.shown_names(part)
        shown = names[: self.view.most_values]
        yield f'<table style="{style.TABLE};margin:0"><tbody>'
        for name in shown:
            label = f'<td style="{look.NAME}">{escape(name)}</td>'
            yield f'<tr style="background:none">{label}{self.cells(part, name)}</tr>'
        yield "</tbody></table>"
        if len(names) > len(shown):
            said = wording.more_values(len(names) - len(shown))
            yield f'<div style="{look.REMARK};{style.MUTED}">{escape(said)}</div>'

    def cells(self, part: ValuesPart, name: str) -> str:
        if name not in part.changed:
            mark, found = ("+", part.added) if name in part.added else ("-", part.removed)
            shown = _chip([Piece(_cut(wording.value_text(part, found[name])), False)], mark)
            cells = (shown, "") if mark == "-" else ("", shown)
        elif any(map(wording.is_long, part.changed[name])):
            body = self.body(part.text_of(name))
            return f'<td colspan="3" style="{look.WIDE}">{body}</td>'
        else:
            texts = (_cut(wording.value_text(part, one)) for one in part.changed[name])
            olds, news = changes(*texts)
            cells = (_chip(olds, "-"), _chip(news, "+"))
        step = wording.step(part, name) if name in part.changed else ""
        before, after = cells
        return (
            f'<td style="{look.VALUE}">{before}</td><td style="{look.VALUE}">{after}</td>'
            f'<td style="{look.STEP};{style.MUTED}">{escape(step)}</td>'
        )

    def files(self, part: FilesPart) -> Iterator[str]:
        shown = part.differing[: self.view.most_files]
        for one in shown:
            body = "".join(self.file(one))
            if part.name == OUTPUT:
                yield body
                continue
            happened, counts = wording.file_title(one)
            is_open = " open" if self.opens(body.count("<div")) else ""
            title = (
                f'<span style="{look.FILE}">{escape(one.name)}</span> '
                f'<span style="{look.COUNTS}">{_counts(counts)}</span> '
                f'<span style="{style.MUTED}">{escape("" if happened == "changed" else happened)}'
                "</span>"
            )
            yield (
                f'<details{is_open} style="{look.DETAILS}"><summary style="{look.SUMMARY}">'
                f"{title}</summary>{body}</details>"
            )
        if more := wording.more_files(part, len(shown)):
            yield f'<div style="{look.REMARK};{style.MUTED}">{escape(more)}</div>'

    def opens(self, rows: int) -> bool:
        """Tell whether a file with so many rows is open from the start."""
        if rows > _MOST_OPEN or self.open_rows + rows > _MOST_OPEN_IN_ALL:
            return False
        self.open_rows += rows
        return True

    def file(self, one: FileDiff) -> Iterator[str]:
        # Below a picture stands how large it is.
        for note in [] if one.kind == PICTURE else one.notes:
            yield f'<div style="{look.NOTE};{style.MUTED}">{escape(note)}</div>'
        if one.kind == PICTURE:
            yield from self.pictures(one)
        if one.text is not None:
            yield self.body(one.text, one.name)

    def pictures(self, one: FileDiff) -> Iterator[str]:
        yield f'<div style="{look.PICTURES}">'
        for mark, side in (("-", one.old), ("+", one.new)):
            if side is None:
                continue
            address = pictures.address(side.path) if side.size <= self.of_pictures else ""
            self.of_pictures -= side.size if address else 0
            word = "before" if mark == "-" else "after"
            caption = f"{word}, {size(side.size)}"
            shown = (
                f'<img src="{address}" alt="{escape(one.name)} {word}" style="{look.PICTURE}">'
                if address
                else f'<div style="{style.MUTED}">too large to be shown here</div>'
            )
            yield (
                f'<div style="{look.FRAME[mark]}">{shown}'
                f'<div style="{style.MUTED}">{escape(caption)}</div></div>'
            )
        yield "</div>"

    def body(self, diff: TextDiff, name: str = "") -> str:
        found = list(rows(diff, self.view, self.room))
        if name:
            found = coloured(found, diff, name, _MOST_COLOURED)
        self.room -= sum((row.old is not None) + (row.new is not None) for row in found)
        if not any(row.kind in (CHANGED, REST) for row in found):
            return ""
        width = len(str(max(len(diff.old.lines), len(diff.new.lines))))
        if self.view.side_by_side:
            return f'<div style="{look.BESIDE}">{"".join(_beside(found, width))}</div>'
        return f'<div style="{look.BODY}">{"".join(_unified(found, width))}</div>'


def _unified(found: Iterable[Row], width: int) -> Iterator[str]:
    """Yield the lines one below the other: of changed ones first all old, then all new ones."""
    waiting: list[str] = []
    indent = 2 * width + 5
    for row in found:
        if row.kind != CHANGED:
            yield from waiting
            waiting = []
        if row.kind in (FOLDED, REST):
            yield _hidden(row)
        elif row.kind == SAME and row.old and row.new:
            numbers = f"{row.old.number:>{width}} {row.new.number:>{width}}"
            yield _line(row.new, " ", numbers, indent)
        else:
            if row.old:
                yield _line(row.old, "-", f"{row.old.number:>{width}} {'':{width}}", indent)
            if row.new:
                numbers = f"{'':{width}} {row.new.number:>{width}}"
                waiting.append(_line(row.new, "+", numbers, indent))
    yield from waiting


def _beside(found: Iterable[Row], width: int) -> Iterator[str]:
    """Yield the cells of a grid of two columns."""
    indent = width + 4
    for row in found:
        if row.kind in (FOLDED, REST):
            yield f'<div style="grid-column:1/3">{_hidden(row)}</div>'
            continue
        marks = ("-", "+") if row.kind == CHANGED else (" ", " ")
        for line, mark in zip((row.old, row.new), marks, strict=True):
            if line is None:
                yield f'<div style="{look.EMPTY}"></div>'
            else:
                yield _line(line, mark, f"{line.number:>{width}}", indent)


def _hidden(row: Row) -> str:
    said = wording.folded(row.hidden) if row.kind == FOLDED else wording.rest(row.hidden)
    return f'<div style="{look.FOLD};{style.MUTED}">{escape(said)}</div>'


def _line(line: Line, mark: str, numbers: str, indent: int) -> str:
    text = "".join(_word(one, mark) for one in merged(line.pieces, line.tokens))
    end = "" if line.has_end else f'<span style="{style.MUTED}">{NO_END}</span>'
    sign = mark if mark == " " else f'<span style="{look.MARK[mark]}">{mark}</span>'
    # What is wrapped is indented as far as the text of its first row.
    return (
        f'<div style="padding-left:{indent}ch;text-indent:-{indent}ch{look.LINE[mark]}">'
        f'<span style="{look.NUMBERS}"> {numbers} </span>{sign} {text}{end}</div>'
    )


def _word(one: Coloured, mark: str) -> str:
    look_of_word = look.WORD[mark] if one.differs and mark != " " else ""
    shown = ";".join(filter(None, (look_of_word, look.TOKEN.get(one.kind))))
    return f'<span style="{shown}">{escape(one.text)}</span>' if shown else escape(one.text)


def _chip(pieces: Iterable[Piece], mark: str) -> str:
    text = "".join(
        f'<span style="{look.WORD[mark]}">{escape(one.text)}</span>'
        if one.differs
        else escape(one.text)
        for one in pieces
    )
    return f'<span style="{look.CHIP}{look.LINE[mark]}">{text or "&nbsp;"}</span>'


def _cut(text: str) -> str:
    more = len(text) - _LONGEST_VALUE
    return text if more <= 0 else f"{text[:_LONGEST_VALUE]} … {more:,} more characters"


def _counts(counts: str) -> str:
    return " ".join(
        f'<span style="{look.MARK["+" if word[0] == "+" else "-"]}">{escape(word)}</span>'
        for word in counts.split()
    )
