"""Several runs shown as cards, one below the other."""

from __future__ import annotations

from IPython.display import display

from guild_jupyter.runstore.run import Run


class Cards(list[Run]):
    """Runs, each of which is shown as its own card."""

    def _ipython_display_(self) -> None:
        for run in self:
            display(run)
