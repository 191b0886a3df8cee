"""The routes of the interface, in one table: all that is registered, described and walked."""

from __future__ import annotations

from guild_jupyter.server.route import READ, Parameter, Route

#: Where the interface is, below the base URL of the server.
BASE = "guild/api"

_HERE = "guild_jupyter.server"
_HOME = Parameter("home", "The name of a Guild home, of those that `homes` tells.", most=200)
_PATH = Parameter("path", "The notebook or folder whose home is in use, as Jupyter shows it.")
_IN_HOME = (_HOME, _PATH)

ROUTES: tuple[Route, ...] = (
    Route(
        "GET",
        "hello",
        READ,
        f"{_HERE}.about:hello",
        "Tells whether a panel fits this server.",
        "api_hello",
        (Parameter("version", "The version of the panel.", most=100),),
    ),
    Route(
        "GET",
        "homes",
        READ,
        f"{_HERE}.about:homes",
        "Lists the Guild homes that may be asked for.",
        "api_homes",
        (_PATH,),
    ),
    Route(
        "GET",
        "runs",
        READ,
        f"{_HERE}.runs:listed",
        "Lists runs of a Guild home, a page of them.",
        "api_runs",
        (
            *_IN_HOME,
            Parameter("operation", "Operations, with `*` for parts of them.", "strings"),
            Parameter("status", "Statuses.", "strings"),
            Parameter("filter", "An expression such as `loss < 0.1 and lr = 0.01`.", most=4000),
            Parameter("order", "The order; `-` before it for downwards.", "string", "-started"),
            Parameter("deleted", "Whether those in the trash are meant.", "boolean", False),
            Parameter("offset", "How many are passed over.", "integer", 0, 0, 10_000_000),
            Parameter("limit", "How many at most.", "integer", 100, 1, 500),
        ),
    ),
)
