"""Something to show: HTML and text of one thing in one object."""

from __future__ import annotations

from collections.abc import Sequence

from guild_jupyter.twins import table
from guild_jupyter.twins.table import Table


class Page:
    """HTML and plain text that say the same.

    Parameters
    ----------
    text
        The plain text.
    html
        The HTML; None to show the text.
    """

    def __init__(self, text: str, html: str | None = None) -> None:
        self.text = text
        self.html = html

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, **_options: object) -> dict[str, str]:
        bundle = {"text/plain": self.text}
        return bundle if self.html is None else {"text/html": self.html, **bundle}


def of_table(shown: Table) -> Page:
    """Return a table as a page."""
    return Page(table.to_text(shown), table.to_html(shown))


class Listing(Sequence[str]):
    """Lines that are shown as lines and can be used as a list.

    Parameters
    ----------
    lines
        The lines.
    heading
        What is shown above them; empty for nothing, and the lines stand at the left then.
    """

    def __init__(self, lines: Sequence[str], heading: str = "") -> None:
        self._lines = list(lines)
        self._heading = heading

    def __getitem__(self, index: int | slice) -> str | list[str]:  # type: ignore[override]  # a slice is a plain list
        return self._lines[index]

    def __len__(self) -> int:
        return len(self._lines)

    def __repr__(self) -> str:
        if not self._heading:
            return "\n".join(self._lines)
        return "\n".join([self._heading, *(f"  {line}" for line in self._lines)])
