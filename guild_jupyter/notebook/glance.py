"""A file or folder of a run as a cell shows it: its path, a link to it, and what is in it."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from urllib.parse import quote

from guild_jupyter.runstore import output
from guild_jupyter.runstore.listing import entries
from guild_jupyter.runstore.run import Run
from guild_jupyter.supervise import durable
from guild_jupyter.twins import style
from guild_jupyter.twins.page import Page
from guild_jupyter.twins.text import clean, clean_block, escape, output_html, shorten, size

_PICTURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"BM": "image/bmp",
}
_LARGEST_PICTURE = 8 << 20
_LARGEST_TEXT = 64 << 10
_LISTED = 100
#: Where Jupyter says of which notebook a kernel is.
_NOTEBOOK_VARIABLE = "JPY_SESSION_NAME"


def glance(run: Run, path: Path) -> Page:
    """Return what is shown of a path that is in a run directory itself.

    Pictures are shown as such, text from its beginning, of a folder the names in it.
    """
    heading = (
        f"<div><strong>{escape(_title(run, path))}</strong> "
        f'<span style="{style.MUTED}">{_linked(path)}</span></div>'
    )
    body, text = _folder(run, path) if path.is_dir() else _file(path)
    html = f'<div style="{style.BOX}">{heading}{body}</div>'
    return Page("\n".join(filter(None, (clean(str(path)), text))), html)


def link_to(path: Path) -> str:
    """Return the address of a path as seen from the notebook; empty where Jupyter shows it not.

    It does not serve what is not below the notebook's folder for certain, nor hidden files.
    """
    named = os.environ.get(_NOTEBOOK_VARIABLE, "")
    start = os.path.dirname(named) if os.path.isabs(named) else os.getcwd()  # noqa: PTH109, PTH117, PTH120 - text
    relative = os.path.relpath(path, start)
    if any(part.startswith(".") for part in Path(relative).parts):
        return ""
    return quote(relative)


def _title(run: Run, path: Path) -> str:
    name = "" if path == run.dir else f" · {path.relative_to(run.dir)}"
    return f"{run.operation} {run.short_id}{name}"


def _linked(path: Path) -> str:
    if address := link_to(path):
        return f'<a href="{escape(address)}" target="_blank">{escape(str(path))}</a>'
    return escape(str(path))


def _folder(run: Run, path: Path) -> tuple[str, str]:
    below = "" if path == run.dir else path.relative_to(run.dir).as_posix()
    names = entries(run, pattern=f"{below}/*" if below else "")
    more = len(names) - _LISTED
    lines = [*names[:_LISTED], *([f"and {more} more"] if more > 0 else [])] or ["no files"]
    return _block("\n".join(lines)), "\n".join(f"  {clean(line)}" for line in lines)


def _file(path: Path) -> tuple[str, str]:
    try:
        count, data = _beginning(path)
    except OSError as error:
        told = f"it cannot be read: {error.strerror}"
        return f"<div>{escape(told)}</div>", told
    kind = next((kind for mark, kind in _PICTURES.items() if data.startswith(mark)), "")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        kind = "image/webp"
    if kind and count <= _LARGEST_PICTURE:
        source = f"data:{kind};base64,{base64.b64encode(data).decode()}"
        shown = f'<img src="{source}" alt="{escape(path.name)}" style="max-width:100%">'
        return shown, f"{kind}, {size(count)}"
    if kind or b"\0" in data[:_LARGEST_TEXT]:
        told = f"{kind or 'no text'}, {size(count)}"
        return f"<div>{escape(told)}</div>", told
    pieces = output.pieces(path, limited=True, exact=False)
    text = shorten("".join(pieces), _LARGEST_TEXT)
    return _block(text), clean_block(text)


def _beginning(path: Path) -> tuple[int, bytes]:
    """Return the size of a regular file, and its bytes as far as a picture may have them."""
    descriptor = durable.open_regular(str(path))
    try:
        facts = os.fstat(descriptor)
        with os.fdopen(os.dup(descriptor), "rb") as file:
            return facts.st_size, file.read(_LARGEST_PICTURE)
    finally:
        os.close(descriptor)


def _block(text: str) -> str:
    return (
        f'<div style="max-height:400px;overflow:auto;margin:8px 0 0">'
        f'<pre style="{style.OUTPUT}">{output_html(text)}</pre></div>'
    )
