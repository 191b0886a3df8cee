"""``url`` sources: what http and https give, kept in the Guild home.

Decides which URLs are fetched at all; how a download is made whole is known to ``download``.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from guild_jupyter.errors import ResourceError
from guild_jupyter.registry import load
from guild_jupyter.resources.addresses import refuse_disguised
from guild_jupyter.resources.plan import PlannedSource
from guild_jupyter.resources.source_types import Origin, Request, Site

SCHEMES = ("http", "https")


def check(url: str) -> None:
    """Refuse a URL that is not to be fetched.

    Raises
    ------
    ResourceError
        The scheme, the host or the port make no sense, a password is in it, or the host is an
        address that is never asked.
    """
    try:
        parts = urlsplit(url)
        port_is_number = parts.port is None or parts.port > 0
    except ValueError as error:
        raise ResourceError(f"it is no URL: {error}") from error
    if parts.scheme not in SCHEMES or not parts.hostname or not port_is_number:
        raise ResourceError("it is no URL of http or https", "Write https://HOST/PATH.")
    if any(ord(sign) <= 32 or ord(sign) == 127 for sign in url):
        raise ResourceError("it has a space or control character", "Write it as %20.")
    if "@" in parts.netloc:
        raise ResourceError(
            f"the URL for {parts.hostname} has a user or password, which would be recorded",
            "Fetch it in an operation of its own that takes the password from its environment.",
        )
    refuse_disguised(parts.hostname)


class UrlSource:
    """A URL, fetched once and reused."""

    def plan(self, source: PlannedSource, request: Request) -> PlannedSource:  # noqa: ARG002 - of the protocol
        """Check the URL's form; nothing is asked of the network."""
        check(source.target)
        return source

    def resolve(self, source: PlannedSource, site: Site) -> Origin:
        """Fetch the URL, unless a whole download of it is there."""
        # urllib.request is half of what planning would cost: only the preparer loads it.
        fetch: Callable[..., str] = load("guild_jupyter.resources.download:fetch")
        path = fetch(
            source.target,
            site.home,
            source.sha256,
            limit=site.download_limit,
            say=site.say,
            report=site.progress(source.name),
        )
        removal: Callable[..., Callable[[], None]] = load(
            "guild_jupyter.resources.download:removal"
        )
        forget = removal(source.target, site.home, path, site.say)
        return Origin(path, verified=True, is_shared=True, forget=forget)
