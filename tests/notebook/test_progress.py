"""How far the fetching of a resource is, shown while a run is followed and on its card."""

import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from guild_jupyter.notebook import follow
from guild_jupyter.runstore.display import progress_text
from guild_jupyter.supervise.progress import Progress

HALF = b"x" * (1 << 20)


@pytest.fixture
def slow_server():
    """Sends half of a file, and the rest when it is let go on."""
    go_on = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Length", str(2 * len(HALF)))
            self.end_headers()
            self.wfile.write(HALF)
            go_on.wait(60)
            self.wfile.write(HALF)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/data.bin", go_on
    go_on.set()
    server.shutdown()
    server.server_close()
    thread.join()


def test_what_is_fetched_is_shown_while_a_run_is_followed(place, slow_server, monkeypatch):
    url, go_on = slow_server
    monkeypatch.setattr(follow, "_PROGRESS", 0.01)
    place.write("guild.yml", f"get: {{exec: ls data.bin, requires: [url: '{url}']}}")
    run = place.cell("run", "get")
    end = time.monotonic() + 30
    while run.progress is None or not run.progress.done:
        assert time.monotonic() < end, run.output()
        time.sleep(0.01)
    told = re.compile(rf"{re.escape(url)}, \d+ % of 2 MiB")
    assert told.search(run._repr_mimebundle_()["text/plain"])
    hear = place.sessions["terminal"].write

    def let_go(text):
        hear(text)
        if "fetching" in text:
            go_on.set()

    place.sessions["terminal"].write = let_go
    assert place.terminal("watch", run.short_id) == 0
    assert told.search(place.hears())
    assert run.progress is None
    assert "fetching" not in run._repr_mimebundle_()["text/plain"]


@pytest.mark.parametrize(
    ("progress", "text"),
    [
        (Progress("http://x", 0, None, 1), "http://x"),
        (Progress("http://x", 2048, None, 1), "http://x, 2 KiB"),
        (Progress("http://x", 512, 2048, 1), "http://x, 25 % of 2 KiB"),
        (Progress("http://x", 0, 0, 1), "http://x"),
    ],
)
def test_progress_is_told_as_far_as_it_is_known(progress, text):
    assert progress_text(progress) == text
