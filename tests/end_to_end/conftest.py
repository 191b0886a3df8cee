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


@pytest.fixture(scope="session")
def screenshots(tmp_path_factory):
    """The folder in which pictures of pages are kept."""
    folder = os.environ.get("GUILD_JUPYTER_SCREENSHOTS")
    if not folder:
        return tmp_path_factory.mktemp("screenshots")
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder).resolve()


@pytest.fixture(scope="module")
def browser():
    """A browser without a window."""
    from lab_harness import BROWSER_OPTIONS, CHROMIUM

    if CHROMIUM is None:
        pytest.skip("there is no Chromium on PATH (on Debian: apt install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=BROWSER_OPTIONS)
        yield made
        made.close()


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A project with notebooks beside it, and a home with three runs."""
    from kernel_harness import end_runs, make_project

    from guild_jupyter.api import Guild, Options
    from guild_jupyter.notebook.views import bundle

    if not bundle.is_built():
        pytest.skip("the interactive views are not built (they need Node.js: ./dev builds them)")
    folder = tmp_path_factory.mktemp("lab")
    guild = Guild(make_project(folder / "project"), folder / "home")
    for number in range(3):
        values = {"round": number, "lines": 3, "pause": 0}
        guild.run("talk", values=values, options=Options(label=f"run {number}")).wait(60)
    yield guild
    end_runs(folder / "home")


@pytest.fixture(scope="module")
def make_server(store):
    """Starts Jupyter servers on the project, and stops them."""
    from lab_harness import Server

    made = []

    def make(application="lab", settings=None, panel=False):
        place = store.folder.parent / f"{application}{len(made)}"
        place.mkdir()
        for file in store.folder.glob("*.*"):
            (place / file.name).symlink_to(file)
        made.append(Server(place, store.folder.parent / "home", application, settings, panel))
        return made[-1].wait()

    yield make
    for server in made:
        server.stop()


@pytest.fixture(scope="module")
def lab(make_server):
    """A JupyterLab."""
    return make_server()


@pytest.fixture
def open_book(request, browser, screenshots):
    """Opens notebooks in the browser; at the end they must have had no fault of ours."""
    from lab_harness import Book, write_notebook

    opened = []

    def open_(server, cells, **page):
        name = f"{request.node.name.partition('[')[0]}-{len(opened)}.ipynb"
        write_notebook(server.folder / name, cells)
        page = browser.new_page(viewport={"width": 1300, "height": 1000}, **page)
        opened.append(Book(page, server, name, screenshots))
        return opened[-1]

    yield open_
    for book in opened:
        book.shot(f"{request.node.name}-end")
        book.page.close()
        book.server.end_kernels()
    assert [fault for book in opened for fault in book.faults] == []
