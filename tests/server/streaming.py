"""What a page does with a stream: opens views, asks, and is told."""

import asyncio
import json
import time

from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from guild_jupyter.server.frames_on_wire import unframed
from tests.server.serving import PATIENCE


class Page:
    """One stream of a page; a token of '' sends none."""

    def __init__(self, server, headers=None, token=None):
        self.server = server
        token = server.token if token is None else token
        sent = dict(headers or {})
        if token:
            sent["Authorization"] = f"token {token}"
        url = server.url("guild/api/stream").replace("http:", "ws:")
        self.count = 0
        self.told = []
        self.has_ended = False
        self.frames = []
        self.socket = self.wait(self._connect(HTTPRequest(url, headers=sent)))

    async def _connect(self, request):
        return await websocket_connect(request)

    def wait(self, work):
        """The result of a coroutine in the server's loop."""
        return asyncio.run_coroutine_threadsafe(work, self.server.loop).result(PATIENCE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """End the stream, and wait until it has ended."""

        async def end():
            self.socket.close()

        self.wait(end())
        while not self.has_ended:
            self.hear()

    def send(self, message):
        """Send a message as it is."""
        if not isinstance(message, (str, bytes)):
            message = json.dumps(message)

        async def write():
            await self.socket.write_message(message, binary=isinstance(message, bytes))

        self.wait(write())

    def hear(self):
        """The next message, and its buffers; None where the stream has ended."""

        async def read():
            return await asyncio.wait_for(self.socket.read_message(), PATIENCE)

        frame = self.wait(read())
        if frame is None:
            self.has_ended = True
            return None
        self.frames.append(frame)
        return unframed(frame)

    def hear_until(self, holds):
        """The first message for which something holds; those before it are kept as told."""
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            heard = self.hear()
            assert heard is not None, "the stream has ended"
            if holds(heard[0]):
                return heard
            self.told.append(heard[0])
        raise AssertionError(f"never told: {self.told}")

    def ask(self, view, question, /, **wanted):
        """The answer to a question, and its buffers."""
        self.count += 1
        number = self.count
        self.send({**wanted, "view": view, "id": number, "ask": question})
        return self.hear_until(lambda one: one.get("re") == number)

    def open(self, view, kind, /, **wanted):
        """What is said of a view that is opened."""
        self.send({"view": view, "open": {"kind": kind, **wanted}})
        return self.hear_until(
            lambda one: one.get("view") == view and ("opened" in one or "error" in one)
        )[0]

    def pushed(self, view, holds=lambda _push: True):
        """The next push of a view for which something holds."""
        return self.hear_until(
            lambda one: one.get("view") == view and "push" in one and holds(one)
        )[0]
