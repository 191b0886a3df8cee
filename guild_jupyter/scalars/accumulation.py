"""The summaries of a run's scalars, kept up to date by reading only what was appended.

Decides whether a file only grew since it was read, or has to be read anew. What is known is
small, plain data that can be stored between processes.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from guild_jupyter.scalars import footprint
from guild_jupyter.scalars.files import EventFile, Visit, event_files
from guild_jupyter.scalars.footprint import Identity
from guild_jupyter.scalars.reading import EventReader, damaged, unreadable
from guild_jupyter.scalars.summary import Summary
from guild_jupyter.scalars.tally import Tally, tally

_FORMAT = 1


@dataclass(slots=True)
class _Known:
    """What was read of one file.

    Parameters
    ----------
    identity
        What the file was at that time.
    settled
        Whether a later change would show in the identity.
    offset, foreign
        Where the reading came to, as in `reading.EventReader`.
    mark
        Checksum of some of what was read, which a file that only grew still has.
    fault
        What is said of the file; empty while it is sound.
    tallies
        What its values come down to, by tag.
    """

    identity: Identity
    settled: bool = False
    offset: int = 0
    foreign: list[str] = field(default_factory=list)
    mark: int = 0
    fault: str = ""
    tallies: dict[str, Tally] = field(default_factory=dict)


class RunScalars:
    """What is known of a run's scalars at one moment."""

    def __init__(self) -> None:
        self._files: dict[str, _Known] = {}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> RunScalars:
        """Return what `to_data` gave.

        Raises
        ------
        ValueError
            It is no such data.
        """
        found = cls()
        try:
            if data["format"] != _FORMAT:
                raise ValueError("written by another version")
            for name, (identity, settled, offset, foreign, mark, fault, tallies) in data[
                "files"
            ].items():
                inode, size, modified, changed = (int(number) for number in identity)
                found._files[name] = _Known(
                    (inode, size, modified, changed),
                    bool(settled),
                    int(offset),
                    list(foreign),
                    int(mark),
                    str(fault),
                    {tag: Tally.from_data(one) for tag, one in tallies.items()},
                )
        except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
            raise ValueError(f"no summaries of scalars: {error}") from error
        return found

    def to_data(self) -> dict[str, Any]:
        """Return plain data, all of which any JSON can hold, for `from_data`."""
        return {
            "format": _FORMAT,
            "files": {
                name: [
                    list(known.identity),
                    known.settled,
                    known.offset,
                    known.foreign,
                    known.mark,
                    known.fault,
                    {tag: one.to_data() for tag, one in known.tallies.items()},
                ]
                for name, known in self._files.items()
            },
        }

    def copy(self) -> RunScalars:
        """Return one that knows the same; refreshing one of them does not change the other."""
        found = RunScalars()
        found._files = self._files
        return found

    def refresh(self, run_dir: Path | str, visited: Visit | None = None) -> bool:
        """Read what is new since the last call; return whether anything known changed.

        ``visited`` is that of :func:`guild_jupyter.scalars.files.event_files`.
        """
        before = self._files
        self._files = {}
        is_changed = False
        for file in event_files(run_dir, visited):
            known = before.get(file.relative)
            if (
                known is None
                or not known.settled
                or known.identity != footprint.identity(file.status)
            ):
                known = _read(file, known)
                is_changed = True
            if known is not None:
                self._files[file.relative] = known
        return is_changed or self._files.keys() != before.keys()

    def summaries(self) -> list[Summary]:
        """Return the summaries of the series, ordered by key, as those of `series.read_run`."""
        found: dict[tuple[str, str], Tally] = {}
        gathering = set()
        for name, known in sorted(self._files.items(), key=lambda one: os.path.split(one[0])):
            prefix = os.path.split(name)[0]
            for tag, one in known.tallies.items():
                place = prefix, tag
                if place not in found:
                    found[place] = one
                    continue
                if place not in gathering:
                    gathering.add(place)
                    found[place] = replace(found[place])  # what is known stays as it is
                found[place].add(one)
        summaries = [one.summary(*place) for place, one in found.items()]
        return sorted(summaries, key=lambda one: (one.key, one.prefix))

    @property
    def faults(self) -> list[str]:
        """What is wrong with the run's event files, a sentence each."""
        return [known.fault for known in self._files.values() if known.fault]


def _read(file: EventFile, known: _Known | None) -> _Known | None:
    """Read a file on where it only grew, else anew; return None where it is gone."""
    identity = footprint.identity(file.status)
    begun = time.time_ns()
    try:
        if known is None or not footprint.only_grew(
            file, known.identity, known.offset, known.mark
        ):
            known = _Known(identity)
        else:
            known = replace(
                known, tallies={tag: replace(one) for tag, one in known.tallies.items()}
            )
        reader = EventReader(file.path, known.offset, known.foreign)
        for columns in reader.batches():
            for tag, (steps, values, _) in columns.items():
                piece = tally(steps, values)
                if tag in known.tallies:
                    known.tallies[tag].add(piece)
                else:
                    known.tallies[tag] = piece
        known.offset, known.foreign = reader.offset, sorted(reader.foreign)
        known.mark = footprint.mark(file.path, reader.offset)
        known.fault = damaged(file.relative, reader.fault) if reader.fault else ""
    except FileNotFoundError:
        return None
    except OSError as error:
        # what is known may be of half a block, and is not kept
        known = _Known(identity, fault=unreadable(file.relative, error))
    known.identity = identity
    known.settled = footprint.is_settled(identity, begun)
    return known
