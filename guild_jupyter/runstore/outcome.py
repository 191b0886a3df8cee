"""What became of an export, import or report: the runs, and what has to be said of it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Outcome:
    """What became of an export, import or report.

    Parameters
    ----------
    place
        Where the runs are now: the archive, or the home.
    done
        The ids of the runs that were brought there.
    moved
        Those of them that are gone where they were.
    notes
        What has to be known of it, a sentence each.
    verb
        What was done to the runs, unless all were moved.
    """

    place: str
    done: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    verb: str = "copied"

    @property
    def summary(self) -> str:
        """What was done to how many runs, in words."""
        is_whole = self.moved and len(self.moved) == len(self.done)
        some = f", {len(self.moved)} of them moved" if self.moved and not is_whole else ""
        verb = "moved" if is_whole else self.verb
        return f"{verb} {counted(len(self.done))} to {self.place}{some}"

    def __repr__(self) -> str:
        return "\n".join([self.summary, *(f"note: {note}" for note in self.notes)])


def counted(number: int) -> str:
    """Return so many runs in words."""
    return "1 run" if number == 1 else f"{number} runs"


def is_there(run_id: str) -> str:
    """Return the note that a run is not copied because one of its id is there."""
    return f"run {run_id[:8]} is there already, and left as it is"
