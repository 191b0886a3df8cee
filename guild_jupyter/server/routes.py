"""The routes of the interface, in one table: all that is registered, described and walked."""

from __future__ import annotations

from guild_jupyter.server.route import EXECUTE, READ, WRITE, Parameter, Route

#: Where the interface is, below the base URL of the server.
BASE = "guild/api"

_HERE = "guild_jupyter.server"
_HOME = Parameter("home", "The name of a Guild home, of those that `homes` tells.", most=200)
_AT = Parameter("at", "The notebook or folder whose home is in use, where none is named.")
_IN_HOME = (_HOME, _AT)

ROUTES: tuple[Route, ...] = (
    Route(
        "GET",
        "openapi.json",
        READ,
        f"{_HERE}.openapi:described",
        "Describes this interface.",
    ),
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
        (_AT,),
    ),
    Route(
        "GET",
        "project",
        READ,
        f"{_HERE}.projects:told",
        "Tells of the project of a notebook or folder, and of its operations.",
        "api_project",
        (Parameter("path", "The notebook or folder, as Jupyter shows it."),),
    ),
    Route(
        "POST",
        "project",
        WRITE,
        f"{_HERE}.projects:made",
        "Makes a project in a folder.",
        "api_project",
        body="api_project_request",
        status=201,
    ),
    Route(
        "POST",
        "plans",
        READ,
        f"{_HERE}.launches:planned",
        "Tells what would be run; nothing is written.",
        "api_plan",
        body="api_run_request",
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
    Route(
        "POST",
        "runs",
        EXECUTE,
        f"{_HERE}.launches:started",
        "Starts an operation as a run that depends on no kernel and not on this server.",
        "api_started",
        body="api_run_request",
        status=201,
    ),
    Route(
        "GET",
        "runs/{run}",
        READ,
        f"{_HERE}.one_run:told",
        "Tells of a run: attributes, flags, scalars.",
        "api_run",
        _IN_HOME,
    ),
    Route(
        "GET",
        "runs/{run}/series",
        READ,
        f"{_HERE}.one_run:series",
        "Gives scalars of a run over their steps.",
        "api_series",
        (
            *_IN_HOME,
            Parameter("keys", "Which scalars; none for all but those of the system.", "strings"),
            Parameter("points", "How many points each has at most.", "integer", 500, 1, 1500),
        ),
    ),
    Route(
        "GET",
        "runs/{run}/output",
        READ,
        f"{_HERE}.one_run:output",
        "Gives whole lines of a run's output.",
        "api_output",
        (
            *_IN_HOME,
            Parameter(
                "offset",
                "The first byte; a negative number counts from the end.",
                "integer",
                0,
                -(1 << 50),
                1 << 50,
            ),
            Parameter("length", "About how many bytes.", "integer", 1 << 16, 1, 1 << 20),
        ),
    ),
    Route(
        "GET",
        "runs/{run}/files",
        READ,
        f"{_HERE}.one_run:files",
        "Lists what is in a folder of a run.",
        "api_files",
        (*_IN_HOME, Parameter("path", "The folder, below that of the run.", most=5000)),
    ),
    Route(
        "GET",
        "runs/{run}/files/{path}",
        READ,
        f"{_HERE}.one_run:content",
        "Gives a file of a run, to be kept.",
        query=_IN_HOME,
        is_json=False,
    ),
    Route(
        "POST",
        "actions",
        WRITE,
        f"{_HERE}.acts:act",
        "Does something to runs, and tells how it is undone.",
        "api_action",
        _IN_HOME,
        "api_action_request",
        {"stop": EXECUTE},
    ),
    Route(
        "GET",
        "diff",
        READ,
        f"{_HERE}.compares:differing",
        "Tells what differs between two runs.",
        "diff",
        (
            *_IN_HOME,
            Parameter("old", "The id of the older run.", most=300),
            Parameter("new", "That of the newer; none for the project as it is now.", most=300),
        ),
    ),
    Route(
        "GET",
        "comparison",
        READ,
        f"{_HERE}.compares:compared",
        "Puts runs side by side in a table.",
        "api_comparison",
        (
            *_IN_HOME,
            Parameter("runs", "Their ids.", "strings", most=300),
            Parameter("columns", "More columns, such as `min loss, =lr`."),
        ),
    ),
)
