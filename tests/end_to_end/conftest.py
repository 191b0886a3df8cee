import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for kernel_harness, which benchmarks use as well


@pytest.fixture(scope="module", autouse=True)
def _no_settings_of_the_user(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("user")
        patch.setenv("HOME", str(folder))
        for name in [n for n in os.environ if n.startswith(("GUILD_", "JUPYTER_"))]:
            patch.delenv(name)
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
            patch.setenv(name, str(folder / name.lower()))
        patch.setenv("JUPYTER_PLATFORM_DIRS", "1")
        yield


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    from kernel_harness import make_project

    return make_project(tmp_path_factory.mktemp("project"))


@pytest.fixture
def home(tmp_path, monkeypatch):
    folder = tmp_path / "home"
    monkeypatch.setenv("GUILD_HOME", str(folder))
    yield folder
    from kernel_harness import end_runs

    end_runs(folder)


@pytest.fixture
def kernels(project, home):
    """Makes kernels, and ends them all."""
    from kernel_harness import Kernel

    made = []

    def make(**environment):
        made.append(Kernel(project, home, **environment))
        return made[-1]

    yield make
    for kernel in made:
        kernel.end()


@pytest.fixture
def kernel(kernels):
    """A kernel in the project's folder with the extension loaded."""
    return kernels().start().load()
