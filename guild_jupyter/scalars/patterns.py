r"""Which lines of output become scalars.

Decides what the Guild file's `output-scalars` means and which numbers a line holds. Knows
nothing about steps, files or flags. Standard library only.

The defaults are Guild 0.9's, with the defects of its ``\value`` repaired: a leading ``+``, a
``+`` in the exponent (``-5.5e+2``), ``E``, ``nan``, ``inf`` and ``infinity`` are numbers too.
A ``\key`` has at most 256 characters.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

DEFAULT_PATTERNS: tuple[str, ...] = (
    # Guild's `\key: +\value ...` can only match from the start of a word; saying so keeps the
    # search of a long line without blanks linear.
    r"(?<![^ \t])\key: +\value\s+\((?:step\s+)?(?P<step>\step)\)$",
    r"^(\key):\s+(\value)(?:\s+\(.*\))?$",
)

_PLACEHOLDERS = {
    # bounded: unbounded, `(\key)=(\value)` needs 15 s for a 64 KiB line without blanks
    "key": r"[^ \t]{1,256}",
    # As in Guild a class, not a grammar: `1.2.3` and dates match as a whole, are no float and
    # so are ignored. The \b keeps `loss: info` from being infinite.
    "value": r"(?:[+-]?(?i:nan|inf(?:inity)?)\b|[0-9.eE+\-]+)",
    "step": r"[0-9]+",
}

# escapes are taken two characters at a time, so that `\\key` stays a backslash and `key`
_ESCAPE = re.compile(r"\\(key|value|step|.)", re.DOTALL)

Rule = tuple[str | None, str]


class Patterns:
    """Compiled patterns, ready to search lines.

    Parameters
    ----------
    rules
        Pairs of a key, or None where the regular expression tells it, and the regular
        expression as written, placeholders included.
    default
        Whether these are the default patterns: only with them a key equal to a flag's name is
        dropped, because a script that prints its flags looks the same.

    Raises
    ------
    ValueError
        With a sentence, when a pattern is invalid.
    """

    def __init__(self, rules: Sequence[Rule], *, default: bool = False) -> None:
        self.default = default
        self._rules = tuple(rules)
        self._matchers = tuple(_Matcher(key, regex) for key, regex in self._rules)

    def __bool__(self) -> bool:
        return bool(self._rules)

    def match_line(self, text: str) -> list[tuple[str, float]]:
        """Return (key, value) of every scalar in a line; of one key the last value counts."""
        line = text.rstrip()
        found: dict[str, float] = {}
        for matcher in self._matchers:
            for key, raw in matcher.search(line):
                try:
                    found[key] = float(raw)
                except ValueError:
                    continue
        return list(found.items())

    def to_json(self) -> dict[str, Any]:
        """Return plain data that `from_json` reads."""
        return {"default": self.default, "patterns": [list(rule) for rule in self._rules]}

    @classmethod
    def from_json(cls, data: object) -> "Patterns":
        """Return the patterns that `to_json` described.

        Raises
        ------
        ValueError
            When `data` is something else.
        """
        default = data.get("default") if isinstance(data, dict) else None
        items = data.get("patterns") if isinstance(data, dict) else None
        if not isinstance(default, bool) or not isinstance(items, list):
            raise ValueError("The stored output patterns need 'default' and 'patterns'.")
        rules: list[Rule] = []
        for item in items:
            match item:
                case [None | str() as key, str() as regex]:
                    rules.append((key, regex))
                case _:
                    msg = f"The stored output pattern {item!r} is no pair of key and regex."
                    raise ValueError(msg)
        return cls(rules, default=default)


def compile_patterns(spec: object) -> Patterns:
    """Return the patterns that a value of `output-scalars` asks for.

    Parameters
    ----------
    spec
        None: the defaults. False, ``"no"`` or anything empty but a string: none. Else a
        string, a mapping of keys to strings, or a list of those.

    Raises
    ------
    ValueError
        With a sentence, when the value or a regular expression in it is invalid.
    """
    if spec is None:
        return Patterns([(None, regex) for regex in DEFAULT_PATTERNS], default=True)
    if spec is False or spec == "no":
        return Patterns([])
    items = spec if isinstance(spec, (list, tuple)) else [spec]
    return Patterns([rule for item in items for rule in _rules(item)])


def _rules(item: object) -> Iterator[Rule]:
    if isinstance(item, str):
        yield None, item
    elif isinstance(item, Mapping):
        for key, regex in item.items():
            if not isinstance(key, str) or not isinstance(regex, str):
                msg = (
                    "An output scalar is written as 'NAME: REGEX' with two strings, "
                    f"not as {key!r}: {regex!r}."
                )
                raise ValueError(msg)
            yield key, regex
    else:
        msg = (
            "Output scalars are a regex, a mapping 'NAME: REGEX', a list of these, or 'no', "
            f"not {item!r}."
        )
        raise ValueError(msg)


class _Matcher:
    """One pattern and what its groups stand for."""

    def __init__(self, key: str | None, regex: str) -> None:
        self._regex = _compile(regex)
        names = dict(self._regex.groupindex)
        unnamed = sorted(set(range(1, self._regex.groups + 1)) - set(names.values()))
        pair = names.pop("_key", None), names.pop("_val", None)
        # (key or the group that holds it, group of the value)
        self._takes: list[tuple[str | int, int]] = list(names.items())
        if pair[0] is not None and pair[1] is not None:
            self._takes.append((pair[0], pair[1]))
        elif pair != (None, None):
            msg = f"The output pattern {regex!r} needs both groups, '_key' and '_val', or none."
            raise ValueError(msg)
        if len(unnamed) > 2:
            msg = (
                f"The output pattern {regex!r} has {len(unnamed)} unnamed groups; one (value) or "
                "two (key, value) have a meaning. Write (?:...) for a group that takes nothing."
            )
            raise ValueError(msg)
        if len(unnamed) == 2:
            self._takes.append((unnamed[0], unnamed[1]))
        elif unnamed:
            if not key:
                msg = (
                    f"The output pattern {regex!r} takes a value without a name: write "
                    "'NAME: REGEX', or name the group as in (?P<NAME>...)."
                )
                raise ValueError(msg)
            self._takes.append((key, unnamed[0]))
        if not self._takes:
            msg = f"The output pattern {regex!r} has no group, so it takes no value."
            raise ValueError(msg)

    def search(self, line: str) -> Iterator[tuple[str, str]]:
        for match in self._regex.finditer(line):
            for name, group in self._takes:
                key = name if isinstance(name, str) else match[name]
                raw = match[group]
                if key and raw is not None:
                    yield key, raw


def _compile(regex: str) -> re.Pattern[str]:
    try:
        return re.compile(_ESCAPE.sub(_expansion, regex))
    except (re.error, OverflowError, RecursionError) as error:
        msg = f"The output pattern {regex!r} is no valid regular expression: {error}."
        raise ValueError(msg) from error


def _expansion(match: re.Match[str]) -> str:
    return _PLACEHOLDERS.get(match[1], match[0])
