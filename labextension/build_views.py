"""Builds the front end, for a build of the package and for `./dev`.

It is two things: the module of the interactive views, and the extension of JupyterLab. What fits
its sources is left alone: an sdist brings both, and needs no Node.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).resolve().parent
VIEWS = HERE.parent / "guild_jupyter/notebook/static/views.mjs"
EXTENSION = HERE.parent / "guild_jupyter/labextension"
#: Tells of which sources both were built, and that nobody changed them since.
STAMP = VIEWS.with_name("views.stamp")
OLDEST_NODE = 18
#: Runs jlpm by the Python that has it, whatever lies on PATH.
JLPM = "from jupyter_builder.jlpm import main; main()"

NO_NODE = """\

The front end of guild_jupyter is built with Node.js {oldest} or newer, and {found}.

  Install Node.js (https://nodejs.org, your package manager, or conda), and try again;
  or install without it, which leaves static views and no panel:
      SKIP_JUPYTER_BUILDER=1 pip install .
  A released wheel or sdist brings it built, and needs no Node.js.
"""
FAILED = """\

The front end of guild_jupyter could not be built: `{command}` failed, see above.
Packages come from the npm registry, the first time; without a network, see
`npm_config_registry`, or install without the front end:
    SKIP_JUPYTER_BUILDER=1 pip install .
"""


def built() -> list[Path]:
    """Return the files that were built, as far as they are there."""
    files = sorted(path for path in EXTENSION.rglob("*") if path.is_file())
    return [path for path in (VIEWS, *files) if path.is_file()]


def is_whole() -> bool:
    """Tell whether both halves are there."""
    try:
        described = json.loads((EXTENSION / "package.json").read_text())
        entry = described["jupyterlab"]["_build"]["load"]
    except (OSError, ValueError, LookupError, TypeError):
        return False
    return VIEWS.is_file() and (EXTENSION / entry).is_file()


def digest() -> str:
    """Return what changes with the sources, and with what was built of them."""
    names = ("package.json", "yarn.lock", "arrows.mjs", "build.mjs")
    sources = [HERE / name for name in names]
    for folder in ("src", "schema"):
        sources += sorted((HERE / folder).rglob("*"))
    total = sha256()
    for path in [path for path in sources if path.is_file()] + built():
        total.update(path.relative_to(HERE.parent).as_posix().encode() + b"\0")
        total.update(sha256(path.read_bytes()).digest())
    return total.hexdigest()


def is_fresh() -> bool:
    """Tell whether both halves are there, built of the sources as they are."""
    if not is_whole():
        return False
    if not (HERE / "src").is_dir():
        return True
    return STAMP.is_file() and STAMP.read_text() == digest()


def find_node() -> str:
    """Return the Node to build with; say what to do where there is none."""
    node = shutil.which("node") or shutil.which("nodejs")
    if node is None:
        raise SystemExit(NO_NODE.format(oldest=OLDEST_NODE, found="there is none on PATH"))
    done = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = done.stdout.strip().lstrip("v").partition(".")[0]
    if not major.isdigit() or int(major) < OLDEST_NODE:
        found = f"{node} is {done.stdout.strip() or 'broken'}"
        raise SystemExit(NO_NODE.format(oldest=OLDEST_NODE, found=found))
    return node


def build(*_target: str, **_options: str) -> None:
    """Build both, unless they are fresh; as the build function of hatch-jupyter-builder."""
    if is_fresh():
        return
    find_node()
    for words in (["install", "--immutable"], ["build"]):
        command = [sys.executable, "-c", JLPM, *words]
        env = {**os.environ, "YARN_ENABLE_PROGRESS_BARS": "0"}
        if subprocess.run(command, cwd=HERE, env=env, check=False).returncode:
            raise SystemExit(FAILED.format(command=" ".join(["jlpm", *words])))
    STAMP.write_text(digest())


if __name__ == "__main__":
    build()
