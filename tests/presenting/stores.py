"""Guild homes for the tests of views, and what a page does with a presenter."""

import os

from guild_jupyter.runstore.run import Run
from guild_jupyter.scalars.events import EventWriter
from tests.comparison.conftest import Compared


class Shown(Compared):
    """A Guild home whose runs may be running."""

    def running(self, scalars=None, **attributes):
        """Make a run that goes on until :meth:`end`."""
        run = self.logged(scalars, status=None, **attributes)
        (run.dir / ".guild/LOCK").write_text(str(os.getpid()))
        return run

    def end(self, run):
        (run.dir / ".guild/attrs/exit_status").write_text("0")
        (run.dir / ".guild/LOCK").unlink()

    def log(self, run, tag, value, step):
        with EventWriter(run.dir / ".guild") as writer:
            writer.add(tag, value, step, 1_700_000_000.0 + step)


def looked(view):
    """Look for changes at once, whatever the last look cost."""
    view._rhythm.at_once()
    view._remaking.at_once()
    return list(view.changes())


def pushes(view):
    return [message.content for message in looked(view)]


def column(message, key):
    table = message.content["table"]
    return {one["key"]: one for one in table["columns"]}[key]


class Store:
    """A Guild home with runs that were written by hand."""

    def __init__(self, folder):
        self.home = folder / "home"
        (self.home / "runs").mkdir(parents=True)
        self.count = 0

    def run(self, output="", **attributes):
        """Make a run that has ended well, unless its attributes say otherwise."""
        self.count += 1
        path = self.home / "runs" / f"{self.count:032x}"
        (path / ".guild" / "attrs").mkdir(parents=True)
        (path / ".guild" / "opref").write_text("guildfile:/p 0 '' train")
        (path / ".guild" / "output").write_text(output)
        given = {"exit_status": 0, "started": 1_700_000_000_000_000, "id": path.name}
        for name, value in {**given, **attributes}.items():
            if value is not None:
                (path / ".guild" / "attrs" / name).write_text(f"{value}\n")
        return Run(path)
