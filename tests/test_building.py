"""What is published holds views and panel built, and a machine without Node can install it."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

import guild_jupyter

ROOT = Path(__file__).resolve().parents[1]
VIEWS = "guild_jupyter/notebook/static/views.mjs"
#: Where the panel is built, and where a wheel has it for JupyterLab.
EXTENSION = "guild_jupyter/labextension"
SHARED = f"guild_jupyter-{guild_jupyter.__version__}.data/data/share/jupyter/labextensions"

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="there is no node on PATH")


def copy_of_the_sources(folder):
    """What a clone has, with what is not committed yet; without git, without what is not built."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    return copy_of_the_sources(tmp_path_factory.mktemp("sources"))


@pytest.fixture
def without_node(tmp_path):
    """The environment of a machine on which no Node is to be found."""
    return {**os.environ, "PATH": str(tmp_path / "nothing-here")}


def python(words, **options):
    options = {"capture_output": True, "text": True, "check": False, **options}
    return subprocess.run([sys.executable, *words], **options)


def test_both_halves_have_one_version():
    package = json.loads((ROOT / "labextension/package.json").read_text())
    assert package["version"] == guild_jupyter.__version__


def test_a_checkout_without_node_says_what_is_missing(sources, without_node):
    done = python(["labextension/build_views.py"], cwd=sources, env=without_node)
    assert done.returncode == 1
    assert "built with Node.js 18 or newer, and there is none on PATH" in done.stderr
    assert "SKIP_JUPYTER_BUILDER=1 pip install ." in done.stderr
    assert "Traceback" not in done.stderr


def test_a_node_that_is_too_old_is_named(sources, tmp_path):
    node = tmp_path / "node"
    node.write_text("#!/bin/sh\necho v16.20.0\n")
    node.chmod(0o755)
    done = python(
        ["labextension/build_views.py"], cwd=sources, env={**os.environ, "PATH": str(tmp_path)}
    )
    assert done.returncode == 1
    assert f"{node} is v16.20.0" in done.stderr


@pytest.mark.slow
def test_a_checkout_without_node_installs_without_the_front_end_on_demand(
    sources, without_node, tmp_path
):
    env = {**without_node, "SKIP_JUPYTER_BUILDER": "1"}
    words = ["-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(tmp_path), str(sources)]
    done = python(words, env=env)
    assert done.returncode == 0, done.stderr
    names = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    assert "guild_jupyter/notebook/magics.py" in names
    assert VIEWS not in names
    assert not [name for name in names if "labextension" in name and name.endswith(".js")]


@needs_node
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_sdist_and_wheel_hold_the_built_front_end_and_need_no_node(
    sources, without_node, tmp_path
):
    done = python(["-m", "build", "--outdir", str(tmp_path), str(sources)])
    assert done.returncode == 0, done.stdout + done.stderr
    sdist, wheel = next(tmp_path.glob("*.tar.gz")), next(tmp_path.glob("*.whl"))
    with tarfile.open(sdist) as archive:
        packed = {name.partition("/")[2] for name in archive.getnames()}
        archive.extractall(tmp_path / "unpacked", filter="data")
    assert {VIEWS, "labextension/src/widget/index.ts", "labextension/yarn.lock"} <= packed
    assert {f"{EXTENSION}/package.json", "labextension/schema/panel.json"} <= packed
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        assert archive.read(VIEWS) == (sources / VIEWS).read_bytes()
        panel = f"{SHARED}/guild-jupyter"
        entry = json.loads(archive.read(f"{panel}/package.json"))["jupyterlab"]["_build"]["load"]
        assert {f"{panel}/{entry}", f"{panel}/install.json"} <= set(names)
        assert f"{panel}/schemas/guild-jupyter/panel.json" in names
    assert not [
        name
        for name in [*names, *packed]
        if "node_modules" in name or ".yarn/" in name or name.endswith(".map")
    ]
    assert not [name for name in names if name.startswith(("labextension", EXTENSION))]
    assert not [name for name in names if name[-3:] == ".ts"]

    # Where there is no Node, the sdist builds and the wheel installs and imports.
    unpacked = next((tmp_path / "unpacked").iterdir())
    done = python([unpacked / "labextension/build_views.py"], env=without_node)
    assert done.returncode == 0, done.stderr
    # A change of the sources is not passed over, though a built module is there.
    with (unpacked / "labextension/src/widget/index.ts").open("a") as file:
        file.write("// changed\n")
    done = python([unpacked / "labextension/build_views.py"], env=without_node)
    assert "there is none on PATH" in done.stderr

    venv.create(tmp_path / "venv", with_pip=False)
    target = next((tmp_path / "venv").glob("lib/python*/site-packages"))
    words = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    done = python([*words, "--target", str(target), str(wheel)], env=without_node)
    assert done.returncode == 0, done.stderr
    program = (
        "import guild_jupyter.notebook.views.bundle as bundle\n"
        "assert 'site-packages' in bundle.__file__\n"
        "print(bundle.is_built(), len(bundle.packed()))"
    )
    done = subprocess.run(
        [tmp_path / "venv/bin/python", "-c", program],
        env={**without_node, "PYTHONPATH": ""},
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=True,
    )
    assert done.stdout.startswith("True ")

    # JupyterLab finds the panel, and that it fits.
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "wheel")
    data = next((tmp_path / "wheel").glob("*.data")) / "data/share/jupyter"
    env = {**os.environ, "JUPYTER_PATH": str(data), "JUPYTER_CONFIG_DIR": str(tmp_path)}
    done = python(["-m", "jupyter", "labextension", "list"], env=env)
    listed = [line for line in done.stderr.splitlines() if "guild-jupyter" in line]
    assert listed, done.stderr
    assert "enabled" in listed[0]
    assert "OK" in listed[0]
