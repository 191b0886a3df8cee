"""Views in a real JupyterLab and a real browser: when they appear, stay, end and come back."""

import os
import signal

import pytest
from stories import HOLD, LOAD, has_begun, let_go, notice, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.kernel, pytest.mark.timeout(300)]


def test_a_first_view_made_while_a_long_cell_runs_appears_at_once(lab, open_book):
    book = open_book(lab, [LOAD, f"display(guild.runs())\n{HOLD}"])
    book.run(0)
    book.begin(1)
    has_begun(book)
    book.wait_live()
    assert "*" in book.cell(1).locator(".jp-InputPrompt").first.inner_text()
    let_go(book)
    book.wait_live()
    assert not notice(book).is_visible()


def test_a_view_stays_live_when_another_cell_is_interrupted(lab, open_book):
    book = open_book(lab, [LOAD, "guild.runs()", HOLD])
    book.run(0)
    book.run(1)
    book.wait_live()
    book.begin(2)
    has_begun(book)
    book.command(2, "ii")
    book.page.wait_for_selector("text=KeyboardInterrupt")
    book.wait_idle()
    (lab.folder / "begun").unlink()
    book.wait_live()
    assert not notice(book).is_visible()


def test_after_a_restart_a_view_says_it_is_not_live_and_its_line_shows_it_again(lab, open_book):
    book = open_book(lab, [LOAD, "guild.runs()", ""])
    book.run(0)
    book.run(1)
    book.wait_live()
    book.command(1, "00")
    book.page.locator(".jp-Dialog .jp-mod-accept").click()
    notice(book).wait_for(state="visible")
    assert "no longer live" in notice(book).inner_text()
    line = notice(book).locator("code").inner_text()
    book.shot("kernel-restarted")
    book.wait_idle()
    book.cell(2).locator(".jp-Editor").first.click()
    book.page.keyboard.insert_text(line)
    book.run(0)
    book.run(2)
    book.wait_live(2)
    assert notice(book, 0).is_visible()
    assert not notice(book, 1).is_visible()


def test_a_view_whose_kernel_dies_says_so(lab, open_book):
    book = open_book(lab, [LOAD, "guild.runs()", "import os; print(f'pid {os.getpid()}')"])
    for number in range(3):
        book.run(number)
    book.wait_live()
    said = book.cell(2).locator(".jp-OutputArea-output").inner_text()
    os.kill(int(said.partition(" ")[2]), signal.SIGKILL)
    notice(book).wait_for(state="visible")
    assert "no longer live" in notice(book).inner_text()


def test_a_page_that_was_loaded_anew_does_not_count_twice(lab, open_book):
    pages = (
        "from guild_jupyter.notebook.views import live; [len(k.view._pages) for k in live._kept]"
    )
    book = open_book(lab, [LOAD, "guild.runs()", pages])
    book.run(0)
    book.run(1)
    book.wait_live()
    book.save()
    for _ in range(2):
        book.page.reload()
        book.wait_live()
        book.wait_idle()
    book.run(2)
    assert "[1]" in book.cell(2).inner_text()


def test_after_a_reload_with_a_live_kernel_views_come_back(lab, open_book):
    book = open_book(lab, [LOAD, *["guild.runs()"] * 3])
    for number in range(4):
        book.run(number)
    book.wait_live(3)
    book.save()
    book.open()
    book.wait_live(3)
    assert not notice(book).is_visible()


def test_a_closed_carrier_is_made_again(lab, open_book):
    close = "from guild_jupyter.notebook.views import view\nview.carrier().close()"
    book = open_book(
        lab,
        [LOAD, "guild.runs()", close, "guild.runs()", "%reload_ext guild_jupyter", "guild.runs()"],
    )
    for number in (0, 1):
        book.run(number)
    book.wait_live(1)
    for number in (2, 3):
        book.run(number)
    book.wait_live(2)
    for number in (2, 4, 5):
        book.run(number)
    book.wait_live(3)


def test_where_static_views_are_asked_for_there_are_no_others(lab, open_book):
    book = open_book(lab, [f"%env GUILD_JUPYTER_RENDER=html\n{LOAD}", "guild.runs()"])
    book.run(0)
    output = book.run(1).locator(".jp-OutputArea-output")
    output.first.wait_for(state="visible")
    assert "run 2" in output.first.inner_text()
    assert book.views.count() == 0
    assert "widget-view" not in str(book.save().cells[1].outputs)


def test_many_views_are_live_and_those_of_a_cell_executed_again_are_closed(lab, open_book):
    loop = "for number in range(20): display(guild.runs()[:1])"
    count = "from guild_jupyter.notebook.views import live\nprint('kept', live.count())"
    book = open_book(lab, [LOAD, "for number in range(10): display(guild.runs())", loop, count])
    book.run(0)
    book.run(1)
    book.wait_live(10)
    book.run(2)
    for _ in range(2):
        book.run(2)
        said = book.run(3).locator(".jp-OutputArea-output").inner_text()
        assert said.strip() == "kept 30"


@pytest.fixture(scope="module")
def keeping(make_server):
    """A JupyterLab that saves the state of widgets."""
    from lab_harness import SAVE_STATE

    return make_server(settings=SAVE_STATE)


@pytest.mark.parametrize("trust", ["trusted", "not trusted"])
@pytest.mark.parametrize("server", ["lab", "keeping"])
def test_a_notebook_opened_without_its_kernel_shows_the_static_views(
    server, trust, request, open_book
):
    import nbformat

    server = request.getfixturevalue(server)
    book = open_book(server, [LOAD, "guild.runs()", "guild.runs()[:1]"])
    for number in range(3):
        book.run(number)
    book.wait_live(2)
    saved = book.save()
    has_state = "widgets" in saved.metadata
    assert has_state == ("lab1" in str(server.folder))
    server.end_kernels()
    if trust == "not trusted":
        saved.cells[0].source += "\n# changed by somebody else"
        nbformat.write(saved, server.folder / book.name)
    book.open()
    book.page.locator("text=run 2").first.wait_for(state="visible")
    book.shot(f"without-kernel-{has_state}-{trust.replace(' ', '-')}")
    if trust == "trusted":
        book.wait_static(2)
    assert not book.page.locator("text=Error displaying").locator("visible=true").count()


def test_views_live_in_notebook_7_too(make_server, open_book):
    start = "run = %guild run talk lines=100000 pause=0.05\nrun"
    book = open_book(make_server("notebook"), [LOAD, start, "guild.runs()"])
    for number in range(3):
        book.run(number)
    book.wait_live(2)
    assert not notice(book).is_visible()
    card, table = book.views.nth(0), book.views.nth(1)
    output = card.get_by_role("region", name="end of the output")
    before = output.inner_text()
    wait_for(book, lambda: output.inner_text() != before)
    table.get_by_role("gridcell", name="running").wait_for()
    book.shot("notebook-7")
    card.get_by_role("button", name="Stop", exact=True).click()
    card.get_by_text("terminated").first.wait_for()
    table.get_by_role("gridcell", name="terminated").wait_for()
