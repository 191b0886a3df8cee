"""The kernel of a notebook: started for one interpreter, reached through files, and ended.

No kernel has to be registered, and no port is opened: the operation's interpreter is enough.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel
from jupyter_client.manager import AsyncKernelManager

from guild_jupyter.errors import LaunchError

#: Seconds that a kernel has to say that it is there; what a user's start-up files do counts.
PATIENCE = 300
#: Seconds for a cell to end after an interrupt, and for a kernel to end when it is asked to.
_TO_STOP = 1.0
_TO_END = 5.0
#: Longer paths are no addresses of a local socket on every system.
_LONGEST = 90
#: What is printed goes straight to the output of the run: the messages about it are lost when
#: they come too fast.
_ARGUMENTS = [
    "--HistoryManager.hist_file=:memory:",
    "--IPKernelApp.quiet=False",
    "--IPKernelApp.capture_fd_output=False",
]
#: What the debugger that comes with IPython would say of itself.
_QUIET = {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}
#: Seconds after which a channel is asked whether a message came that was not announced.
_LOOK_AGAIN = 0.5
_HAS = "import importlib.util as u, sys; sys.exit(u.find_spec('ipykernel_launcher') is None)"


class _OneKernel(KernelSpecManager):
    """Knows one kernel: IPython in a given interpreter."""

    python: str = ""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        argv = [self.python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Python 3", language="python", name=kernel_name)


class _Channel(AsyncZMQSocketChannel):
    """A channel that finds a message although its coming was announced to somebody else.

    A socket announces once that something happened. If a message comes while another is being
    sent, which an output widget does in the middle of a cell, the sender takes the news, and who
    waits for the answer would wait for ever.
    """

    async def get_msg(  # type: ignore[override]  # as the class above it
        self, timeout: float | None = None
    ) -> dict[str, Any]:
        """Return the next message; raise Empty if none came within the seconds given."""
        loop = asyncio.get_running_loop()
        end = None if timeout is None else loop.time() + timeout
        while True:
            left = _LOOK_AGAIN if end is None else min(_LOOK_AGAIN, max(0.0, end - loop.time()))
            with contextlib.suppress(Empty):
                return await super().get_msg(left)
            if end is not None and loop.time() >= end:
                raise Empty


class _Client(AsyncKernelClient):
    """A client that waits for answers to the end."""

    shell_channel_class = _Channel


class Kernel:
    """The kernel of one notebook.

    Parameters
    ----------
    python
        The interpreter of the operation; empty to start the kernel of the given name.
    name
        Name of an installed kernel, for notebooks in other languages.
    """

    def __init__(self, python: str, name: str) -> None:
        self._python = python
        self._name = name
        self._client: Any = None
        self._folder = tempfile.mkdtemp(prefix="guild-")
        address = f"{self._folder}/k"
        local = len(address) <= _LONGEST
        specs: dict[str, Any] = {}
        if python:
            specs["kernel_spec_manager"] = _OneKernel()
            specs["kernel_spec_manager"].python = python
        self.manager = AsyncKernelManager(
            kernel_name="python3" if python else name,
            connection_file=f"{self._folder}/kernel.json",
            transport="ipc" if local else "tcp",
            shutdown_wait_time=_TO_END,
            client_factory=_Client,
            **({"ip": address} if local else {}),
            **specs,
        )

    async def start(self, environment: Mapping[str, str]) -> Any:  # noqa: ANN401 - of jupyter_client
        """Start the kernel in the present folder; return the client that talks to it.

        Raises
        ------
        LaunchError
            There is no such kernel, or it does not start.
        """
        arguments = _ARGUMENTS if self._python else []
        try:
            await self.manager.start_kernel(
                extra_arguments=arguments, env={**_QUIET, **environment}, cwd=str(Path.cwd())
            )
            self._client = client = self.manager.client()
            client.start_channels()
            await client.wait_for_ready(timeout=PATIENCE)
        except NoSuchKernel as error:
            raise LaunchError(
                f"there is no kernel {self._name!r} for this notebook",
                "Install it for Jupyter, or choose another in the notebook.",
            ) from error
        except (OSError, RuntimeError) as error:
            raise self._why_not(error, environment) from error
        client.allow_stdin = False
        return client

    def _why_not(self, error: Exception, environment: Mapping[str, str]) -> LaunchError:
        what = self._python or f"the kernel {self._name!r}"
        if isinstance(error, OSError):
            return LaunchError(
                f"{what} cannot be started: {error.strerror or error}",
                "Give another interpreter with '--python'.",
            )
        if self._python and _lacks_ipykernel(self._python, environment):
            return LaunchError(
                f"{what} cannot run notebooks: it has no ipykernel",
                f"Install it: {what} -m pip install ipykernel",
            )
        return LaunchError(f"the kernel of {what} does not start: {error}")

    def epitaph(self, index: int) -> str:
        """Return what is to be said of a kernel that died while a cell, counted from 0, ran."""
        process = getattr(self.manager.provisioner, "process", None)
        status = process.poll() if process else None
        said = f"the kernel died while cell {index + 1} of the notebook ran"
        if not isinstance(status, int):
            return said
        if status >= 0:
            return f"{said}: exit status {status}"
        name = signal.Signals(-status).name
        memory = "; perhaps the memory was not enough" if name == "SIGKILL" else ""
        return f"{said}: ended by {name}{memory}"

    async def interrupt(self, cell: asyncio.Future[Any]) -> None:
        """Interrupt the cell that runs, and give it a moment to end by itself."""
        with contextlib.suppress(RuntimeError, OSError):
            await self.manager.interrupt_kernel()
            await asyncio.wait([cell], timeout=_TO_STOP)

    async def end(self, *, at_once: bool) -> None:
        """End the kernel, gently if there is time, and remove what it was reached by."""
        try:
            with contextlib.suppress(RuntimeError, OSError):
                if await self.manager.is_alive():
                    await self.manager.shutdown_kernel(now=at_once)
            await self.manager.cleanup_resources()
        finally:
            if self._client:
                self._client.stop_channels()
            shutil.rmtree(self._folder, ignore_errors=True)


def _lacks_ipykernel(python: str, environment: Mapping[str, str]) -> bool:
    try:
        done = subprocess.run(
            [python, "-c", _HAS], env=dict(environment), stdin=subprocess.DEVNULL, check=False
        )
    except OSError:
        return False
    return done.returncode == 1
