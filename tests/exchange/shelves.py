"""Guild homes with plain runs, and what has to be the same of their files."""

import os
import stat
from pathlib import Path

from guild_jupyter.api import Guild
from guild_jupyter.documents import dump
from guild_jupyter.runstore.run import Run


class Shelf:
    """A Guild home with plain runs."""

    def __init__(self, path):
        self.home = path
        self.guild = Guild(home=path)
        self.made = 0

    def run(self, files=None, *, id_="", status=0, **attributes):
        """Make a run that has ended."""
        self.made += 1
        folder = self.home / "runs" / (id_ or f"{self.made:032x}")
        attrs = folder / ".guild" / "attrs"
        attrs.mkdir(parents=True)
        values = {
            "id": folder.name,
            "started": self.made * 1_000_000,
            "stopped": self.made * 1_000_000 + 500_000,
            "exit_status": status,
            "flags": {"lr": 0.1},
            "label": "a label",
        } | attributes
        for name, value in values.items():
            if value is not None:
                (attrs / name).write_text(dump(value))
        for name, content in (files or {}).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        (folder / ".guild" / "opref").write_text("guildfile:/p/guild.yml 0 '' train")
        return Run(folder)

    def runs(self):
        """The ids of the runs of the home, by its names."""
        return names_in(self.home / "runs")

    def left(self):
        """What was left half done in the home."""
        return names_in(self.home / "staging")


def names_in(folder):
    """The names in a folder; none where there is no folder."""
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def snapshot(folder):
    """Everything that has to be the same of what is below a folder."""
    found = {}
    for here, folders, files in os.walk(folder):
        for name in [*folders, *files]:
            path = Path(here, name)
            facts = path.lstat()
            content = None
            if path.is_symlink():
                content = path.readlink()
            elif stat.S_ISREG(facts.st_mode):
                content = path.read_bytes()
            found[path.relative_to(folder)] = (facts.st_mode, facts.st_mtime_ns, content)
    return found
