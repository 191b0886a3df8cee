"""The files of a notebook in a run directory: it is read, saved as it goes, made into a page.

A save is one rename: whoever kills the run leaves the notebook of a moment before.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import stat
import time
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat
import nbformat.v4
from nbformat import NotebookNode

from guild_jupyter.errors import RunError
from guild_jupyter.execution.notebook_shape import shape_of
from guild_jupyter.redaction import WITHHELD
from guild_jupyter.registry import load
from guild_jupyter.supervise import durable
from guild_jupyter.supervise.rundir import TEMPORARY

_FORMAT = 4
_reads: Any = nbformat.reads  # untyped
_writes: Any = nbformat.v4.writes
_AGAIN = "Open it in Jupyter and save it again."
#: Share of the time that may go into saving.
_SHARE = 0.1
_IMAGES = {"image/png": ".png", "image/jpeg": ".jpg", "image/svg+xml": ".svg"}


class NotebookFile:
    """A notebook of a run.

    Parameters
    ----------
    run_dir
        The run directory.
    name
        The notebook's path in it.
    secrets
        Texts that are not written into any file.

    Raises
    ------
    RunError
        There is no notebook there, or none that can be read.
    """

    def __init__(self, run_dir: str, name: str, secrets: Iterable[str] = ()) -> None:
        root = Path(run_dir).absolute()
        self.path = root / name
        if not self.path.parent.resolve().is_relative_to(root.resolve()):
            raise RunError(f"the notebook {name} is not in the run directory")
        guild = root / ".guild"
        self._scratch = guild if guild.is_dir() else self.path.parent
        self._marks = _marks(secrets)
        self._saved_at = 0.0
        self._cost = 0.0
        self.notebook = _read(self.path, name)
        self._mode = stat.S_IMODE(self.path.stat().st_mode) | stat.S_IWUSR

    @property
    def pause(self) -> float:
        """Seconds to leave between saves, so that they do not take the run's time."""
        return self._cost / _SHARE

    def save(self, *, if_due: bool = False) -> None:
        """Save the notebook; if that was done a moment ago and is not forced, leave it."""
        begun = time.monotonic()
        if if_due and begun - self._saved_at < self.pause:
            return
        self._put(self.path, self._text().encode(errors="surrogatepass"))
        self._saved_at = time.monotonic()
        self._cost = self._saved_at - begun

    def save_images(self, index: int) -> None:
        """Write the images of a cell beside the notebook, by the number of cell and output."""
        for number, output in enumerate(self.notebook.cells[index].get("outputs", ())):
            for kind, ending in _IMAGES.items():
                image = (output.get("data") or {}).get(kind)
                content = _bytes(kind, "".join(image) if isinstance(image, list) else image)
                if content:
                    name = f"{self.path.stem}_{index}_{number}{ending}"
                    self._put(self.path.with_name(name), content)

    def save_page(self, *, with_input: bool) -> None:
        """Write the notebook as an HTML page beside it; nothing is fetched for it."""
        exporter = load("nbconvert:HTMLExporter")(exclude_input=not with_input)
        shown = _reads(self._text(), _FORMAT) if self._marks else self.notebook
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            page, _ = exporter.from_notebook_node(
                shown, resources={"metadata": {"name": self.path.stem}}
            )
        self._put(self.path.with_suffix(".html"), page.encode(errors="replace"))

    def _text(self) -> str:
        text: str = _writes(self.notebook) + "\n"
        for secret in self._marks:
            text = text.replace(secret, WITHHELD)
        return text

    def _put(self, path: Path, content: bytes) -> None:
        temporary = self._scratch / f"{TEMPORARY}{os.getpid()}-{os.urandom(6).hex()}"
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC
        descriptor = os.open(temporary, flags, self._mode)
        try:
            try:
                os.fchmod(descriptor, self._mode)
                durable.write_all(descriptor, content)
            finally:
                os.close(descriptor)
            temporary.replace(path)
        except BaseException:
            durable.remove(str(temporary))
            raise


def _read(path: Path, name: str) -> NotebookNode:
    try:
        data = durable.read_bytes(str(path), 1 << 30)
    except OSError as error:
        raise RunError(
            f"the notebook {name} cannot be read: {error.strerror or error}",
            "Check that the source code of the operation includes it.",
        ) from error
    if problem := shape_of(data)[0]:
        raise RunError(f"{name} is no notebook that can be read: {problem}", _AGAIN)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            notebook: NotebookNode = _reads(data.decode("utf-8-sig"), _FORMAT)
            _complete(notebook)
    except Exception as error:  # what is no notebook fails in the reader in many ways
        raise RunError(
            f"{name} is no notebook that can be read: nbformat cannot bring it into its "
            f"version {_FORMAT}",
            _AGAIN,
        ) from error
    return notebook


def _complete(notebook: NotebookNode) -> None:
    """Give cells what they must have; raise what it may be if there is none to give it to."""
    notebook.setdefault("metadata", {})
    for cell in notebook["cells"]:
        cell.setdefault("metadata", {})
        if cell["cell_type"] == "code":
            cell.setdefault("outputs", [])
            cell.setdefault("execution_count", None)


def _bytes(kind: str, image: object) -> bytes:
    if not isinstance(image, str):
        return b""
    if kind == "image/svg+xml":
        return image.encode(errors="replace")
    try:
        return base64.b64decode(image)
    except (binascii.Error, ValueError):
        return b""


def _marks(secrets: Iterable[str]) -> list[str]:
    """Return how texts look inside of a notebook, as they are and as Python writes them."""
    forms = {form for text in secrets if text for form in (text, repr(text)[1:-1])}
    quoted = {json.dumps(form, ensure_ascii=False)[1:-1] for form in forms}
    return sorted(quoted, key=len, reverse=True)
