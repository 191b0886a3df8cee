"""The environment of the operation's process: what is added, and what the kernel put there."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from guild_jupyter.errors import FlagError
from guild_jupyter.flags.arguments import encode, flag_environment
from guild_jupyter.flags.references import resolve
from guild_jupyter.guildfile.definitions import Operation, Project
from guild_jupyter.launch.options import PARENT_VARIABLE, Options
from guild_jupyter.supervise.supervisor import LOCK_VARIABLE

_KERNELS_OWN = re.compile(r"JPY_\w+|PYDEVD_\w+|IPY_\w+|IPYTHON\w*|JUPYTER_SERVER_URL|_")
#: What ipykernel sets for its own output; a user's other values are kept.
_KERNELS_VALUES = {
    "CLICOLOR": "1",
    "CLICOLOR_FORCE": "1",
    "FORCE_COLOR": "1",
    "GIT_PAGER": "cat",
    "PAGER": "cat",
    "TERM": "xterm-color",
}
#: Matplotlib back ends that need a kernel.
_INLINE_BACKENDS = ("module://matplotlib_inline", "module://ipykernel")
_DEVICE = re.compile(r"\d+|(?:GPU|MIG)-[\w/-]+")
PLUGINS = ("cpu", "disk", "gpu", "memory")


def without_kernel(environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment less what a kernel adds to its own."""
    in_kernel = any(name.startswith("JPY_") for name in environment)
    return {
        name: value
        for name, value in environment.items()
        if not _KERNELS_OWN.fullmatch(name)
        and name != LOCK_VARIABLE
        and not (name == "MPLBACKEND" and value.startswith(_INLINE_BACKENDS))
        and not (in_kernel and _KERNELS_VALUES.get(name) == value)
    }


def additions(
    operation: Operation,
    project: Project,
    values: Mapping[str, Any],
    home: Path,
    folder: Path,
    destination: str,
    options: Options,
    sourcecode: str = ".",
) -> dict[str, str]:
    """Return the variables that a run gets whatever its directory, in order of precedence.

    Parameters
    ----------
    operation, project
        What is run.
    values
        The value of every flag.
    home
        The Guild home.
    folder
        Where the run was asked for.
    destination
        How flags reach the program.
    options
        What the user said beside flags.
    sourcecode
        Where the source code is, below the run directory.
    """
    own = {str(name): _own(operation, name, values) for name in operation.env}
    variables = {
        **own,
        **flag_environment(values, operation.flags),
        "FLAGS_DEST": destination,
        "PROJECT_DIR": str(project.directory),
        "MODEL_DIR": str(project.directory),
        "CMD_DIR": str(folder),
        "GUILD_HOME": str(home),
        "GUILD_OP": operation.spec,
        "GUILD_PLUGINS": ",".join(PLUGINS),
        "GUILD_SOURCECODE": sourcecode,
        "LOG_LEVEL": "20",
    }
    if options.gpus is not None:
        variables["CUDA_VISIBLE_DEVICES"] = options.gpus
    if options.parent is not None:
        variables[PARENT_VARIABLE] = options.parent.id
    visible = variables.get("CUDA_VISIBLE_DEVICES", os.environ.get("CUDA_VISIBLE_DEVICES"))
    variables["GPU_COUNT"] = str(count_gpus(visible))
    return variables


def _own(operation: Operation, name: str, values: Mapping[str, Any]) -> str:
    value = operation.env[name]
    if not isinstance(value, str):
        return encode(value)
    try:
        return resolve(value, values, f"env {name}")
    except FlagError as error:
        raise operation.error(("env", name), error.message, error.hint, "reference") from error


def of_run(
    run_dir: Path,
    inherited: Mapping[str, str],
    added: Mapping[str, str],
    folders: Sequence[str],
    subject: Path | None = None,
) -> dict[str, str]:
    """Return the variables that depend on the run directory.

    Parameters
    ----------
    run_dir
        The run directory.
    inherited, added
        The other parts of the environment.
    folders
        Where the run's modules are: absolute, or below the run directory.
    subject
        Directory of the run that the operation works on; None for its own.
    """
    path = [added["PYTHONPATH"]] if added.get("PYTHONPATH") else []
    path += [str(run_dir / folder) for folder in folders]
    if inherited.get("PYTHONPATH"):
        path.append(inherited["PYTHONPATH"])
    variables = {
        "RUN_DIR": str(run_dir),
        "RUNDIR": str(subject or run_dir),
        "RUN_ID": run_dir.name,
    }
    if folders:
        variables["PYTHONPATH"] = os.pathsep.join(path)
    return variables


def module_path(added: Mapping[str, str], inherited: Mapping[str, str]) -> list[str]:
    """Return the folders that the two parts of an environment have modules looked for in."""
    texts = (part.get("PYTHONPATH", "") for part in (added, inherited))
    return [folder for text in texts for folder in text.split(os.pathsep) if folder]


def count_gpus(visible: str | None, root: Path = Path("/")) -> int:
    """Return how many GPUs an operation can see, without asking the driver's library.

    Parameters
    ----------
    visible
        ``CUDA_VISIBLE_DEVICES``; None where it is not set.
    root
        Root of the file system with the driver's entries.
    """
    if visible is not None:
        # As CUDA reads it: everything from the first invalid one on is not visible.
        count = 0
        for device in visible.split(","):
            if not _DEVICE.fullmatch(device.strip()):
                break
            count += 1
        return count
    entries = root / "proc/driver/nvidia/gpus"
    if entries.is_dir():
        return sum(1 for _ in entries.iterdir())
    devices_folder = root / "dev"
    return sum(1 for found in devices_folder.glob("nvidia[0-9]*") if found.name[6:].isdecimal())
