"""What a difference comes to in words: headings, counts, values, and who is compared."""

from __future__ import annotations

import shlex

from guild_jupyter.diffing.files import FileDiff, FilesPart
from guild_jupyter.diffing.rundiff import FLAGS, OUTPUT, SCALARS, Part, RunDiff
from guild_jupyter.diffing.sides import RunSide, Side
from guild_jupyter.diffing.values import ValuesPart
from guild_jupyter.flags.values import readable
from guild_jupyter.redaction import redact
from guild_jupyter.runstore import facts
from guild_jupyter.runstore.words import brief
from guild_jupyter.twins.text import duration, moment, number

_LONGEST_VALUE = 200
_MOST_WORDS = 40
_MOST_ITEMS = 8
_MOST_NAMES = 12


def about(side: Side) -> str:
    """Return what tells a side from others: status, time and label of a run."""
    if not isinstance(side, RunSide):
        root = redact(str(side.root))
        return "" if root in side.name else root
    (known,) = facts.gather([side.run])
    started = moment(known.started) if known.started is not None else ""
    took = duration(known.seconds) if known.seconds is not None else ""
    return redact(" · ".join(filter(None, (brief(known.state), started, took, known.label))))


def title(part: Part) -> str:
    """Return the heading of a part: its name and how much of it differs."""
    if part.name == OUTPUT and isinstance(part, FilesPart):
        return f"{part.title}: {file_title(part[OUTPUT])[1]}" if part else part.title
    counts = [
        f"{len(names)} {word}"
        for word, names in (
            ("changed", [name for name in part.changed if name not in _own(part)]),
            ("added", part.added),
            ("removed", part.removed),
        )
        if names
    ]
    return f"{part.title}: {', '.join(counts)}" if counts else part.title


def _own(part: Part) -> list[str]:
    return part.own if isinstance(part, ValuesPart) else []


def is_told(part: Part) -> bool:
    """Tell whether a part has more to show than what is another in every run."""
    return bool(part.added or part.removed or len(part.changed) > len(_own(part)))


def the_same(diff: RunDiff) -> str:
    """Return which parts are the same, in a line; empty where none is."""
    if diff.is_of_itself:
        return "it is the same run"
    same = [part for part in diff.parts if not is_told(part)]
    # Of what neither side has, nothing is said unless it was asked for alone.
    found = [_sameness(part) for part in same if part.same or part or len(diff.parts) == 1]
    return f"the same: {', '.join(found)}" if found else ""


def _sameness(part: Part) -> str:
    count = len(part.same)
    if isinstance(part, ValuesPart):
        return f"{part.title} ({count})" if count else f"{part.title} (none)"
    if part.name == OUTPUT:
        return part.title
    return f"{part.title} ({'1 file' if count == 1 else f'{count} files'})"


def remarks(part: Part, *, of_own: bool = True) -> list[str]:
    """Return what is to be said below the values of a part; of those of each run, if wanted."""
    if not isinstance(part, ValuesPart):
        return part.notes
    found = list(part.notes)
    if (own := part.own) and of_own:
        found.append(f"different in every run: {_names(own)}")
    if secret := part.withheld:
        found.append(f"not recorded, so not compared: {_names(secret)}")
    return found


def _names(names: list[str]) -> str:
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def shown_names(part: ValuesPart) -> list[str]:
    """Return the names of the values that differ, less those that do in every two runs."""
    own = set(part.own)
    return sorted(({*part.added, *part.removed, *part.changed}) - own)


def more_values(count: int) -> str:
    """Return a line for values that are not shown."""
    return f"and {count} more, not shown · diff --all"


def is_long(value: object) -> bool:
    """Tell whether a value is shown by lines and not in one."""
    if isinstance(value, str):
        return "\n" in value.rstrip("\n") or len(value) > _LONGEST_VALUE
    if not isinstance(value, (list, dict)):
        return False
    is_short = len(value) <= (_MOST_WORDS if _are_words(value) else _MOST_ITEMS)
    return not is_short or (not _are_words(value) and len(readable(value)) > _LONGEST_VALUE)


def _are_words(value: object) -> bool:
    """Tell whether a value is the words of a command, or names."""
    return isinstance(value, list) and all(
        isinstance(word, str) and "\n" not in word for word in value
    )


def value_text(part: ValuesPart, value: object) -> str:
    """Return a value in one line; also the names in it are withheld if they are credentials."""
    return redact(_value_text(part, value))


def _value_text(part: ValuesPart, value: object) -> str:
    if part.name == SCALARS and isinstance(value, (int, float)):
        return number(value)
    if part.name != FLAGS:
        if isinstance(value, str):
            return value
        if isinstance(value, list) and value and _are_words(value):
            return shlex.join(value)
    return readable(value)


def step(part: ValuesPart, name: str) -> str:
    """Return by how much a scalar changed; empty for other values."""
    old, new = part.changed[name]
    if part.name != SCALARS:
        return ""
    change = new - old
    return f"{change:+.4g}"


def file_title(one: FileDiff) -> tuple[str, str]:
    """Return what happened to a file, and the counts of its lines, such as ``+3 −1``."""
    happened = "removed" if one.new is None else "added" if one.old is None else "changed"
    if one.text is None:
        return happened, ""
    added, removed = one.text.counts
    found = [f"+{added:,}"] if added else []
    found += [f"−{removed:,}"] if removed else []
    return happened, " ".join(found)


def more_files(part: FilesPart, shown: int) -> str:
    """Return that there are more files; empty where there are none."""
    hidden = len(part.differing) - shown
    return f"and {hidden} more files, not shown · diff --all" if hidden > 0 else ""


def folded(count: int) -> str:
    """Return a line for same lines that are not shown."""
    return f"… {count:,} same lines …"


def rest(count: int) -> str:
    """Return a line for changed lines that are not shown."""
    lines = "1 more changed line" if count == 1 else f"{count:,} more changed lines"
    return f"… {lines}, not shown · diff --all"
