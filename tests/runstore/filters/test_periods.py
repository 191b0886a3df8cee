import time
from datetime import datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.errors import FilterError
from guild_jupyter.runstore.filters.periods import Period, period

#: A Saturday.
NOW = datetime(2026, 11, 21, 20, 55, 30)


@pytest.fixture(autouse=True, params=["America/New_York", "UTC", "Asia/Kolkata"])
def zone(request, monkeypatch):
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def told(text, now=NOW):
    found = period(text, now)
    return tuple(
        None if end is None else datetime.fromtimestamp(end).isoformat(" ")[2:16]
        for end in (found.begin, found.end)
    )


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("last hour", "26-11-21 19:55", None),
        ("Last  2 Hours", "26-11-21 18:55", None),
        ("last 90 min", "26-11-21 19:25", None),
        ("last day", "26-11-20 20:55", None),
        ("last 3 days", "26-11-18 20:55", None),
        ("last 2 weeks", "26-11-07 20:55", None),
        ("last 3 months", "26-08-21 20:55", None),
        ("last 1 year", "25-11-21 20:55", None),
        ("last 99999 years", None, None),
        ("today", "26-11-21 00:00", "26-11-22 00:00"),
        ("yesterday", "26-11-20 00:00", "26-11-21 00:00"),
        ("this hour", "26-11-21 20:00", "26-11-21 21:00"),
        ("this week", "26-11-16 00:00", "26-11-23 00:00"),
        ("this month", "26-11-01 00:00", "26-12-01 00:00"),
        ("this year", "26-01-01 00:00", "27-01-01 00:00"),
        ("last week", "26-11-09 00:00", "26-11-16 00:00"),
        ("last month", "26-10-01 00:00", "26-11-01 00:00"),
        ("last year", "25-01-01 00:00", "26-01-01 00:00"),
        ("5 minutes ago", "26-11-21 20:50", "26-11-21 20:51"),
        ("1 hour ago", "26-11-21 19:00", "26-11-21 20:00"),
        ("2 days ago", "26-11-19 00:00", "26-11-20 00:00"),
        ("1 week ago", "26-11-09 00:00", "26-11-16 00:00"),
        ("1 month ago", "26-10-01 00:00", "26-11-01 00:00"),
        ("12 months ago", "25-11-01 00:00", "25-12-01 00:00"),
        ("1 year ago", "25-01-01 00:00", "26-01-01 00:00"),
        ("after 10-1", "26-10-01 00:00", None),
        ("after 26-10-1 9:00", "26-10-01 09:00", None),
        ("after 2026-10-01T12:30:15", "26-10-01 12:30", None),
        ("after 9:00", "26-11-21 09:00", None),
        ("before 10-1", None, "26-10-01 00:00"),
        ("after yesterday", "26-11-21 00:00", None),
        ("before today", None, "26-11-21 00:00"),
        ("before last week", None, "26-11-09 00:00"),
        ("before this month", None, "26-11-01 00:00"),
        ("between 10-15 and 10-1", "26-10-01 00:00", "26-10-15 00:00"),
        ("between 3 days ago and yesterday", "26-11-18 00:00", "26-11-21 00:00"),
        ("between 9:00 and 15:00", "26-11-21 09:00", "26-11-21 15:00"),
        ("2026-11-20", "26-11-20 00:00", "26-11-21 00:00"),
    ],
)
def test_a_range_is_what_people_mean_by_it(text, begin, end):
    assert told(text) == (begin, end)


def test_a_month_before_one_that_is_shorter_begins_at_its_own_day():
    assert told("last 1 month", datetime(2024, 3, 31, 12))[0] == "24-02-29 12:00"
    assert told("last 1 year", datetime(2024, 2, 29, 12))[0] == "23-02-28 12:00"
    assert told("last month", datetime(2024, 1, 31)) == ("23-12-01 00:00", "24-01-01 00:00")


def test_hours_are_hours_and_days_are_days_when_the_clocks_change(zone):
    now = datetime(2026, 11, 2, 12)
    hours = now.timestamp() - period("last 48 hours", now).begin
    days = now.timestamp() - period("last 2 days", now).begin
    assert hours == 48 * 3600
    assert days == (49 if zone == "America/New_York" else 48) * 3600
    day = period("yesterday", now)
    assert day.end - day.begin == (25 if zone == "America/New_York" else 24) * 3600


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("foo", "no range"),
        ("", "no range"),
        ("last", "no range"),
        ("last x hours", "no range"),
        ("last 1.5 hours", "no range"),
        ("2 hours", "no range"),
        ("after", "no range"),
        ("last 2 parsecs", "'parsecs' is no unit"),
        ("after 13-45", "month must be in"),
        ("after 25:00", "hour must be in"),
        ("after 2026-02-30", "day is out of range"),
        ("between 10-1", "needs 'and'"),
        ("2026-10-01 12:00", "a moment is no range"),
        ("12:00", "a moment is no range"),
        ("999999 years ago", "beyond the calendar"),
        ("999999 days ago", "beyond the calendar"),
    ],
)
def test_what_is_no_range_is_said_with_all_that_is(text, said):
    with pytest.raises(FilterError, match=said) as caught:
        period(text, NOW)
    assert "after|before DATETIME" in caught.value.hint


def test_a_wrong_word_gets_the_nearest():
    with pytest.raises(FilterError) as caught:
        period("yestreday", NOW)
    assert caught.value.hint.startswith("Did you mean 'yesterday'?")


@given(st.text(alphabet="0123456789-: lastodyhurgmincekbfw", max_size=30))
def test_any_text_is_a_range_or_an_error(text):
    try:
        found = period(text)
    except FilterError:
        return
    assert found.begin is None or found.end is None or found.begin < found.end


def test_a_range_includes_its_begin_and_not_its_end():
    range_ = Period(10.0, 20.0)
    assert [range_.includes(when) for when in (9_999_999, 10_000_000, 20_000_000, None)] == [
        False,
        True,
        False,
        False,
    ]
    assert Period(None, None).includes(0)


def test_now_is_the_present_where_nothing_else_is_said():
    just = datetime.now(timezone.utc).timestamp() * 1e6
    assert period("today").includes(int(just))
    assert period("last minute").includes(int(just))
