"""The one stream of a page: all its views over one WebSocket, each message allowed by itself."""

from __future__ import annotations

import asyncio
import json
import os
import traceback
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any, TypeGuard, TypeVar

from jupyter_core.utils import ensure_async
from jupyter_server.auth.decorator import authorized, ws_authenticated
from jupyter_server.auth.identity import IdentityProvider, PasswordIdentityProvider
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.base.websocket import WebSocketMixin
from tornado.web import HTTPError
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from guild_jupyter.presenting.presenter import Message, refusal
from guild_jupyter.redaction import WITHHELD, redact
from guild_jupyter.server import refusals
from guild_jupyter.server.asked import MOST_BYTES, body_of
from guild_jupyter.server.frames_on_wire import Frame, framed
from guild_jupyter.server.handler import RESOURCE
from guild_jupyter.server.opening import Opening
from guild_jupyter.server.outbox import Outbox
from guild_jupyter.server.route import EXECUTE, READ, WRITE
from guild_jupyter.server.service import Service
from guild_jupyter.server.shown import Shown
from guild_jupyter.server.watching import Watching

_T = TypeVar("_T")
#: Streams of a user, views of a stream, and messages of it that wait for an answer.
MOST_STREAMS, MOST_VIEWS, MOST_WAITING = 8, 32, 256
#: Beyond so many bytes a message is not even received.
_LARGEST = 4 * MOST_BYTES
_LARGEST_NUMBER = 1 << 53
_LONGEST_QUESTION = 200
_THREADS = 4
#: Messages up to this size are read at once; longer ones in a thread.
_SHORT = 1 << 14
_ENVELOPE = frozenset({"view", "id", "ask", "page"})
#: Codes of the ends of streams: too many of them, and read too slowly.
_TOO_MANY, _TOO_SLOW = 4429, 4408


class Streams:
    """What the streams of one server share.

    Parameters
    ----------
    service
        What all its handlers share.
    """

    def __init__(self, service: Service) -> None:
        self.service = service
        self.opening = Opening(service.places)
        self.watching = Watching()
        self.threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="guild-views")
        self.by_user: dict[str, set[Stream]] = {}

    def scrub(self, text: str) -> str:
        """Return a sentence without paths of other places, and without the server's token."""
        return refusals.scrubbed(text, self.service.places.known(), self.service.secret)


class Stream(WebSocketMixin, WebSocketHandler, JupyterHandler):
    """A stream."""

    auth_resource = RESOURCE

    def initialize(self, streams: Streams) -> None:
        """Take what all streams share."""
        self._streams = streams
        self._views: dict[int, Shown] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._outbox = Outbox(self._send)
        self._user = ""

    def set_default_headers(self) -> None:
        """Have nothing kept by browsers, and nothing taken for what it is not."""
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")

    @property
    def max_message_size(self) -> int:
        """Bytes that are received at most; larger messages end the stream."""
        return _LARGEST

    @ws_authenticated
    @authorized(READ, RESOURCE)  # type: ignore[untyped-decorator]
    async def get(  # type: ignore[override]
        self,
        *args: Any,  # noqa: ANN401 - Tornado's
        **kwargs: Any,  # noqa: ANN401 - Tornado's
    ) -> None:
        """Begin a stream."""
        if self.request.headers.get("Upgrade", "").lower() != "websocket":
            raise HTTPError(400)
        await super().get(*args, **kwargs)

    @ws_authenticated
    async def _refused(self, *_args: Any) -> None:  # noqa: ANN401 - Tornado's
        raise HTTPError(405)

    head = post = put = patch = delete = options = _refused

    def write_error(self, status_code: int, **_more: Any) -> None:  # noqa: ANN401 - Tornado's
        """Say in words what is wrong."""
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(refusals.of_status(status_code)))

    def open(self, *args: str, **kwargs: str) -> None:
        """Begin, unless the user has too many streams already."""
        super().open(*args, **kwargs)
        self._loop = asyncio.get_running_loop()
        # Who is known by a token or password only has another name each time.
        is_one = type(self.identity_provider) in (IdentityProvider, PasswordIdentityProvider)
        self._user = "" if is_one else str(self.current_user.username)
        others = self._streams.by_user.setdefault(self._user, set())
        if len(others) >= MOST_STREAMS:
            said = "too many pages are connected to this server at once"
            self._put(framed(refusal(said, "Close some of them.").content))
            self._end(_TOO_MANY, said)
            return
        others.add(self)

    def on_close(self) -> None:
        """Forget all views."""
        super().on_close()
        self._outbox.close()
        for view in self._views.values():
            view.close()
            self._streams.watching.remove(view)
        self._views.clear()
        others = self._streams.by_user.get(self._user)
        if others is not None:
            others.discard(self)
            if not others:
                del self._streams.by_user[self._user]

    async def on_message(self, message: str | bytes) -> None:
        """Take a message: whatever it is, it is answered in words."""
        if self._outbox.is_closed:
            return
        size = len(message)
        if size > MOST_BYTES:
            self._refuse({}, "the message is larger than 1 MiB", "Ask for less at once.")
            return
        text = message if isinstance(message, bytes) else message.encode(errors="replace")
        try:
            content = body_of(text) if size <= _SHORT else await self._work(body_of, text)
        except Exception:  # noqa: BLE001 - no JSON, or none that can be read
            self._refuse({}, "the message is no object of JSON")
            return
        self._take(content)

    def _take(self, content: dict[str, Any]) -> None:
        number = content.get("view")
        if not _is_whole(number) or not 0 <= number < _LARGEST_NUMBER:
            self._refuse({**content, "view": None}, "the message names no view")
        elif "close" in content:
            self._close_view(number)
            self._put(framed({"closed": True, "view": number}))
        elif self._waiting >= MOST_WAITING:
            self._refuse(content, "too many questions wait for an answer", "Ask them later.")
        elif "open" in content:
            self._open_view(number, content)
        elif "ask" in content:
            view = self._views.get(number)
            if view is None:
                self._refuse(content, f"view {number} is not open", "Open it first.")
            else:
                self._spawn(self._met(self._ask(view, content), content))
        else:
            self._refuse(content, "the message neither opens a view nor asks or closes it")

    def _open_view(self, number: int, content: dict[str, Any]) -> None:
        wanted = content["open"]
        if number in self._views:
            self._refuse(content, f"view {number} is open already", "Close it first.")
        elif len(self._views) >= MOST_VIEWS:
            self._refuse(content, f"{MOST_VIEWS} views are open already", "Close some of them.")
        elif not isinstance(wanted, dict):
            self._refuse(content, "the message does not say what to open")
        else:
            view = Shown(number, self._tell, lambda: self._outbox.has_room, self._streams.scrub)
            self._views[number] = view
            self._spawn(self._met(self._begin(view, content), content))

    async def _met(self, work: Coroutine[Any, Any, None], content: dict[str, Any]) -> None:
        """Meet what a message wants; a fault of ours is logged, and told by its number only."""
        self._waiting += 1
        try:
            await work
        except Exception:  # noqa: BLE001 - a page that waits for ever learns nothing
            number = os.urandom(6).hex()
            told, secret = traceback.format_exc(), self._streams.service.secret
            told = told.replace(secret, WITHHELD) if secret else told
            self.log.error("guild %s: a stream\n%s", number, redact(told))
            error = refusals.of_status(500, number)["error"]
            self._refuse(content, error["message"], error["hint"])
        finally:
            self._waiting -= 1

    async def _begin(self, view: Shown, content: dict[str, Any]) -> None:
        make = partial(self._streams.opening.of, content["open"])
        has_begun = False
        async with view.turn:
            try:
                if not await self._may(READ):
                    self._refuse(content, *refusals.SAID[403])
                else:
                    has_begun = await self._work(view.open, _asked_as(content), make)
            finally:
                if has_begun and not view.is_closed:
                    self._streams.watching.add(view)
                elif self._views.get(view.number) is view:
                    self._close_view(view.number)

    async def _ask(self, view: Shown, content: dict[str, Any]) -> None:
        async with view.turn:
            question = content["ask"]
            if not isinstance(question, str) or len(question) > _LONGEST_QUESTION:
                self._refuse(content, "the question is none")
                return
            if not await self._may(_action(question, content)):
                self._refuse(content, *refusals.SAID[403])
                return
            wanted = {name: one for name, one in content.items() if name not in _ENVELOPE}
            await self._work(view.answer, _asked_as(content), question, wanted)
            if question == "act":
                self._streams.watching.soon()

    async def _may(self, action: str) -> bool:
        user = self.current_user
        found = self.authorizer.is_authorized(self, user, action, RESOURCE)
        return bool(user) and bool(await ensure_async(found))

    def _close_view(self, number: int) -> None:
        view = self._views.pop(number, None)
        if view is not None:
            view.close()
            self._streams.watching.remove(view)

    def _refuse(self, content: Mapping[str, Any], said: str, hint: str = "") -> None:
        view = content.get("view")
        about = {} if view is None else {"view": view}
        answer = refusal(said, hint).content
        self._put(framed({**about, **answer, "re": _asked_as(content)}))

    def _tell(self, view: Shown, message: Message) -> None:
        """Send a message of a view, from a thread."""
        frame = framed({**message.content, "view": view.number}, message.buffers)
        with suppress(RuntimeError):  # the server ends
            self._loop.call_soon_threadsafe(self._put_of, view, frame)

    def _put_of(self, view: Shown, frame: Frame) -> None:
        # A view may be closed meanwhile, and another one have its number.
        if not view.is_closed:
            self._put(frame)

    def _put(self, frame: Frame) -> None:
        if not self._outbox.put(frame):
            self._end(_TOO_SLOW, "this page does not read what it asked for")
            return
        self._spawn(self._outbox.drain())

    async def _send(self, frame: Frame) -> None:
        with suppress(WebSocketClosedError):
            await self.write_message(frame, binary=isinstance(frame, bytes))

    def _end(self, code: int, reason: str) -> None:
        self._spawn(self._leave(code, reason))

    async def _leave(self, code: int, reason: str) -> None:
        if code == _TOO_MANY:
            await self._outbox.drain()
        self._outbox.close()
        self.close(code, reason)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, do: Callable[..., _T], *given: Any) -> _T:  # noqa: ANN401 - its own
        return await self._loop.run_in_executor(self._streams.threads, do, *given)


def _action(question: str, content: Mapping[str, Any]) -> str:
    if question != "act":
        return READ
    return EXECUTE if content.get("action") == "stop" else WRITE


def _asked_as(content: Mapping[str, Any]) -> int | None:
    number = content.get("id")
    return number if _is_whole(number) else None


def _is_whole(number: object) -> TypeGuard[int]:
    return isinstance(number, int) and not isinstance(number, bool)
