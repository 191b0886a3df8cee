"""Texts of runs are text, in every static twin and every live view, in a real browser."""

import shutil
from pathlib import Path

import jsonschema
import pytest
from hostile_texts import AWAY, COUNT, mark, payloads
from hostile_views import TWINS, VIEWS, answers, schema

import guild_jupyter

PAYLOADS = payloads()
BUNDLE = Path(guild_jupyter.__file__).parent / "notebook/static/views.mjs"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
ORIGIN = "http://notebook.test/"

#: Counts what runs; shows HTML as JupyterLab shows that of a trusted notebook, scripts included.
HOOKS = r"""
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
/* Marks that turn the direction of writing, and controls: none may come through. */
const DECEIVING = new RegExp('[' + [
    ...[...Array(32).keys()].filter(code => code !== 9 && code !== 10),
    ...[...Array(33).keys()].map(code => code + 0x7f), 0x61c, 0x200e, 0x200f, 0x2028, 0x2029,
    0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0xfeff
].map(code => '\\u' + code.toString(16).padStart(4, '0')).join('') + ']');
const drawn = [];
for (const name of ['fillText', 'strokeText']) {
    const draw = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (text, ...place) {
        drawn.push(String(text));
        draw.call(this, text, ...place);
    };
}
const bytesOf = text => Uint8Array.from(atob(text), one => one.charCodeAt(0));
/* Mounts the view as the front end does, over a model whose kernel answers from a table. */
window.showLive = async (kind, first, answers) => {
    const { default: carrier } = await import('/views.mjs');
    const el = document.createElement('div');
    document.body.append(el);
    const told = new Map();
    const say = ({ content, buffers }, re) => {
        const views = buffers.map(one => new DataView(bytesOf(one).buffer));
        const said = re === undefined ? content : { ...content, re };
        told.get('msg:custom').forEach(one => one(structuredClone(said), views));
    };
    const values = { kind, twin: 'twin', line: first.content.line ?? 'again', choices: {} };
    const model = {
        get: name => values[name],
        set: (name, value) => { values[name] = value; },
        save_changes: () => undefined,
        on: (event, one) => told.set(event, (told.get(event) ?? new Set()).add(one)),
        off: (event, one) => told.get(event)?.delete(one),
        send: ({ id, ask }) => queueMicrotask(() => {
            if (id !== undefined) say(answers[ask] ?? { content: {}, buffers: [] }, id);
        })
    };
    const off = carrier.initialize().render({ model, el });
    say(first);
    const settle = () => new Promise(done => setTimeout(done, 20));
    await settle();
    drawn.length = 0;
    const bad = new Set(), said = [];
    const look = () => {
        for (const node of el.querySelectorAll('*')) {
            if (/^(script|iframe|object|embed|link|meta|base)$/i.test(node.tagName)) {
                bad.add(node.tagName);
            }
            for (const { name, value } of node.attributes) {
                if (/^on/i.test(name)
                    || (/^(href|src|action|poster|data|srcdoc|xlink:href)$/i.test(name)
                        && !/^(#|blob:)/.test(value))) {
                    bad.add(`${node.tagName} ${name}=${value.slice(0, 60)}`);
                }
                if (/^(title|alt|placeholder|aria-.*)$/.test(name) && DECEIVING.test(value)) {
                    bad.add(`${node.tagName} ${name} deceives: ${escape(value.slice(0, 300))}`);
                }
                said.push(value);
            }
            for (const child of node.childNodes) {
                if (child.nodeType === Node.TEXT_NODE && DECEIVING.test(child.data)) {
                    bad.add(`${node.tagName}.${node.className} deceives: ${escape(child.data)}`
                        .slice(0, 300));
                }
            }
            if (node.matches('input, textarea')) said.push(node.value);
        }
        drawn.filter(one => DECEIVING.test(one)).forEach(one => bad.add('drawn: ' + escape(one)));
        said.push(el.textContent, ...drawn);
    };
    look();
    /* the first buttons and rows of each kind, once, with what they open */
    const pressed = new Map(), done = new Set();
    for (let round = 0; round < 3; round += 1) {
        for (const one of el.querySelectorAll(PRESSED)) {
            const kind = one.className + one.tagName + (one.className ? '' : one.textContent);
            if (done.has(one) || (pressed.get(kind) ?? 0) > 3) continue;
            done.add(one);
            pressed.set(kind, (pressed.get(kind) ?? 0) + 1);
            one.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
            one.click();
            await 0;
        }
        for (const one of el.querySelectorAll('canvas, .g-chart')) {
            const { left, top, width, height } = one.getBoundingClientRect();
            const place = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true };
            one.dispatchEvent(new PointerEvent('pointermove', place));
            one.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
        }
        await settle();
        look();
    }
    off();
    el.remove();
    return { bad: [...bad], said: said.join(' ') };
};
"""


class Watched:
    """A page of which is known what ran in it and what it asked for."""

    def __init__(self, browser):
        # so wide that no column is out of sight
        self.page = browser.new_page(viewport={"width": 5000, "height": 1200})
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


def batches(size=10):
    """The payloads as so many groups: each view shows all of a group."""
    return [PAYLOADS[begin : begin + size] for begin in range(0, COUNT, size)]


@pytest.mark.parametrize("kind", VIEWS)
def test_what_live_views_are_told_here_is_what_they_are_told(kind):
    first = VIEWS[kind](PAYLOADS[:10])
    told = answers(PAYLOADS[:10], first)
    content = {name: one for name, one in first["content"].items() if name != "push"}
    if kind == "diff":
        jsonschema.validate(content["diff"], schema("diff"))
        lines = schema("diff")
        lines |= lines["definitions"]["DiffLines"]
        lines["definitions"]["Piece"]["properties"]["token"] = {"type": "string"}
        jsonschema.validate(told["lines"]["content"], lines)
    elif kind == "card":
        jsonschema.validate(content, schema("card"))
    else:
        jsonschema.validate({**content["table"], "data": content["data"]}, schema("table"))
        jsonschema.validate(told["series"]["content"], schema("series"))


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif(not BUNDLE.exists(), reason="the interactive views are not built")
@pytest.mark.parametrize("kind", VIEWS)
def test_live_views_show_them_as_text(kind, watched):
    lost, bad = [], set()
    for number, texts in enumerate(batches()):
        first = VIEWS[kind](texts)
        told = [kind, first, answers(texts, first)]
        shown = watched.page.evaluate("one => showLive(...one)", told)
        bad.update(shown["bad"])
        marks = [mark(number * len(texts) + place) for place in range(len(texts))]
        lost += [one for one in marks if one not in shown["said"]]
    assert watched.harm() == ([], [], [])
    assert sorted(bad) == []
    assert lost == []
