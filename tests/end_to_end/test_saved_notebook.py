"""What is left of views in a saved notebook: their twins, and how much else.

The notebook is executed as by its user, its page is made as a reader of it makes it: without a
kernel and without JavaScript.
"""

import gzip
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from guild_jupyter.notebook.views.showing import RENDER
from tests.comparison.conftest import Compared
from tests.twins.safe_html import PICTURE, picture_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.kernel,
    pytest.mark.filterwarnings("ignore"),  # of what executes and converts
]

STATE = "application/vnd.jupyter.widget-state+json"
WIDGET = "application/vnd.jupyter.widget-view+json"
VIEWS = ["%guild runs", "%guild compare", "%guild diff 2 1", "run", "run.diff(runs[1])"] * 2
#: Bytes that the components may have.
LARGEST_BUNDLE = 160_000


def executed(home, bundle, monkeypatch, render=""):
    """The notebook of ten views, as it is saved after all cells were executed."""
    monkeypatch.setenv("GUILD_HOME", str(home.home.path))
    monkeypatch.setenv(RENDER, render)
    first = f"""\
from pathlib import Path
import guild_jupyter as guild
from guild_jupyter.notebook.views import bundle
bundle._BUILT = Path({str(bundle)!r})
%load_ext guild_jupyter
runs = guild.runs()
run = runs[0]"""
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in [first, *VIEWS]]
    NotebookClient(notebook, timeout=100, kernel_name="python3", store_widget_state=True).execute()
    assert not [output for output in outputs(notebook) if output.output_type == "error"]
    return notebook


def outputs(notebook):
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def size(notebook):
    return len(nbformat.writes(notebook).encode())


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    """As much minified code as the components may be, of the kind that packs worst."""
    import jupyterlab

    files = (Path(jupyterlab.__file__).parent / "static").glob("*.js")
    largest = sorted(files, key=lambda file: file.stat().st_size)[-8:]
    texts = (file.read_bytes()[:LARGEST_BUNDLE] for file in largest)
    path = tmp_path_factory.mktemp("bundle") / "views.mjs"
    path.write_bytes(max(texts, key=lambda text: len(gzip.compress(text))))
    return path


@pytest.fixture
def home(tmp_path):
    made = Compared(tmp_path / "home")
    for number, lr in enumerate((0.1, 0.2, 0.4, 0.8)):
        values = [(1 + number) / (step + 1) for step in range(30)]
        run = made.logged({"loss": values, "acc": values[::-1]}, flags={"lr": lr, "n": number})
        run.output_path.write_text(f"epoch {number}\nloss: {lr}\n", encoding="utf-8")
    return made


class Text(HTMLParser):
    """What a page says and shows without JavaScript."""

    def __init__(self, page):
        super().__init__()
        self.text, self.pictures, self._skipped = "", [], 0
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self._skipped += tag in {"script", "style"}
        found = dict(attributes)
        if tag == "img" and (found.get("src") or "").startswith(PICTURE):
            self.pictures.append((found["alt"], picture_of(found)))

    def handle_endtag(self, tag):
        self._skipped -= tag in {"script", "style"}

    def handle_data(self, data):
        if not self._skipped:
            self.text += data


def assert_shows_all(text, home):
    for run in home.runs:
        assert run.short_id in text.text
    for said in ("lr", "0.8", "epoch 3", "epoch 2", "loss: 0.4"):
        assert said in text.text
    said = [alt for alt, _ in text.pictures]
    assert any(re.match(r"loss of 4 runs over steps 1 to 30", alt) for alt in said)
    assert any(re.match(r"4 runs over the axes lr, n, ", alt) for alt in said)
    assert any(re.match(r"loss over steps 1 to 30", alt) for alt in said)  # of the card


def test_views_grow_a_notebook_by_the_components_once_and_little_each(home, bundle, monkeypatch):
    plain = executed(home, bundle, monkeypatch, "html")
    assert "widgets" not in plain.metadata
    assert not [output for output in outputs(plain) if WIDGET in output.get("data", {})]
    live = executed(home, bundle, monkeypatch)
    shown = [output for output in outputs(live) if WIDGET in output.get("data", {})]
    assert len(shown) == len(VIEWS)
    states = live.metadata.widgets[STATE]["state"]
    carriers = [one for one in states.values() if "DecompressionStream" in json.dumps(one)]
    assert len(carriers) == 1

    grown = size(live) - size(plain)
    assert grown <= 120_000
    once = json.dumps(carriers, indent=1)
    assert grown - len(once) <= 2_000 * len(VIEWS)

    page, _ = HTMLExporter().from_notebook_node(live)
    assert_shows_all(Text(page), home)
    for notebook in (plain, live):
        saved = [output.data["text/html"] for output in outputs(notebook) if "data" in output]
        assert_shows_all(Text("".join(saved)), home)
