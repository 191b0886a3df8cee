from email.message import Message

import pytest

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources import response
from guild_jupyter.resources.partial import Belonging

NOW = "Sat, 21 Nov 2026 10:00:00 GMT"
BEFORE = "Sat, 21 Nov 2026 09:59:00 GMT"
JUST_NOW = "Sat, 21 Nov 2026 09:59:01 GMT"


def headers(*pairs, **named):
    message = Message()
    for name, value in [*pairs, *((n.replace("_", "-"), v) for n, v in named.items())]:
        message[name] = value
    return message


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (headers(), ""),
        (headers(ETag='"abc"'), '"abc"'),
        (headers(ETag='""'), '""'),
        (headers(ETag='W/"abc"'), ""),
        (headers(ETag="abc"), ""),
        (headers(ETag='"a b"'), ""),
        (headers(Date=NOW, Last_Modified=BEFORE), BEFORE),
        (headers(ETag='W/"a"', Date=NOW, Last_Modified=BEFORE), BEFORE),
        (headers(Date=NOW, Last_Modified=JUST_NOW), ""),
        (headers(Last_Modified=BEFORE), ""),
        (headers(Date="today", Last_Modified=BEFORE), ""),
        (headers(Date=NOW, Last_Modified="Sat, 99 Nov 99999 10:00:00 GMT"), ""),
    ],
)
def test_only_what_names_the_very_bytes_is_a_validator(found, expected):
    assert response.validator(found) == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (headers(), None),
        (headers(Content_Length="12"), 12),
        (headers(("Content-Length", "12"), ("Content-Length", " 12")), 12),
        (headers(Transfer_Encoding="Chunked", Content_Length="12"), None),
    ],
)
def test_a_length_is_what_the_headers_agree_on(found, expected):
    assert response.length(found) == expected


@pytest.mark.parametrize(
    "found",
    [
        headers(("Content-Length", "12"), ("Content-Length", "13")),
        headers(Content_Length="-1"),
        headers(Content_Length="1e3"),
        headers(Content_Length="٣"),
        headers(Content_Length="1" * 40),
        headers(Content_Length="12, 12"),
        headers(Transfer_Encoding="gzip, chunked"),
    ],
)
def test_a_length_that_makes_no_sense_is_refused(found):
    with pytest.raises(ResourceError, match="contradicts itself"):
        response.length(found)


def rest(text, known=None, **more):
    return response.part(
        headers(Content_Range=text, **more), known or Belonging("u", '"v"', 100), 40
    )


def test_the_rest_is_what_begins_where_the_part_ends():
    assert rest("bytes 40-99/100") == response.Range(40, 60, 100)
    assert rest("bytes 40-49/100", Content_Length="10").count == 10
    assert rest("bytes 40-99/100", ETag='"v"') is not None
    assert rest("bytes 40-99/100", Belonging("u", BEFORE), ETag='"v"', Last_Modified=BEFORE)
    assert rest("bytes 40-99/100", Belonging("u")).total == 100


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("", {}),
        ("bytes 0-99/100", {}),
        ("bytes 41-99/100", {}),
        ("bytes 40-39/100", {}),
        ("bytes 40-100/100", {}),
        ("bytes 40-99/*", {}),
        ("bytes 40-100/101", {}),
        ("items 40-99/100", {}),
        ("bytes 40-99/100", {"Content_Length": "61"}),
        ("bytes 40-99/100", {"ETag": '"w"'}),
        ("bytes 40-99/100", {"ETag": 'W/"v"'}),
    ],
)
def test_what_does_not_fit_the_part_is_no_rest(text, more):
    assert rest(text, **more) is None


def test_another_date_is_another_content():
    assert rest("bytes 40-99/100", Belonging("u", BEFORE), Last_Modified=NOW) is None


def test_the_size_is_told_where_there_is_no_more():
    assert response.whole_size(headers(Content_Range="bytes */12")) == 12
    assert response.whole_size(headers(Content_Range="bytes 0-1/12")) is None
    assert response.whole_size(headers()) is None


@pytest.mark.parametrize(
    ("text", "expected"), [("", 0), ("3", 3), ("9999", 30), ("-1", 0), (NOW, 0)]
)
def test_a_server_is_left_alone_for_as_long_as_it_asks_within_reason(text, expected):
    assert response.wait(headers(Retry_After=text), 30.0) == expected
