import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for run_pairs, which other tests use as well

from run_pairs import Runs


@pytest.fixture
def runs(tmp_path):
    return Runs(tmp_path)
