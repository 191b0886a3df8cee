"""One question to a server: a connection to an address that was looked at, and its redirects.

Decides whom to ask, and refuses to be led astray. Knows nothing of files and of what is done
with an answer.
"""

from __future__ import annotations

import base64
import http.client
import socket
import ssl
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from guild_jupyter._version import __version__
from guild_jupyter.errors import ResourceError
from guild_jupyter.resources import addresses
from guild_jupyter.resources.sources.url import check

MAX_REDIRECTS = 5
MAX_ANNOUNCEMENTS = 20
TIMEOUT = 60.0

_CONTINUE, _SWITCHING, _OK = 100, 101, 200
_REDIRECTS = (301, 302, 303, 307, 308)
_AGENT = f"guild-jupyter/{__version__}"


@dataclass(slots=True)
class Journey:
    """Where one download was led so far.

    Parameters
    ----------
    first
        The kind of address that the URL itself had; empty before it was asked. A name that has
        another kind of address the next time is not believed.
    """

    first: str = ""


@contextmanager
def answer(
    url: str, headers: Mapping[str, str], journey: Journey
) -> Iterator[http.client.HTTPResponse]:
    """Ask a URL and whatever it redirects to; hold the last answer open.

    Parameters
    ----------
    url
        The URL.
    headers
        Headers of the request.
    journey
        What is remembered between several questions of one download.

    Raises
    ------
    ResourceError
        A URL or an address must not be asked, or there are too many redirects.
    OSError
        No connection, or it broke.
    http.client.HTTPException
        What came is no HTTP.
    """
    kind = journey.first
    for turn in range(MAX_REDIRECTS + 1):
        try:
            check(url)
        except ResourceError as error:
            if not turn:
                raise
            raise ResourceError(f"it leads to {url!r}: {error.message}", error.hint) from error
        hop = _Hop(url, kind)
        try:
            response = hop.ask(headers)
            kind = hop.kind
            if not turn:
                journey.first = kind
            location = response.headers.get("Location")
            if response.status not in _REDIRECTS or not location:
                yield response
                return
        finally:
            hop.close()
        try:
            url = urljoin(url, location)
        except ValueError as error:
            raise ResourceError(f"the server redirects to {location!r}, no URL") from error
    raise ResourceError(f"there are more than {MAX_REDIRECTS} redirects")


class _Answer(http.client.HTTPResponse):
    """An answer; what a server only announces before it is passed over."""

    def _read_status(self) -> tuple[str, int, str]:
        for _ in range(MAX_ANNOUNCEMENTS):
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if status == _SWITCHING or not _CONTINUE <= status < _OK:
                return version, status, reason
            http.client.parse_headers(self.fp)
        raise http.client.HTTPException("the server announces an answer, and gives none")


class _Hop:
    """One connection; directly, or by the proxy that the environment names.

    Parameters
    ----------
    url
        A URL that was checked.
    before
        The kind of the address that led here; empty for the user's own URL.
    """

    def __init__(self, url: str, before: str) -> None:
        self.kind = ""
        self._before = before
        self._parts = urlsplit(url)
        self._proxy = _proxy(self._parts)
        self._connection: http.client.HTTPConnection | None = None
        self._response: http.client.HTTPResponse | None = None

    def ask(self, headers: Mapping[str, str]) -> http.client.HTTPResponse:
        """Send the request and return the beginning of the answer."""
        parts = self._parts
        host, port = str(parts.hostname), parts.port
        sent = {"User-Agent": _AGENT, "Accept": "*/*", "Accept-Encoding": "identity", **headers}
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        if self._proxy is None:
            connection = self._connection_to(host, port, secure=parts.scheme == "https")
        else:
            self._see_through_proxy(host)
            proxy = self._proxy
            connection = self._connection_to(
                str(proxy.hostname), proxy.port or 80, secure=parts.scheme == "https"
            )
            if parts.scheme == "https":
                connection.set_tunnel(host, port or 443, _authorization(proxy))
            else:
                target = f"http://{parts.netloc}{target}"
                sent |= _authorization(proxy) | {"Host": parts.netloc}
        self._connection = connection
        # What is no ASCII in a path is sent as browsers do.
        connection.request("GET", _quoted(target), headers=sent)
        self._response = connection.getresponse()
        return self._response

    def close(self) -> None:
        """End the connection."""
        if self._response is not None:
            self._response.close()
        if self._connection is not None:
            self._connection.close()

    def _connection_to(
        self, host: str, port: int | None, *, secure: bool
    ) -> http.client.HTTPConnection:
        made: http.client.HTTPConnection
        if secure:
            context = ssl.create_default_context()
            made = http.client.HTTPSConnection(host, port or 443, timeout=TIMEOUT, context=context)
        else:
            made = http.client.HTTPConnection(host, port or 80, timeout=TIMEOUT)
        made.response_class = _Answer
        # Between the name's addresses and the connection nothing is resolved again.
        made._create_connection = self._open  # type: ignore[attr-defined]
        return made

    def _open(self, place: tuple[str, int], timeout: float, *_: object) -> socket.socket:
        try:
            found = socket.getaddrinfo(*place, type=socket.SOCK_STREAM)
        except UnicodeError as error:
            raise ResourceError(f"{place[0]!r} is no name of a host: {error}") from error
        # Before any of them is asked: a name with a forbidden address is not to be trusted.
        kinds = [self._allowed(str(info[4][0])) if self._proxy is None else "" for info in found]
        trouble: OSError = OSError(f"{place[0]} has no address")
        for info, kind in zip(found, kinds, strict=True):
            try:
                opened = _connected(info[0], info[4], timeout)
            except OSError as error:
                trouble = error
                continue
            self.kind = kind or self.kind
            return opened
        raise trouble

    def _allowed(self, address: str) -> str:
        kind = addresses.kind_of(address)
        if self._before:
            addresses.refuse_step(self._before, kind, address)
        return kind

    def _see_through_proxy(self, host: str) -> None:
        """Judge an address that the URL names; a name is resolved by the proxy, and public."""
        try:
            self.kind = self._allowed(host)
        except ValueError:
            is_local = host.rstrip(".").lower() == "localhost"
            self.kind = addresses.LOOPBACK if is_local else addresses.PUBLIC
            if self._before:
                addresses.refuse_step(self._before, self.kind, host)


def _connected(family: int, address: tuple[Any, ...], timeout: float) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.settimeout(timeout)
        made.connect(address)
    except OSError:
        made.close()
        raise
    return made


def _proxy(parts: SplitResult) -> SplitResult | None:
    """Return the proxy for a URL: a company's network may have no other way out."""
    named = urllib.request.getproxies().get(parts.scheme)
    if not named or urllib.request.proxy_bypass(str(parts.hostname)):
        return None
    proxy = urlsplit(named if "://" in named else f"http://{named}")
    if proxy.scheme != "http" or not proxy.hostname:
        raise ResourceError(
            f"the proxy {proxy.scheme}://{proxy.hostname} is none of http",
            f"Set {parts.scheme}_proxy to http://HOST:PORT, or unset it.",
        )
    return proxy


def _authorization(proxy: SplitResult) -> dict[str, str]:
    if proxy.username is None:
        return {}
    words = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return {"Proxy-Authorization": "Basic " + base64.b64encode(words.encode()).decode()}


def _quoted(target: str) -> str:
    return "".join(sign if sign.isascii() else _escaped(sign) for sign in target)


def _escaped(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in sign.encode(errors="replace"))
