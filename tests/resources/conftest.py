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
from guild_jupyter.resources import preparer
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


class Server:
    """Answers by path; an answer is (status, headers, body) or a function of the handler."""

    def __init__(self):
        self.answers = {}
        self.asked = []
        served = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                served.asked.append(self.path)
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

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.01,))
        self.thread.start()

    def url(self, path):
        return f"http://127.0.0.1:{self.http.server_port}{path}"

    def serve(self, path, body, status=200, **headers):
        self.answers[path] = (status, headers, body)
        return self.url(path)

    def close(self):
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()


@pytest.fixture
def server(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    served = Server()
    yield served
    served.close()
