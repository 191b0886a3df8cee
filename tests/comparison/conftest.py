import pytest

from guild_jupyter.runstore.store import list_runs
from guild_jupyter.scalars.events import EventWriter
from tests.runstore.conftest import Store


class Compared(Store):
    """A Guild home whose runs have scalars."""

    def logged(self, scalars=None, **attributes):
        """Make a run; scalars are ``{"tag": [values]}`` or ``{"place#tag": [values]}``."""
        run = self.run(**attributes)
        for key, values in (scalars or {}).items():
            place, _, tag = key.rpartition("#")
            folder = run.dir / (place or ".guild")
            folder.mkdir(parents=True, exist_ok=True)
            with EventWriter(folder) as writer:
                for step, value in enumerate(values, 1):
                    writer.add(tag, value, step, 1_700_000_000.0 + step)
        return run

    @property
    def runs(self):
        return list_runs(self.home)


@pytest.fixture
def home(tmp_path):
    return Compared(tmp_path / "home")
