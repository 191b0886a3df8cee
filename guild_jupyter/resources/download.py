"""Fetching a URL: a file in the cache is either whole and checked, or not there.

Decides when to go on, to begin anew, to try again, and what is left after a failure. Knows
neither runs nor resources, nor how a server is reached.
"""

from __future__ import annotations

import http.client
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import unquote, urlparse

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources import cache, response, transport
from guild_jupyter.resources.digests import file_digest
from guild_jupyter.resources.partial import Belonging, Part
from guild_jupyter.resources.sources.url import check
from guild_jupyter.supervise import durable, faults
from guild_jupyter.supervise.progress import Report
from guild_jupyter.twins.text import duration, size

MAX_BYTES = 1 << 40
#: Seconds before each new try of what may only be a moment's trouble.
PAUSES = (0.5, 1.0, 2.0, 4.0)

_CHUNK = 1 << 18
_MAX_NAME = 200
_MAX_TRIES = 200
_LONGEST_WAIT = 30.0
_MOMENTARY = (408, 425, 429, 500, 502, 503, 504)


class _Trouble(ResourceError):  # noqa: N818 - named as its siblings in errors
    """Trouble with the connection or the server.

    Parameters
    ----------
    message
        What it is.
    again
        Whether it may be over in a moment.
    keeps
        Whether what came before is kept for another time.
    wait
        Seconds that the server wants to be left alone.
    """

    def __init__(
        self, message: str, *, again: bool = True, keeps: bool = True, wait: float = 0.0
    ) -> None:
        super().__init__(message)
        self.again = again
        self.keeps = keeps
        self.wait = wait


def fetch(
    url: str,
    home: str,
    sha256: str,
    *,
    limit: int = MAX_BYTES,
    say: Callable[[str], None],
    report: Report,
) -> str:
    """Return the path of a URL's content, fetched unless a whole copy of it is there.

    Parameters
    ----------
    url
        The URL.
    home
        The Guild home.
    sha256
        The digest it must have; empty for any.
    limit
        The most bytes that are fetched.
    say
        Tells the user something.
    report
        Told how many bytes are there, and of how many; called often.

    Raises
    ------
    ResourceError
        It cannot be had whole, or is something else than expected.
    """
    check(url)
    folder = cache.entry(home, urlparse(url))
    path = folder / file_name(url)
    with cache.locked(folder, lambda: say(f"Waiting for another run that fetches {url}")):
        part = Part(path.with_name(path.name + ".part"))
        if _is_whole(path, sha256):
            part.discard()  # of a process that was killed between the name and the tidying up
            return str(path)
        since = time.monotonic()
        _Download(url, sha256, limit, part, report).run(say)
        part.to_disk()
        faults.reach("download.complete")
        # The record first: it is of this very file, and holds as soon as that has its name.
        _record(path, part.path, part.digest.hexdigest())
        part.become(path)
        durable.sync_folder(str(folder))
        say(f"Downloaded {size(part.size)} in {duration(time.monotonic() - since)}")
    return str(path)


def removal(url: str, home: str, path: str, say: Callable[[str], None]) -> Callable[[], None]:
    """Return a function that removes a fetched file from the cache, for it was of no use.

    It leaves alone what another run has fetched in its place meanwhile.

    Parameters
    ----------
    url, home, say
        As for :func:`fetch`.
    path
        What that returned.
    """
    file = Path(path)
    known = _facts(file) if file.is_file() else {}  # as soon as it is there, others may remove it

    def remove() -> None:
        folder = cache.entry(home, urlparse(url))
        with cache.locked(folder, lambda: say(f"Waiting for another run that fetches {url}")):
            if file.is_file() and _facts(file) == known:
                durable.remove(path)
                durable.remove(str(_note(file)))

    return remove


def file_name(url: str) -> str:
    """Return the name under which a URL's content is kept: the last of its path, made harmless."""
    decoded = re.split(r"[/\\]", unquote(urlparse(url).path, errors="replace"))[-1]
    name = "".join(sign for sign in decoded if sign.isprintable()).strip().rstrip(". ")
    while len(name.encode()) > _MAX_NAME:
        name = name[1:]
    # The dot of a hidden file is its own; in the cache other names that begin so are ours.
    is_hidden = re.match(r"\.[^. ]", name) and not name.lower().startswith(cache.RESERVED)
    return name if is_hidden else name.lstrip(". ") or "index"


def _note(path: Path) -> Path:
    return path.with_name(f".{path.name}.whole")


def _record(path: Path, file: Path, sha256: str) -> None:
    durable.write_json(str(_note(path)), _facts(file) | {"sha256": sha256}, sync=True)


def _facts(path: Path) -> dict[str, Any]:
    facts = path.lstat()
    return {"size": facts.st_size, "mtime": facts.st_mtime_ns, "inode": facts.st_ino}


def _is_whole(path: Path, sha256: str) -> bool:
    if not path.is_file() or path.is_symlink():
        return False
    record = durable.read_json(str(_note(path))) or {}
    known = {name: record.get(name) for name in ("size", "mtime", "inode")}
    if known == _facts(path):
        return not sha256 or record.get("sha256") == sha256
    # Guild's, or changed since: only the digest can tell.
    if not sha256 or file_digest(str(path), "sha256") != sha256:
        return False
    _record(path, path, sha256)
    return True


class _Download:
    """The state of one download, over all its tries.

    Parameters
    ----------
    url, sha256, limit, report
        As for :func:`fetch`.
    part
        What there is of it.
    """

    def __init__(self, url: str, sha256: str, limit: int, part: Part, report: Report) -> None:
        self._url = url
        self._sha256 = sha256
        self._limit = limit
        self._part = part
        self._report = report
        self._journey = transport.Journey()

    def run(self, say: Callable[[str], None]) -> None:
        """Try until the part is complete and right.

        Raises
        ------
        ResourceError
            It cannot be had. Nothing is left of it, unless only the connection failed.
        """
        try:
            self._part.open(self._url, known_digest=bool(self._sha256))
            kept = self._part.size
            say(f"Downloading {self._url}" + (f" from {size(kept)} on" if kept else ""))
            self._complete()
            if kept and not self._is_right():
                # What was kept may be of another content than what came now.
                self._part.discard()
                self._complete()
        except _Trouble as error:
            keeps = error.keeps and self._part.can_go_on(known_digest=bool(self._sha256))
            (self._part.close if keeps else self._part.discard)()
            raise ResourceError(f"{self._url}: {error.message}", error.hint) from error
        except ResourceError as error:
            self._part.discard()
            raise ResourceError(f"{self._url}: {error.message}", error.hint) from error
        except Exception:
            self._part.discard()  # a full disk wants its room back
            raise
        except BaseException:
            self._part.close()  # interrupted: the next run goes on
            raise
        if not self._is_right():
            got = self._part.digest.hexdigest()
            self._part.discard()
            raise ResourceError(
                f"bad sha256 for {self._url!r} (expected {self._sha256} but got {got})"
            )

    def _is_right(self) -> bool:
        return self._sha256 in ("", self._part.digest.hexdigest())

    def _complete(self) -> None:
        failed = 0
        for number in range(_MAX_TRIES):
            if self._part.is_complete:
                return
            before = self._part.size
            try:
                self._try()
            except _Trouble as error:
                failed = 0 if self._part.size > before else failed + 1
                if not error.again or failed > len(PAUSES) or number + 1 == _MAX_TRIES:
                    raise
                time.sleep(max(PAUSES[max(failed, 1) - 1], error.wait))

    def _try(self) -> None:
        """Ask once, and take what comes."""
        headers = {}
        known = self._part.belonging.validator
        if self._part.can_go_on(known_digest=bool(self._sha256)):
            headers["Range"] = f"bytes={self._part.size}-"
            if known:
                headers["If-Range"] = known
        faults.reach("download.asking")
        with ExitStack() as stack:
            with _network():
                answer = stack.enter_context(transport.answer(self._url, headers, self._journey))
            if answer.status in (200, 203):
                self._take_all(answer)
            elif answer.status == 206 and headers:
                self._take_rest(answer)
            elif answer.status == 416 and headers:
                self._take_end(answer)
            elif answer.status in _MOMENTARY:
                raise _Trouble(_refusal(answer), wait=response.wait(answer.headers, _LONGEST_WAIT))
            else:
                raise ResourceError(_refusal(answer))

    def _take_all(self, answer: http.client.HTTPResponse) -> None:
        length = response.length(answer.headers)
        self._allow(length or 0)
        self._part.begin(Belonging(self._url, response.validator(answer.headers), length))
        self._receive(answer, length)

    def _take_rest(self, answer: http.client.HTTPResponse) -> None:
        found = response.part(answer.headers, self._part.belonging, self._part.size)
        if found is None:
            self._begin_anew()
        self._allow(found.total)
        self._part.know_total(found.total)
        self._receive(answer, found.count)

    def _take_end(self, answer: http.client.HTTPResponse) -> None:
        # There is nothing behind what is here: whether it is the right thing, the digest tells.
        if not self._sha256 or response.whole_size(answer.headers) != self._part.size:
            self._begin_anew()
        self._part.know_total(self._part.size)

    def _begin_anew(self) -> NoReturn:
        self._part.discard()
        raise _Trouble("what the server has now does not go on where an earlier download ended")

    def _receive(self, answer: http.client.HTTPResponse, expected: int | None) -> None:
        received = 0
        total = self._part.belonging.total
        while chunk := _read(answer):
            received += len(chunk)
            self._allow(self._part.size + len(chunk))
            if expected is not None and received > expected:
                raise ResourceError("the server sent more than it announced")
            self._part.add(chunk)
            self._report(self._part.size, total)
        if expected is None:
            self._part.know_total(self._part.size)
        elif received != expected:
            raise _Trouble(
                f"the download ended too early: {self._part.size} of {total} bytes", keeps=False
            )

    def _allow(self, count: int) -> None:
        if count > self._limit:
            raise ResourceError(f"it is larger than {self._limit} bytes")


def _refusal(answer: http.client.HTTPResponse) -> str:
    return f"the server says {answer.status} {answer.reason}".rstrip()


def _read(answer: http.client.HTTPResponse) -> bytes:
    with _network():
        return answer.read1(_CHUNK)


@contextmanager
def _network() -> Iterator[None]:
    """Say what the network or the other side failed on."""
    try:
        yield
    except http.client.IncompleteRead as error:
        raise _Trouble("the download ended too early", keeps=False) from error
    except http.client.RemoteDisconnected as error:
        raise _Trouble("the server closed the connection without an answer") from error
    except http.client.HTTPException as error:
        raise ResourceError(f"{type(error).__name__}: {error}") from error
    except TimeoutError as error:
        raise _Trouble(f"nothing came for {transport.TIMEOUT:.0f} seconds") from error
    except ConnectionRefusedError as error:
        raise _Trouble(str(error), again=False) from error
    except socket.gaierror as error:
        again = error.errno == socket.EAI_AGAIN
        reason = f"no address is known for this host: {error.strerror}"
        raise _Trouble(reason, again=again) from error
    except ConnectionError as error:
        raise _Trouble(str(error)) from error
    except OSError as error:
        raise _Trouble(str(error), again=False) from error
