"""Measure the views where they are seen: a real JupyterLab, its kernel and a real browser.

  python tests/benchmarks/bench_views.py [HOME] [PART ...]

HOME is a Guild home of 10,000 runs; one is made where none is named, in a minute. Parts are first,
scroll, brush, series, card, growth; all where none is named. Each figure is told with its median
and its worst; those of the processor are shares of a core. Built views and a Chromium are needed.
"""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "end_to_end")]

import nbformat
from kernel_harness import end_runs
from lab_harness import BROWSER_OPTIONS, CHROMIUM, SAVE_STATE, Book, Server, write_notebook
from playwright.sync_api import sync_playwright

from guild_jupyter.scalars.events import EventWriter

RUNS, LINES, POINTS, ROUNDS = 10_000, 2_000, 1_000_000, 7
LOAD = "import time\n%load_ext guild_jupyter\nimport guild_jupyter as guild"

#: Notes in the page when something of a kind is first painted, by the clock of the machine.
WATCH = """
window.guildMarks = {};
window.guildWatch = (name, isThere) => {
  delete window.guildMarks[name];
  const look = () => {
    if (!isThere()) { requestAnimationFrame(look); return; }
    // after the frame that paints it
    requestAnimationFrame(() => setTimeout(() => {
      window.guildMarks[name] = Date.now() / 1000;
    }));
  };
  requestAnimationFrame(look);
};
const Native = window.WebSocket;
window.guildWire = [];
const latin = new TextDecoder('latin1');
const text = data => typeof data === 'string' ? data : latin.decode(data);
window.WebSocket = class extends Native {
  constructor(...all) {
    super(...all);
    this.addEventListener('message', ({ data }) => {
      const at = performance.now();
      if (!(data instanceof ArrayBuffer) || data.byteLength < 10_000) return;
      const said = text(data.slice(0, 4000));
      if (said.includes('"left_out"')) window.guildWire.push(['answer', at, data.byteLength]);
    });
  }
  send(data) {
    if (text(data).includes('"ask":"series"')) window.guildWire.push(['ask', performance.now()]);
    super.send(data);
  }
};
"""
SCROLL = """([horizontally, by, frames]) => new Promise(done => {
  const scroll = document.querySelector('.guild-view [role=grid]');
  const times = [];
  let last = 0;
  const step = now => {
    if (last) times.push(now - last);
    last = now;
    if (times.length >= frames) { done(times); return; }
    if (horizontally) {
      const end = scroll.scrollWidth - scroll.clientWidth;
      scroll.scrollLeft = times.length % 2 ? Math.min(end, scroll.scrollLeft + by)
        : scroll.scrollLeft + by >= end ? 0 : scroll.scrollLeft + by;
    } else scroll.scrollTop += by;
  };
  const every = now => { step(now); if (times.length < frames) requestAnimationFrame(every); };
  requestAnimationFrame(every);
})"""
BRUSH = """() => {
  window.guildTimes = [];
  window.addEventListener('pointermove', () => {
    const before = performance.now();
    requestAnimationFrame(() => setTimeout(() => {
      for (const canvas of document.querySelectorAll('.guild-view [role=application] canvas'))
        canvas.getContext('2d').getImageData(0, 0, 1, 1);  // drawn, not only asked for
      window.guildTimes.push(performance.now() - before);
    }));
  });
}"""
#: Notes for each line `at SECONDS` of a live card when it is there to be seen.
LINES_SEEN = """() => {
  window.guildLate = new Map();
  const look = () => {
    const now = Date.now() / 1000;
    for (const view of document.querySelectorAll('.guild-view'))
      for (const [, at] of view.innerText.matchAll(/^at ([0-9.]+)$/gm))
        if (!window.guildLate.has(at)) window.guildLate.set(at, now - Number(at));
  };
  look();
  window.guildLate.forEach((_, at) => window.guildLate.set(at, null));  // printed before
  new MutationObserver(() => requestAnimationFrame(() => setTimeout(look)))
    .observe(document.body, { childList: true, characterData: true, subtree: true });
}"""
TALK = """\
import time
for step in range(100_000):
    print(f"step: {step}\\nloss: {1 / (step + 1)}\\nacc: {step / 100_000}")
    print(f"at {time.time()}", flush=True)
    time.sleep(0.25)
"""


def tell(name: str, values: list[float], unit: str, wanted: str = "") -> None:
    """Print a line of figures; the worst is the greatest, of frames a second the least."""
    worst = min(values) if unit == "/s" else max(values)
    load = f"[{os.getloadavg()[0]:.1f}]"
    middle = statistics.median(values)
    print(f"{name:<58} median {middle:9.1f} {unit}  worst {worst:9.1f} {unit}  {wanted} {load}")


class Bench:
    """A JupyterLab on a home, and the pages of its notebooks."""

    def __init__(self, browser, folder, home, settings=None):
        folder.mkdir()
        self.browser, self.folder, self.home = browser, folder, home
        self.server = Server(folder, home, settings=settings)
        self.count = 0

    def __enter__(self):
        self.server.wait()
        return self

    def __exit__(self, *_):
        self.server.stop()

    @contextlib.contextmanager
    def book(self, cells):
        """Open a new notebook; its first cell, which loads the extension, is executed."""
        self.count += 1
        name = f"bench{self.count}.ipynb"
        write_notebook(self.folder / name, [LOAD, *cells])
        page = self.browser.new_page(viewport={"width": 1400, "height": 1000})
        page.add_init_script(WATCH)
        made = Book(page, self.server, name, self.folder)
        try:
            made.run(0)
            yield made
            for fault in made.faults:
                print("fault of the page:", fault[:300])
        finally:
            page.close()
            self.server.end_kernels()


def first(bench):
    """From the moment at which a cell has its data to the first rows in the page."""
    read = "found = guild.runs()\nfound.facts(), found.summaries()\ncompared = found.compare()"
    again = "found = guild.runs()\nfound.facts(), found.summaries()\nready = time.time()\nfound"
    both = "compared = guild.runs().compare()\nready = time.time()\ncompared"
    with bench.book([read, again, both, "print(ready)"]) as book:
        book.run(1)
        for name, number in (("table", 2), ("comparison", 3)):
            times = []
            for _ in range(ROUNDS):
                book.command(number, ["Escape"])
                book.page.evaluate(CLEAR, number)
                book.page.evaluate(
                    f"guildWatch('rows', () => {{ const cell = document.querySelectorAll("
                    f"'.jp-Notebook .jp-Cell')[{number}]; return cell.querySelectorAll("
                    "'.guild-view [role=gridcell]:not(:empty)').length > 20; })"
                )
                book.run(number)
                book.page.wait_for_function("window.guildMarks.rows")
                seen = book.page.evaluate("window.guildMarks.rows")
                ready = float(book.run(4).locator(".jp-OutputArea-output").inner_text())
                times.append(1000 * (seen - ready))
                book.wait_idle()
                book.page.wait_for_timeout(3000)  # the rest of this one has come
            tell(f"{name} of 10,000 runs: data ready to first rows", times, "ms", "<= 500")


CLEAR = """number => {
  const cell = document.querySelectorAll('.jp-Notebook .jp-Cell')[number];
  cell.querySelectorAll('.guild-view').forEach(one => one.remove());
}"""


def scroll(bench):
    """Frames while the real table moves under the reader's hand."""
    with bench.book(["guild.runs()"]) as book:
        book.run(1)
        book.wait_live()
        ready = "document.querySelectorAll('.guild-view [role=grid] [role=row]').length > 10"
        book.page.wait_for_function(ready)
        book.page.wait_for_timeout(4000)  # the rest of the rows has come
        height = book.page.locator(".guild-view [role=grid]").evaluate("one => one.scrollHeight")
        print(f"the table is {height} pixels high")
        for name, how in {
            "down, 3 rows a frame": [False, 81, 240],
            "down, 30 rows a frame": [False, 810, 120],
            "sideways, 40 pixels a frame": [True, 40, 240],
        }.items():
            times = book.page.evaluate(SCROLL, how)
            rates = [1000 / one for one in times if one > 0]
            tell(f"table of 10,000 runs: frames, {name}", rates, "/s", ">= 50")
            late = sum(one > 1000 / 50 + 1 for one in times)
            print(f"{'':<58} {1000 * len(times) / sum(times):.1f} /s in all, {late} frames late")


def brush(bench):
    """A brush in the parallel coordinates of a real comparison."""
    with bench.book([f"guild.runs()[:{LINES}].compare()"]) as book:
        book.run(1)
        book.wait_live()
        page = book.page
        page.locator(".guild-view").get_by_role("tab", name="Parallel").first.click()
        axis = page.locator(".guild-view").get_by_role("slider", name="Brush of")
        axis.nth(2).wait_for()
        page.wait_for_timeout(2000)  # every column has come
        axis.nth(2).scroll_into_view_if_needed()
        box = axis.nth(2).bounding_box()
        x, top, height = box["x"] + box["width"] / 2, box["y"], box["height"]
        page.evaluate(BRUSH)
        page.mouse.move(x, top + height * 0.2)
        page.mouse.down()
        for i in range(40):
            page.mouse.move(x, top + height * (0.21 + i * 0.015))
            page.wait_for_function(f"window.guildTimes.length > {i}")
        page.mouse.up()
        times = page.evaluate("window.guildTimes")[3:]
        tell(f"brush over {LINES:,} lines, move to pixels", times, "ms", "<= 50")


TIMED = """\
from guild_jupyter.wire import series as wired
spent, original = [], wired.series_set
def timed(*all):
    begin = time.perf_counter(); found = original(*all); spent.append(time.perf_counter() - begin)
    return found
wired.series_set = timed
from functools import partial
from guild_jupyter.notebook.views import view  # curves are not shown before the click
view.View = partial(view.View, choices={"layout": {"first": "scatter"}})"""


def series(bench):
    """From the click that shows the curves of a run of 10^6 values to their pixels."""
    folder = next(iter((bench.home / "runs").iterdir())) / ".guild"
    with EventWriter(folder) as writer:
        for step in range(POINTS):
            writer.add("loss", (step * 7919 % 1000) / 1000 + 1000 / (step + 1), step, step * 1.0)
    shown = "guild.runs().compare()"
    whole = "import json\nprint(json.dumps(spent)); spent.clear()"
    with bench.book([TIMED, shown, whole]) as book:
        page = book.page
        book.run(1)
        parts = {name: [] for name in ("all", "kernel", "wire", "drawing")}
        for _ in range(ROUNDS + 1):
            book.run(2)
            book.wait_live()
            page.wait_for_timeout(700)
            page.evaluate("window.guildWire.length = 0")
            tab = page.locator(".guild-view").get_by_role("tab", name="Curves").first
            page.evaluate(
                "window.guildClick = null; addEventListener('click', () => {"
                " window.guildClick ??= performance.now(); }, { once: true, capture: true })"
            )
            tab.click()
            drawn = page.evaluate(DRAWN)
            ask = next(one for one in drawn["wire"] if one[0] == "ask")
            answer = next(one for one in drawn["wire"] if one[0] == "answer")
            said = book.run(3).locator(".jp-OutputArea-output").inner_text()
            kernel = 1000 * json.loads(said)[0]
            parts["all"].append(drawn["at"] - drawn["click"])
            parts["kernel"].append(kernel)
            parts["wire"].append(answer[1] - ask[1] - kernel)
            parts["drawing"].append(drawn["at"] - answer[1])
            size = answer[2]
        tell(f"{POINTS:,} points, the first time: click to pixels", parts["all"][:1], "ms")
        tell("  of it reading and buckets in the kernel", parts["kernel"][:1], "ms")
        for name, times in parts.items():
            wanted = "<= 100" if name == "drawing" else ""
            tell(f"{POINTS:,} points, again: {name}", times[1:], "ms", wanted)
        print(f"the answer has {size / 1000:.0f} kB")


DRAWN = """() => new Promise(done => {
  const look = () => {
    const canvas = document.querySelector('.guild-view .g-chart canvas');
    const has = window.guildWire.some(([kind]) => kind === 'answer');
    const inked = canvas && canvas.width > 10 && has && isInked(canvas);
    if (inked) done({ at: performance.now(), wire: window.guildWire, click: window.guildClick });
    else requestAnimationFrame(() => setTimeout(look));
  };
  const isInked = canvas => {
    const context = canvas.getContext('2d');
    const { data } = context.getImageData(canvas.width * 0.3, 0, 40, canvas.height);
    const seen = new Set();
    for (let i = 0; i < data.length; i += 4)
      if (data[i + 3] > 60 && Math.abs(data[i] - data[i + 2]) > 30) seen.add(i);
    return seen.size > 40;  // a colour that is no grey: a curve
  };
  look();
})"""


def cpu(pid):
    """Return the seconds of the processor that a process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def share(book, pid, seconds):
    """Return what a process takes of a core, in per cent."""
    before, begin = cpu(pid), time.monotonic()
    book.page.wait_for_timeout(1000 * seconds)
    return 100 * (cpu(pid) - before) / (time.monotonic() - begin)


def card(bench):
    """How late live cards are, and what they take of the kernel."""
    (bench.folder / "guild.yml").write_text("talk: {main: talk}\n")
    (bench.folder / "talk.py").write_text(TALK)
    start = "runs = [guild.run('talk')]\ndisplay(runs[0])"
    more = "more = [guild.run('talk') for _ in range(9)]\nfor one in more: display(one)"
    with bench.book(["import os; print(os.getpid())", start, more]) as book:
        try:
            pid = int(book.run(1).locator(".jp-OutputArea-output").inner_text())
            book.page.wait_for_timeout(2000)
            idle = share(book, pid, 5)
            for count, number in ((1, 2), (10, 3)):
                book.run(number)
                book.wait_live(count)
                book.page.wait_for_function(
                    "count => [...document.querySelectorAll('.guild-view')]"
                    ".filter(one => /^at /m.test(one.innerText)).length === count",
                    arg=count,
                )
                book.page.evaluate(LINES_SEEN)
                taken = share(book, pid, 20)
                late = book.page.evaluate("[...window.guildLate.values()].filter(one => one)")
                cards = "1 card" if count == 1 else f"{count} cards"
                milliseconds = [1000 * one for one in late]
                tell(f"{cards}: a line printed until it is seen", milliseconds, "ms", "< 1000")
                print(f"{cards}: the kernel takes {taken:.2f} % of a core, idle {idle:.2f} %")
        finally:
            end_runs(bench.home)


def growth(bench):
    """What views add to a saved notebook beyond their static twins."""
    shown = ["guild.runs()[:12]", "guild.runs()[:12].compare()", "guild.runs()[0]"]
    shown += ["%guild diff 2 1", "guild.runs()[1]"]
    with bench.book(shown * 2) as book:
        for number in range(1, 11):
            book.run(number)
        book.page.wait_for_timeout(1500)
        saved = book.save()
        twins = nbformat.from_dict(json.loads(json.dumps(saved)))
        twins.metadata.pop("widgets", None)
        for cell in twins.cells:
            cell.outputs = [one for one in cell.outputs if "widget-view" not in str(one)]
        state = saved.metadata.get("widgets")
        beyond = size_of(saved) - size_of(twins)
        name = "with widget state" if state else "without widget state"
        print(f"a notebook of 10 views, {name}: {size_of(twins):,} bytes with twins alone,")
        print(f"  {beyond:,} beyond them; wanted: {'<= 120,000' if state else 'the twins alone'}")
        if state:
            models = state["application/vnd.jupyter.widget-state+json"]["state"]
            carried = [one for one in models.values() if "DecompressionStream" in str(one)]
            once = max(len(json.dumps(one, indent=1)) for one in carried)
            print(f"  the components {once:,} of them, a view {(beyond - once) / 10:,.0f}")


def size_of(notebook):
    """Return the bytes of a notebook that is saved."""
    return len(nbformat.writes(notebook).encode())


def main(words):
    """Measure what was asked for."""
    home = next((Path(word).absolute() for word in words if Path(word).is_dir()), None)
    parts = [word for word in words if not Path(word).is_dir()]
    if CHROMIUM is None:
        print("this needs a Chromium on PATH")
        return 2
    from run_store import make

    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch,
        sync_playwright() as playwright,
    ):
        place = Path(scratch)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=BROWSER_OPTIONS)
        of_many = [one for one in (first, scroll, brush) if one.__name__ in (parts or ALL)]
        of_few = [one for one in (series, card, growth) if one.__name__ in (parts or ALL)]
        if of_many:
            if home is None:
                home = place / "many"
                make(home, RUNS)
            with Bench(browser, place / "lab", home) as bench:
                for measure in of_many:
                    measure(bench)
        for measure in of_few:
            few = place / measure.__name__
            make(few, 20 if measure is growth else 1)
            states = [None, SAVE_STATE] if measure is growth else [None]
            for number, settings in enumerate(states):
                lab = place / f"{measure.__name__}{number}"
                with Bench(browser, lab, few, settings) as bench:
                    measure(bench)
        browser.close()
    return 0


ALL = ("first", "scroll", "brush", "series", "card", "growth")

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
