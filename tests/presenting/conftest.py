import pytest

from tests.notebook.conftest import place as place
from tests.presenting.stores import Store


@pytest.fixture
def store(tmp_path, clean_environment):
    return Store(tmp_path)
