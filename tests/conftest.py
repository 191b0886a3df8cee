import os
from pathlib import Path

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


def write_files(folder, files):
    """Write texts by path below a folder; returns the folder."""
    for name, text in files.items():
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Path(folder)
