"""``ops``: the operations of the project."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from guild_jupyter.flags.values import told
from guild_jupyter.guildfile.definitions import Operation
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.project_help import broken
from guild_jupyter.notebook.session import Session
from guild_jupyter.twins.page import Page, of_table
from guild_jupyter.twins.table import Table
from guild_jupyter.twins.text import one_line


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("filter", nargs="?", default="", help="show names that contain this")
    parser.add_argument("-a", "--all", action="store_true", help="also those that begin with _")


def _execute(args: Namespace, session: Session) -> Page:
    models = session.guild.project().models.values()
    shown = [op for model in models for op in model.operations.values()]
    rows = [[op.spec, one_line(op.description), _flags(op)] for op in shown]
    rows += [
        [f"{model.name}:{name}".removeprefix(":"), broken(error), ""]
        for model in models
        for name, error in model.problems.items()
    ]
    return of_table(
        Table(
            columns=["operation", "description", "flags"],
            rows=[
                row
                for row in rows
                if args.filter in row[0] and (args.all or not _is_hidden(row[0]))
            ],
            empty="the project has no operations"
            if not args.filter
            else f"no operation contains {args.filter!r}",
        )
    )


def _is_hidden(spec: str) -> bool:
    return spec.rpartition(":")[2].startswith("_")


def _flags(operation: Operation) -> str:
    return " ".join(
        name if flag.default is None else f"{name}={told(name, flag.default)}"
        for name, flag in sorted(operation.flags.items())
    )


COMMAND = Command("ops", "List the operations of the project", _declare, _execute)
