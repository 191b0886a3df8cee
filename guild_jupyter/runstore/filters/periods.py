"""Ranges of time as people say them, ``last 2 hours`` or ``after 7-1 9:00``, in local time."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from guild_jupyter.errors import FilterError, nearest

_FORMS = (
    "after|before DATETIME, between DATETIME and DATETIME, last [N] minutes|hours|days|weeks|"
    "months|years, today, yesterday, this|last week|month|year, N days|weeks|months|years ago; "
    "DATETIME is [[YYYY-]MM-DD] [HH:MM]"
)
_UNITS = {
    **dict.fromkeys(("min", "mins", "minute", "minutes"), "minute"),
    **dict.fromkeys(("hr", "hrs", "hour", "hours"), "hour"),
    **dict.fromkeys(("day", "days"), "day"),
    **dict.fromkeys(("week", "weeks"), "week"),
    **dict.fromkeys(("month", "months"), "month"),
    **dict.fromkeys(("year", "years"), "year"),
}
_SECONDS = {"minute": 60, "hour": 3600}
_DATE = r"(?:(?:(?P<year>\d{4}|\d{2})-)?(?P<month>\d{1,2})-(?P<day>\d{1,2}))"
_TIME = r"(?:(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?)"
_MOMENT = re.compile(rf"(?:{_DATE}(?:(?: |t){_TIME})?|{_TIME.replace('P<', 'P<only_')})\Z")
_AGO = re.compile(r"(\d{1,6}) (\w+) ago\Z")
_LAST = re.compile(r"last (?:(\d{1,6}) )?(\w+)\Z")
_THIS = re.compile(r"this (\w+)\Z")


@dataclass(frozen=True, slots=True)
class Period:
    """From a moment, included, to another, not included; None for an open end.

    Both are seconds since the epoch.
    """

    begin: float | None
    end: float | None

    def includes(self, microseconds: int | None) -> bool:
        """Tell whether a moment in microseconds since the epoch lies in it."""
        if microseconds is None:
            return False
        seconds = microseconds / 1e6
        return (self.begin is None or seconds >= self.begin) and (
            self.end is None or seconds < self.end
        )


def period(text: str, now: datetime | None = None) -> Period:
    """Return the range of time that a text means.

    Parameters
    ----------
    text
        What a user wrote, in capitals or not.
    now
        The local time that it is said at; None for the present.

    Raises
    ------
    FilterError
        It means none.
    """
    words = " ".join(text.lower().split())
    said = _Said(text, now or datetime.now())
    try:
        return said.period(words)
    except (OverflowError, OSError):
        raise said.error("that is beyond the calendar") from None


class _Said:
    """One text, said at a moment."""

    def __init__(self, text: str, now: datetime) -> None:
        self.text = text
        self.now = now

    def error(self, why: str = "") -> FilterError:
        said = f"{self.text!r} is no range of time{f': {why}' if why else ''}"
        return FilterError(said, f"{self._near()}Ranges: {_FORMS}.")

    def _near(self) -> str:
        known = {"after", "before", "between", "and", "last", "today", "yesterday", "this", "ago"}
        known |= set(_UNITS)
        for word in self.text.lower().split():
            if word.isalpha() and word not in known:
                return nearest(word, known, "Did you mean '{}'? ")
        return ""

    def period(self, words: str) -> Period:
        first, _, rest = words.partition(" ")
        if first == "after" and rest:
            return Period(self.bounds(rest)[1], None)
        if first == "before" and rest:
            return Period(None, self.bounds(rest)[0])
        if first == "between":
            one, joint, other = rest.partition(" and ")
            if not joint:
                raise self.error("'between' needs 'and'")
            ends = [*self.bounds(one), *self.bounds(other)]
            return Period(min(ends), max(ends))
        if match := _LAST.match(words):
            return self.last(match[1], self.unit(match[2]))
        begin, end = self.bounds(words)
        if begin < end:
            return Period(begin, end)
        if ":" in words:
            raise self.error("a moment is no range; say 'after' or 'before' it")
        day = datetime.fromtimestamp(begin)
        return Period(begin, (day + timedelta(days=1)).timestamp())

    def last(self, count: str | None, unit: str) -> Period:
        """Return the time until now; for ``last week`` and longer units that unit before this."""
        if count is None and unit in ("week", "month", "year"):
            return Period(*self.calendar(unit, 1))
        number = int(count or 1)
        if unit in _SECONDS:
            return Period(self.now.timestamp() - number * _SECONDS[unit], None)
        try:
            return Period(_back(self.now, unit, number).timestamp(), None)
        except (OverflowError, ValueError):
            return Period(None, None)  # longer than there are years

    def bounds(self, words: str) -> tuple[float, float]:
        """Return both ends of a part of the calendar, or a moment twice."""
        if words == "today":
            return self.calendar("day", 0)
        if words == "yesterday":
            return self.calendar("day", 1)
        if match := _AGO.match(words):
            return self.calendar(self.unit(match[2]), int(match[1]))
        if match := _THIS.match(words):
            return self.calendar(self.unit(match[1]), 0)
        if (match := _LAST.match(words)) and match[1] is None:
            return self.calendar(self.unit(match[2]), 1)
        moment = self.moment(words)
        return moment, moment

    def moment(self, words: str) -> float:
        match = _MOMENT.match(words)
        if match is None:
            raise self.error()
        found = {name: int(text) for name, text in match.groupdict().items() if text}
        start = self.now.replace(hour=0, minute=0, second=0, microsecond=0)
        if 0 <= found.get("year", -1) < 100:
            found["year"] += 2000
        parts = {name.removeprefix("only_"): value for name, value in found.items()}
        try:
            return datetime(
                parts.get("year", start.year),
                parts.get("month", start.month),
                parts.get("day", start.day),
                parts.get("hour", 0),
                parts.get("minute", 0),
                parts.get("second", 0),
            ).timestamp()
        except ValueError as error:
            raise self.error(str(error)) from None

    def unit(self, word: str) -> str:
        if word not in _UNITS:
            raise self.error(f"{word!r} is no unit of time")
        return _UNITS[word]

    def calendar(self, unit: str, back: int) -> tuple[float, float]:
        """Return the ends of a day, a month …, so many of them before this one."""
        floor = _FLOORS[unit](self.now.replace(second=0, microsecond=0))
        if unit in _SECONDS:
            begin = floor.timestamp() - back * _SECONDS[unit]
            return begin, begin + _SECONDS[unit]
        try:
            begins = _back(floor, unit, back)
            return begins.timestamp(), _back(floor, unit, back - 1).timestamp()
        except ValueError:
            raise self.error("that is beyond the calendar") from None


_FLOORS: dict[str, Callable[[datetime], datetime]] = {
    "minute": lambda now: now,
    "hour": lambda now: now.replace(minute=0),
    "day": lambda now: now.replace(hour=0, minute=0),
    "week": lambda now: now.replace(hour=0, minute=0) - timedelta(days=now.weekday()),
    "month": lambda now: now.replace(day=1, hour=0, minute=0),
    "year": lambda now: now.replace(month=1, day=1, hour=0, minute=0),
}


def _back(moment: datetime, unit: str, count: int) -> datetime:
    """Return the same time of day so many days, weeks, months or years earlier."""
    if unit in ("day", "week"):
        return moment - timedelta(days=count * (7 if unit == "week" else 1))
    months = moment.year * 12 + moment.month - 1 - count * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    first = moment.replace(year=year, month=month + 1, day=1)
    following = first.replace(year=year + month // 11, month=(month + 1) % 12 + 1)
    return first.replace(day=min(moment.day, (following - first).days))
