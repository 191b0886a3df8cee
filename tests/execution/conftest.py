import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from sample_notebooks import write

from guild_jupyter.execution import notebook


@pytest.fixture
def execute(tmp_path, monkeypatch, capfd):
    """Write a notebook and execute it here; return exit status, output and error output."""

    def run(*cells, words=("train.ipynb",), flags="", **options):
        if cells:
            write(tmp_path, *cells, **options)
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["boot.py", "", "", ".", *words])
        monkeypatch.setenv(notebook.FLAGS_VARIABLE, flags)
        with pytest.raises(SystemExit) as end:
            notebook.main(".")
        return end.value.code, *capfd.readouterr()

    return run
