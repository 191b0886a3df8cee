"""What the panel does for cells and around itself in a JupyterLab: tabs, actions, notices."""

import re

import pytest
from lab_harness import PANEL
from stories import DARK, HOLD, LOAD, has_begun, let_go, make_training, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.kernel, pytest.mark.timeout(300)]

LONG = "run = %guild run train epochs=20000 pause=0.05"
SHORT = "run = %guild run train epochs=40 pause=0.05 --label short"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A project that trains, and a home that ends with the module."""
    from kernel_harness import end_runs

    if not (PANEL / "package.json").is_file():
        pytest.skip("the panel is not built (it needs Node.js: ./dev builds it)")
    guild = make_training(tmp_path_factory.mktemp("around"))
    yield guild
    end_runs(guild.folder.parent / "home")


@pytest.fixture(scope="module", params=["light", "dark"])
def lab(make_server, request):
    """A JupyterLab with the panel."""
    return make_server(settings=DARK if request.param == "dark" else None, panel=True)


@pytest.fixture(scope="module")
def light_lab(make_server):
    """A JupyterLab with the panel."""
    return make_server(panel=True)


def card_of(book):
    return book.views.first.get_by_role("region", name="run train").first


def tabs(book):
    """The tabs of runs that are seen."""
    return book.page.locator(".jp-GuildTab").locator("visible=true")


def status(book):
    return book.page.locator(".jp-GuildStatus")


def wait_kept(book, text):
    """Wait until the workspace that is kept has a text."""
    folder = book.server.folder / ".jupyter" / "workspaces"
    wait_for(book, lambda: any(text in file.read_text() for file in folder.rglob("*workspace")))


def test_a_card_stops_its_run_while_the_kernel_is_busy(light_lab, store, open_book):
    book = open_book(light_lab, [LOAD, LONG, "run", HOLD])
    for number in range(3):
        book.run(number)
    book.wait_live()
    card = card_of(book)
    book.begin(3)
    has_begun(book)
    card.get_by_role("button", name="Mark", exact=True).click()
    card.get_by_role("button", name="Unmark").wait_for()
    card.get_by_role("button", name="Stop", exact=True).click()
    card.get_by_text("terminated").first.wait_for()
    assert store.runs()[0].status == "terminated"
    assert store.runs()[0].marked
    assert "*" in book.cell(3).locator(".jp-InputPrompt").first.inner_text()
    book.shot("panel-stop-from-a-card-while-the-kernel-is-busy")
    let_go(book)


def test_the_id_in_a_card_opens_the_tab_of_the_run_which_a_reload_restores(
    lab, store, open_book, request
):
    book = open_book(lab, [LOAD, SHORT, "run"])
    for number in range(3):
        book.run(number)
    book.wait_live()
    run = store.runs()[0]
    card_of(book).locator(".g-id").click()
    tab = tabs(book)
    tab.get_by_role("region", name=f"run train {run.short_id}").wait_for()
    tab.get_by_text("completed").first.wait_for()
    tab.get_by_text("short").first.wait_for()
    theme = request.node.callspec.params["lab"]
    book.shot(f"panel-tab-of-a-run-{theme}")
    wait_kept(book, f"guild-run:guild-run-{run.id}")
    book.page.reload()
    book.page.wait_for_selector("#jupyterlab-splash", state="detached")
    tab = tabs(book)
    tab.get_by_role("region", name=f"run train {run.short_id}").wait_for()
    book.shot(f"panel-tab-of-a-run-after-a-reload-{theme}")


def test_view_opens_the_tab_of_a_run_once(light_lab, store, open_book):
    store.run("train", values={"epochs": 1}).wait(60)
    book = open_book(light_lab, [LOAD, "%guild view"])
    book.run(0)
    book.run(1)
    run = store.runs()[0]
    tabs(book).get_by_role("region", name=f"run train {run.short_id}").wait_for()
    assert book.views.first.locator(".g-files").count() == 0


def test_a_run_that_goes_on_is_counted_and_its_end_is_told(light_lab, store, open_book):
    book = open_book(light_lab, [LOAD, SHORT])
    book.run(0)
    book.run(1)
    status(book).get_by_text("1 running").wait_for()
    book.shot("panel-status-bar")
    run = store.runs()[0]
    said = re.compile(rf"train {run.short_id} \(short\): completed")
    notice = book.page.locator(".Toastify__toast").filter(has_text=said)
    notice.wait_for()
    status(book).locator("visible=true").wait_for(state="detached")
    book.shot("panel-notice-of-an-end")
    notice.get_by_role("button", name="Open").click()
    tabs(book).get_by_role("region", name=f"run train {run.short_id}").wait_for()


def test_the_filter_of_runs_and_what_is_folded_are_as_they_were_after_a_reload(
    light_lab, store, open_book
):
    store.run("train", values={"epochs": 1}).wait(60)
    book = open_book(light_lab, [LOAD])
    book.page.locator('.jp-SideBar [data-id="guild-jupyter-panel"]').click()
    panel = book.page.locator("#guild-jupyter-panel")
    panel.get_by_placeholder("Filter runs").fill("trai")
    wait_kept(book, "trai")
    panel.locator(".jp-AccordionPanel-title").filter(has_text="Operations").click()
    wait_kept(book, '"folded"')
    book.shot("panel-filtered-and-folded")
    book.page.reload()
    book.page.wait_for_selector("#jupyterlab-splash", state="detached")
    panel.get_by_placeholder("Filter runs").wait_for()
    assert panel.get_by_placeholder("Filter runs").input_value() == "trai"
    title = panel.locator(".jp-AccordionPanel-title").filter(has_text="Operations")
    wait_for(book, lambda: title.get_attribute("aria-expanded") == "false")
    book.shot("panel-filtered-and-folded-after-a-reload")


def test_in_notebook_7_which_has_no_tabs_view_shows_the_files_in_the_cell(
    make_server, store, open_book
):
    store.run("train", values={"epochs": 1}).wait(60)
    book = open_book(make_server("notebook", panel=True), [LOAD, "%guild view"])
    book.run(0)
    book.run(1)
    book.wait_live()
    card_of(book).locator(".g-files").wait_for()
    assert tabs(book).count() == 0
    book.shot("panel-view-in-notebook-7")
