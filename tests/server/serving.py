"""A real Jupyter server in this process, in a thread of its own, and what a page asks of it."""

import asyncio
import http.client
import json
import logging
import threading
import urllib.error
import urllib.parse
import urllib.request
import warnings
from functools import cache
from typing import NamedTuple

from jupyter_server.serverapp import ServerApp
from jupyter_server.utils import JupyterServerAuthWarning
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from guild_jupyter.wire import schema

TOKEN = "0f5f3a0c5a774c2f9a0d0e6f5b7c8d9e"
PATIENCE = 30


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: dict
    data: bytes

    @property
    def json(self):
        return json.loads(self.data)

    @property
    def error(self):
        check(self.json, "api_error")
        return self.json["error"]


@cache
def validator(name):
    return schema.validator(name)


def check(data, name):
    """Hold an answer against a schema."""
    validator(name).validate(data)
    return data


class Kept(logging.Handler):
    """Keeps what is logged."""

    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


class InThread(ServerApp):
    """A server beside a main thread, to which signals belong."""

    def init_signal(self):
        """Leave signals as they are."""


class Serving:
    """A Jupyter server; settings are traits of its parts, such as ``{"ServerApp": {...}}``."""

    def __init__(self, private, root, base="/user/x/", settings=None, token=TOKEN):
        self.private = private
        self.root = root
        self.base = base
        self.token = token
        self.settings = settings or {}
        self.warned = []
        self.log = Kept()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="jupyter server")

    def __enter__(self):
        self._thread.start()
        assert self._ready.wait(PATIENCE)
        if self.fault is not None:
            raise self.fault
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()

    def _run(self):
        self.fault = None
        try:
            asyncio.run(self._serve())
        except BaseException as error:  # noqa: BLE001 - told by the thread that waits
            self.fault = error
        finally:
            self._ready.set()

    async def _serve(self):
        self.loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        InThread.clear_instance()
        for name in ("config", "data", "runtime"):
            (self.private / name).mkdir(parents=True)
        app = InThread.instance(
            allow_root=True,
            ip="127.0.0.1",
            port=0,
            port_retries=0,
            base_url=self.base,
            root_dir=str(self.root),
            config_dir=str(self.private / "config"),
            data_dir=str(self.private / "data"),
            runtime_dir=str(self.private / "runtime"),
            open_browser=False,
            jpserver_extensions={"guild_jupyter": True},
            reraise_server_extension_failures=True,
            **self.settings.get("ServerApp", {}),
        )
        app.config.IdentityProvider.token = self.token
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("ignore")
            warnings.simplefilter("always", JupyterServerAuthWarning)
            app.initialize(argv=[], find_extensions=False, new_httpserver=False)
        self.warned = [one for one in warned if one.category is JupyterServerAuthWarning]
        app.log.propagate = False
        app.log.handlers = [self.log]
        for name, value in self.settings.get("web", {}).items():
            app.web_app.settings[name] = value
        server = HTTPServer(app.web_app, max_body_size=app.max_body_size)
        sockets = bind_sockets(0, "127.0.0.1")
        server.add_sockets(sockets)
        self.port = sockets[0].getsockname()[1]
        self.app = app
        self._ready.set()
        await self._stop.wait()
        server.stop()
        await server.close_all_connections()
        await app._cleanup()
        InThread.clear_instance()

    @property
    def service(self):
        return self.app.web_app.settings["guild_jupyter"]

    def url(self, path, /, **query):
        words = urllib.parse.urlencode(query, doseq=True)
        return f"http://127.0.0.1:{self.port}{self.base}{path}{'?' if words else ''}{words}"

    def fetch(self, path, method="GET", body=None, /, headers=None, token=None, **query):
        """Ask below the base URL; a token of '' sends none."""
        sent = dict(headers or {})
        token = self.token if token is None else token
        if token:
            sent["Authorization"] = f"token {token}"
        data = body
        if body is not None and not isinstance(body, bytes):
            data = json.dumps(body).encode()
        if data is not None:
            sent.setdefault("Content-Type", "application/json")
        request = urllib.request.Request(self.url(path, **query), data, sent, method=method)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as found:
                return Answer(found.status, dict(found.headers), found.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, dict(error.headers), error.read())

    def get(self, path, name="", /, **query):
        """The good answer to a GET, held against its schema."""
        found = self.fetch(f"guild/api/{path}", **query)
        assert found.status == 200, found.data
        return check(found.json, name) if name else found

    def post(self, path, body, name, status=200, /, **query):
        """The good answer to a POST, held against its schema."""
        found = self.fetch(f"guild/api/{path}", "POST", body, **query)
        assert found.status == status, found.data
        return check(found.json, name)

    def refused(self, path, code, method="GET", body=None, /, **query):
        """The error that an answer tells."""
        found = self.fetch(f"guild/api/{path}", method, body, **query)
        assert found.status == code, (found.status, found.data)
        return found.error

    def post_form(self, path, words, cookie):
        """Send a form as a browser does; return the headers of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        kind = "application/x-www-form-urlencoded"
        connection.request(
            "POST", f"{self.base}{path}", words, {"Cookie": cookie, "Content-Type": kind}
        )
        found = connection.getresponse()
        headers = str(found.headers)
        connection.close()
        return headers

    def post_chunked(self, path, pieces, more=None):
        """Send a body whose length is not said before, or wrongly; return the status."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Authorization": f"token {self.token}", "Content-Type": "application/json"}
        headers |= more or {}
        is_chunked = "Content-Length" not in headers
        connection.request(
            "POST", f"{self.base}{path}", pieces, headers, encode_chunked=is_chunked
        )
        status = connection.getresponse().status
        connection.close()
        return status
