"""A difference of runs as text: for a terminal in colours, for a notebook without."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guild_jupyter.diffing import wording
from guild_jupyter.diffing.files import FileDiff, FilesPart
from guild_jupyter.diffing.rows import CHANGED, FOLDED, NO_END, REST, Line, Row, rows
from guild_jupyter.diffing.rundiff import OUTPUT, RunDiff
from guild_jupyter.diffing.texts import TextDiff
from guild_jupyter.diffing.values import ValuesPart
from guild_jupyter.diffing.view import View
from guild_jupyter.diffing.words import Piece, changes
from guild_jupyter.twins.text import clean, columns, pad

_RED, _GREEN, _GREY, _BOLD = "31", "32", "2", "1"
_STRONG = {"-": "1;7;31", "+": "1;7;32"}
#: Characters of an old and a new value that stand in one line.
_LONGEST_CHANGE = 80
_COLOUR = {"-": _RED, "+": _GREEN}


def to_text(diff: RunDiff, view: View) -> str:
    """Return a difference as text.

    Parameters
    ----------
    diff
        The difference.
    view
        How much is shown, and whether in colours.
    """
    return "\n".join(_Writer(view).lines(diff))


class _Writer:
    """Writes one difference, and knows how many lines may still be written."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.room = view.most_in_all

    def lines(self, diff: RunDiff) -> Iterator[str]:
        for mark, side in (("-", diff.old), ("+", diff.new)):
            name, told = clean(side.name), clean(wording.about(side))
            yield f"{self.paint(f'{mark} {name}', _COLOUR[mark])}  {self.paint(told, _GREY)}"
        for part in diff.parts:
            if not wording.is_told(part):
                continue
            yield ""
            yield self.paint(clean(wording.title(part)), _BOLD)
            if isinstance(part, ValuesPart):
                yield from self.values(part)
            else:
                yield from self.files(part)
            yield from (self.paint(f"  {clean(one)}", _GREY) for one in wording.remarks(part))
        if same := wording.the_same(diff):
            yield ""
            yield self.paint(clean(same), _GREY)

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.view.colours and text else text

    def values(self, part: ValuesPart) -> Iterator[str]:
        names = wording.shown_names(part)
        shown = names[: self.view.most_values]
        width = max(map(columns, map(clean, shown)), default=0)
        for name in shown:
            label = pad(clean(name), min(width, 40))
            if name in part.changed:
                yield from self.change(part, name, label)
                continue
            mark, found = ("+", part.added) if name in part.added else ("-", part.removed)
            text = wording.value_text(part, found[name])
            yield self.paint(f"{mark} {label}  {clean(text[:300])}", _COLOUR[mark])
        if len(names) > len(shown):
            yield self.paint(wording.more_values(len(names) - len(shown)), _GREY)

    def change(self, part: ValuesPart, name: str, label: str) -> Iterator[str]:
        change = part.changed[name]
        if any(map(wording.is_long, change)):
            yield f"~ {label}".rstrip()
            yield from (f"    {line}" for line in self.body(part.text_of(name)))
            return
        old, new = (wording.value_text(part, one) for one in change)
        olds, news = changes(old, new)
        before, after = self.pieces(olds, "-"), self.pieces(news, "+")
        step = wording.step(part, name)
        if len(old) + len(new) > _LONGEST_CHANGE:
            yield f"~ {label}".rstrip()
            yield from (f"    {mark} {text}" for mark, text in (("-", before), ("+", after)))
            return
        yield f"~ {label}  {before} → {after}{f'  ({step})' if step else ''}"

    def pieces(self, pieces: Iterable[Piece], mark: str) -> str:
        return "".join(
            self.paint(clean(one.text), _STRONG[mark] if one.differs else _COLOUR[mark])
            for one in pieces
        )

    def files(self, part: FilesPart) -> Iterator[str]:
        shown = part.differing[: self.view.most_files]
        for one in shown:
            if part.name != OUTPUT:
                yield self.heading(one)
            yield from (self.paint(f"  {clean(note)}", _GREY) for note in one.notes)
            if one.text is not None:
                yield from (f"  {line}" for line in self.body(one.text))
        if more := wording.more_files(part, len(shown)):
            yield self.paint(f"  {more}", _GREY)

    def heading(self, one: FileDiff) -> str:
        happened, counts = wording.file_title(one)
        mark = {"added": "+", "removed": "-", "changed": "~"}[happened]
        name = self.paint(f"{mark} {clean(one.name)}", _COLOUR.get(mark, _BOLD))
        return f"{name}  {self.paint(counts, _GREY)}".rstrip()

    def body(self, diff: TextDiff) -> Iterator[str]:
        found = list(rows(diff, self.view, self.room))
        self.room -= sum((row.old is not None) + (row.new is not None) for row in found)
        width = len(str(max(len(diff.old.lines), len(diff.new.lines))))
        if self.view.side_by_side:
            yield from (self.beside(row, width) for row in found)
        else:
            yield from self.unified(found, width)

    def unified(self, found: list[Row], width: int) -> Iterator[str]:
        waiting: list[str] = []
        for row in found:
            if row.kind != CHANGED:
                yield from waiting
                waiting = []
            if row.kind in (FOLDED, REST):
                yield self.hidden(row)
            elif row.kind == CHANGED:
                if row.old:
                    yield self.line("-", row.old, None, row.old, width)
                if row.new:
                    waiting.append(self.line("+", None, row.new, row.new, width))
            elif row.new:
                yield self.line(" ", row.old, row.new, row.new, width)
        yield from waiting

    def line(self, mark: str, old: Line | None, new: Line | None, shown: Line, width: int) -> str:
        numbers = " ".join(str(one.number if one else "").rjust(width) for one in (old, new))
        text = "".join(
            clean(one.text)
            if mark == " "
            else self.paint(clean(one.text), (_STRONG if one.differs else _COLOUR)[mark])
            for one in shown.pieces
        )
        sign = self.paint(mark, _COLOUR[mark]) if mark != " " else mark
        end = "" if shown.has_end else self.paint(NO_END, _GREY)
        return f"{self.paint(numbers, _GREY)} {sign} {text}{end}".rstrip()

    def hidden(self, row: Row) -> str:
        said = wording.folded(row.hidden) if row.kind == FOLDED else wording.rest(row.hidden)
        return self.paint(f"  {said}", _GREY)

    def beside(self, row: Row, width: int) -> str:
        if row.kind in (FOLDED, REST):
            return self.hidden(row)
        room = max(20, (self.view.width - 2 * width - 11) // 2)
        marks = ("-", "+") if row.kind == CHANGED else (" ", " ")
        left = self.half(row.old, marks[0], width, room)
        return f"{left} │ {self.half(row.new, marks[1], width, room)}".rstrip()

    def half(self, line: Line | None, mark: str, width: int, room: int) -> str:
        if line is None:
            return " " * (width + 3 + room)
        parts: list[str] = []
        left = room
        for one in line.pieces:
            text = _fitting(clean(one.text), left)
            left -= columns(text)
            colours = _STRONG if one.differs else _COLOUR
            parts.append(text if mark == " " else self.paint(text, colours[mark]))
        number = self.paint(str(line.number).rjust(width), _GREY)
        return f"{number} {mark} {''.join(parts)}{' ' * left}"


def _fitting(text: str, room: int) -> str:
    """Return as much of a text as fits, an ellipsis at its end where it was cut."""
    if columns(text) <= room:
        return text
    kept = ""
    for character in text:
        if columns(kept + character) > room - 1:
            break
        kept += character
    return f"{kept}…" if room > 0 else ""
