import gzip
import hashlib
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources import cache, transport
from guild_jupyter.resources.download import fetch, file_name, removal

BODY = bytes(range(256)) * 9000
SHA = hashlib.sha256(BODY).hexdigest()


def test_a_download_lies_where_guild_keeps_it(server, home):
    url = server.serve("/data.csv?v=1", BODY)
    path = home.fetch(url)
    key = f"http\n127.0.0.1:{server.http.server_port}\n/data.csv\n\nv=1\n"
    folder = hashlib.sha224(key.encode()).hexdigest()
    assert path == home.path / "cache" / "resources" / folder / "data.csv"
    assert path.read_bytes() == BODY
    assert home.said[0] == f"Downloading {url}"
    assert home.said[1].startswith("Downloaded 2.2 MiB in ")
    assert home.files() == ["data.csv"]


def test_a_whole_download_is_not_fetched_again(server, home):
    url = server.serve("/x", BODY)
    assert home.fetch(url) == home.fetch(url) == home.fetch(url, SHA)
    assert server.asked == ["/x"]


def test_a_file_that_nobody_vouches_for_is_fetched_again(server, home):
    url = server.serve("/x", BODY)
    path = home.fetch(url)
    path.write_bytes(BODY + b"more")
    home.fetch(url)
    assert path.stat().st_size == len(BODY)
    path.unlink()
    path.symlink_to("/etc/hostname")
    home.fetch(url)
    assert not path.is_symlink()
    assert server.asked == ["/x"] * 3


def test_a_file_that_guild_fetched_is_taken_if_its_digest_is_right(server, home):
    url = server.serve("/x", BODY)
    path = home.fetch(url)
    path.with_name(".x.whole").unlink()
    home.fetch(url, SHA)
    assert server.asked == ["/x"]
    with pytest.raises(ResourceError, match="bad sha256"):
        home.fetch(url, "0" * 64)
    assert server.asked == ["/x"] * 2


def test_a_wrong_digest_leaves_nothing(server, home):
    url = server.serve("/x", BODY[:-1] + b"?")
    with pytest.raises(ResourceError, match=f"bad sha256 for '{url}' .expected {SHA} but got"):
        home.fetch(url, SHA)
    assert home.files() == []
    server.serve("/x", BODY)
    assert home.fetch(url, SHA)


def test_a_digest_that_is_new_has_the_download_made_again(server, home):
    url = server.serve("/x", b"old")
    home.fetch(url)
    server.serve("/x", BODY)
    assert home.fetch(url, SHA).read_bytes() == BODY


def short(body, **headers):
    def answer(handler):
        handler.send_response(200)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@pytest.mark.parametrize(
    "answer",
    [
        (200, {"Content-Length": len(BODY) + 1}, BODY),
        short(b"ff\r\nabc", Transfer_Encoding="chunked"),
    ],
)
def test_a_body_that_ends_too_early_is_refused(server, home, answer):
    server.answers["/x"] = answer
    with pytest.raises(ResourceError, match="the download ended too early"):
        home.fetch(server.url("/x"))
    assert home.files() == []


def test_a_body_of_unannounced_length_is_taken(server, home):
    server.answers["/x"] = (200, {"Content-Length": None}, BODY)
    assert home.fetch(server.url("/x")).stat().st_size == len(BODY)


@pytest.mark.parametrize("length", [None, len(BODY)])
def test_a_body_that_is_too_large_is_refused(server, home, length):
    server.answers["/x"] = (200, {"Content-Length": length}, BODY)
    with pytest.raises(ResourceError, match="larger than 1000 bytes"):
        home.fetch(server.url("/x"), limit=1000)
    assert home.files() == []


def test_what_is_sent_compressed_although_not_asked_for_is_kept_as_sent(server, home):
    body = gzip.compress(BODY)
    url = server.serve("/x.gz", body, **{"Content-Encoding": "gzip"})
    assert home.fetch(url).stat().st_size == len(body)


def test_a_refusal_of_the_server_is_said(server, home):
    with pytest.raises(ResourceError, match="/nowhere: the server says 404 Not Found"):
        home.fetch(server.url("/nowhere"))


def test_a_server_that_is_not_there_is_said(server, home):
    server.http.socket.close()
    with pytest.raises(ResourceError, match="refused"):
        home.fetch("http://127.0.0.1:1/x")


def test_an_answer_that_is_not_http_is_said(server, home):
    server.answers["/x"] = lambda handler: handler.wfile.write(b"SSH-2.0\r\n\r\n")
    with pytest.raises(ResourceError, match="BadStatusLine"):
        home.fetch(server.url("/x"))


def test_a_server_that_falls_silent_is_not_waited_for_without_end(server, home, monkeypatch):
    monkeypatch.setattr(transport, "TIMEOUT", 0.1)
    done = threading.Event()

    def answer(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "10")
        handler.end_headers()
        handler.wfile.write(b"12345")
        handler.wfile.flush()
        done.wait(10)

    server.answers["/x"] = answer
    with pytest.raises(ResourceError, match="nothing came for"):
        home.fetch(server.url("/x"))
    done.set()
    assert home.files() == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://h/x", "/etc/passwd", "http://"])
def test_only_http_is_fetched(home, url):
    with pytest.raises(ResourceError, match="is no URL of http"):
        home.fetch(url)


def test_https_is_spoken_and_its_certificate_checked(server, home):
    url = server.serve("/x", BODY).replace("http:", "https:")
    with pytest.raises(ResourceError, match=r"(?i)ssl|wrong version|record"):
        home.fetch(url)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/a/data.csv", "data.csv"),
        ("/a/data%20set.csv", "data set.csv"),
        ("/", "index"),
        ("", "index"),
        ("/..", "index"),
        ("/%2e%2e", "index"),
        ("/%2f..", "index"),
        ("/a%2f..%2fb", "b"),
        ("/a%5c..%5cb", "b"),
        ("/%252f..", "%2f"),
        ("/.hidden.txt", ".hidden.txt"),
        ("/.", "index"),
        ("/..x", "x"),
        ("/.%20.x", "x"),
        ("/%20.env%20.", ".env"),
        ("/.guild-jupyter.lock", "guild-jupyter.lock"),
        ("/.Guild", "Guild"),
        ("/.making-x", "making-x"),
        ("/.tmp-x", "tmp-x"),
        ("/a%00b%0ac", "abc"),
        ("/%ff", "\ufffd"),
        ("/" + "a" * 300 + ".csv", "a" * 196 + ".csv"),
        ("/x?y=/z", "x"),
        ("/d/", "index"),
    ],
)
def test_the_file_is_named_after_the_url_but_harmlessly(path, name):
    assert file_name("http://h" + path) == name


@given(st.text(max_size=40))
def test_no_name_leads_out(text):
    name = file_name("http://h/" + text.replace("[", "").replace("]", ""))
    assert name
    assert "/" not in name
    assert "\0" not in name
    assert name.strip(". ")
    assert not name.lower().startswith(cache.RESERVED)
    assert len(name.encode()) <= 200


FETCH = """
import sys
from guild_jupyter.resources.download import fetch
fetch(sys.argv[1], sys.argv[2], "", say=lambda text: None, report=lambda *_: None)
"""


def test_two_runs_that_need_one_url_fetch_it_once(server, home):
    asked, go_on = threading.Event(), threading.Event()

    def answer(handler):
        asked.set()
        go_on.wait(30)
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(BODY)))
        handler.end_headers()
        handler.wfile.write(BODY)

    server.answers["/x"] = answer
    url = server.url("/x")
    first = subprocess.Popen([sys.executable, "-c", FETCH, url, str(home.path)])
    assert asked.wait(30)

    def said(text):
        home.said.append(text)
        go_on.set()

    fetch(url, str(home.path), "", say=said, report=lambda *_: None)
    assert first.wait() == 0
    assert home.said == [f"Waiting for another run that fetches {url}"]
    assert server.asked == ["/x"]


def test_a_full_disk_leaves_nothing(server, home, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        home.fetch(server.serve("/x", BODY))
    assert home.files() == []


def test_an_interruption_before_the_name_costs_nothing_twice(server, home, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", lambda *a: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            home.fetch(server.serve("/x", BODY, ETag='"1"'))
    home.fetch(server.url("/x"))
    assert server.asked == ["/x"]


def test_a_file_that_is_told_by_its_digest_is_read_through_only_once(server, home, monkeypatch):
    url = server.serve("/x", BODY)
    path = home.fetch(url)
    path.with_name(".x.whole").unlink()
    path.with_name("x.part").write_bytes(b"of a killed process")
    home.fetch(url, SHA)
    monkeypatch.setattr("guild_jupyter.resources.download.file_digest", None)
    home.fetch(url, SHA)
    assert home.files() == ["x"]
    assert server.asked == ["/x"]


def test_what_was_of_no_use_is_removed_with_all_that_belongs_to_it(home, server):
    url = server.serve("/x.tgz", b"bad")
    path = home.fetch(url)
    removal(url, str(home.path), str(path), home.said.append)()
    assert list((home.path / "cache" / "resources").iterdir()) == []
    server.serve("/x.tgz", b"mended")
    assert home.fetch(url).read_bytes() == b"mended"


def test_what_another_run_has_fetched_meanwhile_is_not_removed(home, server):
    url = server.serve("/x.tgz", b"bad")
    remove = removal(url, str(home.path), str(home.fetch(url)), home.said.append)
    home.fetch(url).unlink()
    remove()  # nothing is there, and that is right
    server.serve("/x.tgz", b"mended")
    path = home.fetch(url)
    remove()
    assert path.read_bytes() == b"mended"
    assert len(server.asked) == 2
    assert home.fetch(url) == path
    assert len(server.asked) == 2


def test_removing_waits_for_whoever_has_the_entry(home, server):
    url = server.serve("/x.tgz", b"bad")
    path = home.fetch(url)
    waits = threading.Event()
    remove = removal(url, str(home.path), str(path), lambda _: waits.set())
    with cache.locked(path.parent, print):
        thread = threading.Thread(target=remove)
        thread.start()
        assert waits.wait(30)
        assert path.exists()
    thread.join()
    assert not path.parent.exists()


def test_a_hidden_file_is_kept_whole_under_its_name(home, server):
    url = server.serve("/.env", b"x")
    assert home.fetch(url).name == ".env"
    assert home.fetch(url).read_bytes() == b"x"
    assert server.asked == ["/.env"]
    removal(url, str(home.path), str(home.fetch(url)), home.said.append)()
    assert list((home.path / "cache" / "resources").iterdir()) == []
