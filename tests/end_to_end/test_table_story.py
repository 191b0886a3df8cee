"""The run table in a real JupyterLab: looked at, changed, taken out, and chosen from."""

import csv
import re

import pytest
from stories import LOAD, printed, wait_for

from guild_jupyter.api import Guild
from tests.benchmarks import run_store

pytestmark = [pytest.mark.slow, pytest.mark.kernel, pytest.mark.timeout(300)]

COUNT = 60
COLUMNS = "^(loss|acc|optimizer|batch_size|label)$"
SHOW = "runs = %guild runs --all\nruns"
SELECTED = "import json; print(json.dumps([run.id for run in runs.selected]))"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Runs with ten flags and five series."""
    folder = tmp_path_factory.mktemp("table")
    run_store.make(folder / "home", COUNT)
    project = folder / "project"
    project.mkdir()
    (project / "guild.yml").write_text(run_store.GUILD_FILE)
    return Guild(project, folder / "home")


class Table:
    """A run table of a page, as its reader finds things in it."""

    def __init__(self, book, number=0):
        self.book = book
        self.view = book.views.nth(number)
        self.grid = self.view.get_by_role("grid")
        self.grid.wait_for()

    def cells(self, heading):
        """The texts of a column, from above; columns that are not in view have none."""
        return self.grid.evaluate(
            """(grid, heading) => {
                const menu = grid.querySelector(`[aria-label="menu of ${heading}"]`);
                const column = menu?.closest('[role=columnheader]').getAttribute('aria-colindex');
                const at = row => Number(row.getAttribute('aria-rowindex'));
                return [...grid.querySelectorAll('[role=row][aria-rowindex]')]
                    .sort((one, other) => at(one) - at(other))
                    .map(row => row.querySelector(`[role=gridcell][aria-colindex="${column}"]`))
                    .filter(cell => cell).map(cell => cell.innerText.replace(/\\s+/g, ' ').trim());
            }""",
            heading,
        )

    def numbers(self, heading):
        """The numbers of a column, without those of deltas."""
        return [float(re.search(r"-?[\d.]+(e-?\d+)?", one)[0]) for one in self.cells(heading)]

    def heading(self, name):
        """The heading of a column."""
        menu = self.book.page.get_by_label(f"menu of {name}", exact=True)
        # That of the little pictures of a scalar comes after that of its values.
        return self.grid.get_by_role("columnheader").filter(has=menu).first

    def sort(self, name, wanted, *keys):
        """Click the heading of a column, and wait until it is sorted so."""
        heading = self.heading(name)
        heading.get_by_role("button").first.click(modifiers=list(keys))
        wait_for(self.book, lambda: heading.get_attribute("aria-sort") == wanted)

    def type(self, field, text):
        self.view.get_by_role("searchbox", name=field).fill(text)
        self.book.page.keyboard.press("Enter")

    def row(self, run):
        """The row of a run."""
        box = self.book.page.get_by_label(f"choose {run.short_id}", exact=True)
        return self.grid.get_by_role("row").filter(has=box)

    def cell(self, run, heading):
        """The cell of a run in a column."""
        place = self.heading(heading).get_attribute("aria-colindex")
        return self.row(run).locator(f'[role=gridcell][aria-colindex="{place}"]')

    def menu(self, run, entry):
        """Take an entry of the menu of a run."""
        self.view.get_by_label(f"actions of {run.short_id}", exact=True).click()
        self.view.get_by_role("menu").get_by_text(entry, exact=True).click()

    def wait_count(self, text):
        self.view.get_by_role("status").get_by_text(text).wait_for()


@pytest.fixture
def table(lab, open_book):
    """A table of all runs."""
    book = open_book(lab, [LOAD, SHOW, SELECTED, ""])
    book.run(0)
    book.run(1)
    book.wait_live()
    made = Table(book)
    made.type("Filter columns", COLUMNS)
    wait_for(book, lambda: int(made.grid.get_attribute("aria-colcount")) < 10)
    return made


def test_a_table_is_sorted_filtered_grouped_pinned_and_compared_with_a_run(table, store):
    book, view = table.book, table.view
    table.wait_count(f"{COUNT} runs")
    wait_for(book, lambda: all(table.cells("loss")) and all(table.cells("batch_size")))
    table.sort("batch_size", "ascending")
    table.sort("loss", "ascending", "Shift")
    table.sort("loss", "descending", "Shift")
    assert table.heading("batch_size").get_attribute("aria-sort") == "ascending"
    keys = list(zip(table.numbers("batch_size"), table.numbers("loss"), strict=True))
    assert len(keys) > 10
    assert keys == sorted(keys, key=lambda key: (key[0], -key[1]))

    table.type("Filter rows", "^sgd$")
    wait_for(book, lambda: set(table.cells("optimizer")) == {"sgd"})
    differing = view.get_by_role("button", name="Differences")
    differing.click()
    wait_for(book, lambda: not table.cells("optimizer"))
    assert table.cells("batch_size")
    differing.click()
    wait_for(book, lambda: table.cells("optimizer"))
    table.type("Filter rows", "(sgd")
    view.get_by_role("alert").get_by_text("not a regular expression").wait_for()
    table.type("Filter rows", "")
    table.type("Guild filter", "optimizer = adam and batch_size < 64")
    wait_for(book, lambda: set(table.cells("optimizer")) == {"adam"})
    assert set(table.numbers("batch_size")) == {16, 32}
    fitting = store.runs(filter="optimizer = adam and batch_size < 64")
    table.wait_count(f"{len(fitting)} of {COUNT} runs")
    table.type("Guild filter", "optimizer = = adam")
    said = view.get_by_role("alert")
    said.wait_for()
    assert "=" in said.inner_text()
    book.shot("table-refused-filter")
    table.type("Guild filter", "")
    said.wait_for(state="hidden")

    one, other = store.runs()[20], store.runs()[40]
    table.type("Filter rows", f"{one.short_id}|{other.short_id}|^sgd$")
    table.menu(other, "Pin above the others")
    wait_for(book, lambda: table.cells("id")[0].startswith(other.short_id))
    table.sort("loss", "ascending")
    assert table.cells("id")[0].startswith(other.short_id)
    table.menu(other, "Make it the baseline")
    table.row(other).get_by_text("base").wait_for()
    base, *losses = table.cells("loss")
    signs = set()
    for text in losses:
        value, by = map(float, re.findall(r"[-+]?\d[\d.]*(?:e[-+]?\d+)?", _plain(text)))
        assert value - float(_plain(base).split()[-1]) == pytest.approx(by, abs=2e-3)
        signs.add(by > 0)
    better = view.get_by_title("better against the baseline").first
    worse = view.get_by_title("worse against the baseline").first
    assert signs == {True, False}
    assert _colour(better) != _colour(worse)
    book.shot("table-baseline")

    table.type("Filter rows", "")
    table.grid.evaluate("grid => { grid.scrollTop = 0; }")
    view.get_by_role("button", name="Group").click()
    view.get_by_role("menu").get_by_text("optimizer", exact=True).click()
    view.get_by_text("n = ").first.wait_for()
    assert "±" in " ".join(table.cells("loss"))
    book.shot("table-grouped")
    view.get_by_role("button", name="Group").click()
    view.get_by_role("menu").get_by_text("nothing", exact=True).click()
    view.get_by_text("n = ").first.wait_for(state="detached")


def _plain(text):
    return text.replace("\u2212", "-").replace("★", "").strip()


def _colour(locator):
    return locator.evaluate("element => getComputedStyle(element).color")


def test_what_is_edited_deleted_and_done_by_keys_is_on_the_disk(table, store):
    book, view, press = table.book, table.view, table.book.page.keyboard.press
    one, other = store.runs()[1], store.runs()[2]
    table.cell(one, "label").dblclick()
    view.get_by_role("textbox", name=f"label of {one.short_id}").fill("tuned <b>by hand</b>")
    press("Enter")
    file = one.dir / ".guild" / "attrs" / "label"
    wait_for(book, lambda: "tuned <b>by hand</b>" in file.read_text())
    table.cell(one, "label").get_by_text("tuned <b>by hand</b>").wait_for()

    table.type("Filter columns", "^(label|tags|comments)$")
    view.get_by_role("button", name="Columns").click()
    columns = view.get_by_role("dialog", name="columns")
    columns.get_by_label("comments").check()
    press("Escape")
    for heading, text, seen in (
        ("tags", "x, <i>y</i>", "<i>y</i>"),
        ("comments", "learned & forgot", "learned & forgot"),
    ):
        table.cell(one, heading).dblclick()
        view.get_by_role("textbox", name=f"{heading} of {one.short_id}").fill(text)
        press("Enter")
        table.cell(one, heading).get_by_text(seen).wait_for()
    wait_for(book, lambda: set(one.tags) == {"x", "<i>y</i>"})
    wait_for(book, lambda: [said.body for said in one.comments] == ["learned & forgot"])
    book.shot("table-edited")
    table.type("Filter columns", COLUMNS)

    table.cell(one, "label").click()
    press("j")
    press("m")
    wait_for(book, lambda: other.marked)
    press("u")
    wait_for(book, lambda: not other.marked)
    for _ in range(2):
        press("l")
    chosen = view.locator(f"#{table.grid.get_attribute('aria-activedescendant')}")
    at = chosen.get_attribute("aria-colindex")
    press("S")
    sorted_ = table.grid.locator(f'[role=columnheader][aria-colindex="{at}"]')
    wait_for(book, lambda: sorted_.get_attribute("aria-sort") == "descending")
    press("a")
    wait_for(book, lambda: sorted_.get_attribute("aria-sort") == "none")
    press("?")
    view.get_by_role("dialog", name="keys").get_by_text("mark, unmark").wait_for()
    press("Escape")

    table.menu(other, "Delete")
    wait_for(book, lambda: not other.dir.exists())
    table.wait_count(f"{COUNT - 1} ")
    table.row(other).wait_for(state="detached")
    view.get_by_role("status").get_by_text(re.compile(f"^deleted .*{other.short_id}")).wait_for()
    view.get_by_role("button", name="Undo").click()
    wait_for(book, other.dir.exists)
    table.row(other).wait_for()

    table.type("Filter rows", "^adam$")
    view.get_by_role("button", name="Export").click()
    with book.page.expect_download() as waiting:
        view.get_by_role("button", name="save as CSV").click()
    with waiting.value.path().open(newline="", encoding="utf-8") as saved:
        lines = list(csv.DictReader(saved))
    fitting = store.runs(filter="optimizer = adam")
    assert waiting.value.suggested_filename == "runs.csv"
    assert {line["id"] for line in lines} == {run.id for run in fitting}
    assert {line["optimizer"] for line in lines} == {"adam"}
    assert set(lines[0]) == {"id", "label", "batch_size", "optimizer", "loss", "acc"}


def test_chosen_runs_are_the_same_in_python_and_in_the_page(table, store):
    book, view = table.book, table.view
    runs = store.runs()
    for run in runs[:2]:
        view.get_by_label(f"choose {run.short_id}", exact=True).click()
    wait_for(book, lambda: set(printed(book, 2)) == {run.id for run in runs[:2]})
    book.cell(3).locator(".jp-Editor").first.click()
    book.page.keyboard.insert_text("runs.selected = runs[4:6]")
    book.run(3)
    wait_for(book, lambda: table.row(runs[4]).get_attribute("aria-selected") == "true")
    assert table.row(runs[5]).get_attribute("aria-selected") == "true"
    assert table.row(runs[0]).get_attribute("aria-selected") == "false"
    table.wait_count("2 chosen")
    view.get_by_role("button", name="Chosen").click()
    table.wait_count(f"2 of {COUNT} runs")
