"""The run card in a real JupyterLab: live beside other cells, stopped, re-attached."""

import re

import pytest
from stories import HOLD, LOAD, has_begun, let_go, make_training, notice, twin_of, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.kernel, pytest.mark.timeout(300)]

RUN = "run = %guild run train epochs=20000 pause=0.05"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A project that trains, and a home that ends with the module."""
    from kernel_harness import end_runs

    guild = make_training(tmp_path_factory.mktemp("card"))
    yield guild
    end_runs(guild.folder.parent / "home")


def card_of(book, number=0):
    return book.views.nth(number).get_by_role("region", name="run train").first


def steps(card):
    """The last step in the tail of the output."""
    lines = card.get_by_role("region", name="end of the output").inner_text().split("\n")
    known = [int(line.partition(": ")[2]) for line in lines if line.startswith("step: ")]
    return known[-1] if known else 0


def wait_growing(book, card):
    """Wait until output, progress and the scalar have gone on."""
    picture = card.get_by_role("img", name="loss: last")
    card.get_by_role("progressbar").wait_for()
    before, said = steps(card), picture.get_attribute("aria-label")
    wait_for(book, lambda: steps(card) > before)
    wait_for(book, lambda: picture.get_attribute("aria-label") != said)


def test_a_card_goes_on_beside_a_busy_cell_and_stops_its_run(lab, store, open_book):
    book = open_book(lab, [LOAD, RUN, "run", HOLD])
    for number in range(3):
        book.run(number)
    book.wait_live()
    card = card_of(book)
    card.get_by_text("running").first.wait_for()
    wait_growing(book, card)
    book.begin(3)
    has_begun(book)
    wait_growing(book, card)
    book.shot("card-live-while-another-cell-runs")
    assert "*" in book.cell(3).locator(".jp-InputPrompt").first.inner_text()
    card.get_by_role("button", name="Mark", exact=True).click()
    notice(book).get_by_text("waiting for the kernel").wait_for()
    card.get_by_role("button", name="Mark: waiting for the kernel").wait_for()
    book.shot("card-waiting-for-the-kernel")
    assert not store.runs()[0].marked
    let_go(book)
    card.get_by_role("button", name="Unmark", exact=True).wait_for()
    notice(book).wait_for(state="hidden")
    assert store.runs()[0].marked

    card.get_by_role("button", name="Stop", exact=True).click()
    card.get_by_text("terminated").first.wait_for()
    assert card.get_by_role("button", name="Stop", exact=True).count() == 0
    assert store.runs()[0].status == "terminated"
    # the page tells the kernel, which brings the twin up to date
    wait_for(book, lambda: "terminated" in (book.twins.first.text_content() or ""))
    assert "terminated" in twin_of(book.save(), 2)
    book.shot("card-stopped")


def test_after_a_restart_watch_shows_the_run_from_its_first_byte(lab, open_book):
    book = open_book(lab, [LOAD, RUN, "run", "%guild watch"])
    for number in range(3):
        book.run(number)
    book.wait_live()
    wait_growing(book, card_of(book))
    book.command(2, "00")
    book.page.locator(".jp-Dialog .jp-mod-accept").click()
    notice(book).get_by_text("no longer live").wait_for()
    assert card_of(book).get_by_role("button", name="Label").is_disabled()
    line = notice(book).locator("code").inner_text()
    book.wait_idle()
    book.cell(3).locator(".jp-Editor").first.click()
    book.page.keyboard.press("Control+a")
    book.page.keyboard.insert_text(line)
    book.run(0)
    book.run(3)
    book.wait_live(2)
    card = card_of(book, 1)
    wait_growing(book, card)
    card.get_by_role("button", name="Whole log").click()
    log = card.get_by_role("region", name="whole log")
    log.get_by_text("step: ").first.wait_for()
    card.get_by_role("button", name="Beginning").click()
    log.get_by_text("the first line of the output").wait_for()
    assert log.inner_text().startswith("the first line of the output\nstep: 1\n")
    book.shot("card-whole-log")
    card.get_by_role("button", name="Stop", exact=True).click()
    card.get_by_text("terminated").first.wait_for()


def test_a_card_changes_what_is_on_the_disk_and_says_when_its_run_is_deleted(
    lab, store, open_book
):
    book = open_book(lab, [LOAD, "run = %guild run train --wait", "run"])
    for number in range(3):
        book.run(number)
    book.wait_live()
    card = card_of(book)
    run = store.runs()[0]
    for button, field, text in (("Label", "Label", "a <b>good</b> one"), ("Tag", "Tags", "x, y")):
        card.get_by_role("button", name=button, exact=True).click()
        card.get_by_role("textbox", name=field).fill(text)
        book.page.keyboard.press("Enter")
    card.get_by_role("button", name="Mark", exact=True).click()
    card.get_by_role("button", name="Unmark").wait_for()
    wait_for(book, lambda: (run.label, run.tags) == ("a <b>good</b> one", ["x", "y"]))
    assert run.marked
    card.get_by_text("a <b>good</b> one").first.wait_for()
    card.get_by_role("button", name="Undo").click()
    wait_for(book, lambda: not run.marked)
    card.get_by_role("button", name="Files").click()
    card.get_by_role("list", name="files").get_by_text("train.py").click()
    card.get_by_role("region", name="preview").get_by_text("argparse").first.wait_for()
    book.shot("card-files")

    store.delete([run])
    card.get_by_text(re.compile("^deleted")).wait_for()
    assert card.get_by_role("button", name="Label", exact=True).is_disabled()
    assert card.get_by_text("a <b>good</b> one").first.is_visible()
    book.shot("card-deleted")
