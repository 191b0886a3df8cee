"""Which members of an archive of runs are taken: names, links, numbers and bytes.

Runs are told by their ids; one member that is refused refuses the whole archive.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Container
from contextlib import suppress
from dataclasses import replace

from guild_jupyter.exchange import links
from guild_jupyter.exchange.member import FOLDER, LINK, Member
from guild_jupyter.resources.archive_policy import MAX_BYTES, BadArchive, Policy
from guild_jupyter.supervise import durable, exit_record
from guild_jupyter.supervise.rundir import RunDir

_OF_OWNER = 0o700
_KEPT_BITS = 0o777
_SHOWN = 5
#: The most parts of a path: deeper ones cost a descriptor each.
MOST_PARTS = 100


class Admission:
    """The state of one reading of an archive.

    Parameters
    ----------
    size
        Bytes of an archive that is packed; None for a folder.
    wanted
        The ids of the runs that are taken.
    told
        Hears in words what is left out.
    with_links
        Whether links that lead out of the runs are kept.
    """

    def __init__(
        self,
        size: int | None,
        wanted: Container[str],
        told: Callable[[str], None],
        *,
        with_links: bool = False,
    ) -> None:
        self._policy = Policy(MAX_BYTES if size is None else size)
        self._wanted = wanted
        self._told = told
        self._with_links = with_links
        self._seen: set[tuple[str, ...]] = set()
        self._links = 0
        #: The runs of which a link was left out.
        self.incomplete: set[str] = set()
        self.count = self._policy.count

    def admit(self, member: Member) -> Member | None:
        """Return a member as it is to be made, None where it is left out.

        Raises
        ------
        BadArchive
            It is refused, and the archive with it.
        """
        parts = self._policy.admit(member.name, is_folder=member.kind == FOLDER)
        refuse_depth(parts)
        if member.kind != FOLDER and parts in self._seen:
            raise BadArchive(f"it has {'/'.join(parts)!r} twice")
        self._seen.add(parts)
        if not parts or not links.RUN_ID.fullmatch(parts[0]) or parts[0] not in self._wanted:
            return None
        name = "/".join(parts)
        if len(parts) == 1 and member.kind != FOLDER:
            raise BadArchive(f"{name!r} is no folder")
        if member.kind == LINK and not self._keeps(name, member.target):
            return None
        mode = member.mode & _KEPT_BITS
        if member.kind == FOLDER:
            # What is ours has to be written by ours; the rest at least be read.
            mode |= _OF_OWNER if len(parts) == 1 or parts[1] == ".guild" else 0o500
        return replace(member, name=name, mode=mode if member.kind != LINK else member.mode)

    def _keeps(self, name: str, target: str) -> bool:
        if not links.may_stand(name):
            raise BadArchive(f"it has a link {name!r} where there may be none")
        if "\0" in target or not target:
            raise BadArchive(f"it has a link {name!r} that says nothing")
        if self._with_links or links.where(name, target) != links.OUT:
            return True
        self._links += 1
        self.incomplete.add(name.partition("/")[0])
        if self._links <= _SHOWN:
            self._told(f"link {name} is left out: it leads out of its run, to {target}")
        return False

    def tell_rest(self) -> None:
        """Say how many links were left out that were not named."""
        if self._links > _SHOWN:
            self._told(f"and {self._links - _SHOWN} more such links")
        if self._links:
            self._told("with '--keep-links' such links are kept")


def refuse_depth(parts: tuple[str, ...]) -> None:
    """Raise BadArchive for a path of too many parts."""
    if len(parts) > MOST_PARTS:
        raise BadArchive(f"it has a path of {len(parts)} parts, which is too deep")


def without_processes(folder: str) -> list[str]:
    """Remove from a copied run what tells of processes; return the names of what was there.

    They are those of the run that was copied: a copy never runs, and nobody must stop the other
    run by it. Of one that had ended they say nothing, and stay.
    """
    run = RunDir(folder)
    files = [run.remote_lock]
    ended = exit_record.read(run.exit_record) is not None
    if not ended and durable.read_int(run.attr("exit_status")) is None:
        files += [run.lock, run.supervisor_lock, run.supervisor, run.reaper, run.child]
        files += [run.recorder, run.stop, run.progress]
    return [path.removeprefix(f"{run.path}/") for path in files if _is_removed(path)]


def _is_removed(path: str) -> bool:
    with suppress(FileNotFoundError):
        os.unlink(path)  # noqa: PTH108 - text
        return True
    return False
