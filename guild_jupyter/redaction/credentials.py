"""Credentials in a text: found by their look or by the name before them, and blotted out.

Each is sought by a mark that it cannot be without, so that texts of gigabytes without any cost
little. Repetitions are bounded: no text takes more than linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from guild_jupyter.redaction.names import counts_in_text, is_certain_name, is_secret_name
from guild_jupyter.redaction.patterns import late
from guild_jupyter.redaction.values import is_figure_at, tells_nothing

WITHHELD = "***"
_SHORT = 256

# The mark that a credential begins with, and its pattern: the group is what is withheld.
_BY_LOOK = [
    ("://", r"://([^/\s:@]{0,256}:[^/\s?#]{1,1024})@"),  # user:password in a URL
    ("://", r"://([^/\s:@]{16,256})@"),  # a token in its place
    ("earer ", r"(?<=[Bb])earer\s{1,3}([\w+/=.~-]{12,})"),
    ("asic ", r"(?<=[Bb])asic\ {1,3}((?=[\w+/]{0,200}(?:[0-9=]|[a-z][A-Z]))[\w+/]{12,}=*)"),
    *((kind, rf"\b({kind}[0-9A-Z]{{16}})\b") for kind in ("AKIA", "ASIA")),  # AWS
    *((f"gh{kind}_", rf"\b(gh{kind}_[0-9A-Za-z]{{20,}})") for kind in "opsur"),  # GitHub
    ("github_pat_", r"\b(github_pat_\w{20,})"),
    ("glpat-", r"\b(glpat-[\w-]{16,})"),  # GitLab
    ("xox", r"\b(xox[abeoprs]-[\w-]{8,})"),  # Slack
    ("hooks.slack.com/", r"hooks\.slack\.com/services/([^\s\"']+)"),
    ("/api/webhooks/", r"/api/webhooks/([^\s\"']+)"),  # Discord
    *(
        # OpenAI, Anthropic and others
        (f"{kind}-", rf"\b({kind}-(?=[\w-]{{0,200}}[0-9])(?=[\w-]{{0,200}}[A-Z])[\w-]{{16,}})")
        for kind in ("sk", "pk")
    ),
    *((use, rf"(?<=\b[spr]k){use}(\w{{10,}})") for use in ("_live_", "_test_")),  # Stripe
    ("xai-", r"\b(xai-\w{40,})"),
    ("pplx-", r"\b(pplx-[0-9A-Za-z]{40,})"),  # Perplexity
    ("nvapi-", r"\b(nvapi-[\w-]{40,})"),  # NVIDIA
    ("r8_", r"\b(r8_[0-9A-Za-z]{30,})"),  # Replicate
    ("lsv2_", r"\b(lsv2_[a-z]{2}_\w{30,})"),  # LangSmith
    ("hvs.", r"\b(hvs\.[\w-]{20,})"),  # Vault
    ("glsa_", r"\b(glsa_\w{30,})"),  # Grafana
    ("ATATT3", r"\b(ATATT3[\w=-]{40,})"),  # Atlassian
    ("dckr_pat_", r"\b(dckr_pat_[\w-]{20,})"),  # Docker
    ("shpat_", r"\b(shpat_[0-9a-f]{32})\b"),  # Shopify
    ("figd_", r"\b(figd_[\w-]{30,})"),  # Figma
    ("AGE-SECRET-KEY-", r"(AGE-SECRET-KEY-1[0-9A-Z]{40,})"),
    ("hf_", r"\b(hf_[0-9A-Za-z]{16,})"),  # Hugging Face
    ("AIza", r"\b(AIza[\w-]{30,})"),  # Google
    ("ya29.", r"\b(ya29\.[\w-]{16,})"),
    ("GOCSPX-", r"\b(GOCSPX-[\w-]{16,})"),
    ("npm_", r"\b(npm_[0-9A-Za-z]{30,})"),
    ("pypi-", r"\b(pypi-[\w-]{30,})"),
    ("dapi", r"\b(dapi[0-9a-f]{32})\b"),  # Databricks
    ("gsk_", r"\b(gsk_[0-9A-Za-z]{20,})"),  # Groq
    ("_v1_", r"(?<=\bdo[opr])_v1_([0-9a-f]{32,})"),  # DigitalOcean
    ("SG.", r"\b(SG\.[\w-]{16,200}\.[\w-]{16,})"),  # SendGrid
    (":AA", r"(?<=[0-9]{8}):(AA[\w-]{30,})"),  # Telegram
    ("eyJ", r"\b(eyJ[0-9A-Za-z_-]{6,2000}\.ey[\w-]{8,4000}\.[\w-]*)"),  # JWT
]
_LOOKS = [(mark, late(pattern)) for mark, pattern in _BY_LOOK]
_MARKS = tuple(dict.fromkeys(mark for mark, _ in _BY_LOOK))

_NAME_MARKS = (
    *("pass", "pwd", "secret", "key", "token", "auth", "cred", "cookie", "jwt", "pat"),
    *("webhook", "dsn", "session", "sig", "mnemonic", "conn", "private"),
)


def _any_of(marks: Iterable[str]) -> str:
    """Return the pattern of texts with one of some marks, put together by their first letters."""
    rests: dict[str, list[str]] = {}
    for mark in marks:
        rests.setdefault(mark[0], []).append(re.escape(mark[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in rests.items())


# No credential is found in a text in whose small letters there is none of these.
_ANY_MARK = late(_any_of(sorted({*map(str.lower, _MARKS), *_NAME_MARKS})))
# From the mark on: the rest of the name, what stands between (of an option a space), the value.
_NAMED = late(
    r"""(?P<name>[\w.-]{0,64})
      (?:\\?["']?(?:\ ?[=:]\ ?|\ ?=>\ )\\?|(?P<option>["']?,?\ {1,2}))
      (?:[bru]{0,2}"([^"\n]{1,1024})"|[bru]{0,2}'([^'\n]{1,1024})'
        |((?:(?:Bearer|Basic|Token)\ )?[^\s"',;&(){}\[\]<>]{3,256}))
    """,
    re.IGNORECASE | re.VERBOSE,
)
_END_OF_VALUE = late(r"[\s\"',;&(){}\[\]<>]")
_END_OF_LINE = late(r"\n")
_IS_PHRASE = late(r"passphrase|mnemonic", re.IGNORECASE)
_IN_NAMES = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-")
_CALLS = ("(", "[", "{")
_HAS_DIGIT = late(r"\d")
_LONGEST_REST = 4096
_LONGEST_NAME = 64
# In running text other names count only if the value has the look of a secret; these are counted.
_COUNTED = frozenset({"secret", "secrets", "passwords"})
_OPAQUE = late(r"(?=\D{0,200}\d)(?=[^A-Za-z]{0,200}[A-Za-z])[\w+/=~!@#$%^*.-]{8,}")
# my.config.api_key, /a/path, C:\path, $VARIABLE and URLs: they name something.
_A_NAME = late(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+|[./~\\].*|[A-Za-z]:[\\/].*|\$.*|\w+://.*")
_PLAIN, _SURE = 1, 2
_SHORTEST = 4
_SHORTEST_IN_QUERY = 6

_KEY = late(
    r"(-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----)(?:(?!-----)[\s\S]){0,20000}"
    r"(-----END [A-Z ]{0,40}PRIVATE KEY-----)?"
)
_REST_OF_KEY = late(r"\A(?:(?!-----)[\s\S]){0,20000}(-----END [A-Z ]{0,40}PRIVATE KEY-----)")
_MARK_OF_KEY = "PRIVATE KEY-----"


def redact(text: str, known: Iterable[str] = ()) -> str:
    """Return a text with the credentials in it withheld; all else stays as it is.

    Parameters
    ----------
    text
        The text, of any number of lines.
    known
        Texts that are known to be secret.
    """
    for secret in known:
        text = text.replace(secret, WITHHELD)
    # The same variables and words come again with every launch.
    return _without_credentials(text) if len(text) > _SHORT else _known_texts(text)


@lru_cache(maxsize=4096)
def _known_texts(text: str) -> str:
    if _ANY_MARK.search(text.lower()) is None:
        return text  # as most are
    return _without_credentials(text)


def _without_credentials(text: str) -> str:
    if _MARK_OF_KEY in text:
        text = _KEY.sub(lambda key: f"{key[1]}{WITHHELD}{key[2] or ''}", text)
        text = _REST_OF_KEY.sub(rf"{WITHHELD}\1", text)
    spans = sorted({*_with_look(text), *_with_name(text)})
    if not spans:
        return text
    parts: list[str] = []
    end = 0
    for start, stop in spans:
        if start >= end:
            parts += [text[end:start], WITHHELD]
        end = max(end, stop)
    return "".join((*parts, text[end:]))


def _with_look(text: str) -> Iterator[tuple[int, int]]:
    if not any(map(text.__contains__, _MARKS)):
        return  # as in nearly every text
    for mark, look in _LOOKS:
        at = text.find(mark)
        while at >= 0:
            found = look.match(text, at)
            if found:
                yield found.span(1)
            at = text.find(mark, found.end() if found else at + 1)


def _with_name(text: str) -> Iterator[tuple[int, int]]:
    lowered = text.lower()
    if len(lowered) != len(text):  # the lower case of a few signs is longer
        lowered = "".join(sign.lower() if sign.isascii() else sign for sign in text)
    for mark in _NAME_MARKS:
        at = lowered.find(mark)
        while at >= 0:
            end = at + len(mark)
            found = _NAMED.match(text, end)
            if found and (span := _named(text, at, found)):
                yield span
                end = span[1]
            at = lowered.find(mark, end)


def _named(text: str, at: int, found: re.Match[str]) -> tuple[int, int] | None:
    """Return where the value after a name is, if it is a secret."""
    begin = at
    while begin > 0 and at - begin < _LONGEST_NAME and text[begin - 1] in _IN_NAMES:
        begin -= 1
    is_option = text[begin] == "-"
    if found["option"] is not None and not is_option:
        return None
    name = text[begin : found.end("name")].lstrip("-")
    group = found.lastindex or 0
    start, end = found.span(group)
    in_query = begin > 0 and text[begin - 1] in "?&;"
    quoted = text[start - 1] in "\"'"
    sure = is_option or (name.isupper() and text[found.end("name")] == "=")  # as a variable is
    if not sure and is_figure_at(text, start):
        return None
    if not _is_named_secret(name, found[group], sure, in_query, quoted):
        return None
    if not quoted:
        is_key = text[found.end("name")] in "\"'"  # of a mapping, whose texts are in quotes too
        if text[end : end + 1] in _CALLS or (is_key and not _HAS_DIGIT.search(found[group])):
            return None  # code, or prose: "invalid value for 'password': expected a number"
        after = _END_OF_LINE if _IS_PHRASE.search(name) else _END_OF_VALUE
        end += len(after.split(text[end : end + _LONGEST_REST], 1)[0])
    return start, end


def _is_named_secret(name: str, value: str, sure: bool, in_query: bool, quoted: bool) -> bool:
    kind = _kind(name)
    if in_query and (kind or name.lower() == "sig"):
        return len(value) >= _SHORTEST_IN_QUERY and not tells_nothing(value)
    if not kind:
        return is_secret_name(name, value)  # for its look
    if _A_NAME.fullmatch(value) and not (quoted and kind == _SURE):
        return False
    if kind == _PLAIN and not sure:
        return _OPAQUE.fullmatch(value) is not None and counts_in_text(name, value)
    if not quoted and len(value) < _SHORTEST:
        return False
    if tells_nothing(value):
        return kind == _SURE and value.isdecimal() and name not in _COUNTED
    return kind == _SURE or is_secret_name(name, value)


@lru_cache(4096)
def _kind(name: str) -> int:
    """Tell how much a name tells: nothing (0), something, or all in running text as well."""
    if not is_secret_name(name):
        return 0
    return _SURE if is_certain_name(name) else _PLAIN
