import json
import subprocess
import sys
import textwrap
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import guild_jupyter
from guild_jupyter.guildfile import reader
from guild_jupyter.resources import download, preparer
from guild_jupyter.resources.download import fetch
from guild_jupyter.resources.planning import plan_resources

BOOT = Path(guild_jupyter.__file__).parent / "supervise" / "boot.py"


class World:
    """A project, a Guild home and runs in a temporary folder."""

    def __init__(self, root):
        self.project = root / "project"
        self.home = root / "home"
        self.project.mkdir()
        (self.home / "runs").mkdir(parents=True)
        self.made = 0

    def file(self, name, content="x"):
        path = self.project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def run_dir(self, files=None, manifest=""):
        """Make a run directory, and return its path."""
        self.made += 1
        run = self.home / "runs" / f"{self.made:032x}"
        (run / ".guild" / "attrs").mkdir(parents=True)
        (run / ".guild" / "manifest").write_text(manifest)
        for name, content in (files or {}).items():
            path = run / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        return run

    def plan(self, guild_file, values=None, given=None, runs=(), operation="op", **options):
        """Plan the resources of an operation of a Guild file."""
        self.file("guild.yml", textwrap.dedent(guild_file))
        project = reader.read(self.project / "guild.yml")
        model = next(iter(project.models.values()))
        return plan_resources(
            model.operations[operation], model, project, values or {}, given or {}, runs, **options
        )

    def ordered(self, plan, run=None, **more):
        """Return a run directory with a plan in it."""
        run = run or self.run_dir()
        orders = {
            "resources": plan.to_json(),
            "home": str(self.home),
            "project": str(self.project),
            **more,
        }
        (run / ".guild" / "plan.json").write_text(json.dumps(orders))
        return run

    def prepare(
        self, guild_file, values=None, given=None, runs=(), run=None, more=None, **options
    ):
        """Plan and prepare in this process; return the run directory."""
        plan = self.plan(guild_file, values, given, runs, **options)
        run = self.ordered(plan, run, **(more or {}))
        preparer.main(str(run))
        return run

    def prepare_as_program(self, run):
        paths = str(Path(guild_jupyter.__file__).parents[1])
        site = str(Path(__import__("yaml").__file__).parents[1])
        words = [BOOT, "guild_jupyter.resources.preparer", f"{paths}:{site}", run]
        return subprocess.run(
            [sys.executable, "-I", *map(str, words)], cwd=run, capture_output=True, text=True
        )


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


class Home:
    """A Guild home for downloads alone."""

    def __init__(self, path):
        self.path = path
        self.said = []
        self.reported = []

    def fetch(self, url, sha256="", **options):
        options.setdefault("report", lambda *numbers: self.reported.append(numbers))
        return Path(fetch(url, str(self.path), sha256, say=self.said.append, **options))

    def files(self):
        """Return the names in the cache, locks and records of what is whole apart."""
        found = [p.name for p in (self.path / "cache").rglob("*") if not p.is_dir()]
        return sorted(name for name in found if not name.endswith((".lock", ".whole")))


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path)


class Server:
    """Answers by path; an answer is (status, headers, body) or a function of the handler."""

    def __init__(self, address="127.0.0.1"):
        self.answers = {}
        self.asked = []
        self.requests = []
        self.address = address
        served = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                served.asked.append(self.path)
                served.requests.append(dict(self.headers))
                answer = served.answers.get(self.path, (404, {}, b""))
                if callable(answer):
                    answer(self)
                    return
                status, headers, body = answer
                self.send_response(status)
                for name, value in {"Content-Length": len(body), **headers}.items():
                    if value is not None:
                        self.send_header(name, str(value))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.http = ThreadingHTTPServer((address, 0), Handler)
        # That a client hangs up is what some tests are about.
        self.http.handle_error = lambda *_: None
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.01,))
        self.thread.start()

    def url(self, path):
        return f"http://{self.address}:{self.http.server_port}{path}"

    def serve(self, path, body, status=200, **headers):
        self.answers[path] = (status, headers, body)
        return self.url(path)

    def serve_ranges(self, path, body, etag='"v1"', stop_after=None, **headers):
        """Serve parts of a body to whoever asks; cut each answer off after some bytes."""

        def answer(handler):
            asked = handler.headers.get("Range", "")
            expected = handler.headers.get("If-Range")
            start = int(asked[6:-1]) if asked and expected in (None, etag) else 0
            if asked and start >= len(body):
                handler.send_response(416)
                handler.send_header("Content-Range", f"bytes */{len(body)}")
                handler.send_header("Content-Length", "0")
                handler.end_headers()
                return
            handler.send_response(206 if start else 200)
            if start:
                last = len(body) - 1
                handler.send_header("Content-Range", f"bytes {start}-{last}/{len(body)}")
            told = {"ETag": etag, "Content-Length": len(body) - start, **headers}
            for name, value in told.items():
                if value is not None:
                    handler.send_header(name, str(value))
            handler.end_headers()
            rest = body[start:]
            handler.wfile.write(rest if stop_after is None else rest[:stop_after])

        self.answers[path] = answer
        return self.url(path)

    def close(self):
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()


@pytest.fixture
def server(monkeypatch):
    without_proxies(monkeypatch)
    # Nothing here gets better by waiting.
    monkeypatch.setattr(download, "PAUSES", (0, 0))
    served = Server()
    yield served
    served.close()


@pytest.fixture
def servers(server):
    """Return a function that makes another server, on an address of one's own."""
    made = []

    def make(address):
        made.append(Server(address))
        return made[-1]

    yield make
    for one in made:
        one.close()


def without_proxies(monkeypatch):
    for name in ("http", "https", "all", "no"):
        monkeypatch.delenv(f"{name}_proxy", raising=False)
        monkeypatch.delenv(f"{name}_PROXY".upper(), raising=False)
