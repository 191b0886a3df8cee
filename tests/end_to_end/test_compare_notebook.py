"""The notebook that compares a dozen runs: as it is committed, and executed in a real kernel."""

import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.twins.safe_html import PICTURE

EXAMPLES = Path(__file__).parents[2] / "example_notebooks"
MOST_BYTES = 400_000


def outputs(notebook):
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def assert_shows_what_it_promises(notebook):
    assert not [output for output in outputs(notebook) if output.output_type == "error"]
    shown = [output.data for output in outputs(notebook) if "text/plain" in output.get("data", {})]
    runs, compared, difference = (
        (data.get("text/html", ""), data["text/plain"]) for data in shown if data["text/plain"]
    )
    assert runs[1].count("digits:train") == 12
    assert "same in all 12 runs" in compared[1]
    assert compared[0].count(PICTURE) == 3  # two scalars, and parallel coordinates
    assert "accuracy of 10 runs over steps 1 to 15" in compared[0]
    assert "12 runs over the axes activation, hidden, lr, " in compared[0]
    assert "~ lr      0.003 → 0.3" in difference[1]
    said = "".join(output.get("text", "") for output in outputs(notebook))
    assert "best:  activation=relu epochs=15 hidden=32 lr=0.3" in said


def test_the_notebook_is_committed_executed_small_and_without_widget_state():
    path = EXAMPLES / "compare.ipynb"
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert "widgets" not in notebook.metadata
    assert path.stat().st_size <= MOST_BYTES
    text = path.read_text(encoding="utf-8")
    assert not any(place in text for place in ("/tmp", "/home", "/root", "/Users", "C:\\"))
    assert_shows_what_it_promises(notebook)


@pytest.mark.slow
@pytest.mark.kernel
@pytest.mark.filterwarnings("ignore")  # of what executes the cells
def test_the_notebook_runs_from_its_first_cell_to_its_last(tmp_path, monkeypatch):
    pytest.importorskip("sklearn")
    folder = tmp_path / "examples"
    shutil.copytree(EXAMPLES, folder, ignore=shutil.ignore_patterns("__pycache__"))
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("GUILD_HOME", str(home))
    notebook = nbformat.read(folder / "compare.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.pop("outputs", None)
        if cell.cell_type == "code":
            cell.outputs = []
    NotebookClient(
        notebook,
        timeout=150,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        store_widget_state=False,
    ).execute()
    assert_shows_what_it_promises(notebook)
