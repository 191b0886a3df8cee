"""Whether the notebook of an operation can be run, told before there is a run of it."""

from __future__ import annotations

from pathlib import Path

from guild_jupyter.errors import LaunchError
from guild_jupyter.execution.notebook_shape import shape_of
from guild_jupyter.guildfile.definitions import Operation
from guild_jupyter.registry import load

#: A larger one is looked at when it is run.
_MAX_BYTES = 32 << 20
#: Where these are given to an operation, it may find other kernels.
_OF_KERNELS = ("JUPYTER_PATH", "JUPYTER_DATA_DIR")


def check_notebook(operation: Operation, path: Path, words: list[str]) -> None:
    """Refuse what is no notebook, and one whose kernel there is not.

    Parameters
    ----------
    operation
        The operation.
    path
        Where its notebook is.
    words
        How the operation gives it: its name, and options.

    Raises
    ------
    LaunchError
        It cannot be run.
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            return
        data = path.read_bytes()
    except OSError:
        return  # copying it says so
    problem, metadata = shape_of(data)
    if problem:
        raise LaunchError(
            f"{words[0]} is no notebook that can be read: {problem}",
            "Open it in Jupyter and save it again.",
        )
    kernel = metadata.get("kernelspec", {})
    named = metadata.get("language_info", {}).get("name")
    language = str(named or kernel.get("language") or "python").lower()
    # A notebook in Python is run by the interpreter of the operation.
    if (
        language == "python"
        or "--no-exec" in words
        or any(n in operation.env for n in _OF_KERNELS)
    ):
        return
    name = str(kernel.get("name", ""))
    if name not in load("jupyter_client.kernelspec:find_kernel_specs")():
        raise LaunchError(
            f"there is no kernel {name!r} for {words[0]}, which is in {language}",
            "Install it for Jupyter, or choose another in the notebook.",
        )
