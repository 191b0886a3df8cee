"""The pages that nbconvert makes of notebooks, in a real browser that runs no JavaScript."""

from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter

EXAMPLES = Path(__file__).parents[2] / "example_notebooks"

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # of what converts


@pytest.fixture
def opened(browser, tmp_path, screenshots):
    """Opens the page of a notebook; nothing is fetched."""
    contexts = []

    def open_(name):
        notebook = nbformat.read(EXAMPLES / f"{name}.ipynb", as_version=4)
        text, _ = HTMLExporter().from_notebook_node(notebook)
        file = tmp_path / f"{name}.html"
        file.write_text(text, encoding="utf-8")
        context = browser.new_context(java_script_enabled=False, offline=True)
        contexts.append(context)
        page = context.new_page()
        page.goto(file.as_uri())
        page.screenshot(path=screenshots / f"exported-{name}.png", full_page=True)
        return page

    yield open_
    for context in contexts:
        context.close()


def seen(found):
    """Those of the found elements that a reader sees."""
    return [one for one in found.all() if one.is_visible()]


def assert_pictures_are_drawn(page, least):
    pictures = seen(page.locator(".jp-OutputArea-output img"))
    widths = [one.evaluate("one => one.naturalWidth") for one in pictures]
    assert len(widths) >= least
    assert min(widths) > 0


def test_a_comparison_shows_its_tables_curves_and_difference(opened):
    page = opened("compare")
    runs, compared, difference = page.locator(".jp-OutputArea:has(table)").all()
    assert len(seen(runs.locator("tbody tr"))) == 12
    assert len(seen(compared.locator("tbody tr"))) >= 12
    assert compared.get_by_text("same in all 12 runs").is_visible()
    assert_pictures_are_drawn(page, 3)
    assert difference.get_by_text("0.003").first.is_visible()
    assert difference.get_by_text("0.3", exact=True).first.is_visible()


def test_the_quick_start_shows_its_cards_table_and_curves(opened):
    page = opened("quickstart")
    for status in ("completed", "error (exit status 1)", "terminated (SIGTERM)"):
        assert seen(page.get_by_text(status)), status
    assert len(seen(page.locator("tbody tr"))) > 10
    assert_pictures_are_drawn(page, 4)
    assert not page.get_by_text("Loading widget").count()
