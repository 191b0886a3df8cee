import base64
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guild_jupyter.diffing.pictures import LARGEST
from guild_jupyter.diffing.view import View

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
TAGS = {"div", "span", "strong", "table", "tbody", "tr", "td", "details", "summary", "img"}
ATTRIBUTES = {"style", "open", "aria-hidden", "colspan", "src", "alt"}


class Reader(HTMLParser):
    """Holds that only harmless elements are there, each closed, and keeps the text."""

    def __init__(self, html):
        super().__init__()
        self.open, self.text, self.sources = [], "", []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        assert tag in TAGS
        assert {name for name, _ in attrs} <= ATTRIBUTES
        self.sources += [value for name, value in attrs if name == "src"]
        if tag != "img":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_it_says_what_the_text_says(runs):
    old = {"flags": {"lr": 0.1}, "sources": {"a.py": "x = 1\n"}, "output": "loss: 1"}
    new = {"flags": {"lr": 0.2, "b": 1}, "sources": {"a.py": "x = 2\n"}, "output": "loss: 2"}
    found = runs.diff(old | {"pip_freeze": ["a==1"]}, new | {"pip_freeze": ["a==1"]})
    read = Reader(found.to_html())
    assert "packages (1)" in read.text
    for part in ("train 00000000", "flags", "1 changed, 1 added", "a.py", "x = 2", "+1"):
        assert part in read.text
    assert "(no newline at the end)" in read.text


@pytest.mark.parametrize("beside", [False, True])
def test_words_that_differ_and_folds_are_there(runs, beside):
    lines = "same\n" * 20
    old, new = ({"sources": {"a.py": f"{lines}x = {n}\nend\n{'y' * n}"}} for n in (1, 2))
    html = runs.diff(old, new, "source").to_html(View(side_by_side=beside))
    assert '">1</span>' in html
    assert '">2</span>' in html
    assert "… 17 same lines …" in Reader(html).text


def test_lines_beside_each_other_leave_a_gap_where_there_is_none(runs):
    old, new = {"sources": {"a": "1\n"}}, {"sources": {"a": "1\n2\n"}}
    html = runs.diff(old, new, "source").to_html(View(side_by_side=True))
    assert Reader(html).text.count("2") >= 1
    assert "></div><div" in html


HOSTILE = "</div><script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;\x1b[31m\u202e"


def test_nothing_of_the_runs_is_html(runs):
    name = HOSTILE.replace("/", "∕")
    old = {
        "flags": {HOSTILE: HOSTILE},
        "label": HOSTILE,
        "files": {f"{name}.txt": f"{HOSTILE}\n", f"{name}.png": PNG, name: b"\0"},
        "output": HOSTILE,
        "comments": [{HOSTILE: HOSTILE * 9}],
    }
    new = {
        "flags": {HOSTILE: f"{HOSTILE} 2", f"{HOSTILE}2": 1},
        "files": {f"{name}.txt": f"{HOSTILE}2\n", f"{name}.png": PNG + b"\0", name: b"\0\1"},
        "output": f"{HOSTILE} 2",
        "comments": [{HOSTILE: HOSTILE * 10}],
    }
    found = runs.diff(old, new)
    for beside in (False, True):
        read = Reader(found.to_html(View(side_by_side=beside)))
        assert "<script>" in read.text
        assert all(source.startswith("data:image/png;base64,") for source in read.sources)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(old=st.text(), new=st.text(), name=st.text(min_size=1, max_size=9))
def test_whatever_values_and_lines_are_the_page_is_whole(runs, old, new, name):
    sides = [{"flags": {name: one}, "output": one.replace("\ud800", "")} for one in (old, new)]
    try:
        found = runs.diff(*sides)
    except UnicodeEncodeError:
        return
    Reader(found.to_html())


def test_pictures_are_shown_beside_each_other(runs):
    found = runs.diff({"files": {"a.png": PNG}}, {"files": {"a.png": PNG + b"\0"}}, "files")
    read = Reader(found.to_html())
    assert len(read.sources) == 2
    assert "before, 70 bytes" in read.text
    assert "after, 71 bytes" in read.text
    alone = runs.diff({}, {"files": {"a.png": PNG}}, "files")
    assert len(Reader(alone.to_html()).sources) == 1


def test_drawings_are_pictures_that_run_nothing(runs):
    drawing = "<svg onload='alert(1)'><script>alert(1)</script>{}</svg>"
    files = [{"files": {"a.svg": drawing.format(n)}} for n in (1, 2)]
    read = Reader(runs.diff(*files).to_html())
    assert all(source.startswith("data:image/svg+xml;base64,") for source in read.sources)
    assert len(read.sources) == 2


def test_large_pictures_are_told_by_their_size(runs):
    files = [{"files": {"a.png": PNG + b"\0" * (LARGEST + n)}} for n in (1, 2)]
    read = Reader(runs.diff(*files).to_html())
    assert read.sources == []
    assert read.text.count("too large to be shown here") == 2


def test_pictures_have_a_limit_in_all(runs, monkeypatch):
    monkeypatch.setattr("guild_jupyter.diffing.shown_html._MOST_OF_PICTURES", 200)
    files = [{"files": {f"{at}.png": PNG + bytes([n]) for at in range(3)}} for n in (1, 2)]
    assert len(Reader(runs.diff(*files).to_html()).sources) == 2


def test_too_much_is_cut_and_counted_and_long_files_are_closed(runs):
    old = {"flags": {f"f{n}": "x" * 900 for n in range(9)}, "files": {"a": "1\n" * 200, "b": ""}}
    new = {"flags": {f"f{n}": n for n in range(9)}, "files": {"a": "2\n" * 200, "b": "1"}}
    view = View(most_values=5, most_files=1)
    html = runs.diff(old, new, "flags", "files").to_html(view)
    text = Reader(html).text
    assert "and 4 more, not shown · diff --all" in text
    assert "and 1 more files, not shown · diff --all" in text
    assert "200 more changed lines, not shown" in text
    assert "<details style" in html
    added = runs.diff({}, {"flags": {"a": "x" * 900}}, "flags")
    assert "300 more characters" in Reader(added.to_html()).text


def test_files_are_closed_once_many_rows_are_open(runs):
    names = [f"f{number}.txt" for number in range(6)]
    old = {"files": dict.fromkeys(names, "a\n" * 80)}
    new = {"files": dict.fromkeys(names, "b\n" * 1)}
    page = runs.diff(old, new, "files").to_html()
    assert 0 < page.count("<details open") < 6
    assert page.count("<details") == 6


@pytest.mark.parametrize("beside", [False, True])
def test_code_has_colours_for_less_than_half_as_much_again(runs, beside, monkeypatch):
    code = "import os\n\n\ndef f(x):\n\treturn x + 1  # why\n\n\nprint(f(2), 'a')\n"
    sides = [{"sources": {"a.py": code.replace("2", n)}} for n in "34"]
    found = runs.diff(*sides, "source")
    html = found.to_html(View(side_by_side=beside))
    words = ('9a62d6">return', "b8632f\">'a'", '7a8288"># why', ';color:#3c8a4c">4')
    for shown in words:
        assert shown.replace("'", "&#x27;") in html
    monkeypatch.setattr("guild_jupyter.diffing.shown_html._MOST_COLOURED", 1)
    plain = found.to_html(View(side_by_side=beside))
    assert Reader(plain).text == Reader(html).text
    assert len(plain) < len(html) < 1.5 * len(plain)
