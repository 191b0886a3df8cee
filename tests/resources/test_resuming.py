"""Downloads that are cut off, killed or failed: gone on with, begun anew, or gone."""

import hashlib
import random

import pytest

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources import download

BODY = random.Random(5).randbytes(700_000)
SHA = hashlib.sha256(BODY).hexdigest()


def ranges(server):
    return [sent.get("Range") for sent in server.requests]


def left_behind(server, home, **options):
    """Have a download end in the middle as if interrupted; return its URL."""
    url = server.serve_ranges("/x", BODY, **options)

    def interrupt(done, total):
        if done > len(BODY) // 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        home.fetch(url, report=interrupt)
    assert home.files() == [".x.part.of", "x.part"]
    server.requests.clear()
    home.said.clear()
    return url


def test_an_interrupted_download_goes_on_where_it_was(server, home):
    url = left_behind(server, home)
    assert home.fetch(url, SHA).read_bytes() == BODY
    ((asked, if_range),) = [(s["Range"], s["If-Range"]) for s in server.requests]
    assert 0 < int(asked[6:-1]) < len(BODY)
    assert if_range == '"v1"'
    assert home.said[0].startswith(f"Downloading {url} from ")
    assert home.said[0].endswith("KiB on")
    assert home.files() == ["x"]


def test_a_content_that_changed_meanwhile_is_fetched_from_its_start(server, home):
    url = left_behind(server, home)
    server.serve_ranges("/x", BODY[::-1], etag='"v2"')
    assert home.fetch(url).read_bytes() == BODY[::-1]
    assert len(server.requests) == 1


def test_a_date_vouches_as_well(server, home):
    date = "Sat, 21 Nov 2020 10:00:00 GMT"
    url = left_behind(server, home, etag=None, **{"Last-Modified": date})
    server.serve_ranges("/x", BODY, etag=date, **{"Last-Modified": date})
    assert home.fetch(url).read_bytes() == BODY
    assert server.requests[0]["If-Range"] == date


@pytest.mark.parametrize("etag", [None, 'W/"v1"'])
def test_without_a_validator_and_a_digest_it_starts_over(server, home, etag):
    url = left_behind(server, home, etag=etag)
    assert home.fetch(url).read_bytes() == BODY
    assert ranges(server) == [None]


def test_with_a_digest_it_goes_on_without_a_validator(server, home):
    url = left_behind(server, home, etag=None)
    assert home.fetch(url, SHA).read_bytes() == BODY
    assert ranges(server)[0]
    assert "If-Range" not in server.requests[0]


def test_if_the_digest_is_wrong_then_it_starts_over_once(server, home):
    url = left_behind(server, home, etag=None)
    other = BODY[::-1]
    server.serve_ranges("/x", other, etag=None)
    assert home.fetch(url, hashlib.sha256(other).hexdigest()).read_bytes() == other
    assert [bool(asked) for asked in ranges(server)] == [True, False]


def test_one_flipped_bit_on_the_disk_is_found(server, home):
    url = left_behind(server, home)
    (part,) = home.path.rglob("x.part")
    content = bytearray(part.read_bytes())
    content[1000] ^= 1
    part.write_bytes(content)
    assert home.fetch(url, SHA).read_bytes() == BODY
    assert [bool(asked) for asked in ranges(server)] == [True, False]


def test_a_wrong_digest_removes_all_of_it(server, home):
    url = left_behind(server, home)
    with pytest.raises(ResourceError, match="bad sha256 for "):
        home.fetch(url, "0" * 64)
    assert home.files() == []


def test_a_part_that_is_complete_already_needs_no_server(server, home):
    url = left_behind(server, home)
    (part,) = home.path.rglob("x.part")
    part.write_bytes(BODY)
    assert home.fetch(url).read_bytes() == BODY
    assert server.requests == []


def rest(body=BODY, status=206, **headers):
    """Answer a question for the rest with these headers."""

    def answer(handler):
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def once(server, first):
    """Answer first in this way, and then as a good server does."""
    good = server.answers["/x"]
    answers = [first]
    server.answers["/x"] = lambda handler: (answers.pop() if answers else good)(handler)


@pytest.mark.parametrize(
    "first",
    [
        rest(Content_Range=f"bytes 0-9/{len(BODY)}", Content_Length="10"),
        rest(Content_Range="bytes 0-9/*"),
        rest(Content_Range=f"bytes 300000-9/{len(BODY)}"),
        rest(),
        rest(b"", 416, Content_Range="bytes */5", Content_Length="0"),
        rest(b"", 416, Content_Length="0"),
    ],
)
@pytest.mark.parametrize("sha256", ["", SHA])
def test_an_answer_that_does_not_fit_what_is_here_has_it_start_over(server, home, first, sha256):
    url = left_behind(server, home)
    once(server, first)
    assert home.fetch(url, sha256).read_bytes() == BODY
    assert [bool(asked) for asked in ranges(server)] == [True, False]


def test_there_is_no_more_where_the_end_was_not_known(server, home):
    # Its length is told by its end alone, and the kill came between the end and the name.
    url = left_behind(server, home, **{"Content-Length": None})
    (part,) = home.path.rglob("x.part")
    part.write_bytes(BODY)
    assert home.fetch(url, SHA).read_bytes() == BODY
    assert [bool(asked) for asked in ranges(server)] == [True]


def test_without_a_digest_that_is_not_believed(server, home):
    url = left_behind(server, home, **{"Content-Length": None})
    (part,) = home.path.rglob("x.part")
    part.write_bytes(BODY)
    assert home.fetch(url).read_bytes() == BODY
    assert [bool(asked) for asked in ranges(server)] == [True, False]


def test_a_connection_that_breaks_again_and_again_is_taken_up_each_time(server, home):
    url = server.serve_ranges("/x", BODY, stop_after=60_000)
    assert home.fetch(url, SHA).read_bytes() == BODY
    assert len(server.requests) == 12
    assert [int(asked[6:-1]) for asked in ranges(server)[1:]] == [
        60_000 * turn for turn in range(1, 12)
    ]


def test_a_server_that_sends_one_byte_at_a_time_is_given_up(server, home, monkeypatch):
    monkeypatch.setattr(download, "_MAX_TRIES", 20)
    url = server.serve_ranges("/x", BODY, stop_after=1)
    with pytest.raises(ResourceError, match="ended too early: 20 of 700000 bytes"):
        home.fetch(url)
    assert len(server.requests) == 20
    assert home.files() == []


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_moments_trouble_of_the_server_is_waited_out(server, home, status):
    url = server.serve_ranges("/x", BODY)
    once(server, rest(b"", status, Content_Length="0", Retry_After="0"))
    assert home.fetch(url).read_bytes() == BODY
    assert len(server.requests) == 2


def test_lasting_trouble_is_said_and_what_was_here_stays(server, home):
    url = left_behind(server, home)
    server.answers["/x"] = (503, {}, b"")
    with pytest.raises(ResourceError, match="the server says 503 Service Unavailable"):
        home.fetch(url)
    assert len(server.requests) == len(download.PAUSES) + 1
    assert home.files() == [".x.part.of", "x.part"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 204, 304, 206, 416])
def test_a_refusal_is_not_asked_again_and_leaves_nothing(server, home, status):
    url = server.serve_ranges("/x", BODY)
    server.answers["/x"] = (status, {}, b"")
    with pytest.raises(ResourceError, match=f"the server says {status}"):
        home.fetch(url)
    assert len(server.requests) == 1
    assert home.files() == []


def reset(handler):
    import socket
    import struct

    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.send_response(200)
    handler.send_header("Content-Length", "10")
    handler.end_headers()
    handler.wfile.write(b"123")
    handler.connection.close()
    handler.rfile = handler.wfile = type("Gone", (), {"flush": int, "close": int, "closed": True})


@pytest.mark.parametrize(
    "first",
    [
        reset,
        lambda handler: None,  # closes without an answer
        rest(b"ff\r\nabc", 200, Transfer_Encoding="chunked"),
    ],
)
def test_a_broken_connection_is_made_again(server, home, first):
    url = server.serve_ranges("/x", BODY)
    once(server, first)
    assert home.fetch(url).read_bytes() == BODY


def test_a_server_that_hangs_up_each_time_is_said(server, home):
    server.answers["/x"] = lambda handler: None
    with pytest.raises(ResourceError, match="closed the connection without an answer"):
        home.fetch(server.url("/x"))
    assert home.files() == []


def test_more_than_was_announced_is_refused(server, home):
    url = left_behind(server, home)
    total, start = len(BODY), len(next(home.path.rglob("x.part")).read_bytes())

    def answer(handler):
        handler.send_response(206)
        handler.send_header("Content-Range", f"bytes {start}-{start + 4}/{total}")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(b"a\r\n0123456789\r\n0\r\n\r\n")

    server.answers["/x"] = answer
    with pytest.raises(ResourceError, match="sent more than it announced"):
        home.fetch(url)
    assert home.files() == []


def test_progress_is_reported_with_the_total(server, home):
    home.fetch(server.serve_ranges("/x", BODY))
    assert home.reported[-1] == (len(BODY), len(BODY))
    assert [done for done, _ in home.reported] == sorted(done for done, _ in home.reported)


def test_a_full_disk_while_bytes_come_leaves_nothing(server, home, monkeypatch):
    from guild_jupyter.supervise import durable

    url = server.serve_ranges("/x", BODY)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable, "write_all", full)
    with pytest.raises(OSError, match="No space left"):
        home.fetch(url)
    assert home.files() == []
