"""The commands, by the word that names them; each has a module here.

To add one, write its module with a ``COMMAND`` and add a line to the table.
"""

from __future__ import annotations

from guild_jupyter.notebook.command import Command
from guild_jupyter.registry import Registry

_HERE = "guild_jupyter.notebook.commands"

#: Other words for commands of the table.
SECOND_NAMES = frozenset({"operations", "rm"})

#: The commands by what they are for, as they are listed; those of plug-ins follow.
GROUPS = {
    "Run and watch": ("run", "stop", "watch", "ops", "models"),
    "Look at runs": ("runs", "list-runs", "select", "info", "cat", "ls", "view", "open", "doctor"),
    "Compare runs": ("compare", "scalars", "diff"),
    "Annotate runs": ("label", "tag", "comment", "mark"),
    "Manage runs": ("delete", "restore", "purge", "merge"),
    "Share runs": ("export", "import", "publish"),
    "Set up": ("init", "check", "cd", "help"),
}

COMMANDS: Registry[Command] = Registry(
    "command",
    {
        "run": f"{_HERE}.run:COMMAND",
        "ops": f"{_HERE}.operations:COMMAND",
        "operations": f"{_HERE}.operations:COMMAND",
        "models": f"{_HERE}.models:COMMAND",
        "help": f"{_HERE}.help:COMMAND",
        "init": f"{_HERE}.init:COMMAND",
        "check": f"{_HERE}.check:COMMAND",
        "runs": f"{_HERE}.runs:COMMAND",
        "list-runs": f"{_HERE}.list_runs:COMMAND",
        "select": f"{_HERE}.select:COMMAND",
        "info": f"{_HERE}.info:COMMAND",
        "diff": f"{_HERE}.diff:COMMAND",
        "cat": f"{_HERE}.cat:COMMAND",
        "ls": f"{_HERE}.ls:COMMAND",
        "compare": f"{_HERE}.compare:COMMAND",
        "scalars": f"{_HERE}.scalars:COMMAND",
        "stop": f"{_HERE}.stop:COMMAND",
        "watch": f"{_HERE}.watch:COMMAND",
        "delete": f"{_HERE}.delete:COMMAND",
        "rm": f"{_HERE}.delete:COMMAND",
        "restore": f"{_HERE}.restore:COMMAND",
        "purge": f"{_HERE}.purge:COMMAND",
        "label": f"{_HERE}.label:COMMAND",
        "tag": f"{_HERE}.tag:COMMAND",
        "comment": f"{_HERE}.comment:COMMAND",
        "mark": f"{_HERE}.mark:COMMAND",
        "view": f"{_HERE}.view:COMMAND",
        "open": f"{_HERE}.open:COMMAND",
        "merge": f"{_HERE}.merge:COMMAND",
        "export": f"{_HERE}.export:COMMAND",
        "import": f"{_HERE}.import_runs:COMMAND",
        "publish": f"{_HERE}.publish:COMMAND",
        "doctor": f"{_HERE}.doctor:COMMAND",
        "cd": f"{_HERE}.cd:COMMAND",
    },
    group="guild_jupyter.commands",
)
