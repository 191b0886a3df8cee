"""Makes the pictures of the README: each view in a real JupyterLab, of real runs, light and dark.

    python tests/end_to_end/pictures.py [FOLDER]

They go to labextension/pictures. FOLDER is where the project and its runs lie meanwhile, since a
picture may show it; it is made, and removed at the end. A minute or two, and a Chromium on PATH.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from pathlib import Path

from lab_harness import BROWSER_OPTIONS, CHROMIUM, ROOT, Book, Server, write_notebook
from playwright.sync_api import Browser, Locator, TimeoutError, sync_playwright

sys.path.insert(0, str(ROOT))

from guild_jupyter.api import Guild
from guild_jupyter.notebook.views import bundle

PICTURES = ROOT / "labextension" / "pictures"
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
#: Width of a view, and what a picture has at most, in pixels and bytes.
WIDTH, TALLEST, MOST_BYTES = 1100, 1100, 90_000
#: Epochs of the run that is still under way in its picture.
LONG = 400
#: The views in the order of their cells.
CELLS = {
    "card": f"%guild run train epochs={LONG} lr=0.05 hidden=48",
    "table": "guild.runs()[1:]",
    "comparison": "guild.runs()[1:].compare()",
    "diff": "%guild diff 3 2 --flags --scalars --sourcecode --output",
}
FIRST = "%load_ext guild_jupyter\nimport guild_jupyter as guild"
#: What the second of two compared runs has otherwise in its code.
BEFORE, AFTER = "BATCH = 4", "BATCH = 16  # larger steps, fewer of them"
IS_SHOWN = """number => {
    const view = document.querySelectorAll('.jp-Notebook .jp-Cell')[number]
        ?.querySelector('.guild-view');
    const drawn = [...view?.querySelectorAll('canvas') ?? []].every(one => one.width > 1);
    return view && view.offsetHeight > 60 && drawn;
}"""
#: The place of what a view has, without the room that it leaves.
CONTENT = """view => {
    const box = view.getBoundingClientRect();
    const seen = [...view.querySelectorAll('*')].map(one => one.getBoundingClientRect());
    const right = Math.min(box.right, Math.max(...seen.map(one => one.right)));
    return {x: box.left, y: box.top, width: right - box.left, height: box.height};
}"""
IS_UNDER_WAY = """number => {
    const cell = document.querySelectorAll('.jp-Notebook .jp-Cell')[number];
    return /\\bstep \\d\\d+|\\d\\d+ (?:of|\\/) ?400|ETA|left/i.test(cell.innerText);
}"""


def main(folder: Path) -> int:
    """Make the pictures; return 1 where one is too large."""
    if CHROMIUM is None or not bundle.is_built():
        sys.stdout.write("this needs a Chromium on PATH and built views: ./dev lab builds them\n")
        return 2
    project = folder / "digits"
    guild = with_runs(project, folder / "home")
    PICTURES.mkdir(exist_ok=True)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=BROWSER_OPTIONS)
            sizes = [take(browser, theme, guild) for theme in THEMES]
            browser.close()
    finally:
        end(guild)
    return int(max(map(max, sizes)) > MOST_BYTES)


def with_runs(project: Path, home: Path) -> Guild:
    """Make a project with a dozen runs, the last of which ran other code."""
    ignored = shutil.ignore_patterns(".*", "__pycache__")
    shutil.copytree(ROOT / "example_notebooks" / "digits", project, ignore=ignored)
    home.mkdir()
    os.chdir(project)
    guild = Guild(project, home)
    grid = [(lr, hidden) for lr in (0.003, 0.01, 0.03, 0.1, 0.3) for hidden in (8, 32)]
    trials = [
        guild.run("train", values={"lr": lr, "hidden": hidden, "epochs": 15})
        for lr, hidden in [*grid, (0.1, 64)]
    ]
    for trial in trials:
        trial.wait(120)
    program = project / "train.py"
    text = program.read_text()
    program.write_text(text.replace(BEFORE, AFTER))
    guild.run("train", values={"lr": 0.2, "hidden": 64, "epochs": 15}).wait(120)
    program.write_text(text)
    return guild


def take(browser: Browser, theme: str, guild: Guild) -> list[int]:
    """Take the picture of each view in a theme; return their sizes."""
    shutil.rmtree(guild.folder / ".jupyter", ignore_errors=True)
    settings = {
        "@jupyterlab/apputils-extension:themes": {"theme": THEMES[theme]},
        "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
    }
    server = Server(guild.folder, guild.home.path, settings=settings)
    try:
        server.wait()
        write_notebook(guild.folder / "a.ipynb", [FIRST, *CELLS.values()])
        page = browser.new_page(viewport={"width": WIDTH + 250, "height": 1400})
        book = Book(page, server, "a.ipynb", guild.folder)
        page.keyboard.press("Control+b")  # the file browser aside
        sizes = []
        for number in range(len(CELLS) + 1):
            book.run(number)
        for number, name in enumerate(CELLS, 1):
            book.cell(number).scroll_into_view_if_needed()
            try:
                page.wait_for_function(IS_SHOWN, arg=number, timeout=20_000)
            except TimeoutError as error:
                said = book.cell(number).inner_text()
                raise SystemExit(f"the cell of the {name} shows no view:\n{said}") from error
            view = book.cell(number).locator(".guild-view").first
            fit(book, view)
            if name == "comparison":
                view.get_by_label("Layout").select_option("Table over two charts")
            if name == "card":
                page.wait_for_function(IS_UNDER_WAY, arg=number)
            view.scroll_into_view_if_needed()
            page.mouse.move(1, 1)
            page.wait_for_timeout(1500)  # what moves or fades has come to rest
            sizes.append(keep(view, PICTURES / f"{name}-{theme}.png"))
        page.close()
        server.end_kernels()
        return sizes
    finally:
        server.stop()
        end(guild)


def fit(book: Book, view: Locator) -> None:
    """Make the page as wide as gives a view its width."""
    box, size = view.bounding_box(), book.page.viewport_size
    assert box is not None
    assert size is not None
    width = size["width"] + round(WIDTH - box["width"])
    if width != size["width"]:
        book.page.set_viewport_size({"width": width, "height": size["height"]})
        book.page.wait_for_timeout(500)


def keep(view: Locator, path: Path) -> int:
    """Write the picture of a view, in few colours; return its bytes."""
    box = view.evaluate(CONTENT)
    clip = {**box, "height": min(box["height"], TALLEST)}
    picture = view.page.screenshot(clip=clip, animations="disabled", caret="hide")
    path.write_bytes(packed(picture))
    size = path.stat().st_size
    said = f"{path.name}: {box['width']:.0f} × {box['height']:.0f}, {size / 1000:.0f} kB"
    sys.stdout.write(f"{said}\n")
    return size


def packed(picture: bytes) -> bytes:
    """Return a picture in as many colours as keep it small; as it is where Pillow is not there."""
    try:
        from PIL import Image
    except ImportError:
        return picture
    whole = Image.open(io.BytesIO(picture)).convert("RGB")
    for colours in (256, 128, 64, 32):
        made = io.BytesIO()
        method = Image.Quantize.MEDIANCUT
        few = whole.quantize(colours, method=method, dither=Image.Dither.NONE)
        few.save(made, "PNG", optimize=True)
        if made.tell() <= MOST_BYTES:
            break
    return made.getvalue()


def end(guild: Guild) -> None:
    """Stop and delete the runs of the card, which the next theme has anew."""
    for run in guild.runs():
        if run.flags["epochs"] == LONG:
            run.stop(grace=0)
            run.wait(30, check=False)
            run.delete()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        place = Path(sys.argv[1]).absolute()
        place.mkdir(parents=True)
        try:
            sys.exit(main(place))
        finally:
            os.chdir(ROOT)
            shutil.rmtree(place)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        sys.exit(main(Path(scratch)))
