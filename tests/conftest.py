import os

import pytest


@pytest.fixture
def clean_environment(tmp_path, monkeypatch):
    """Nothing of the user's own settings reaches the test."""
    for name in [name for name in os.environ if name.startswith(("GUILD_", "FLAG_"))]:
        monkeypatch.delenv(name)
    for name in ("CONDA_PREFIX", "VIRTUAL_ENV", "RUN_DIR", "RUN_ID"):
        monkeypatch.delenv(name, raising=False)
    user = tmp_path / "user"
    user.mkdir()
    monkeypatch.setenv("HOME", str(user))
    return user
