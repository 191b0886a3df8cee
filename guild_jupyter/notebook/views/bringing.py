"""Static twins that were shown of what went on, brought up to date when it has ended.

The page tells that it saw the end; where none does, the next cell that is executed finds it out.
"""

from __future__ import annotations

import logging
from typing import Protocol

from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display, update_display

from guild_jupyter.presenting.presenter import Presenter

_LOG = logging.getLogger(__name__)


class Shown(Protocol):
    """A view as far as its twin is concerned."""

    #: The name of the twin, which is the id of its display too.
    twin: str
    presenter: Presenter


#: The views whose twins show what was still going on, by the names of the twins.
_going: dict[str, Shown] = {}


def show_twin(view: Shown) -> None:
    """Show the twin of a view in the cell that is executed, and keep it in mind."""
    if view.presenter.is_live:
        _going[view.twin] = view
    display(_bundle(view), raw=True, display_id=view.twin)


def bring(view: Shown) -> None:
    """Bring the twin of a view up to date where it is shown."""
    if not view.presenter.is_live:
        _going.pop(view.twin, None)
    update_display(_bundle(view), raw=True, display_id=view.twin)


def bring_all() -> None:
    """Bring the twins of all that has ended since up to date."""
    for view in list(_going.values()):
        try:
            if not view.presenter.is_live:
                bring(view)
        except Exception:  # noqa: BLE001 - the reader's next cell has nothing to do with it
            _LOG.debug("a twin was not brought up to date", exc_info=True)


def enable(shell: InteractiveShell) -> None:
    """Look before each cell whether something has ended."""
    disable(shell)
    shell.events.register("pre_run_cell", _before_cell)


def disable(shell: InteractiveShell) -> None:
    """Do not look any more."""
    if _before_cell in shell.events.callbacks["pre_run_cell"]:
        shell.events.unregister("pre_run_cell", _before_cell)


def _before_cell(_info: object) -> None:
    bring_all()


def _bundle(view: Shown) -> dict[str, str]:
    html = view.presenter.html(view.twin)
    return {"text/html": _named(html, view.twin), "text/plain": view.presenter.text()}


def _named(html: str, name: str) -> str:
    """Return a twin that its view finds, and that hides where a widget was not restored."""
    return (
        f'<div data-guild-twin="{name}">{html}</div><style>'
        f'.jp-OutputArea-child:has([data-guild-twin="{name}"]) + .jp-OutputArea-child'
        ":not(:has(.jp-OutputArea-output *)) { display: none }</style>"
    )
