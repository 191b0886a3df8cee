import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for what the benchmark uses as well


@pytest.fixture(autouse=True)
def _no_settings_of_the_user(clean_environment, monkeypatch):
    for name in [name for name in os.environ if name.startswith("JUPYTER_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
