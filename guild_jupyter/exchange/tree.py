"""Reading a folder of files as members: nothing is followed out of it unless that is asked for."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from typing import IO

from guild_jupyter.exchange import links
from guild_jupyter.exchange.member import FILE, FOLDER, LINK, LINK_MODE, Member
from guild_jupyter.supervise.rundir import TEMPORARY

_BLOCK = 512
_MOST_LINKS = 40
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
Told = Callable[[str], None]


def read(folder: str, name: str, told: Told, *, follow: bool = False) -> Iterator[Member]:
    """Yield a folder and everything below it, folders before what is in them.

    Parameters
    ----------
    folder
        The folder; it is no link.
    name
        What it is called as a member: the id of its run.
    told
        Hears in words what is left out: pipes, sockets, devices, links that lead nowhere.
    follow
        Whether what links point to takes their place, where they lead out of the run; links to
        other runs stay.

    Raises
    ------
    OSError
        Something cannot be read.
    """
    real = os.path.realpath(folder)
    yield from _walk(folder, name, told, (real,) if follow else ())


def _walk(folder: str, name: str, told: Told, above: tuple[str, ...]) -> Iterator[Member]:
    start = len(folder.rstrip("/")) + 1
    for place, folders, files, descriptor in os.fwalk(folder, onerror=_fail):
        here = f"{name}/{place[start:]}".rstrip("/")
        if place == folder:
            yield _folder(here, os.fstat(descriptor))
        folders.sort()
        for entry in sorted([*folders, *files]):
            member = f"{here}/{entry}"
            facts = os.stat(entry, dir_fd=descriptor, follow_symlinks=False)
            if _is_temporary(member):
                if entry in folders:
                    folders.remove(entry)
            elif stat.S_ISDIR(facts.st_mode):
                yield _folder(member, facts)
            elif stat.S_ISLNK(facts.st_mode):
                target = os.readlink(entry, dir_fd=descriptor)
                if above and _is_resource(member, target):
                    yield from _followed(f"{place}/{entry}", member, target, told, above)
                else:
                    yield Member(member, LINK, LINK_MODE, facts.st_mtime_ns, target=target)
            elif stat.S_ISREG(facts.st_mode):
                yield _file(member, facts, entry, descriptor)
            else:
                told(f"{_shown(member)} is left out: it is {_kind(facts.st_mode)}")


def _is_temporary(member: str) -> bool:
    return member.split("/")[1:2] == [".guild"] and f"/.guild/{TEMPORARY}" in member


def _is_resource(member: str, target: str) -> bool:
    return links.where(member, target) != links.INSIDE and not links.is_run(member, target)


def _followed(
    path: str, member: str, target: str, told: Told, above: tuple[str, ...]
) -> Iterator[Member]:
    """Yield what a link points to, under the link's name."""
    real = os.path.realpath(path)
    try:
        facts = os.stat(real)  # noqa: PTH116 - text
    except OSError:
        told(f"{_shown(member)} is left out: it leads nowhere, to {_shown(target)}")
        return
    if stat.S_ISREG(facts.st_mode):
        yield _file(member, facts, real, None)
    elif not stat.S_ISDIR(facts.st_mode):
        told(f"{_shown(member)} is left out: it is {_kind(facts.st_mode)}")
    elif len(above) > _MOST_LINKS or any(f"{one}/".startswith(f"{real}/") for one in above):
        told(f"{_shown(member)} is left out: it leads to a folder that it is in")
    else:
        yield from _walk(real, member, told, (*above, real))


def _folder(name: str, facts: os.stat_result) -> Member:
    return Member(name, FOLDER, stat.S_IMODE(facts.st_mode), facts.st_mtime_ns)


def _file(name: str, facts: os.stat_result, path: str, folder: int | None) -> Member:
    def opened() -> IO[bytes]:
        return open(os.open(path, _READ, dir_fd=folder), "rb")  # noqa: PTH123 - a descriptor

    return Member(
        name,
        FILE,
        stat.S_IMODE(facts.st_mode),
        facts.st_mtime_ns,
        facts.st_size,
        has_holes=facts.st_blocks * _BLOCK < facts.st_size,
        opened=opened,
    )


def _kind(mode: int) -> str:
    if stat.S_ISFIFO(mode):
        return "a pipe"
    return "a socket" if stat.S_ISSOCK(mode) else "a device"


def _shown(text: str) -> str:
    return text.encode(errors="replace").decode()


def _fail(error: OSError) -> None:
    raise error
