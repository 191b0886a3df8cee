"""The one handler of all routes: who asks is known and may, work is done in a thread.

What is answered is not known here: a route names a function, which gets what is asked.
"""

from __future__ import annotations

import json
import os
import traceback
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, authenticated, stream_request_body

from guild_jupyter.errors import GuildError
from guild_jupyter.presenting.presenter import whole
from guild_jupyter.redaction import redact
from guild_jupyter.registry import load
from guild_jupyter.server import refusals
from guild_jupyter.server.asked import MOST_BYTES, Asked, body_of, check, query_of
from guild_jupyter.server.content import Content
from guild_jupyter.server.route import EXECUTE, READ, WRITE, Route
from guild_jupyter.server.service import Service

RESOURCE = "guild"
_JSON = "application/json"
#: Up to so many bytes who sends too much is heard out, and told so; others see a closed line.
_PASSED_OVER = 16 << 20
_NUMBER = 6


@stream_request_body
class Endpoint(APIHandler):
    """Answers all methods of one path."""

    auth_resource = RESOURCE

    def initialize(self, service: Service, routes: Mapping[str, Route]) -> None:
        """Take what the path is about.

        Parameters
        ----------
        service
            What all handlers share.
        routes
            The routes of the path, by method.
        """
        self._service = service
        self._routes = routes
        self._received = bytearray()
        self._size = 0
        self._fault = ""

    async def prepare(self) -> None:  # type: ignore[override]
        """Refuse who may not ask, and what is too large, before it is received."""
        await super().prepare()
        length = self.request.headers.get("Content-Length", "0")
        if not self._finished and length.isdecimal() and int(length) > _PASSED_OVER:
            raise HTTPError(413)

    def decode_argument(self, value: bytes, name: str | None = None) -> str:  # noqa: ARG002 - Tornado's
        """Return a part of the path; what is no text names nothing that is there."""
        return value.decode(errors="replace")

    def data_received(self, chunk: bytes) -> None:
        """Keep what comes of a body, as long as it is not too large."""
        self._size += len(chunk)
        if self._size <= MOST_BYTES:
            self._received += chunk

    def set_default_headers(self) -> None:
        """Have nothing kept by browsers, and nothing taken for what it is not."""
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")

    @authenticated
    async def get(self, *words: str) -> None:
        """Answer."""
        await self._met(words)

    @authenticated
    async def post(self, *words: str) -> None:
        """Answer."""
        await self._met(words)

    @authenticated
    async def head(self, *_words: str) -> None:
        """Refuse."""
        raise HTTPError(405)

    @authenticated
    async def put(self, *_words: str) -> None:
        """Refuse."""
        raise HTTPError(405)

    @authenticated
    async def patch(self, *_words: str) -> None:
        """Refuse."""
        raise HTTPError(405)

    @authenticated
    async def delete(self, *_words: str) -> None:
        """Refuse."""
        raise HTTPError(405)

    @authenticated
    async def options(self, *_words: str) -> None:  # type: ignore[override]
        """Refuse: no other origin is to ask."""
        raise HTTPError(405)

    async def _met(self, words: tuple[str, ...]) -> None:
        route = self._routes.get(self.request.method or "")
        if route is None:
            raise HTTPError(405 if self._routes else 404)
        if self._size > MOST_BYTES:
            raise HTTPError(413)
        try:
            body = await self._service.work(self._body) if route.body else {}
        except GuildError as error:
            await self._refuse(error)
            return
        action = route.actions.get(str(body.get("action")), route.action)
        await _ALLOWED[action](self, self._answer, route, words, body)

    def _body(self) -> dict[str, Any]:
        kind = self.request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind != _JSON:
            raise HTTPError(415)
        return body_of(bytes(self._received))

    async def _answer(self, route: Route, words: tuple[str, ...], body: dict[str, Any]) -> None:
        try:
            answer = await self._service.work(self._made, route, words, body)
        except GuildError as error:
            await self._refuse(error)
            return
        if isinstance(answer, Content):
            await self._stream(answer)
            return
        self.set_status(route.status)
        await self._send(answer)

    def _made(self, route: Route, words: tuple[str, ...], body: dict[str, Any]) -> Any:  # noqa: ANN401 - any plain value
        # In a thread: to hold a body of a MiB against its schema takes seconds.
        if route.body:
            check(body, route.body)
        query = query_of(route.query, self.request.query_arguments)
        named = dict(zip(route.words, words, strict=True))
        return load(route.answer)(Asked(self._service, named, query, body))

    async def _refuse(self, error: GuildError) -> None:
        self.set_status(refusals.status_of(error))
        await self._send(await self._service.work(self._service.refusal, error))

    async def _send(self, answer: Any) -> None:  # noqa: ANN401 - any plain value
        # A long list takes a while to be written.
        text = await self._service.work(_written, answer)
        self.finish(text)

    async def _stream(self, content: Content) -> None:
        """Send a file piece by piece, as something to be kept and not to be opened."""
        with content:
            self.set_header("Content-Security-Policy", "sandbox; default-src 'none'")
            self.set_header("Content-Disposition", content.disposition)
            self.set_header("Content-Length", str(content.size))
            self.set_header("Content-Type", content.kind)
            try:
                while piece := await self._service.work(content.piece):
                    self.write(piece)
                    await self.flush()
            except StreamClosedError:
                return  # whoever asked has had enough of it
        self.finish(set_content_type=content.kind)

    def write_error(self, status_code: int, **more: Any) -> None:  # noqa: ANN401, ARG002 - Tornado's
        """Say in words what is wrong, and nothing of a fault of ours."""
        self.set_header("Cache-Control", "no-store")
        body = refusals.of_status(status_code, self._fault)
        self.finish(json.dumps(body))

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:  # noqa: ANN401 - Tornado's
        """Log a fault of ours under a number, without what secrets it may name."""
        if isinstance(error, HTTPError):
            return
        self._fault = os.urandom(_NUMBER).hex()
        told = "".join(traceback.format_exception(kind, error, trace))
        if self._service.secret:
            told = told.replace(self._service.secret, "***")
        method, path = self.request.method, self.request.path
        self.log.error("guild %s: %s %s\n%s", self._fault, method, path, redact(told))


def _written(answer: Any) -> str:  # noqa: ANN401 - any plain value
    return json.dumps(whole(answer), allow_nan=False, ensure_ascii=False, default=str)


async def _allowed(
    _handler: Endpoint,
    do: Callable[..., Awaitable[None]],
    *given: Any,  # noqa: ANN401
) -> None:
    await do(*given)


#: Does something once the server's authoriser has agreed to an action.
_ALLOWED: Mapping[str, Callable[..., Awaitable[None]]] = {
    action: authorized(action, RESOURCE)(_allowed) for action in (READ, WRITE, EXECUTE)
}
