"""``models``: the models of the project."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from guild_jupyter.guildfile.definitions import Model
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.session import Session
from guild_jupyter.twins.page import Page, of_table
from guild_jupyter.twins.table import Table
from guild_jupyter.twins.text import one_line


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("filter", nargs="?", default="", help="show names that contain this")


def _execute(args: Namespace, session: Session) -> Page:
    models = [m for m in session.guild.project().models.values() if args.filter in m.name]
    return of_table(
        Table(
            columns=["model", "description", "operations"],
            rows=[
                [
                    model.name or "(anonymous)",
                    one_line(model.description),
                    ", ".join(_operations(model)),
                ]
                for model in models
            ],
            empty=f"no model contains {args.filter!r}" if args.filter else "no models",
        )
    )


def _operations(model: Model) -> list[str]:
    names = [*model.operations, *(f"{name} (cannot be read)" for name in model.problems)]
    return [name for name in names if not name.startswith("_")]


COMMAND = Command("models", "List the models of the project", _declare, _execute)
