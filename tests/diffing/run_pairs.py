"""Runs as Guild writes them, made in pairs that are compared."""

from guild_jupyter.diffing.rundiff import of_runs
from guild_jupyter.documents import dump
from guild_jupyter.runstore.run import Run


class Runs:
    """A home with such runs."""

    def __init__(self, folder):
        self.home = folder / "home"
        self.made = 0

    def run(self, files=None, sources=None, output=None, **attributes):
        self.made += 1
        folder = self.home / "runs" / f"{self.made:032x}"
        attrs = folder / ".guild/attrs"
        attrs.mkdir(parents=True)
        values = {"started": self.made * 1_000_000, "exit_status": 0} | attributes
        for name, value in values.items():
            (attrs / name).write_text(dump(value))
        for name, content in {**(files or {}), **(sources or {})}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        listed = "".join(f"s {name} - {name}\n" for name in sources or {})
        (folder / ".guild/manifest").write_text(listed)
        if output is not None:
            (folder / ".guild/output").write_bytes(output.encode())
        (folder / ".guild/opref").write_text("guildfile:/p/guild.yml 0 '' train")
        return Run(folder)

    def diff(self, old, new, *parts, **more):
        """Compare two new runs, each given by its files, output and attributes."""
        return of_runs(self.run(**old), self.run(**new), parts, **more)
