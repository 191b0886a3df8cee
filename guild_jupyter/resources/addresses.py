"""Which network addresses are asked, and in which order one may lead to another.

Decides by what an address is, whatever form it is written in. Opens no connection and resolves
no name.
"""

from __future__ import annotations

import ipaddress
import re

from guild_jupyter.errors import ResourceError

PUBLIC, PRIVATE, LOOPBACK = "public", "private", "loopback"

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Addresses that hold one of the old kind, in which another could be hidden.
_HOLDING = {
    "an IPv4-mapped": ipaddress.ip_network("::ffff:0:0/96"),
    "an IPv4-translated": ipaddress.ip_network("::ffff:0:0:0/96"),
    "an IPv4-compatible": ipaddress.ip_network("::/96"),
    "a 6to4": ipaddress.ip_network("2002::/16"),
    "a Teredo": ipaddress.ip_network("2001::/32"),
    "a local NAT64": ipaddress.ip_network("64:ff9b:1::/48"),
}
_PRIVATE = [
    ipaddress.ip_network(text)
    for text in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "100.64.0.0/10",
        "198.18.0.0/15",  # for measurements; tunnels give such addresses to every host
        "fc00::/7",
    )
]
# Used as if it were public, and where one cloud hands out credentials.
_OF_CLOUDS = [ipaddress.ip_network(text) for text in ("168.63.129.16/32", "fd00:ec2::254/128")]
_THIS_NETWORK = ipaddress.ip_network("0.0.0.0/8")
_NUMBER = re.compile(r"[0-9]+|0[xX][0-9a-fA-F]*")
_FOUR = re.compile(r"(0|[1-9][0-9]{0,2})(\.(0|[1-9][0-9]{0,2})){3}")


def kind_of(address: str) -> str:
    """Return whether an address is public, private or loopback.

    Parameters
    ----------
    address
        An address of the Internet protocol as the system writes it.

    Raises
    ------
    ResourceError
        Nothing is ever fetched from such an address.
    """
    reason = _objection(address)
    if reason:
        raise ResourceError(f"nothing is fetched from {address}: it is {reason}")
    found = _parsed(address)
    if found.is_loopback:
        return LOOPBACK
    return PRIVATE if any(found in network for network in _PRIVATE) else PUBLIC


def refuse_step(before: str, after: str, address: str) -> None:
    """Refuse to be led to another place than one was sent to.

    Parameters
    ----------
    before
        The kind of address that led on.
    after
        The kind of the next one.
    address
        The next one.

    Raises
    ------
    ResourceError
        The step leads to this machine, or into a network that is not the same.
    """
    if after not in (PUBLIC, before):
        raise ResourceError(
            f"a {before} address leads to {address}, which is a {after} one",
            "If you trust it, name the last URL itself.",
        )


def refuse_disguised(host: str) -> None:
    """Refuse a host in a URL that is an address in another form than the usual one.

    ``127.0.0.1`` is also ``2130706433``, ``0x7f.1`` and ``[::ffff:127.0.0.1]``; nobody who means
    well writes it so.

    Raises
    ------
    ResourceError
        It is such a form, or no name of a host.
    """
    plain = host if host.isascii() else _ascii(host)
    if "%" in plain:
        raise ResourceError(f"{host!r} is no name of a host: it has a percent sign")
    if ":" in plain:
        try:
            kind_of(plain)
        except ValueError as error:
            raise ResourceError(f"{host!r} is no address: {error}") from error
        if ipaddress.IPv6Address(plain) in _NAT64:
            raise ResourceError(f"nothing is fetched from {host}: it is a NAT64 address")
        return
    if not _NUMBER.fullmatch(plain.rstrip(".").rpartition(".")[2]):
        return
    if plain != host or not _FOUR.fullmatch(plain):
        raise ResourceError(
            f"{host!r} is an address in an unusual form", "Write it as four decimal numbers."
        )
    try:
        kind_of(plain)
    except ValueError as error:
        raise ResourceError(f"{host!r} is no address: {error}") from error


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode()
    except UnicodeError as error:
        raise ResourceError(f"{host!r} is no name of a host: {error}") from error


def _parsed(address: str) -> _Address:
    found = ipaddress.ip_address(address.partition("%")[0])
    if found.version == 6 and found in _NAT64:
        # How hosts of the old kind are reached from networks that only have the new one.
        return ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return found


def _objection(address: str) -> str:
    written, found = ipaddress.ip_address(address.partition("%")[0]), _parsed(address)
    is_local = found.is_loopback or any(found in network for network in _PRIVATE)
    if found.is_unspecified or found in _THIS_NETWORK:
        return "no address of a host"
    if found != ipaddress.IPv6Address("::1"):
        for name, network in _HOLDING.items():
            if found in network:
                return f"{name} address"
    if found.is_link_local or any(found in network for network in _OF_CLOUDS):
        return "a link-local address, where clouds hand out credentials"
    if found.is_multicast:
        return "a multicast address"
    if is_local:
        return "a NAT64 address of a private one" if found != written else ""
    is_reserved = not found.is_global or found.is_reserved
    is_reserved |= isinstance(found, ipaddress.IPv6Address) and found.is_site_local
    return "a reserved address" if is_reserved else ""
