"""Guild AI in Jupyter: start, record, watch and compare training runs that outlive the kernel.

In a notebook: ``%load_ext guild_jupyter``, then ``%guild run train epochs=5``. In Python::

    import guild_jupyter as guild

    run = guild.run("train", epochs=5)
    run.wait()
    guild.runs().df

Names are imported when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from guild_jupyter._version import __version__

TYPE_CHECKING = False  # as typing says it, without its 9 ms: every detached process comes here
if TYPE_CHECKING:
    from typing import Any

    from guild_jupyter.api import (
        Guild,
        Options,
        Run,
        RunList,
        RunPlan,
        compare,
        diff,
        find,
        project,
        run,
        runs,
    )
    from guild_jupyter.errors import GuildError, RunFailed

__all__ = [
    "Guild",
    "GuildError",
    "Options",
    "Run",
    "RunFailed",
    "RunList",
    "RunPlan",
    "__version__",
    "compare",
    "diff",
    "find",
    "load_ipython_extension",
    "project",
    "run",
    "runs",
    "unload_ipython_extension",
]

_ERRORS = ("GuildError", "RunFailed")
#: Whether a kernel that uses the package shows views; not once the extension was taken away.
_shows_views = True


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    if name not in __all__ or name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - the supervisor imports this package too

    module = import_module(f"{__name__}.errors" if name in _ERRORS else f"{__name__}.api")
    value = getattr(module, name)
    globals()[name] = value
    if _shows_views and name not in _ERRORS:
        _show_views()
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


def _show_views() -> None:
    """Have the kernel that uses the package show views, be the extension loaded or not."""
    from sys import modules  # noqa: PLC0415 - as above

    ipython = modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None and "ipykernel" in modules else None
    if shell is not None:
        from guild_jupyter.notebook.views.showing import enable  # noqa: PLC0415 - as above

        enable(shell)


def load_ipython_extension(shell: Any) -> None:  # noqa: ANN401 - IPython is not imported here
    """Add ``%guild`` and ``%%guild`` to a shell: what ``%load_ext guild_jupyter`` does."""
    from guild_jupyter.notebook.magics import load  # noqa: PLC0415 - only notebooks need IPython

    global _shows_views
    _shows_views = True
    load(shell)


def unload_ipython_extension(shell: Any) -> None:  # noqa: ANN401 - IPython is not imported here
    """Take ``%guild`` and the views away again."""
    from guild_jupyter.notebook.magics import unload  # noqa: PLC0415 - as above
    from guild_jupyter.notebook.views.showing import disable  # noqa: PLC0415 - as above

    global _shows_views
    _shows_views = False
    unload(shell)
    disable(shell)


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    """Return where the Jupyter Server finds the extension; nothing of it is imported here."""
    return [{"module": __name__}]


def _load_jupyter_server_extension(app: Any) -> None:  # noqa: ANN401 - the server is not imported
    """Add the routes of the panel to a Jupyter Server, which calls this at its start."""
    from guild_jupyter.server.extension import load_into  # noqa: PLC0415 - only servers need it

    load_into(app)
