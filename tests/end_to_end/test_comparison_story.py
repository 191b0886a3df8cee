"""A comparison in a real JupyterLab: one brush for its charts, its table and Python."""

import re

import pytest
from stories import LOAD, make_training, printed, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.kernel, pytest.mark.timeout(300)]

RATES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
TAGS = ("loss", "acc")
SHOW = "compared = %guild compare\ncompared"
SELECTED = "import json; print(json.dumps(sorted(run.flags['lr'] for run in compared.selected)))"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Runs of six rates."""
    from kernel_harness import end_runs

    guild = make_training(tmp_path_factory.mktemp("comparison"))
    for run in [guild.run("train", values={"lr": lr, "epochs": 8}) for lr in RATES]:
        run.wait(60)
    yield guild
    end_runs(guild.folder.parent / "home")


def pane(view, name):
    return view.get_by_role("tablist", name=f"Charts, {name} pane")


def read_at(book, chart, part):
    """What is said beside the pointer at a part of the width of a chart, from 0 to 1."""
    box = chart.bounding_box()
    book.page.mouse.move(box["x"] + box["width"] * part, box["y"] + box["height"] / 2)
    return wait_for(book, lambda: re.search(r"step \d+[^$]*", chart.inner_text()))[0]


def step_at(book, chart, part):
    return int(read_at(book, chart, part).split()[1])


def test_charts_of_curves_share_their_crosshair_and_their_zoom(lab, open_book):
    book = open_book(lab, [LOAD, SHOW])
    book.run(0)
    book.run(1)
    book.wait_live()
    view, mouse = book.views.first, book.page.mouse
    view.get_by_label("Layout").select_option("Table over two charts")
    pane(view, "first").get_by_role("tab", name="Curves").click()
    loss, acc = (view.get_by_role("img", name=f"Curve of {one}, 6 lines;") for one in TAGS)
    acc.wait_for()
    loss.scroll_into_view_if_needed()
    said = read_at(book, loss, 0.45)
    step = int(said.split()[1])
    for lr in RATES:
        assert f"{1 / (1 + lr * step):.4g}" in said
    book.shot("curves-crosshair")
    cross = acc.locator(":scope > div").locator("visible=true").bounding_box()
    box = acc.bounding_box()
    assert step_at(book, acc, (cross["x"] - box["x"]) / box["width"]) == step

    first, last = step_at(book, acc, 0.2), step_at(book, acc, 0.7)
    box = loss.bounding_box()
    y = box["y"] + box["height"] / 2
    mouse.move(box["x"] + box["width"] * 0.4, y)
    mouse.down()
    mouse.move(box["x"] + box["width"] * 0.6, y, steps=4)
    mouse.up()
    reset = view.get_by_role("button", name="Reset zoom")
    reset.wait_for()
    wait_for(book, lambda: first < step_at(book, acc, 0.2))
    assert first < step_at(book, acc, 0.2) <= step_at(book, acc, 0.7) < last
    book.shot("curves-zoomed")
    reset.click()
    reset.wait_for(state="hidden")
    wait_for(book, lambda: step_at(book, acc, 0.2) == first)


def test_a_brush_chooses_runs_everywhere_and_what_is_shown_survives_a_reload(
    lab, store, open_book
):
    book = open_book(lab, [LOAD, SHOW, SELECTED])
    book.run(0)
    book.run(1)
    book.wait_live()
    view = book.views.first
    view.get_by_label("Layout").select_option("Table over two charts")
    pane(view, "first").get_by_role("tab", name="Parallel").click()
    pane(view, "second").get_by_role("tab", name="Curves").click()
    brush = view.get_by_role("slider", name="Brush of lr")
    brush.scroll_into_view_if_needed()
    box = wait_for(book, brush.bounding_box)
    mouse, x = book.page.mouse, box["x"] + box["width"] / 2
    mouse.move(x, box["y"] + 2)
    mouse.down()
    mouse.move(x, box["y"] + box["height"] * 0.3, steps=4)
    mouse.move(x, box["y"] + box["height"] * 0.55, steps=4)
    mouse.up()
    wait_for(book, lambda: brush.get_attribute("aria-valuetext") != "none")
    view.get_by_text("1 chosen", exact=False).first.wait_for()
    book.shot("comparison-brushed")
    assert wait_for(book, lambda: printed(book, 2)) == [0.5]

    view.get_by_role("img", name="Curve of loss, 1 line;").wait_for()
    rows = view.get_by_role("grid").get_by_role("row", selected=True)
    rows.first.wait_for()
    assert rows.count() == 1
    assert "0.5" in rows.first.inner_text()

    book.save()
    book.open()
    book.wait_live()
    tab = pane(view, "first").get_by_role("tab", name="Parallel")
    assert tab.get_attribute("aria-selected") == "true"
    assert view.get_by_role("grid").is_visible()
    view.get_by_text("1 chosen", exact=False).first.wait_for()
    brush.dblclick(position={"x": box["width"] / 2, "y": box["height"] * 0.9})
    wait_for(book, lambda: printed(book, 2) == [])
