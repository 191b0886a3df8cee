"""A difference in a real JupyterLab: folders, changes, layouts."""

import pytest
from stories import LOAD, TRAIN, make_training, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.kernel, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Two runs of which two source files differ, one of them in a folder."""
    from kernel_harness import end_runs

    guild = make_training(tmp_path_factory.mktemp("diff"))
    model = guild.folder / "parts" / "model.py"
    model.parent.mkdir()
    model.write_text("width = 32\n" + "# the same\n" * 40 + "depth = 2\n")
    guild.run("train", values={"lr": 0.1}).wait(60)
    model.write_text("width = 64\n" + "# the same\n" * 40 + "depth = 3\n")
    (guild.folder / "train.py").write_text(TRAIN.replace("the first line", "the very first line"))
    guild.run("train", values={"lr": 0.2}).wait(60)
    yield guild
    end_runs(guild.folder.parent / "home")


def test_folders_fold_keys_go_from_change_to_change_and_lines_stand_both_ways(lab, open_book):
    book = open_book(lab, [LOAD, "%guild diff 2 1"])
    book.run(0)
    book.run(1)
    book.wait_live()
    view, page = book.views.first, book.page
    view.get_by_role("region", name="differences from").wait_for()
    code = view.get_by_role("region", name="Source")
    lines = code.get_by_role("table", name="model.py")
    lines.get_by_text("width").first.wait_for()
    changed = lines.locator("del").first
    assert changed.inner_text() == "32"
    assert lines.locator("ins").first.inner_text() == "64"

    folder = code.get_by_role("button", name="parts/")
    folder.click()
    lines.wait_for(state="hidden")
    assert folder.get_attribute("aria-expanded") == "false"
    folder.click()
    lines.wait_for()

    file = code.get_by_role("button", name="model.py")
    file.click()
    lines.wait_for(state="hidden")
    assert file.get_attribute("aria-expanded") == "false"
    file.click()
    lines.get_by_text("width").first.wait_for()

    view.get_by_role("button", name="next change").click()
    seen = [_focused(page)]
    for _ in range(2):
        page.keyboard.press("n")
        seen.append(_focused(page))
    page.keyboard.press("p")
    assert [_focused(page), "width" in seen[0], "depth" in seen[1]] == [seen[1], True, True]
    assert "first line" in seen[2]
    last = view.get_by_role("status").get_by_text("this was the last change")
    wait_for(book, lambda: page.keyboard.press("n") or last.count())

    other = view.get_by_role("button", name="side by side").or_(
        view.get_by_role("button", name="unified")
    )
    before = _sides(lines)
    was = other.inner_text()
    book.shot(f"diff-{was.replace(' ', '-')}")
    other.click()
    wait_for(book, lambda: _sides(lines) != before)
    assert other.inner_text() != was
    book.shot(f"diff-{other.inner_text().replace(' ', '-')}")
    assert {before, _sides(lines)} == {1, 2}


def _focused(page):
    return page.evaluate("document.activeElement.innerText")


def _sides(lines):
    """In how many places of the first changed row there is code."""
    return lines.evaluate(
        """table => {
            const row = table.querySelector('del').closest('[role=row]');
            return row.querySelector('ins') ? 2 : 1;
        }"""
    )
