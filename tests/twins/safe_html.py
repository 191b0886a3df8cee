"""HTML of the twins, held against what it may have: 300 payloads, and who finds a way out."""

import re
from html.parser import HTMLParser
from urllib.parse import unquote
from xml.etree import ElementTree as ET

SEEDS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "'><iframe src=javascript:alert(1)>",
    "</div></td></table><b>",
    "' onmouseover='alert(1)",
    '" style="background:url(//x)',
    "&lt;script&gt;",
    "<!--",
    "]]><a href=//x>",
    "\x00<scr\x00ipt>",
    "\u202e<b>",
    "\x1b[31m<b>\x1b[0m",
    "</pre><form action=//x>",
    "{{7*7}}${7*7}",
]
WRAPS = ["{}", "x{}", "{}\n", "\t{}", "a b {}", '"{}', "'{}", "`{}`", "\\{}", "{0}{0}"]
LONG = ["{}", "long enough to be cut " * 4 + "{}"]
PAYLOADS = [long.format(wrap.format(seed)) for seed in SEEDS for wrap in WRAPS for long in LONG]
TAGS = {
    *("div", "span", "strong", "code", "pre", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"style", "title", "scope", "aria-hidden"}
OF_IMAGES = {"role", "alt", "width", "height", "style", "src"}
PICTURE = "data:image/svg+xml;utf8,"
SVG = "{http://www.w3.org/2000/svg}"
OF_PICTURES = {"path", "text", "g", "circle"}


def picture_of(attributes):
    """The SVG of an image: shapes and words, which refer to nothing outside."""
    assert attributes["role"] == "img"
    assert attributes["alt"]
    assert attributes["src"].startswith(PICTURE)
    address = attributes["src"].removeprefix(PICTURE)
    assert re.fullmatch(r"[^<>#&\"\x00-\x1f\x7f-\U0010ffff]*", address)
    svg = ET.fromstring(unquote(address))
    assert svg.tag == f"{SVG}svg"
    for element in svg.iter():
        assert element is svg or element.tag.removeprefix(SVG) in OF_PICTURES
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name not in {"href", "style"}
            assert "url(" not in value
    return svg


class Checker(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = []
        self.tags = []
        self.said = ""
        self.images = []

    def handle_starttag(self, tag, attributes):
        is_image = tag == "img"
        assert is_image or tag in TAGS
        assert {name for name, _ in attributes} <= (OF_IMAGES if is_image else ATTRIBUTES)
        for name, value in attributes:
            assert name != "style" or re.fullmatch(r"[\w\s:;,.#%()+-]*", value)
        if is_image:
            self.images.append(picture_of(dict(attributes)))
            return  # it has no end
        self.open.append(tag)
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment

    def handle_data(self, data):
        self.said += data


def check(html):
    checker = Checker()
    checker.feed(html)
    checker.close()
    assert checker.open == []
    return checker
