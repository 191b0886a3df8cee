"""A picture inside a page: an SVG of lines and few words, as the data of an image.

As an image it can do nothing, and it is kept where pages that nobody vouched for lose their SVG:
JupyterLab drops that from notebooks it does not trust. Theme colours do not reach into an image,
so its words are grey that reads on light and on dark ground.
"""

from __future__ import annotations

from collections.abc import Iterable

from guild_jupyter.twins.text import escape

#: Units of a picture in a pixel: whole numbers of them are short to write.
FINE = 10
INK = "#777"
_FONT = "system-ui,sans-serif"
_WRITTEN = str.maketrans({"<": "%3C", ">": "%3E", "#": "%23", "%": "%25", "\n": "", '"': "'"})
_KEPT_ASCII = frozenset(map(chr, range(32, 127)))


def image(parts: Iterable[str], width: int, height: int, said: str, size: int = 10) -> str:
    """Return an image for HTML.

    Parameters
    ----------
    parts
        SVG elements in tenths of pixels, their attributes in double quotes.
    width, height
        In pixels.
    said
        What the picture shows, for those who do not see it.
    size
        Of its words, in pixels.
    """
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width * FINE} {height * FINE}" '
        f'width="{width}" height="{height}" font-family="{_FONT}" font-size="{size * FINE}" '
        f'fill="{INK}">{"".join(parts)}</svg>'
    )
    return (
        f'<img role="img" alt="{escape(said)}" width="{width}" height="{height}" '
        f'style="display:block;max-width:100%;height:auto;margin:0" '
        f'src="data:image/svg+xml;utf8,{_address(svg)}">'
    )


def _address(svg: str) -> str:
    from urllib.parse import quote  # noqa: PLC0415 - a terminal needs none of it

    written = svg.translate(_WRITTEN)
    if _KEPT_ASCII.issuperset(written):
        return written.replace("&", "%26")
    return "".join(
        letter if letter in _KEPT_ASCII and letter != "&" else quote(letter) for letter in written
    )


def words(x: float, y: float, text: str, anchor: str = "", more: str = "") -> str:
    """Return some words at a place; ``anchor`` is ``middle`` or ``end``."""
    at = f' text-anchor="{anchor}"' if anchor else ""
    # quotation marks delimit attributes of the picture, and of the page that it is in
    shown = escape(text).replace("&#x27;", "\u2019").replace("&quot;", "\u201d")
    return f'<text x="{round(x)}" y="{round(y)}"{at}{more}>{shown}</text>'


def rule(x1: float, y1: float, x2: float, y2: float) -> str:
    """Return a faint straight line."""
    place = f"M{round(x1)} {round(y1)}L{round(x2)} {round(y2)}"
    return f'<path d="{place}" stroke="{INK}" stroke-opacity=".3" stroke-width="8"/>'


def way(places: Iterable[tuple[float, float] | None], *, is_closed: bool = False) -> str:
    """Return the commands of a path through places, broken where there is none."""
    parts: list[str] = []
    last: tuple[int, int] | None = None
    for place in places:
        if place is None:
            last = None
            continue
        x, y = round(place[0]), round(place[1])
        if last is None:
            parts.append(f"M{x} {y}l0 0" if not is_closed else f"M{x} {y}")
        else:
            dx, dy = x - last[0], y - last[1]
            parts.append(f"l{dx}{'' if dy < 0 else ' '}{dy}")
        last = x, y
    return "".join(parts) + "z" * is_closed
