"""JupyterLab, or Notebook 7, in a real browser: started here on loopback, and stopped here."""

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
TOKEN = "token-of-a-test"
CHROMIUM = shutil.which("chromium")
BROWSER_OPTIONS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
    "--disable-dev-shm-usage",
]
#: Asks nobody for news, and saves without being asked about it.
OVERRIDES = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
}


def free_port():
    """A port of loopback that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Server:
    """A Jupyter server on loopback with everything of it in one folder."""

    def __init__(self, folder, home, application="lab"):
        self.folder = folder
        self.application = application
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        private = folder / ".jupyter"
        settings = private / "settings"
        (private / "config" / "labconfig").mkdir(parents=True)
        (private / "data").mkdir()
        overrides = private / "config" / "labconfig" / "default_setting_overrides.json"
        overrides.write_text(json.dumps(OVERRIDES))
        env = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "GUILD_HOME": str(home),
            "JUPYTER_CONFIG_DIR": str(private / "config"),
            "JUPYTER_DATA_DIR": str(private / "data"),
            "JUPYTER_RUNTIME_DIR": str(private / "runtime"),
            "JUPYTERLAB_SETTINGS_DIR": str(settings),
            "JUPYTERLAB_WORKSPACES_DIR": str(private / "workspaces"),
            "IPYTHONDIR": str(private / "ipython"),
            "JUPYTER_PLATFORM_DIRS": "1",
            "JUPYTER_PREFER_ENV_PATH": "1",
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        }
        self.log = (private / "log").open("wb")
        command = [
            sys.executable,
            "-m",
            f"jupyter{application}" if application == "lab" else "notebook",
        ]
        command += ["--no-browser", "--ip=127.0.0.1", f"--port={self.port}", "--allow-root"]
        command += ["--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}"]
        command += [f"--ServerApp.root_dir={folder}", "--LabApp.news_url=None"]
        command += ["--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
        self.process = subprocess.Popen(
            command, env=env, cwd=folder, stdout=self.log, stderr=self.log
        )

    def wait(self):
        """Wait until it answers."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise RuntimeError((self.folder / ".jupyter" / "log").read_text())
            with contextlib.suppress(urllib.error.URLError, OSError):
                urllib.request.urlopen(f"{self.url}/api/status?token={TOKEN}", timeout=2).close()
                return self
            time.sleep(0.1)
        raise TimeoutError("the Jupyter server does not answer")

    def stop(self):
        """Stop it, with its kernels."""
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()

    def page_of(self, name):
        """The address of a notebook's page."""
        place = f"lab/tree/{name}?reset&" if self.application == "lab" else f"notebooks/{name}?"
        return f"{self.url}/{place}token={TOKEN}"


def write_notebook(path, cells):
    """Write a notebook with code cells."""
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in cells])
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(book, path)
    return path


class Book:
    """A notebook in a page of the browser."""

    def __init__(self, page, server, name):
        self.page = page
        self.faults = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.goto(server.page_of(name))
        page.wait_for_selector("#jupyterlab-splash", state="detached", timeout=PATIENCE * 1000)
        page.wait_for_selector(".jp-NotebookPanel .jp-Notebook", timeout=PATIENCE * 1000)
        self.wait_idle()

    def wait_idle(self, timeout=PATIENCE):
        """Wait until the kernel does nothing."""
        self.page.wait_for_selector(
            '.jp-Notebook-ExecutionIndicator[data-status="idle"]',
            state="attached",
            timeout=timeout * 1000,
        )

    def cell(self, number):
        """A cell by its number, from 0."""
        return self.page.locator(".jp-Notebook .jp-Cell").nth(number)

    def begin(self, number):
        """Execute a cell, and do not wait for it."""
        self.cell(number).locator(".jp-Editor").first.click()
        self.page.keyboard.press("Control+Enter")

    def run(self, number, timeout=PATIENCE):
        """Execute a cell to its end."""
        prompt = self.cell(number).locator(".jp-InputPrompt").first
        before = prompt.inner_text()
        self.begin(number)
        begun = end = time.monotonic()
        end += timeout
        while (now := prompt.inner_text()) == before or not re.search("[0-9]", now):
            if time.monotonic() > end:
                raise TimeoutError(f"cell {number} is still {now}")
            if "*" not in now and time.monotonic() > begun + 2:
                begun += 2
                self.begin(number)  # a page that is not ready drops what it is told
            self.page.wait_for_timeout(50)
        return self.cell(number)
