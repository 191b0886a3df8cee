"""The example notebook in a JupyterLab that does not trust it: tables and curves are there."""

import shutil
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "example_notebooks"

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


def test_curves_are_kept_where_jupyterlab_drops_the_svg_of_a_notebook_it_does_not_trust(tmp_path):
    playwright = pytest.importorskip("playwright.sync_api")
    from lab_harness import BROWSER_OPTIONS, CHROMIUM, Book, Server

    if CHROMIUM is None:
        pytest.skip("no Chromium")
    folder, home = tmp_path / "examples", tmp_path / "home"
    shutil.copytree(EXAMPLES, folder, ignore=shutil.ignore_patterns("__pycache__"))
    home.mkdir()
    server = Server(folder, home, "lab").wait()
    try:
        with playwright.sync_playwright() as started:
            browser = started.chromium.launch(executable_path=CHROMIUM, args=BROWSER_OPTIONS)
            page = browser.new_page(viewport={"width": 1300, "height": 3000})
            Book(page, server, "compare.ipynb", tmp_path)
            pictures = page.locator(".jp-OutputArea img")
            page.wait_for_function(
                "[...document.querySelectorAll('.jp-OutputArea img')].length >= 3 &&"
                "[...document.querySelectorAll('.jp-OutputArea img')].every(one => one.complete)"
            )
            widths = pictures.evaluate_all("all => all.map(one => one.naturalWidth)")
            assert min(widths) > 100
            assert page.get_by_text("same in all 12 runs").is_visible()
            browser.close()
    finally:
        server.stop()
