import time

import pytest

from guild_jupyter.documents import dump
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.run import Run


class Store:
    """A Guild home with runs as Guild itself writes them."""

    def __init__(self, path):
        self.home = Home(path)
        self.made = 0

    def run(self, id_="", *, spec="op", started=None, files=None, status=0, **attributes):
        self.made += 1
        model, _, operation = spec.rpartition(":")
        folder = self.home.runs / (id_ or f"{self.made:032x}")
        attrs = folder / ".guild/attrs"
        attrs.mkdir(parents=True)
        when = self.made * 1_000_000 if started is None else started
        values = {"started": when, "exit_status": status, "flags": {}} | attributes
        for name, value in values.items():
            if value is not None:
                (attrs / name).write_text(dump(value))
        for name, text in (files or {}).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        (folder / ".guild/opref").write_text(f"guildfile:/p/guild.yml 0 '{model}' {operation}")
        return Run(folder)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "home")


def microseconds():
    return time.time_ns() // 1000
