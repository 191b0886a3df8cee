"""Fetching a URL: a file in the cache is either whole and checked, or not there.

Decides what of a server's answer is believed: nothing of its length, its redirects or its names
without a check. Knows neither runs nor resources.
"""

from __future__ import annotations

import hashlib
import http.client
import ipaddress
import os
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources import cache
from guild_jupyter.resources.digests import file_digest
from guild_jupyter.resources.sources.url import check
from guild_jupyter.supervise import durable

MAX_BYTES = 1 << 40
MAX_REDIRECTS = 5

_CHUNK = 1 << 20
_TIMEOUT = 60.0
_MAX_NAME = 200


def fetch(
    url: str, home: str, sha256: str, *, limit: int = MAX_BYTES, say: Callable[[str], None]
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

    Raises
    ------
    ResourceError
        It cannot be had whole, or is something else than expected.
    """
    check(url)
    folder = cache.entry(home, urlparse(url))
    path = folder / file_name(url)
    with cache.locked(folder, lambda: say(f"Waiting for another run that fetches {url}")):
        if _is_whole(path, sha256):
            return str(path)
        say(f"Downloading {url}")
        part = path.with_name(path.name + ".part")
        try:
            got = _download(url, part, limit)
            if sha256 and got != sha256:
                raise ResourceError(f"bad sha256 for {url!r} (expected {sha256} but got {got})")
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        durable.sync_folder(str(folder))
        durable.write_json(str(_record(path)), _facts(path) | {"sha256": got}, sync=True)
    return str(path)


def file_name(url: str) -> str:
    """Return the name under which a URL's content is kept: the last of its path, made harmless."""
    decoded = re.split(r"[/\\]", unquote(urlparse(url).path, errors="replace"))[-1]
    name = "".join(sign for sign in decoded if sign.isprintable()).strip(". ")
    while len(name.encode()) > _MAX_NAME:
        name = name[1:]
    return name.strip(". ") or "index"


def _record(path: Path) -> Path:
    return path.with_name(f".{path.name}.whole")


def _facts(path: Path) -> dict[str, Any]:
    facts = path.lstat()
    return {"size": facts.st_size, "mtime": facts.st_mtime_ns, "inode": facts.st_ino}


def _is_whole(path: Path, sha256: str) -> bool:
    if not path.is_file() or path.is_symlink():
        return False
    record = durable.read_json(str(_record(path))) or {}
    known = {name: record.get(name) for name in ("size", "mtime", "inode")}
    if known == _facts(path):
        return not sha256 or record.get("sha256") == sha256
    # Guild's, or changed since: only the digest can tell.
    return bool(sha256) and file_digest(str(path), "sha256") == sha256


def _download(url: str, part: Path, limit: int) -> str:
    request = urllib.request.Request(url, headers={"Accept-Encoding": "identity"})
    try:
        with _opener().open(request, timeout=_TIMEOUT) as response:
            return _save(response, part, limit)
    except urllib.error.HTTPError as error:
        with error:
            raise ResourceError(f"{url}: the server says {error.code} {error.reason}") from error
    except urllib.error.URLError as error:
        raise ResourceError(f"{url}: {error.reason}") from error
    except http.client.IncompleteRead as error:
        raise ResourceError(f"{url}: the download ended too early") from error
    except http.client.HTTPException as error:
        raise ResourceError(f"{url}: {type(error).__name__}: {error}") from error
    except ResourceError as error:
        raise ResourceError(f"{url}: {error.message}") from error
    except TimeoutError as error:
        raise ResourceError(f"{url}: nothing came for {_TIMEOUT:.0f} seconds") from error


def _save(response: http.client.HTTPResponse, part: Path, limit: int) -> str:
    announced = response.headers.get("Content-Length")
    length = int(announced) if announced and announced.isdecimal() else None
    too_large = f"it is larger than {limit} bytes"
    if length is not None and length > limit:
        raise ResourceError(too_large)
    digest, received = hashlib.sha256(), 0
    part.unlink(missing_ok=True)  # what a killed download left
    flags = os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_WRONLY | os.O_CLOEXEC
    with open(os.open(part, flags, 0o640), "wb") as file:  # noqa: PTH123 - a descriptor
        while chunk := response.read(_CHUNK):
            received += len(chunk)
            if received > limit:
                raise ResourceError(too_large)
            digest.update(chunk)
            file.write(chunk)
        if length is not None and received != length:
            raise ResourceError(f"the download ended too early: {received} of {length} bytes")
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def _opener() -> urllib.request.OpenerDirector:
    # Not build_opener: it would add handlers for file, ftp and data.
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.UnknownHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _Redirects(),
        _Http(),
        _Https(),
    ):
        opener.add_handler(handler)
    return opener


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a few redirects, each to a URL that could have been given."""

    max_redirections = MAX_REDIRECTS

    def redirect_request(
        self,
        req: urllib.request.Request,
        *rest: Any,  # noqa: ANN401 - urllib's signature
    ) -> urllib.request.Request | None:
        check(rest[-1])
        return super().redirect_request(req, *rest)


def refuse_link_local(address: str) -> None:
    """Refuse an address at which clouds hand out credentials.

    Loopback and private addresses are allowed: an intranet's servers have them, and so do tests.
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None) or found
    if mapped.is_link_local or found.is_link_local:
        raise ResourceError(f"nothing is fetched from {address}: it is a link-local address")


class _Connection(http.client.HTTPConnection):
    def connect(self) -> None:
        """Connect, and look at whom it is really connected to before anything is asked."""
        super().connect()
        refuse_link_local(self.sock.getpeername()[0])


class _SecureConnection(http.client.HTTPSConnection):
    def connect(self) -> None:
        """Connect, and look at whom it is really connected to before anything is asked."""
        super().connect()
        refuse_link_local(self.sock.getpeername()[0])


class _Http(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_Connection, req)


class _Https(urllib.request.HTTPSHandler):
    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_SecureConnection, req)
