"""What a cell shows of runs, comparisons and differences: the static twin, and a live view.

The twin is an output of its own, before that of the view: a front end without widgets, a page
without a kernel and a saved notebook show it; where the view lives, it steps aside.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from IPython.core.getipython import get_ipython
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display

from guild_jupyter.notebook.views import bringing, bundle
from guild_jupyter.presenting.presenter import Presenter
from guild_jupyter.registry import load

#: With this variable set to "html", only static twins are shown.
RENDER = "GUILD_JUPYTER_RENDER"
#: Said once a kernel where the components were not built.
NOT_BUILT = (
    "guild: this installation of guild_jupyter has no interactive views, only static ones. "
    "Install a released wheel, or Node.js and then guild_jupyter again."
)
_WIDGET = "application/vnd.jupyter.widget-view+json"

#: What is shown by a view: its module and name, and its presenter.
VIEWS: Mapping[tuple[str, str], str] = {
    ("guild_jupyter.runstore.run", "Run"): "guild_jupyter.presenting.run_card:RunCard",
    (
        "guild_jupyter.notebook.views.viewed",
        "ViewedRun",
    ): "guild_jupyter.notebook.views.viewed:ViewedCard",
    (
        "guild_jupyter.runstore.runlist",
        "RunList",
    ): "guild_jupyter.presenting.run_table:RunTable",
    (
        "guild_jupyter.comparison.result",
        "Comparison",
    ): "guild_jupyter.presenting.compared:ComparisonView",
    (
        "guild_jupyter.diffing.rundiff",
        "RunDiff",
    ): "guild_jupyter.presenting.differing:DiffView",
}


def enable(shell: InteractiveShell) -> None:
    """Have the shell of a kernel show views; other shells print what they show."""
    if not hasattr(shell, "kernel"):
        return
    formatter = _formatter(shell)
    for (module, name), presenter in VIEWS.items():
        formatter.for_type_by_name(module, name, _shower(presenter))
    bringing.enable(shell)


def disable(shell: InteractiveShell) -> None:
    """Have the shell show no views any more."""
    bringing.disable(shell)
    formatter = _formatter(shell)
    for module, name in VIEWS:
        formatter.deferred_printers.pop((module, name), None)
        for known in list(formatter.type_printers):
            if (known.__module__, known.__name__) == (module, name):
                formatter.pop(known)


def _formatter(shell: InteractiveShell) -> Any:  # noqa: ANN401 - IPython's are untyped
    assert shell.display_formatter is not None  # of every shell that is at work
    return shell.display_formatter.ipython_display_formatter


def _shower(presenter: str) -> Callable[[Any], None]:
    return lambda value: show(load(presenter)(value))


def show(presenter: Presenter) -> None:
    """Show a view and its static twin in the cell that is executed."""
    if os.environ.get(RENDER) == "html":
        _display(presenter)
        return
    if not bundle.is_built():
        _display(presenter)
        _tell_once()
        return
    view = load("guild_jupyter.notebook.views.view:View")(presenter)
    bringing.show_twin(view)
    shown = {_WIDGET: {"version_major": 2, "version_minor": 0, "model_id": view.model_id}}
    # The twin says it all already where there are no widgets.
    display({**shown, "text/html": "", "text/plain": ""}, raw=True)
    load("guild_jupyter.notebook.views.live:keep")(view, *_place())


@cache
def _tell_once() -> None:
    print(NOT_BUILT)  # noqa: T201 - after the first view of a kernel, to its reader


def _place() -> tuple[str, str]:
    """Return the cell and the execution that show something; empty where the front end is mute."""
    kernel: Any = getattr(get_ipython(), "kernel", None)
    request: Mapping[str, Any] = kernel.get_parent() if hasattr(kernel, "get_parent") else {}
    cell = request.get("metadata", {}).get("cellId", "")
    return str(cell), str(request.get("header", {}).get("msg_id", ""))


def _display(presenter: Presenter) -> None:
    display({"text/html": presenter.html(""), "text/plain": presenter.text()}, raw=True)
