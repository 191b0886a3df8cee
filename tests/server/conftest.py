import pytest

from tests.presenting.stores import Shown
from tests.server.serving import Serving


@pytest.fixture
def root(tmp_path, clean_environment, monkeypatch):
    """The folder that Jupyter shows; the Guild home is beside it."""
    monkeypatch.setenv("GUILD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = tmp_path / "root"
    folder.mkdir()
    return folder


@pytest.fixture
def home(tmp_path, root):
    """The Guild home in use."""
    return Shown(tmp_path / "home")


@pytest.fixture
def server(tmp_path, root):
    """A Jupyter server in this process, with the extension."""
    with Serving(tmp_path / "jupyter", root) as running:
        yield running
