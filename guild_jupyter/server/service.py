"""What the handlers of one server share: its places, its interpreters, and threads for work."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from guild_jupyter.errors import GuildError
from guild_jupyter.server import refusals
from guild_jupyter.server.places import Places

_T = TypeVar("_T")
#: Threads in which answers are made: enough that a long one holds up no short one.
_THREADS = 6


class Service:
    """The service of one server.

    Parameters
    ----------
    places
        Its folders and homes.
    specs
        Gives the kernelspecs that are installed, and one of them by name, as Jupyter has them.
    secret
        The token of the server, which is said nowhere.
    """

    def __init__(self, places: Places, specs: Any = None, secret: str = "") -> None:  # noqa: ANN401 - whatever the server uses
        self.places = places
        self.specs = specs
        self.secret = secret
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="guild")
        self._loop: asyncio.AbstractEventLoop | None = None

    def refusal(self, error: GuildError) -> dict[str, Any]:
        """Return the body that says what is wrong, in words that whoever asks may read."""
        return refusals.of_error(error, self.places.known(), self.secret)

    async def work(self, do: Callable[..., _T], *given: Any) -> _T:  # noqa: ANN401 - whatever it takes
        """Do something in a thread and return what comes of it."""
        self._loop = asyncio.get_running_loop()
        return await self._loop.run_in_executor(self._threads, do, *given)

    def awaited(self, found: Any) -> Any:  # noqa: ANN401 - a value, or what gives one later
        """Return, in a thread, a value that may come later."""
        if not asyncio.iscoroutine(found):
            return found
        assert self._loop is not None  # work was begun there
        return asyncio.run_coroutine_threadsafe(found, self._loop).result(30)
