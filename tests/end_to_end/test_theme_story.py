"""Every view in the light and the dark theme of a JupyterLab."""

import re

import pytest
from stories import LOAD, brightness, make_training, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.kernel, pytest.mark.timeout(300)]

#: The views by the cells that show them, each with a text that a reader reads.
VIEWS = {
    "card": ("guild.runs()[0]", "train"),
    "table": ("guild.runs()", "completed"),
    "comparison": ("%guild compare", "runs compared"),
    "diff": ("%guild diff 2 1", "lr"),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Three runs."""
    from kernel_harness import end_runs

    guild = make_training(tmp_path_factory.mktemp("theme"))
    for run in [guild.run("train", values={"lr": lr}) for lr in (0.1, 0.2, 0.5)]:
        run.wait(60)
    yield guild
    end_runs(guild.folder.parent / "home")


def choose_theme(book, name):
    """Choose a theme in the menu, as a user does."""
    book.page.get_by_role("menuitem", name="Settings", exact=True).click()
    for label in ("Theme", name):
        exact = re.compile(f"^{re.escape(label)}$")
        book.page.locator(".lm-Menu-itemLabel").filter(has_text=exact).first.click()
    wanted = str("Dark" not in name).lower()
    book.page.wait_for_selector(f'body[data-jp-theme-light="{wanted}"]', state="attached")


def wait_dark(book, view, text, is_dark):
    """Wait until a view has the ground and the text of a dark page, or of a light one."""
    wait_for(book, lambda: (brightness(view, "backgroundColor") < 0.3) is is_dark)
    wait_for(book, lambda: (brightness(text, "color") > 0.5) is is_dark)


def test_text_and_ground_of_every_view_follow_the_theme(lab, open_book):
    book = open_book(lab, [LOAD, *(line for line, _ in VIEWS.values())])
    for number in range(1 + len(VIEWS)):
        book.run(number)
    book.wait_live(len(VIEWS))
    comparison = book.views.nth(2)
    tabs = comparison.get_by_role("tablist", name="Charts, first pane")
    tabs.get_by_role("tab", name="Parallel").click()
    for bar in book.views.get_by_role("toolbar").locator("visible=true").all():
        assert bar.bounding_box()["height"] > 20  # no view dresses another one
    for theme in ("Light", "Dark"):
        choose_theme(book, f"JupyterLab {theme}")
        for number, (name, (_, word)) in enumerate(VIEWS.items()):
            view = book.views.nth(number)
            wait_dark(book, view, view.get_by_text(word).first, theme == "Dark")
            view.screenshot(path=book.screenshots / f"{name}-{theme.lower()}.png")
    choose_theme(book, "JupyterLab Light")
