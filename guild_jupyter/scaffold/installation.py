"""What is installed here: Python, libraries, GPUs and the panel; nothing of it is imported."""

from __future__ import annotations

import json
import os
import platform
import sys
from importlib import metadata
from pathlib import Path

from guild_jupyter import paths

#: Libraries that a part of the product needs, by the names of their packages.
PACKAGES = (
    *("ipython", "ipykernel", "ipywidgets", "anywidget", "jupyterlab", "pandas", "psutil"),
    *("nvidia-ml-py", "tensorboard", "PyYAML"),
)
PANEL = "guild-jupyter"
_UNKNOWN = "unknown model"


def python() -> dict[str, str]:
    """Return which Python this is, and on what."""
    return {
        "version": platform.python_version(),
        "executable": sys.executable,
        "platform": platform.platform(),
    }


def packages() -> dict[str, str | None]:
    """Return the version of each library, None for one that is not installed."""
    return {name: _version(name) for name in PACKAGES}


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def gpus(root: Path = Path("/")) -> list[str]:
    """Return the models of the GPUs that NVIDIA's driver lists, or has devices for.

    Parameters
    ----------
    root
        Root of the file system with the driver's entries.
    """
    try:
        folders = sorted((root / "proc/driver/nvidia/gpus").iterdir())
    except OSError:
        devices = (root / "dev").glob("nvidia[0-9]*")
        return [_UNKNOWN for device in devices if device.name[6:].isdecimal()]
    return [_model(folder / "information") for folder in folders]


def _model(file: Path) -> str:
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("Model:")]
    return models[0] if models and models[0] else _UNKNOWN


def panel(folders: list[Path] | None = None) -> dict[str, str] | None:
    """Return path and version of the panel in JupyterLab, None where it is not installed.

    Parameters
    ----------
    folders
        Where JupyterLab looks for data; None for where it does by default.
    """
    for folder in _data_folders() if folders is None else folders:
        file = folder / "labextensions" / PANEL / "package.json"
        try:
            version = json.loads(file.read_text(encoding="utf-8")).get("version")
        except (OSError, ValueError, AttributeError):
            continue
        return {"path": str(file.parent), "version": str(version)}
    return None


def _data_folders() -> list[Path]:
    named = os.environ.get("JUPYTER_PATH", "").split(os.pathsep)
    own = os.environ.get("JUPYTER_DATA_DIR")
    if not own and (user := paths.user_home(os.environ)):
        own = str(user / ".local/share/jupyter")
    system = [Path(sys.prefix, "share/jupyter"), Path("/usr/local/share/jupyter")]
    return [*map(Path, filter(None, [*named, own])), *system]
