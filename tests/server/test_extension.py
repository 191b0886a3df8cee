import json
import subprocess
import sys
from pathlib import Path

from guild_jupyter import _jupyter_server_extension_points
from guild_jupyter.server.extension import SETTING

ROOT = Path(__file__).resolve().parents[2]


def test_a_kernel_that_imports_the_package_imports_no_server():
    code = (
        "import sys, guild_jupyter; guild_jupyter.Guild; guild_jupyter.runs;"
        "print(sorted({'jupyter_server', 'tornado', 'jsonschema'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "[]", done.stderr


def test_jupyter_finds_the_extension_and_it_is_enabled():
    assert _jupyter_server_extension_points() == [{"module": "guild_jupyter"}]
    config = json.loads((ROOT / "jupyter-config/server-config/guild_jupyter.json").read_text())
    assert config["ServerApp"]["jpserver_extensions"] == {"guild_jupyter": True}


def test_its_service_stands_in_the_settings_of_the_server(server, root):
    assert server.service is server.app.web_app.settings[SETTING]
    assert server.service.places.root == root
    assert server.app.extension_manager.extensions["guild_jupyter"].enabled
