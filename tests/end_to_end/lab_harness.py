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
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
BROWSER_OPTIONS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
    "--disable-dev-shm-usage",
]
#: Where the panel lies once it is built.
PANEL = ROOT / "guild_jupyter" / "labextension"
#: Asks nobody for news, and saves without being asked about it.
OVERRIDES = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
}
#: Keeps the state of widgets in saved notebooks, which is off unless a user wants it.
SAVE_STATE = {"@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True}}
#: What pages say on the console that has nothing to do with what is tested.
OTHERS = re.compile(
    "Failed to load resource|model not found|Kernel.*(restart|dead|not exist)|WebSocket connection"
    "|Content Security Policy|@jupyterlab|/static/(lab|notebook)/|favicon",
    re.IGNORECASE,
)


def free_port():
    """A port of loopback that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Server:
    """A Jupyter server on loopback with everything of it in one folder.

    With ``panel``, it has the panel and the server extension of this checkout, as an installed
    package has them; without, the views in cells stand alone, whatever is installed.
    """

    def __init__(self, folder, home, application="lab", settings=None, panel=False):
        self.folder = folder
        self.application = application
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        private = folder / ".jupyter"
        (private / "config" / "labconfig").mkdir(parents=True)
        (private / "data").mkdir()
        overrides = private / "config" / "labconfig" / "default_setting_overrides.json"
        overrides.write_text(json.dumps({**OVERRIDES, **(settings or {})}))
        pages = private / "config" / "labconfig" / "page_config.json"
        pages.write_text(json.dumps({"disabledExtensions": {"guild-jupyter": not panel}}))
        if panel:
            shutil.copytree(
                ROOT / "jupyter-config" / "server-config",
                private / "config" / "jupyter_server_config.d",
            )
            (private / "data" / "labextensions").mkdir()
            (private / "data" / "labextensions" / "guild-jupyter").symlink_to(PANEL)
        env = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "GUILD_HOME": str(home),
            "JUPYTER_CONFIG_DIR": str(private / "config"),
            "JUPYTER_DATA_DIR": str(private / "data"),
            "JUPYTER_RUNTIME_DIR": str(private / "runtime"),
            "JUPYTERLAB_SETTINGS_DIR": str(private / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(private / "workspaces"),
            "IPYTHONDIR": str(private / "ipython"),
            "JUPYTER_PLATFORM_DIRS": "1",
            "JUPYTER_PREFER_ENV_PATH": "1",
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        }
        self.log = (private / "log").open("wb")
        command = [sys.executable, "-m", "jupyterlab" if application == "lab" else application]
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

    def ask(self, path, method="GET"):
        """Ask the server's REST interface."""
        request = urllib.request.Request(f"{self.url}/api/{path}?token={TOKEN}", method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or "null")

    def end_kernels(self):
        """End the kernels of all notebooks."""
        for session in self.ask("sessions"):
            self.ask(f"sessions/{session['id']}", "DELETE")

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

    def __init__(self, page, server, name, screenshots):
        self.page = page
        self.server = server
        self.name = name
        self.screenshots = screenshots
        self.faults = []
        page.set_default_timeout(PATIENCE * 1000)
        page.on("pageerror", lambda error: self._note(f"{error.name}: {error.stack or error}"))
        page.on("console", lambda said: said.type == "error" and self._note(said.text, said))
        self.open()

    def _note(self, fault, said=None):
        # The module of the views comes from the kernel, and has such an address.
        is_ours = "blob:" in f"{fault} {said.location['url'] if said else ''}"
        if is_ours or not OTHERS.search(fault):
            self.faults.append(fault)

    def open(self):
        """Load the page, or load it again."""
        self.page.goto(self.server.page_of(self.name))
        self.page.wait_for_selector("#jupyterlab-splash", state="detached")
        self.page.wait_for_selector(".jp-NotebookPanel .jp-Notebook")
        end = time.monotonic() + PATIENCE
        while self.name not in [session["path"] for session in self.server.ask("sessions")]:
            if time.monotonic() > end:
                raise TimeoutError("the notebook has no kernel")
            self.choose_kernel()
            self.page.wait_for_timeout(50)
        self.wait_idle()

    def choose_kernel(self):
        """Take the kernel that a page proposes which opened before it knew of any."""
        dialog = self.page.locator(".jp-Dialog")
        if dialog.count() and "Select Kernel" in dialog.first.inner_text():
            dialog.first.locator(".jp-mod-accept").click()

    @property
    def views(self):
        """All live views of the page."""
        return self.page.locator(".guild-view")

    @property
    def twins(self):
        """All static twins that have a view."""
        return self.page.locator("[data-guild-twin]")

    def wait_live(self, count=1):
        """Wait until so many views are seen, and their twins are not."""
        self.page.wait_for_function(
            """count => {
                const isSeen = element => element.checkVisibility({visibilityProperty: true});
                const views = [...document.querySelectorAll('.guild-view')];
                const twins = [...document.querySelectorAll('[data-guild-twin]')];
                return views.filter(view => isSeen(view) && view.offsetHeight > 0).length === count
                    && !twins.some(isSeen);
            }""",
            arg=count,
        )

    def wait_static(self, count=1):
        """Wait until so many twins are seen and no view is, nor what stands for a missing one."""
        self.page.wait_for_function(
            """count => {
                const isSeen = element => element.checkVisibility({visibilityProperty: true})
                    && element.getBoundingClientRect().height > 0;
                const all = of => [...document.querySelectorAll(of)].filter(isSeen);
                const lacking = all('.jp-OutputArea-output')
                    .filter(output => /(Error display|Load)ing widget/.test(output.textContent));
                return all('[data-guild-twin]').length === count
                    && !all('.guild-view').length && !lacking.length;
            }""",
            arg=count,
        )

    def save(self):
        """Save the notebook."""
        path = self.server.folder / self.name
        before = path.stat().st_mtime_ns
        self.page.keyboard.press("Control+s")
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if path.stat().st_mtime_ns != before:
                with contextlib.suppress(nbformat.reader.NotJSONError):  # half written
                    return nbformat.read(path, 4)
            self.page.wait_for_timeout(50)
        raise TimeoutError("the notebook is not saved")

    def command(self, number, keys):
        """Press keys in command mode with a cell chosen."""
        self.cell(number).locator(".jp-InputPrompt").first.click()
        for key in keys:
            self.page.keyboard.press(key)

    def shot(self, name):
        """Keep a picture of the page."""
        self.page.screenshot(path=self.screenshots / f"{name}.png")

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
                self.choose_kernel()
                self.begin(number)  # a page that is not ready drops what it is told
            self.page.wait_for_timeout(50)
        return self.cell(number)
