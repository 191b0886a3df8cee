"""The look of the static twins: inline styles, for pages drop style sheets.

Colours are those of JupyterLab's theme where it is there; the others are read on white and on
black alike.
"""

from __future__ import annotations

STATUS_COLOURS = {
    "pending": "#c08a1e",
    "staged": "#c08a1e",
    "running": "#3b82f6",
    "stopping": "#c08a1e",
    "completed": "#3fa45b",
    "error": "#e05252",
    "terminated": "#8a8f98",
    "orphaned": "#c08a1e",
    "lost": "#e05252",
    "unknown": "#8a8f98",
    "deleted": "#8a8f98",
}
LINE = "1px solid rgba(128,128,128,.3)"
#: Without Jupyter's colours two thirds of the text's own, which reads on any ground.
MUTED = "color:var(--jp-ui-font-color2,color-mix(in srgb,currentColor 66%,transparent))"
FONT = "font-family:var(--jp-ui-font-family,system-ui,sans-serif);font-size:13px;line-height:1.45"
_MONOSPACED = "font-family:var(--jp-code-font-family,ui-monospace,Menlo,Consolas,monospace)"
#: What stands out in a table: a tint that reads on light and dark ground.
STRONG = (
    "font-weight:700;background:rgba(63,164,91,.2);border-radius:3px;padding:1px 4px;margin:0 -4px"
)
#: What stays in view while a wide table is moved sideways. Where no ground is known, what passes
#: below is blurred.
PINNED = (
    "position:sticky;left:0;z-index:1;backdrop-filter:blur(8px);"
    "background:var(--jp-layout-color0,var(--vscode-editor-background,transparent));"
    "background-clip:padding-box"
)
CODE = f"{_MONOSPACED};font-size:12px;background:none;padding:0;color:inherit"
# JupyterLab and GitHub style every cell of a table: each of their properties is answered.
TABLE = (
    f"{FONT};border:0;border-collapse:separate;border-spacing:0;width:auto;table-layout:auto;"
    "color:inherit"
)
CELL = (
    "padding:3px 14px 3px 0;text-align:left;vertical-align:top;line-height:1.45;background:none;"
    "border:0;max-width:none"
)
BOX = (
    f"{FONT};border:{LINE};border-radius:6px;padding:10px 14px;margin:4px 0;max-width:860px;"
    "box-sizing:border-box;color:var(--jp-ui-font-color1,inherit)"
)
#: Reversed, so that it opens at its end: the last lines are the ones that matter. Thirteen whole
#: lines of OUTPUT are seen.
OUTPUT_WINDOW = (
    "display:flex;flex-direction:column-reverse;max-height:234px;overflow:auto;margin:8px 0 0;"
    "background:rgba(128,128,128,.1);border-radius:4px"
)
OUTPUT = (
    f"{_MONOSPACED};font-size:12px;line-height:1.45;margin:0;padding:8px 10px;border:0;"
    "white-space:pre-wrap;overflow-wrap:anywhere;overflow:visible;flex:none;background:none;"
    "color:var(--jp-ui-font-color1,inherit)"
)


def status_mark(status: str) -> str:
    """Return a dot in the colour of a status; decoration only, the word stands beside it."""
    colour = STATUS_COLOURS.get(status, "#8a8f98")
    return f'<span aria-hidden="true" style="color:{colour}">●</span>'
