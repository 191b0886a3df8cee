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

    def __repr__(self) -> str:
        verb = "moved" if self.moved and len(self.moved) == len(self.done) else self.verb
        lines = [f"{counted(len(self.done))} {verb} to {self.place}"]
        return "\n".join(lines + [f"note: {note}" for note in self.notes])


def counted(number: int) -> str:
    """Return so many runs in words."""
    return "1 run" if number == 1 else f"{number} runs"
