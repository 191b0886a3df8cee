"""What stories of views share: a project that trains, and how a reader finds things in a page."""

import json
import re
import time

import lab_harness

from guild_jupyter.api import Guild

LOAD = "%load_ext guild_jupyter\nimport guild_jupyter as guild"
#: Says with a file that it has begun, and waits for a file to end.
HOLD = """\
import pathlib, time
pathlib.Path("begun").touch()
while not pathlib.Path("go").exists(): time.sleep(0.05)
pathlib.Path("go").unlink(); pathlib.Path("begun").unlink()"""
GUILD_FILE = """\
train:
  description: Prints what a training prints.
  main: train
  flags-dest: args
  flags: {epochs: 5, lr: 0.1, pause: 0}
"""
TRAIN = """\
import argparse, time

parser = argparse.ArgumentParser()
parser.add_argument("--epochs", type=int)
parser.add_argument("--lr", type=float)
parser.add_argument("--pause", type=float)
args = parser.parse_args()
print("the first line of the output", flush=True)
for step in range(1, args.epochs + 1):
    print(f"step: {step}\\nloss: {1 / (1 + args.lr * step):.4f}", flush=True)
    print(f"acc: {step / args.epochs}", flush=True)
    time.sleep(args.pause)
"""
#: Settings of a JupyterLab that is dark.
DARK = {"@jupyterlab/apputils-extension:themes": {"theme": "JupyterLab Dark"}}


def make_training(folder):
    """Write the project that trains into a folder; return it with a home beside it."""
    project = folder / "project"
    project.mkdir()
    (project / "guild.yml").write_text(GUILD_FILE)
    (project / "train.py").write_text(TRAIN)
    return Guild(project, folder / "home")


def wait_for(book, what):
    """Wait until something holds; return it."""
    end = time.monotonic() + lab_harness.PATIENCE
    while time.monotonic() < end:
        if found := what():
            return found
        book.page.wait_for_timeout(50)
    raise TimeoutError


def has_begun(book):
    """Wait until the cell with HOLD is executed."""
    wait_for(book, (book.server.folder / "begun").exists)


def let_go(book):
    """Have the cell with HOLD end."""
    (book.server.folder / "go").touch()
    wait_for(book, lambda: not (book.server.folder / "go").exists())
    book.wait_idle()


def notice(book, number=0):
    """What a view says of its kernel."""
    return book.views.nth(number).locator(".guild-notice")


def printed(book, number):
    """Execute a cell again; return what it prints, as JSON."""
    text = book.run(number).locator(".jp-OutputArea-output").first.inner_text()
    return json.loads(text)


def twin_of(saved, cell):
    """The text of the static twin that a saved notebook has of a cell."""
    outputs = saved.cells[cell].outputs
    return next(one.data["text/plain"] for one in outputs if one.data.get("text/plain"))


def brightness(locator, what):
    """How bright a colour of an element is as it is computed, from 0 to 1; see-through is none."""
    text = locator.evaluate(
        """(element, what) => {
            for (let at = element; at; at = at.parentElement) {
                const colour = getComputedStyle(at)[what];
                if (!/, 0\\)$|transparent/.test(colour)) return colour;
            }
            return 'rgb(255, 255, 255)';
        }""",
        what,
    )
    numbers = [float(one) for one in re.findall(r"[\d.]+", text)[:3]]
    scale = 1 if text.startswith("color(") else 255
    red, green, blue = (number / scale for number in numbers)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
