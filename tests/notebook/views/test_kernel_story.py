"""A table in a real kernel, spoken to as its page does: by messages over the widget's comm."""

import time

import numpy as np
import pytest

from guild_jupyter.registry import load
from tests.end_to_end.kernel_harness import PATIENCE, Kernel
from tests.presenting.stores import Shown

pytestmark = pytest.mark.slow

SHOWN = """
from pathlib import Path
from guild_jupyter.notebook.views import bundle
if not bundle.is_built():
    bundle._BUILT = Path("stand_in.mjs")
    bundle._BUILT.write_text("export default {}")
"""


class Page:
    """The page's side of the last view of some kinds that a kernel opened."""

    kinds = ("table", "comparison")

    def __init__(self, kernel):
        self.kernel = kernel
        self.comm = ""
        self.count = 0
        self.heard = []

    def run(self, code):
        """Execute a cell, hearing what the view says meanwhile."""
        asked = self.kernel.client.execute(code)
        is_done = False
        while not is_done:
            message = self.next()
            is_own = message["parent_header"].get("msg_id") == asked
            kind, content = message["msg_type"], message["content"]
            assert kind != "error", content
            is_done = is_own and kind == "status" and content["execution_state"] == "idle"

    def next(self):
        message = self.kernel.client.get_iopub_msg(timeout=PATIENCE)
        content = message["content"]
        if message["msg_type"] == "comm_open":
            state = content["data"].get("state", {})
            if state.get("kind") in self.kinds:
                self.comm, self.heard = content["comm_id"], []
        elif message["msg_type"] == "comm_msg" and content["comm_id"] == self.comm:
            data = content["data"]
            if data.get("method") == "custom":
                self.heard.append((data["content"], message["buffers"]))
        return message

    def ask(self, question, **wanted):
        """Ask as the component does; return the answer and its buffers."""
        self.count += 1
        said = {**wanted, "id": self.count, "ask": question}
        client = self.kernel.client
        content = {"comm_id": self.comm, "data": {"method": "custom", "content": said}}
        client.shell_channel.send(client.session.msg("comm_msg", content))
        return self.until(lambda heard: heard.get("re") == self.count)

    def until(self, fits):
        """Wait until something was said; return it and its buffers."""
        limit = time.monotonic() + PATIENCE
        while True:
            for number, (content, buffers) in enumerate(self.heard):
                if fits(content):
                    del self.heard[number]
                    return content, buffers
            assert time.monotonic() < limit, self.heard
            self.next()

    def pushed(self, kind):
        return self.until(lambda heard: heard.get("push") == kind)


@pytest.fixture
def home(tmp_path):
    home = Shown(tmp_path / "home")
    for number in range(3):
        home.logged(
            {"loss": [3, number]},
            id_=f"{number}" * 32,
            flags={"lr": number / 10},
            label=f"run {number}",
        )
    return home


@pytest.fixture
def kernel(tmp_path, home):
    kernel = Kernel(tmp_path, home.home.path)
    yield kernel.start()
    kernel.end()


def value(kernel, expression):
    cell = kernel.run(f"print({expression})")
    assert cell.status == "ok", cell
    return cell.text.strip()


def is_acting():
    try:
        return bool(load("guild_jupyter.presenting.acting:answer"))
    except ImportError:
        return False


def test_a_page_asks_and_chooses_and_python_chooses_back(kernel, home):
    page = Page(kernel.load())
    page.run(SHOWN)
    page.run("runs = %guild runs\nruns")
    ids = [run.id for run in home.runs]
    first, _ = page.pushed("table")
    assert first["table"]["count"] == 3
    hello, buffers = page.ask("hello")
    assert hello["table"]["columns"][0]["key"] == "id"
    assert hello["data"][0]["words"] == ids
    answer, buffers = page.ask("columns", keys=["last loss"], **{"from": 0, "to": 2})
    numbers = np.frombuffer(buffers[answer["data"][0]["numbers"]], "<f8")
    assert numbers.tolist() == [2.0, 1.0]
    refused, _ = page.ask("filter", expression="loss >")
    assert "^" in refused["error"]["message"]
    page.ask("select", ids=[ids[1]])
    assert value(kernel, "[run.id for run in runs.selected]") == f"['{ids[1]}']"
    page.run("runs.selected = [runs[2].short_id, runs[0]]")
    assert page.pushed("select")[0]["ids"] == [ids[2], ids[0]]
    assert value(kernel, "len(runs.selected)") == "2"
    said, _ = page.ask("frame", ids=ids[:2], name="both")
    assert said["said"].startswith("both: a DataFrame of 2 runs")
    assert value(kernel, "len(both)") == "2"
    new = home.logged(flags={"lr": 9})
    table, _ = page.until(
        lambda heard: heard.get("push") == "table" and heard["table"]["count"] == 4
    )
    assert new.id in table["data"][0]["words"]


@pytest.mark.xfail(not is_acting(), reason="the module that acts is not there yet", strict=True)
def test_a_label_that_is_written_in_the_page_reaches_the_disk(kernel, home):
    page = Page(kernel.load())
    page.run(SHOWN)
    page.run("%guild compare")
    page.ask("hello")
    run = home.runs[1]
    said, _ = page.ask("act", action="label", runs=[run.id], value="better")
    assert "error" not in said
    assert run.label == "better"
    rows, _ = page.pushed("rows")
    assert rows["rows"] == [1]
    assert rows["cells"]["label"] == ["better"]


def test_values_of_the_api_are_shown_without_the_extension_until_it_is_unloaded(kernel):
    page = Page(kernel)
    page.run(SHOWN)
    page.run("import guild_jupyter as guild\nguild.runs()")
    assert page.pushed("table")[0]["table"]["count"] == 3
    page.run("%load_ext guild_jupyter\n%unload_ext guild_jupyter")
    shown = kernel.run("guild.runs()").shown
    assert len(shown) == 1
    assert "application/vnd.jupyter.widget-view+json" not in shown[0]
    shown = kernel.run("guild.compare()").shown
    assert "application/vnd.jupyter.widget-view+json" not in shown[0]
    assert len(shown) == 1
