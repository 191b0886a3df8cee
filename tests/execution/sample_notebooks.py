"""Small notebooks, and the program that executes them, in a directory like that of a run."""

import base64
import os
import subprocess
import sys

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from guild_jupyter.execution import begin

PIXEL = base64.b64encode(
    base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
    )
).decode()
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def notebook(*cells, kernel=KERNEL):
    """A notebook of code cells; a tuple is a cell with its tags, text after '# ' a heading."""
    made = []
    for cell in cells:
        source, *tags = (cell,) if isinstance(cell, str) else cell
        is_heading = source.startswith("# ") and "\n" not in source
        made.append(
            new_markdown_cell(source)
            if is_heading
            else new_code_cell(source, metadata={"tags": tags} if tags else {})
        )
    return new_notebook(cells=made, metadata={"kernelspec": kernel} if kernel else {})


def write(folder, *cells, name="train.ipynb", **options):
    """Write a notebook into a directory like that of a run; return its path."""
    (folder / ".guild").mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook(*cells, **options), path)
    return path


def command(*words):
    program = "guild_jupyter.execution.notebook"
    return [sys.executable, "-u", "-I", str(begin.__file__), program, *words]


def start(folder, *words, **environment):
    """Start the program as a run does: in the run directory, everything else told by words."""
    return subprocess.Popen(
        command(*words),
        cwd=folder,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def sources(path):
    return [cell.source for cell in nbformat.read(path, 4).cells]


def texts(path):
    """What each code cell printed, as the notebook keeps it."""
    cells = [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]
    return ["".join(output.get("text", "") for output in cell.outputs) for cell in cells]
