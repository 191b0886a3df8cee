import textwrap
import time

import pytest

from guild_jupyter.api import Guild
from guild_jupyter.supervise import state


class Place:
    """A project and a Guild home in a temporary folder."""

    def __init__(self, folder):
        self.project = folder / "project"
        self.project.mkdir()
        self.guild = Guild(self.project, folder / "home")

    def write(self, name, text):
        path = self.project / name
        path.write_text(textwrap.dedent(text))
        return path

    def ended(self, *words, **options):
        """Start an operation and wait for the end of its run."""
        return self.guild.run(*words, **options).wait(60, check=False)

    def by_operation(self):
        """The runs of the home by the name of their operation, the newest of each."""
        return {run.opref.operation: run for run in reversed(self.guild.runs())}


@pytest.fixture
def place(tmp_path, clean_environment):
    made = Place(tmp_path)
    yield made
    live = [run for run in made.guild.runs() if run.status in state.LIVE]
    for run in live:
        run.stop(grace=0)
    for run in live:
        run.wait(60, check=False)


@pytest.fixture
def eventually():
    """Waits until a condition holds."""

    def until(holds, seconds=30):
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, "it did not come about"
            time.sleep(0.01)

    return until
