"""The look of a difference in a page: inline styles that read on light and on dark grounds."""

from __future__ import annotations

from guild_jupyter.twins import style

_ADDED, _REMOVED = "63,164,91", "224,82,82"
SIGN = {"-": "−", "+": "+"}
MARK = {"-": f"color:rgb({_REMOVED});font-weight:600", "+": f"color:rgb({_ADDED});font-weight:600"}
#: The ground of a line, and of the words in it that differ.
LINE = {
    "-": f";background:rgba({_REMOVED},.13)",
    "+": f";background:rgba({_ADDED},.13)",
    " ": "",
}
WORD = {
    "-": f"background:rgba({_REMOVED},.38);border-radius:2px",
    "+": f"background:rgba({_ADDED},.38);border-radius:2px",
}
#: What tokens look like: no names or operators, for a page is to stay small.
TOKEN = {
    "keyword": "color:#9a62d6",
    "string": "color:#b8632f",
    "comment": "color:#7a8288",
    "number": "color:#3c8a4c",
}

BOX = f"{style.BOX};max-width:1100px"
SIDE = "margin:1px 0"
HEADING = "margin:14px 0 4px"
REMARK = "margin:4px 0 0;font-size:12px"
SAME_PARTS = "margin:14px 0 0"
NOTE = "margin:2px 0 4px;font-size:12px"

NAME = f"{style.CELL};{style.MUTED};white-space:nowrap;padding:2px 14px 2px 0"
VALUE = f"{style.CELL};white-space:normal;overflow-wrap:anywhere;padding:2px 10px 2px 0"
STEP = (
    f"{style.CELL};white-space:nowrap;padding:2px 0 2px 4px;text-align:right;"
    "font-variant-numeric:tabular-nums"
)
WIDE = f"{style.CELL};white-space:normal;padding:2px 0 4px;min-width:420px"
CHIP = (
    "font-family:var(--jp-code-font-family,ui-monospace,Menlo,Consolas,monospace);font-size:12px;"
    "padding:1px 5px;border-radius:3px;white-space:pre-wrap;overflow-wrap:anywhere"
)

DETAILS = "margin:4px 0"
SUMMARY = "cursor:pointer;margin:0 0 2px"
FILE = f"{style.CODE};font-weight:600"
COUNTS = f"{style.CODE};margin-left:6px"

_MONOSPACED = (
    "font-family:var(--jp-code-font-family,ui-monospace,Menlo,Consolas,monospace);font-size:12px;"
    "line-height:1.5;white-space:pre-wrap;overflow-wrap:anywhere;"
    f"border:{style.LINE};border-radius:4px;overflow:hidden;margin:2px 0 6px"
)
BODY = _MONOSPACED
BESIDE = (
    f"{_MONOSPACED};display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);column-gap:1px"
)
NUMBERS = "opacity:.55;user-select:none"
FOLD = "padding:1px 8px;background:rgba(128,128,128,.1);text-align:center"
EMPTY = "background:rgba(128,128,128,.08)"

PICTURES = "display:flex;flex-wrap:wrap;gap:12px;margin:4px 0 8px"
PICTURE = (
    "max-width:380px;max-height:320px;display:block;margin:0 0 4px;"
    # A picture that is clear in places is seen on any ground.
    "background:repeating-conic-gradient(rgba(128,128,128,.25) 0 25%,transparent 0 50%) 0 0/16px "
    "16px"
)
FRAME = {
    "-": f"border-top:3px solid rgb({_REMOVED});padding-top:6px",
    "+": f"border-top:3px solid rgb({_ADDED});padding-top:6px",
}
