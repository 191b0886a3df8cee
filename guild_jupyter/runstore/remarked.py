"""The part of a run, and of a list of runs, that people write: label, tags, comments, mark.

What is written, and how, is in ``remarks``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from guild_jupyter.redaction import redact
from guild_jupyter.registry import load
from guild_jupyter.runstore.attributes import Attributes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guild_jupyter.runstore.remarks import Comment
    from guild_jupyter.runstore.run import Run
    from guild_jupyter.supervise.rundir import RunDir

_THERE = "guild_jupyter.runstore.remarks"


class Remarked:
    """What can be written on one run; credentials in it are withheld where it is shown."""

    files_of_run: RunDir

    @cached_property
    def attributes(self) -> Attributes:
        """Its attributes."""
        return Attributes(self.files_of_run)

    @property
    def label(self) -> str:
        """The run's label, empty for none; it can be set."""
        value = self.attributes.get("label")
        return "" if value is None else redact(str(value))

    @label.setter
    def label(self, text: str) -> None:
        load(f"{_THERE}:write_label")(self.files_of_run, text)

    @property
    def tags(self) -> list[str]:
        """The run's tags; they can be set."""
        return [redact(str(tag)) for tag in self.attributes.typed("tags", list, [])]

    @tags.setter
    def tags(self, tags: Iterable[str]) -> None:
        load(f"{_THERE}:write_tags")(self.files_of_run, tags)

    @property
    def comments(self) -> list[Comment]:
        """The run's comments, the oldest first."""
        found: list[Comment] = load(f"{_THERE}:read_comments")(self.attributes)
        return found

    @property
    def marked(self) -> bool:
        """Whether the run is marked; it can be set."""
        return self.attributes.get("marked") is True

    @marked.setter
    def marked(self, is_marked: bool) -> None:
        if is_marked:
            self.mark()
        else:
            self.unmark()

    def set_label(self, template: str, place: str = "set") -> None:
        """Change the run's label.

        Parameters
        ----------
        template
            Text with ``${flag}`` for the value of a flag, and ``${label}`` for the label so far.
        place
            ``set`` to replace it, ``prepend`` or ``append`` to add to it.
        """
        load(f"{_THERE}:fill_label")(self.files_of_run, template, place)

    def tag(self, *tags: str) -> None:
        """Add tags to the run."""
        load(f"{_THERE}:change_tags")(self.files_of_run, tags)

    def untag(self, *tags: str) -> None:
        """Remove tags from the run; all of them where none is named."""
        load(f"{_THERE}:change_tags")(self.files_of_run, (), tags or None)

    def comment(self, text: str, user: str = "") -> None:
        """Add a comment to the run.

        Parameters
        ----------
        text
            What it says.
        user
            Who says it, as ``USER`` or ``USER@HOST``; empty for the user of this process.
        """
        load(f"{_THERE}:add_comment")(self.files_of_run, text, user)

    def delete_comment(self, number: int) -> None:
        """Delete one of the run's comments, counted from 1."""
        load(f"{_THERE}:delete_comment")(self.files_of_run, number)

    def clear_comments(self) -> None:
        """Delete all of the run's comments."""
        load(f"{_THERE}:clear")(self.files_of_run, "comments")

    def mark(self) -> None:
        """Mark the run: where an operation requires one of its kind, this one is used."""
        load(f"{_THERE}:mark")(self.files_of_run)

    def unmark(self) -> None:
        """Remove the run's mark."""
        load(f"{_THERE}:clear")(self.files_of_run, "marked")


class AllRemarked:
    """What can be written on each of several runs; where some refuse it, the others have it."""

    if TYPE_CHECKING:

        def __iter__(self) -> Iterator[Run]: ...

    def set_label(self, template: str, place: str = "set") -> None:
        """Change the label of each run, as :meth:`Remarked.set_label`."""
        load(f"{_THERE}:of_each")(self, lambda run: run.set_label(template, place))

    def tag(self, *tags: str) -> None:
        """Add tags to each run."""
        load(f"{_THERE}:of_each")(self, lambda run: run.tag(*tags))

    def untag(self, *tags: str) -> None:
        """Remove tags from each run; all of them where none is named."""
        load(f"{_THERE}:of_each")(self, lambda run: run.untag(*tags))

    def comment(self, text: str, user: str = "") -> None:
        """Add a comment to each run, as :meth:`Remarked.comment`."""
        load(f"{_THERE}:of_each")(self, lambda run: run.comment(text, user))

    def mark(self) -> None:
        """Mark each run."""
        load(f"{_THERE}:of_each")(self, lambda run: run.mark())

    def unmark(self) -> None:
        """Remove the mark of each run."""
        load(f"{_THERE}:of_each")(self, lambda run: run.unmark())

    def delete(self, *, permanent: bool = False) -> None:
        """Move the runs into the trash; those that are running are stopped first.

        Parameters
        ----------
        permanent
            Whether they are removed for good.
        """
        load("guild_jupyter.runstore.deletion:delete_anywhere")(self, permanent=permanent)

    def restore(self) -> None:
        """Bring the runs back from the trash."""
        load("guild_jupyter.runstore.deletion:restore_anywhere")(self)

    def purge(self) -> None:
        """Remove the runs, which are in the trash, for good."""
        load("guild_jupyter.runstore.deletion:purge_anywhere")(self)
