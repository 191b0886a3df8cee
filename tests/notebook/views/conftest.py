import pytest
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

from guild_jupyter.notebook.views import bringing
from guild_jupyter.runstore.run import Run


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


@pytest.fixture
def store(tmp_path, clean_environment):
    return Store(tmp_path)


@pytest.fixture
def shell():
    InteractiveShell.clear_instance()
    made = InteractiveShell.instance()
    made.display_pub = CapturingDisplayPublisher()
    bringing.enable(made)
    yield made
    bringing.disable(made)
    bringing._going.clear()
    InteractiveShell.clear_instance()
