"""The quick-start notebook runs from its first cell to its last, in a real kernel."""

import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

EXAMPLES = Path(__file__).parents[2] / "example_notebooks"


@pytest.mark.slow
@pytest.mark.kernel
@pytest.mark.filterwarnings("ignore")  # the libraries of the notebook's own cells
def test_the_quick_start_runs_and_shows_what_it_promises(tmp_path, monkeypatch):
    pytest.importorskip("sklearn")
    pytest.importorskip("matplotlib")
    folder = tmp_path / "examples"
    shutil.copytree(EXAMPLES, folder)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("GUILD_HOME", str(home))
    notebook = nbformat.read(folder / "quickstart.ipynb", as_version=4)

    client = NotebookClient(
        notebook,
        timeout=150,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        store_widget_state=False,
    )
    client.execute()

    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output.output_type == "error"]
    text = "".join(output.get("text", "") for output in outputs)
    assert "started digits:train" in text
    assert "test_accuracy:" in text
    assert "not needed: digits:train" in text
    shown = [output.data for output in outputs if "data" in output]
    assert any("image/png" in data for data in shown)
    cards = "".join(data.get("text/html", "") for data in shown)
    for status in ("completed", "error (exit status 1)", "terminated (SIGTERM)"):
        assert status in cards
