"""A reader starts operations from the panel: without a kernel, by a cell, and past an error."""

import json
import re
import time
import urllib.request

import nbformat
import pytest
from lab_harness import CHROMIUM, OTHERS, PANEL, PATIENCE, TOKEN, Server, write_notebook
from stories import DARK, make_training

from guild_jupyter.runstore.run import Run

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on PATH"),
    pytest.mark.skipif(
        not (PANEL / "package.json").exists(), reason="the panel is not built (./dev builds it)"
    ),
]

BAD = "\nbad:\n  main: train\n  flags: 3\n"


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A project that trains, with its home beside it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    guild = make_training(tmp_path)
    yield guild
    from kernel_harness import end_runs

    end_runs(tmp_path / "home")


@pytest.fixture
def make_lab(place, tmp_path):
    """Starts a JupyterLab with the panel in the project."""
    made = []

    def make(settings=None):
        made.append(Server(place.folder, tmp_path / "home", "lab", settings, panel=True))
        return made[-1].wait()

    yield make
    for server in made:
        server.stop()


class Panel:
    """The panel in a page of the browser."""

    def __init__(self, page, server, screenshots):
        self.page = page
        self.server = server
        self.screenshots = screenshots
        self.faults = []
        page.set_default_timeout(PATIENCE * 1000)
        page.on("pageerror", lambda error: self.faults.append(f"{error.stack or error}"))
        page.on(
            "console",
            lambda said: (
                said.type == "error"
                and not OTHERS.search(said.text)
                and self.faults.append(said.text)
            ),
        )

    def open(self, path=""):
        """Load the page with a notebook or folder, and show the panel."""
        place = f"/tree/{path}" if path else ""
        self.page.goto(f"{self.server.url}/lab{place}?reset&token={TOKEN}")
        self.page.wait_for_selector("#jupyterlab-splash", state="detached")
        self.page.locator('li[data-id="guild-jupyter-panel"]').click()
        self.node.wait_for()
        return self

    def load_again(self):
        """Load the page again, as it was."""
        self.page.goto(f"{self.server.url}/lab?token={TOKEN}")
        self.node.wait_for()

    @property
    def node(self):
        return self.page.locator(".jp-GuildOperations")

    @property
    def form(self):
        return self.node.locator("form")

    def unfold(self, operation):
        """Open the form of an operation."""
        self.node.get_by_role("button", name=operation).click()
        self.form.wait_for()

    def button(self, name):
        return self.form.get_by_role("button", name=name, exact=True)

    def said(self):
        """What the form says was done."""
        said = self.form.locator(".guild-said")
        said.wait_for()
        return said.inner_text()

    def shot(self, name):
        self.page.screenshot(path=self.screenshots / f"panel-operations-{name}.png")

    def wait_kept(self, text):
        """Wait until the server has a text among what the page keeps."""
        url = f"{self.server.url}/lab/api/workspaces/default?token={TOKEN}"
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with urllib.request.urlopen(url, timeout=30) as answer:
                if text in answer.read().decode():
                    return
            self.page.wait_for_timeout(50)
        raise TimeoutError(f"{text} is not kept")

    def runs(self):
        """The runs that the server tells."""
        url = f"{self.server.url}/guild/api/runs"
        request = urllib.request.Request(url, headers={"Authorization": f"token {TOKEN}"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read())["runs"]


@pytest.fixture
def make_panel(browser, screenshots):
    """Opens the panel; at the end it must have had no fault."""
    made = []

    def make(server):
        page = browser.new_page(viewport={"width": 1300, "height": 1000})
        made.append(Panel(page, server, screenshots))
        return made[-1]

    yield make
    for panel in made:
        panel.page.close()
    assert [fault for panel in made for fault in panel.faults] == []


def ended(panel, tmp_path):
    """Wait until the only run has ended; return it."""
    (row,) = panel.runs()
    return Run(tmp_path / "home" / "runs" / row["id"]).wait(PATIENCE)


def test_an_operation_is_started_without_a_kernel(make_lab, make_panel, tmp_path):
    server = make_lab()
    panel = make_panel(server).open()
    panel.unfold("train")
    panel.form.get_by_label("epochs").fill("3")
    panel.form.get_by_label("Label").fill("by hand")
    panel.form.get_by_label("Tags").fill("one, two")
    panel.shot("form")
    panel.button("Preview").click()
    panel.node.get_by_text("preview, nothing is run").wait_for()
    assert panel.runs() == []
    panel.form.get_by_label("epochs").press("Control+Enter")
    assert "Started as run" in panel.said()
    run = ended(panel, tmp_path)
    assert (run.status, run.label, run.tags) == ("completed", "by hand", ["one", "two"])
    assert (run.flags["epochs"], run.flags["lr"]) == (3, 0.1)
    row = panel.page.locator(".jp-GuildRuns [aria-selected=true]")
    row.filter(has_text="train").wait_for()
    assert server.ask("kernels") == []
    panel.shot("started")

    # What is typed outlives the page.
    panel.form.get_by_label("lr").fill("0.8125")
    panel.form.get_by_label("lr").press("Tab")
    panel.wait_kept("0.8125")
    panel.load_again()
    assert panel.form.get_by_label("lr").input_value() == "0.8125"


def test_a_value_that_does_not_do_is_told_at_its_field(make_lab, make_panel, place):
    (place.folder / "guild.yml").write_text(
        "train: {main: train, flags-dest: args,"
        " flags: {epochs: {type: int, default: 2, max: 9}, must: {required: yes}}}"
    )
    panel = make_panel(make_lab()).open()
    panel.unfold("train")
    panel.button("Run").click()
    field = panel.form.locator(".guild-field", has_text="must")
    field.get_by_text("A value is required.").wait_for()
    field.get_by_role("textbox").fill("x")
    panel.form.get_by_label("epochs").fill("10")
    panel.page.keyboard.press("Tab")
    field = panel.form.locator(".guild-field", has_text="epochs")
    field.get_by_text("The most is 9.").wait_for()
    assert panel.runs() == []


def test_a_form_becomes_a_cell_that_runs(make_lab, make_panel, place, tmp_path):
    server = make_lab()
    path = write_notebook(place.folder / "book.ipynb", ["1 + 1", "2 + 2"])
    panel = make_panel(server).open(path.name)
    page = panel.page
    page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', state="attached")
    panel.unfold("train")
    panel.form.get_by_label("lr").fill("0.5")
    panel.form.get_by_label("Label").fill("it's a cell")
    panel.button("Insert as cell").click()
    assert "Inserted" in panel.said()
    cell = page.locator(".jp-Notebook .jp-Cell").nth(1)
    cell.locator(".jp-Editor").click()
    page.keyboard.press("Control+s")
    source = written(path, 1)
    assert source == (
        "%load_ext guild_jupyter\n%guild run train lr=0.5 --label 'it'\"'\"'s a cell'"
    )
    page.keyboard.press("Control+Enter")
    cell.locator(".jp-InputPrompt").filter(has_text=re.compile(r"\[\d+\]")).wait_for()
    run = ended(panel, tmp_path)
    assert (run.flags["lr"], run.label) == (0.5, "it's a cell")
    panel.button("Insert as cell").click()
    page.locator(".jp-Notebook .jp-Cell").nth(3).wait_for()
    page.keyboard.press("Control+s")
    assert "load_ext" not in written(path, 2)
    server.end_kernels()


def written(path, number):
    """The source of a cell of a saved notebook, once it has four cells or the third."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        cells = nbformat.read(path, 4).cells
        if len(cells) > number + 1 and cells[number].source.startswith("%"):
            return cells[number].source
        time.sleep(0.05)
    raise TimeoutError("the notebook is not saved")


def test_an_error_is_shown_with_its_place_and_mended(make_lab, make_panel, place):
    file = place.folder / "guild.yml"
    good = file.read_text()
    file.write_text(good + BAD)
    panel = make_panel(make_lab(DARK)).open()
    line = file.read_text()[: file.read_text().index("flags: 3")].count("\n") + 1
    fault = panel.node.locator(".guild-fault", has_text=f"guild.yml:{line}")
    fault.wait_for()
    assert "bad.flags" in fault.inner_text()
    panel.unfold("train")
    panel.shot("fault-dark")
    fault.get_by_role("button").click()
    editor = panel.page.locator(".jp-FileEditor .cm-content")
    editor.click()
    # Changes that are not saved are warned of, and saved from there.
    panel.page.keyboard.press("Control+a")
    panel.page.keyboard.insert_text(good + "mended: {main: train}\n")
    warning = panel.form.locator(".guild-unsaved", has_text="guild.yml")
    warning.wait_for()
    panel.shot("unsaved-dark")
    warning.get_by_role("button", name="Save").click()
    panel.node.get_by_role("button", name="mended").wait_for()
    fault.wait_for(state="detached")
    warning.wait_for(state="hidden")


def test_a_project_is_made_where_there_is_none(make_lab, make_panel, place):
    (place.folder / "guild.yml").unlink()
    panel = make_panel(make_lab()).open()
    panel.node.get_by_text("There is no Guild project").wait_for()
    panel.shot("beginning")
    panel.node.get_by_label("Folder").fill("iris")
    panel.node.get_by_role("button", name="Make a project").click()
    panel.page.locator(".jp-FileEditor", has_text="train").wait_for()
    assert (place.folder / "iris" / "guild.yml").exists()
