"""Whatever a server says, a download is right or refused, in words."""

import hashlib
import random
import socket
import threading
from pathlib import Path

import pytest

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources import download, transport
from guild_jupyter.resources.download import fetch

BODY = random.Random(1).randbytes(3000)
SHA = hashlib.sha256(BODY).hexdigest()
ROUNDS = 600

STATUS = ["200 OK", "206 Partial Content", "416 Range", "302 Found", "404 No", "503 Later"]
STATUS += ["200", "999 Odd", "abc", "100 Continue", "-1 X", "\x1b[2J200 OK", ""]
HEADERS = [
    *("Content-Length: 3000", "Content-Length: 10", "Content-Length: -5", "Content-Length: 1e3"),
    *("Content-Length: 99999999999999999999", "Content-Length: 3000, 3000", "Content-Length:"),
    *("Transfer-Encoding: chunked", "Transfer-Encoding: gzip", "Content-Encoding: gzip"),
    *('ETag: "v"', 'ETag: W/"v"', "ETag: \xff", "Last-Modified: Thu, 01 Jan 1970 00:00:00 GMT"),
    *("Date: Sat, 21 Nov 2026 10:00:00 GMT", "Last-Modified: x", "Date: Thu, 99 Jan 99999"),
    *("Content-Range: bytes 0-2999/3000", "Content-Range: bytes 100-2999/3000"),
    *("Content-Range: bytes */3000", "Content-Range: bytes 5-1/0", "Content-Range: bytes 0-0/*"),
    *("Retry-After: 0", "Retry-After: -1", "Location: /y", "Location: http://[", "Location: \xff"),
    *("Location: //", "Location: http://127.0.0.1:99999999/", "Connection: keep-alive"),
    *("X: " + "y" * 70000, "nonsense", ": empty", "\x00: nul", "A\x0bB: c"),
]
CHUNKS = [
    b"bb8\r\n" + BODY + b"\r\n0\r\n\r\n",
    b"zz\r\n",
    b"-1\r\nx",
    b"ffffffffffffffff\r\nx",
    b"5\r\nab",
]


def answer(chance):
    """Return bytes that begin like an answer, and are cut somewhere now and then."""
    if chance.random() < 0.05:
        return chance.randbytes(chance.randint(0, 500))
    lines = [f"HTTP/1.{chance.choice('0119')} {chance.choice(STATUS[:4] * 3 + STATUS)}"]
    lines += chance.choices(HEADERS, k=chance.randint(0, 5))
    if chance.random() < 0.03:
        lines += [f"H{n}: x" for n in range(200)]
    bodies = [BODY, BODY, BODY[:50], BODY[100:], BODY + b"more", BODY[::-1], *CHUNKS, b""]
    content = "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + chance.choice(bodies)
    return content[: chance.randint(0, len(content))] if chance.random() < 0.15 else content


@pytest.fixture
def url(monkeypatch):
    """Serve chance answers, one for each connection."""
    monkeypatch.setattr(download, "PAUSES", (0, 0))
    monkeypatch.setattr(transport, "TIMEOUT", 5.0)
    chance = random.Random(99)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                asked = b""
                while not asked.endswith(b"\r\n\r\n") and (more := connection.recv(65536)):
                    asked += more
                connection.sendall(answer(chance))

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/x"
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()


@pytest.mark.slow
@pytest.mark.parametrize("sha256", [SHA, ""])
def test_a_hostile_server_gives_the_right_thing_or_an_error(url, tmp_path, sha256):
    taken, refused = 0, []
    for number in range(ROUNDS):
        home = tmp_path / str(number % 7)  # what is left there by others meets new answers
        try:
            path = fetch(url, str(home), sha256, say=lambda text: None, report=lambda *_: None)
        except ResourceError as error:
            refused.append(error.message)
        else:
            taken += 1
            content = Path(path).read_bytes()
            assert not sha256 or content == BODY
            assert len(content) <= len(BODY) + len(CHUNKS[0])
            Path(path).unlink()
    assert taken > ROUNDS // 50
    assert len(refused) > ROUNDS // 4
    assert all(message.startswith(url) or f"for {url!r}" in message for message in refused)
