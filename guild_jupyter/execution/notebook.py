"""The program that carries a notebook out: flags into its copy, its cells executed, files made.

Runs in the run directory and knows of the run only what its words and one variable say.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from guild_jupyter.errors import CommandError, GuildError, RunError
from guild_jupyter.execution.notebook_source import INJECTED, Cell, Rewritten, with_flags
from guild_jupyter.flags.delivery import take_payload
from guild_jupyter.registry import load

if TYPE_CHECKING:
    from guild_jupyter.execution.notebook_client import Client
    from guild_jupyter.execution.notebook_file import NotebookFile
    from guild_jupyter.execution.notebook_kernel import Kernel

T = TypeVar("T")

_NEEDED = ("nbformat", "nbclient", "nbconvert")
#: Seconds between saves of a notebook while a cell goes on.
_PAUSE = 2.0
_FAILED = 1


def main(words: Sequence[str]) -> int:
    """Carry a notebook out in the run directory of this process.

    Parameters
    ----------
    words
        The notebook, its options, and after ``--`` words for whoever reads the command.

    Returns
    -------
    int
        0, or 1 where a cell fails or nothing can be run. Where the process is asked to end by a
        signal it ends by it.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    flags = take_payload(os.environ)
    before = list(words[: list(words).index("--")]) if "--" in words else list(words)
    try:
        status = _carry_out(os.environ.get("RUN_DIR", "."), _options(before), flags)
    except GuildError as error:
        _say(f"guild: {error}")
        status = _FAILED
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in (*_NEEDED, "jupyter_client"):
            raise
        _say(
            f"guild: {sys.executable} cannot run notebooks: it has no {error.name}\n"
            f"Install it: {sys.executable} -m pip install {' '.join(_NEEDED)}"
        )
        status = _FAILED
    if status < 0:
        _end_by(-status)
    return status


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise CommandError(
            f"the words after the notebook make no sense: {message}",
            "It takes --no-exec and --html-no-input.",
        )


def _options(words: list[str]) -> argparse.Namespace:
    parser = _Parser(add_help=False, allow_abbrev=False)
    parser.add_argument("notebook")
    parser.add_argument("--no-exec", action="store_true")
    parser.add_argument("--html-no-input", action="store_true")
    parser.add_argument("--kernel-python", default=sys.executable)
    return parser.parse_args(words)


def _carry_out(run_dir: str, options: argparse.Namespace, flags: Mapping[str, Any]) -> int:
    """Return the exit status, negative for a signal."""
    values = dict(flags.get("values") or {})
    secrets = [str(values[name]) for name in flags.get("secret") or () if name in values]
    open_file = load("guild_jupyter.execution.notebook_file:NotebookFile")
    file: NotebookFile = open_file(run_dir, options.notebook, secrets)
    language = _language(file.notebook.metadata)
    if language != "python" and any(value is not None for value in values.values()):
        raise RunError(
            f"flags cannot be given to {options.notebook}: it is in {language}, not in Python",
            "Run it without flags, or read them from the environment: FLAG_NAME.",
        )
    if values:
        _rewrite(file.notebook, values, flags.get("replace") or {})
    file.save()
    if options.no_exec:
        return 0
    client_class = load("guild_jupyter.execution.notebook_client:Client")
    kernel_class = load("guild_jupyter.execution.notebook_kernel:Kernel")
    name = str(file.notebook.metadata.get("kernelspec", {}).get("name", ""))
    is_python = language == "python"
    kernel: Kernel = kernel_class(options.kernel_python if is_python else "", name)
    client: Client = client_class(file.notebook, kernel.manager, streams=not is_python)
    status = asyncio.run(_Execution(file, kernel, client).run())
    if status >= 0:
        _make_page(file, with_input=not options.html_no_input)
    return status


def _language(metadata: Mapping[str, Any]) -> str:
    named = metadata.get("language_info", {}).get("name")
    return str(named or metadata.get("kernelspec", {}).get("language") or "python").lower()


def _rewrite(notebook: Any, values: Mapping[str, Any], patterns: Mapping[str, str]) -> None:  # noqa: ANN401 - of nbformat
    cells = notebook.cells
    plain = [
        Cell(cell.source, cell.cell_type == "code", tuple(cell.metadata.get("tags") or ()))
        for cell in cells
    ]
    rewritten: Rewritten = with_flags(plain, values, patterns)
    for cell, source in zip(cells, rewritten.sources, strict=True):
        cell.source = source
    if rewritten.injected:
        cell = load("nbformat.v4:new_code_cell")(rewritten.injected, metadata={"tags": [INJECTED]})
        if (notebook.nbformat, notebook.nbformat_minor) < (4, 5):
            del cell["id"]  # older formats have none
        place = rewritten.place
        cells[place : place + rewritten.replaces] = [cell]
    for flag in rewritten.unused:
        _say(f"WARNING: nothing in the notebook takes the flag {flag}: it has no effect")


class _Stopped(Exception):  # noqa: N818 - an event
    """The process was asked to end."""


class _Execution:
    """One execution of a notebook."""

    def __init__(self, file: NotebookFile, kernel: Kernel, client: Client) -> None:
        self._file = file
        self._kernel = kernel
        self._client = client
        self._stop = asyncio.Event()
        self._signal = 0

    async def run(self) -> int:
        """Execute the cells; return the exit status, negative for a signal."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stopped_by, number)
        saver = asyncio.ensure_future(self._keep_saved())
        for cell in self._file.notebook.cells:
            if cell.cell_type == "code":  # what an earlier execution left is not of this run
                cell.outputs, cell.execution_count = [], None
        try:
            return await self._execute()
        except _Stopped:
            return -self._signal
        finally:
            saver.cancel()
            await self._kernel.end(at_once=bool(self._signal))
            self._client.settle()
            self._client.set_widgets_metadata()
            self._file.save()

    async def _execute(self) -> int:
        dead_kernel = load("nbclient.exceptions:DeadKernelError")
        cell_failed = load("nbclient.exceptions:CellExecutionError")
        self._client.kc = await self._unless_stopped(self._kernel.start(os.environ))
        for index, cell in enumerate(self._file.notebook.cells):
            try:
                await self._unless_stopped(self._client.run_cell(cell, index))
            except cell_failed as error:
                return _status_of(error)
            except dead_kernel:
                _say(f"guild: {self._kernel.epitaph(index)}")
                return _FAILED
            finally:
                self._file.save_images(index)
            self._file.save(if_due=True)
            if self._client.leaves:
                return 0
        return 0

    async def _unless_stopped(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait for some work; when the process is asked to end, end the work before."""
        task = asyncio.ensure_future(work)
        stop = asyncio.ensure_future(self._stop.wait())
        await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
        if self._stop.is_set():
            await self._kernel.interrupt(task)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            raise _Stopped
        stop.cancel()
        return task.result()

    def _stopped_by(self, number: int) -> None:
        self._signal = self._signal or number
        self._stop.set()

    async def _keep_saved(self) -> None:
        """Save what comes of a cell that takes long."""
        while True:
            await asyncio.sleep(max(_PAUSE, self._file.pause))
            if self._client.changed:
                self._client.settle()
                self._file.save()


def _status_of(error: Any) -> int:  # noqa: ANN401 - of nbclient
    """Return the exit status for a cell that failed: what it gave to ``sys.exit``, or 1."""
    if error.ename != "SystemExit":
        return _FAILED
    if error.evalue in ("", "None"):
        return 0
    return int(error.evalue) & 0xFF if error.evalue.isdecimal() else _FAILED


def _make_page(file: NotebookFile, *, with_input: bool) -> None:
    try:
        file.save_page(with_input=with_input)
    except Exception as error:  # noqa: BLE001 - a page is not worth a run
        _say(f"WARNING: the HTML page cannot be made: {error}")


def _end_by(number: int) -> None:
    signal.signal(number, signal.SIG_DFL)
    with contextlib.suppress(OSError):
        sys.stdout.flush()
    os.kill(os.getpid(), number)


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
