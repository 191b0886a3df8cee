import json
import subprocess
import sys

from guild_jupyter.scaffold import installation


def test_python_is_this_one():
    found = installation.python()
    assert found["executable"] == sys.executable
    assert sys.version.startswith(found["version"])
    assert found["platform"]


def test_libraries_are_told_without_importing_them():
    program = (
        "import json, sys\nfrom guild_jupyter.scaffold import installation\n"
        "found = installation.packages()\n"
        "heavy = {'IPython', 'pandas', 'jupyterlab', 'tensorboard', 'psutil'}\n"
        "print(json.dumps([found, sorted(heavy & set(sys.modules))]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    found, imported = json.loads(done.stdout)
    assert imported == []
    assert found["ipython"][0].isdigit()
    assert set(found) == set(installation.PACKAGES)


def test_a_library_that_is_missing_has_no_version(monkeypatch):
    monkeypatch.setattr(installation, "PACKAGES", ("no-such-package",))
    assert installation.packages() == {"no-such-package": None}


def test_gpus_are_those_that_the_driver_lists(tmp_path):
    driver = tmp_path / "proc/driver/nvidia/gpus"
    for number, text in enumerate(["Model: \t NVIDIA X\nIRQ: 1\n", "IRQ: 2\n"]):
        (driver / f"0000:0{number}").mkdir(parents=True)
        (driver / f"0000:0{number}/information").write_text(text)
    (driver / "0000:02").mkdir()
    assert installation.gpus(tmp_path) == ["NVIDIA X", "unknown model", "unknown model"]


def test_without_the_drivers_list_its_devices_are_counted(tmp_path):
    assert installation.gpus(tmp_path) == []
    (tmp_path / "dev").mkdir()
    for name in ("nvidia0", "nvidia1", "nvidiactl", "nvidia-uvm"):
        (tmp_path / "dev" / name).touch()
    assert installation.gpus(tmp_path) == ["unknown model", "unknown model"]


def test_the_panel_is_found_where_jupyterlab_looks(tmp_path, monkeypatch):
    folder = tmp_path / "labextensions" / installation.PANEL
    folder.mkdir(parents=True)
    assert installation.panel([tmp_path]) is None
    for broken in ("{", "[]"):
        (folder / "package.json").write_text(broken)
        assert installation.panel([tmp_path]) is None
    (folder / "package.json").write_text('{"version": "1.2"}')
    assert installation.panel([tmp_path]) == {"path": str(folder), "version": "1.2"}
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    assert installation.panel()["version"] == "1.2"


def test_a_user_without_a_home_has_no_panel_of_their_own(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", "relative")
    monkeypatch.delenv("JUPYTER_DATA_DIR", raising=False)
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    package = tmp_path / "labextensions" / installation.PANEL / "package.json"
    package.parent.mkdir(parents=True)
    package.write_text('{"version": "7.8"}')
    assert installation.panel()["version"] == "7.8"
