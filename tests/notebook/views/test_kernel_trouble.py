"""Views in a real kernel when much is shown, much is asked, or a cell is interrupted."""

import json

import pytest

from tests.end_to_end.kernel_harness import Kernel
from tests.notebook.views.test_kernel_story import SHOWN, Page, value
from tests.presenting.stores import Shown

pytestmark = pytest.mark.slow

COUNTED = "(threading.active_count(), len(os.listdir('/proc/self/fd')))"


@pytest.fixture
def home(tmp_path):
    home = Shown(tmp_path / "home")
    for number in range(3):
        home.logged({"loss": [3, number]}, id_=f"{number}" * 32, flags={"lr": number / 10})
    return home


@pytest.fixture
def kernel(tmp_path, home):
    kernel = Kernel(tmp_path, home.home.path)
    kernel._log.close()
    log = tmp_path / "kernel.log"
    kernel._log = log.open("wb")
    yield kernel.start()
    kernel.end()
    assert "Traceback" not in log.read_text()


@pytest.fixture
def page(kernel):
    page = Page(kernel.load())
    page.run(SHOWN)
    page.run("import asyncio, os, threading\nfrom IPython.display import display")
    page.run("runs = %guild runs\nruns")
    return page


def test_two_hundred_views_take_one_thread_and_no_descriptors(page, kernel):
    threads, descriptors = eval(value(kernel, COUNTED))
    page.run("for _ in range(200): display(runs[0])")
    page.ask("hello")
    found = eval(value(kernel, COUNTED))
    assert found[0] <= threads
    assert found[1] <= descriptors + 5


def test_a_thousand_questions_at_once_are_answered_one_after_the_other(page, kernel, home):
    client = kernel.client
    client.session.pack = lambda one: json.dumps(one, default=str).encode()  # as browsers do
    odd = [None, "\ud800", "../" * 100, -1, 10**30, ["\udcff"], {}, "x" * 10_000]
    for number in range(1_000):
        content = {"id": 10_000 + number, "ask": ("file", "log", "columns", "\udcff")[number % 4]}
        content |= dict.fromkeys(("run", "path", "offset", "length", "keys"), odd[number % 8])
        sent = {"comm_id": page.comm, "data": {"method": "custom", "content": content}}
        client.shell_channel.send(client.session.msg("comm_msg", sent))
    for number in range(1_000):
        answer, _ = page.until(lambda heard, wanted=10_000 + number: heard.get("re") == wanted)
        assert answer.get("error", {"message": "."})["message"]
    assert page.ask("hello")[0]["table"]["count"] == 3


def test_a_text_of_half_a_character_reaches_the_page_marked(page, home):
    run = home.runs[0]
    (run.dir / ".guild/attrs/label").write_text('"half \\ud83d of it"\n')
    (run.dir / ".guild/attrs/tags").write_text('["\\udcff"]\n')
    page.run("%guild runs")
    found, _ = page.ask("hello")
    column = next(one for one in found["data"] if one["key"] == "label")
    assert "half \ufffd of it" in column["words"]
    page.kinds = ("card",)
    page.run("display(runs[0])")
    card, _ = page.ask("hello")
    assert card["label"] == "half \ufffd of it"


def test_a_cell_that_is_interrupted_while_it_shows_views_leaves_them_at_work(page, kernel, home):
    asked = kernel.client.execute("while True: display(runs)")
    opened = 0
    while opened < 5:
        opened += page.next()["msg_type"] == "comm_open"
    kernel.manager.interrupt_kernel()
    while True:
        message = page.next()
        if message["msg_type"] == "error":
            assert message["content"]["ename"] == "KeyboardInterrupt"
        is_own = message["parent_header"].get("msg_id") == asked
        if is_own and message["content"].get("execution_state") == "idle":
            break
    page.run("runs")
    assert page.ask("hello")[0]["table"]["count"] == 3
    new = home.logged(flags={"lr": 9})
    table, _ = page.until(
        lambda heard: heard.get("push") == "table" and heard["table"]["count"] == 4
    )
    assert new.id in table["data"][0]["words"]


def test_views_are_shown_inside_outputs_and_tasks(page, kernel):
    page.run("import ipywidgets\nout = ipywidgets.Output()\ndisplay(out)")
    page.run("with out: display(runs[0])")
    page.run(
        "async def show(run):\n    await asyncio.sleep(0)\n    display(run)\n"
        "await asyncio.gather(*map(show, runs))"
    )
    page.run("tasks = [asyncio.create_task(show(run)) for run in runs]")
    page.run("await asyncio.gather(*tasks)")
    assert page.ask("hello")[0]["re"]
