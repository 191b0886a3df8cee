"""The module with the components of the views, in the form in which a widget carries it."""

from __future__ import annotations

import base64
import gzip
from functools import cache
from pathlib import Path

_BUILT = Path(__file__).resolve().parents[1] / "static" / "views.mjs"

#: Unpacks the module in the page: a third of its size travels and is saved.
_UNPACK = """\
const packed = Uint8Array.from(atob("%s"), letter => letter.charCodeAt(0));
const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
const text = await new Response(plain).text();
const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
const made = await import(url);
URL.revokeObjectURL(url);
export default made.default;
"""


def is_built() -> bool:
    """Tell whether the components are there; a checkout without Node has none."""
    return _BUILT.is_file()


@cache
def packed() -> str:
    """Return a small module that unpacks the components and exports what they export.

    Raises
    ------
    OSError
        The components were not built.
    """
    data = base64.b64encode(gzip.compress(_BUILT.read_bytes(), 9, mtime=0)).decode()
    return _UNPACK % data
