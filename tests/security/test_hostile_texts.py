"""Texts of runs are text, in every static twin and every live view, in a real browser."""

import shutil
from pathlib import Path

import pytest
from hostile_texts import AWAY, COUNT, mark, payloads
from hostile_views import TWINS, VIEWS, answers

import guild_jupyter

PAYLOADS = payloads()
BUNDLE = Path(guild_jupyter.__file__).parent / "notebook/static/views.mjs"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
ORIGIN = "http://notebook.test/"

#: Counts what runs; shows HTML as JupyterLab shows that of a trusted notebook, scripts included.
HOOKS = """
const PRESSED = 'button, summary, [role=button], [role=tab], [role=menuitem], [role=row]';
/* pictures are drawn as soon as they may be */
window.requestAnimationFrame = draw => setTimeout(() => draw(performance.now()));
window.alert = window.prompt = window.confirm = window.hit;
window.showTrusted = html => {
    const place = document.createElement('div');
    place.className = 'jp-OutputArea-child';
    place.innerHTML = html;
    document.body.append(place);
    for (const script of place.querySelectorAll('script')) {
        const again = document.createElement('script');
        again.textContent = script.textContent;
        script.replaceWith(again);
    }
};
/* Mounts the view as the front end does, over a model whose kernel answers from a table. */
window.showLive = async (kind, first, answers) => {
    const { default: carrier } = await import('/views.mjs');
    const el = document.createElement('div');
    document.body.append(el);
    const told = new Map();
    const say = content => {
        const buffers = [new DataView(new Int32Array([0, 1]).buffer)];
        told.get('msg:custom').forEach(one => one(structuredClone(content), buffers));
    };
    const values = { kind, twin: 'twin', line: first.line ?? 'again', choices: {} };
    const model = {
        get: name => values[name],
        set: (name, value) => { values[name] = value; },
        save_changes: () => undefined,
        on: (event, one) => told.set(event, (told.get(event) ?? new Set()).add(one)),
        off: (event, one) => told.get(event)?.delete(one),
        send: ({ id, ask }) => queueMicrotask(() => {
            if (id !== undefined) say({ ...(answers[ask] ?? {}), re: id });
        })
    };
    const off = carrier.initialize().render({ model, el });
    say(first);
    await new Promise(requestAnimationFrame);
    /* every button and row, once, with what it opens */
    const pressed = new Set();
    for (let round = 0; round < 2; round += 1) {
        for (const one of document.querySelectorAll(PRESSED)) {
            if (pressed.has(one) || pressed.size > 60) continue;
            pressed.add(one);
            one.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
            one.click();
        }
        await new Promise(requestAnimationFrame);
    }
    const bad = [...el.querySelectorAll('*')].flatMap(node => [
        ...(/^(script|iframe|object|embed|link|meta|base|form)$/i.test(node.tagName)
            ? [node.tagName] : []),
        ...[...node.attributes].filter(({ name, value }) => /^on/i.test(name)
            || (/^(href|src|action|poster|data|srcdoc|xlink:href)$/i.test(name)
                && !/^(#|blob:)/.test(value))
        ).map(({ name, value }) => `${node.tagName} ${name}=${value.slice(0, 60)}`)
    ]);
    const said = el.textContent + [...el.querySelectorAll('*')].flatMap(
        node => [...node.attributes].map(({ value }) => value)).join(' ')
        + [...el.querySelectorAll('input, textarea')].map(({ value }) => value).join(' ');
    off();
    el.remove();
    return { bad, said: said.slice(0, 200_000) };
};
"""


class Watched:
    """A page of which is known what ran in it and what it asked for."""

    def __init__(self, browser):
        self.page = browser.new_page()
        self.hits = []
        self.asked = []
        self.faults = []
        self.page.expose_function("hit", lambda *_: self.hits.append("hit"))
        self.page.add_init_script(HOOKS)
        self.page.on("dialog", lambda dialog: (self.faults.append("dialog"), dialog.dismiss()))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.route("**/*", self._serve)
        self.page.goto(ORIGIN)

    def _serve(self, route):
        address = route.request.url
        if address == ORIGIN:
            route.fulfill(content_type="text/html", body="<!doctype html><body></body>")
        elif address == f"{ORIGIN}views.mjs":
            route.fulfill(content_type="text/javascript", body=BUNDLE.read_text())
        else:
            self.asked.append(address)
            route.abort()

    def harm(self):
        """What ran, what was asked for, and what went wrong."""
        self.page.wait_for_timeout(200)  # for a request that is about to be made
        return self.hits, self.asked, self.faults


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on PATH (on Debian: apt install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture
def watched(browser):
    page = Watched(browser)
    yield page
    page.page.close()


def test_there_are_enough_payloads_and_no_two_are_the_same():
    assert len(set(PAYLOADS)) == len(PAYLOADS) == COUNT


@pytest.mark.slow
def test_harm_would_be_seen(browser):
    watched = Watched(browser)
    watched.page.evaluate(
        "all => all.forEach(showTrusted)", ["<script>hit()</script>", f"<img src={AWAY}/a.png>"]
    )
    watched.page.evaluate("all => all.forEach(showTrusted)", PAYLOADS[:60])
    hits, asked, _ = watched.harm()
    assert len(hits) >= 5
    assert f"{AWAY}/a.png" in asked
    watched.page.close()


@pytest.mark.slow
def test_static_views_show_them_as_text(watched):
    for make in TWINS.values():
        watched.page.evaluate("all => all.forEach(showTrusted)", [make(one) for one in PAYLOADS])
    assert watched.harm() == ([], [], [])
    # the parser of a whole document reads otherwise than that of a part
    html = [make(one) for make in TWINS.values() for one in PAYLOADS if len(one) < 1000]
    watched.page.set_content("<!doctype html><body>" + "\n".join(html))
    assert watched.harm() == ([], [], [])
    said = watched.page.locator("body").text_content()
    counts = [said.count(mark(number)) for number in range(len(PAYLOADS) - 100, len(PAYLOADS))]
    assert min(counts) >= len(TWINS)


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif(not BUNDLE.exists(), reason="the interactive views are not built")
@pytest.mark.parametrize("kind", VIEWS)
def test_live_views_show_them_as_text(kind, watched):
    lost, bad = [], []
    for begin in range(0, COUNT, 20):
        told = []
        for one in PAYLOADS[begin : begin + 20]:
            first = VIEWS[kind](one)
            told.append([kind, first, answers(one, first)])
        program = "async all => { const shown = [];"
        program += " for (const one of all) shown.push(await showLive(...one)); return shown; }"
        for number, shown in enumerate(watched.page.evaluate(program, told), begin):
            bad += shown["bad"]
            if mark(number) not in shown["said"]:
                lost.append(PAYLOADS[number][:60])
    assert watched.harm() == ([], [], [])
    assert bad == []
    assert lost == []
