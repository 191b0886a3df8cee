"""The difference of two runs, or of a run and a folder, part by part; each is read when asked for.

Nothing is written, and nothing of the runs is executed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from guild_jupyter.diffing import values
from guild_jupyter.diffing.files import File, FilesPart
from guild_jupyter.diffing.sides import FolderSide, RunSide, Side, files_below, is_inside
from guild_jupyter.diffing.texts import CONTEXT
from guild_jupyter.diffing.values import ValuesPart
from guild_jupyter.diffing.view import View
from guild_jupyter.errors import RunError, nearest
from guild_jupyter.registry import load
from guild_jupyter.runstore import facts
from guild_jupyter.runstore.run import Run

Part = ValuesPart | FilesPart

FLAGS, SCALARS, ATTRIBUTES, ALL_ATTRIBUTES = "flags", "scalars", "attributes", "all_attributes"
PACKAGES, ENVIRONMENT, DEPENDENCIES = "packages", "environment", "dependencies"
SOURCE, OUTPUT, FILES, PATHS = "source", "output", "files", "paths"
#: What is shown where no part is named, in this order.
USUAL = (
    *(FLAGS, SCALARS, SOURCE, ATTRIBUTES, PACKAGES, ENVIRONMENT, DEPENDENCIES),
    *(OUTPUT, FILES),
)
#: Every part that can be named.
PARTS = (*USUAL, ALL_ATTRIBUTES)
#: How a line asks for a part.
OPTIONS = {
    FLAGS: "--flags",
    SOURCE: "--sourcecode",
    ENVIRONMENT: "--env",
    DEPENDENCIES: "--deps",
    PACKAGES: "--packages",
    SCALARS: "--scalars",
    OUTPUT: "--output",
    ALL_ATTRIBUTES: "--attrs",
}
# Of parts of their own, or what Guild keeps for itself and says by other attributes too.
_ELSEWHERE = frozenset({"flags", "user_flags", "env", "pip_freeze", "deps", "op", "run_params"})
#: Attributes that are another in every run.
_OF_EACH_RUN = frozenset({"id", "initialized", "started", "stopped", "random_seed"})
_SYSTEM = "sys/"


class RunDiff:
    """What differs between two sides: from the old one to the new one.

    It holds for the moment at which a part is asked for first. It is true where one of the
    parts that are shown differs.

    Parameters
    ----------
    old, new
        The sides.
    parts
        Names of the parts that are shown; none for those that both sides have.
    paths
        Files or folders to compare; they are the part ``paths``.
    view
        How much is shown, and how.

    Raises
    ------
    RunError
        A part is not to be had of a folder, or a path is on neither side.
    """

    def __init__(
        self,
        old: Side,
        new: Side,
        parts: Sequence[str] = (),
        paths: Sequence[str] = (),
        view: View | None = None,
    ) -> None:
        self.old = old
        self.new = new
        self.view = view or View()
        #: What was asked for.
        self.named_parts, self.named_paths = tuple(parts), tuple(paths)
        self._runs = [side for side in (old, new) if isinstance(side, RunSide)]
        is_of_runs = len(self._runs) == 2
        chosen = list(parts) or ([] if paths else list(USUAL if is_of_runs else (SOURCE,)))
        for name in chosen:
            if name not in PARTS:
                near = nearest(name, PARTS, "Did you mean {}? ")
                raise RunError(f"a run has no part {name!r}", f"{near}Parts: {', '.join(PARTS)}.")
            if not is_of_runs and name != SOURCE:
                raise RunError(
                    f"a folder has no {name.replace('_', ' ')} to compare a run's with",
                    "Only source code and paths are compared with a folder: name a second run.",
                )
        self._chosen = [*chosen, *([PATHS] if paths else [])]
        self.paths = self._of_paths(paths)

    @property
    def parts(self) -> list[Part]:
        """The parts that are shown, in order."""
        return [getattr(self, name) for name in self._chosen]

    def again(self) -> RunDiff:
        """Return what differs between the same two sides as they are now."""
        sides = self.old.again(), self.new.again()
        return RunDiff(*sides, self.named_parts, self.named_paths, self.view)

    @property
    def is_of_itself(self) -> bool:
        """Whether both sides are the same run."""
        return len(self._runs) == 2 and self._runs[0].run == self._runs[1].run

    @cached_property
    def flags(self) -> ValuesPart:
        """The flags."""
        return self._mappings(FLAGS, "flags", "flags")

    @cached_property
    def environment(self) -> ValuesPart:
        """The environment variables."""
        return self._mappings(ENVIRONMENT, "environment", "env")

    @cached_property
    def dependencies(self) -> ValuesPart:
        """What was required, by resource."""
        return self._mappings(DEPENDENCIES, "dependencies", "deps")

    @cached_property
    def packages(self) -> ValuesPart:
        """The installed packages and their versions."""
        sides = [values.packages(side.attribute("pip_freeze")) for side in self._runs]
        return self._values(PACKAGES, "packages", sides)

    @cached_property
    def attributes(self) -> ValuesPart:
        """The attributes that no other part is about."""
        return self._values(ATTRIBUTES, "attributes", self._attributes(_ELSEWHERE))

    @cached_property
    def all_attributes(self) -> ValuesPart:
        """All attributes, those that other parts are about too."""
        return self._values(ALL_ATTRIBUTES, "attributes", self._attributes(frozenset()))

    @cached_property
    def scalars(self) -> ValuesPart:
        """The last values of the scalars, those of the system left out."""
        found = facts.summaries(side.run for side in self._runs)
        sides = [
            {one.key: one.last for one in of_run if not one.key.startswith(_SYSTEM)}
            for of_run in found
        ]
        return self._values(SCALARS, "scalars (last values)", sides)

    @cached_property
    def source(self) -> FilesPart:
        """The source code, by file."""
        return FilesPart(SOURCE, "source code", *self._sources)

    @cached_property
    def output(self) -> FilesPart:
        """The output, as one file of that name."""
        return FilesPart(OUTPUT, "output", *({OUTPUT: side.output} for side in self._both()))

    @cached_property
    def files(self) -> FilesPart:
        """What the runs required and made, by file."""
        names = {*self._sources[0], *self._sources[1]}
        sides = [
            {name: file for name, file in side.files().items() if name not in names}
            for side in self._both()
        ]
        return FilesPart(FILES, "files", *sides)

    def unified(self, context: int = CONTEXT) -> list[str]:
        """Return the lines of all parts that differ, marked as ``diff -u`` does."""
        lines: list[str] = []
        for part in self.parts:
            if isinstance(part, ValuesPart):
                found = part.unified(context)
                heading = [f"--- {part.title}", f"+++ {part.title}"]
                lines += [*heading, *found] if found else []
                continue
            for one in part.differing:
                old = "/dev/null" if one.old is None else f"a/{one.name}"
                new = "/dev/null" if one.new is None else f"b/{one.name}"
                lines += [f"--- {old}", f"+++ {new}", *one.unified(context)]
        return lines

    def __bool__(self) -> bool:
        return any(self.parts)

    def to_text(self, view: View | None = None) -> str:
        """Return it as plain text, without the colours of a terminal unless the view has them."""
        show = load("guild_jupyter.diffing.shown_text:to_text")
        text: str = show(self, view or self.view)
        return text

    def to_html(self, view: View | None = None) -> str:
        """Return it as HTML that needs no script and no style sheet."""
        show = load("guild_jupyter.diffing.shown_html:to_html")
        html: str = show(self, view or self.view)
        return html

    def __repr__(self) -> str:
        return self.to_text()

    def _repr_mimebundle_(self, **_options: object) -> dict[str, str]:
        from dataclasses import replace  # noqa: PLC0415 - only where it is displayed

        plain = replace(self.view, colours=False)
        return {"text/plain": self.to_text(plain), "text/html": self.to_html(plain)}

    def _both(self) -> list[RunSide]:
        if len(self._runs) < 2:
            raise RunError("a folder has no such part", "Compare two runs.")
        return self._runs

    def _mappings(self, name: str, title: str, attribute: str) -> ValuesPart:
        return self._values(name, title, [side.mapping(attribute) for side in self._both()])

    def _attributes(self, left_out: frozenset[str]) -> list[dict[str, Any]]:
        return [
            {name: side.attribute(name) for name in side.attributes() if name not in left_out}
            for side in self._both()
        ]

    def _values(self, name: str, title: str, sides: list[dict[str, Any]]) -> ValuesPart:
        old, new = sides if len(sides) == 2 else [{}, {}]
        self._both()
        words = [side.own_words for side in self._runs]
        own = {
            key
            for key in old.keys() & new.keys()
            if (key in _OF_EACH_RUN and name in (ATTRIBUTES, ALL_ATTRIBUTES))
            or _without(old[key], words[0]) == _without(new[key], words[1])
        }
        return ValuesPart(name, title, old, new, own)

    @cached_property
    def _sources(self) -> list[dict[str, File]]:
        found = [self.old.sources(), self.new.sources()]
        others = [
            side.files() if isinstance(side, RunSide) else {} for side in (self.old, self.new)
        ]
        # What is source code of one run and was made by the other is compared as source code.
        return [
            {**found[at], **{name: others[at][name] for name in others[at] if name in known}}
            for at, known in ((0, found[1]), (1, found[0]))
        ]

    def _of_paths(self, paths: Iterable[str]) -> FilesPart:
        sides: list[dict[str, File]] = [{}, {}]
        for path in paths:
            name = path.rstrip("/")
            if not is_inside(name):
                raise RunError(
                    f"{path!r} is not a path below a run", "Give one as 'ls' lists them."
                )
            found = [side.path(name) for side in (self.old, self.new)]
            if found == [None, None]:
                known = {one for side in (self.old, self.new) for one in side.everything()}
                near = nearest(name, known, "Did you mean {}?")
                raise RunError(f"neither {self.old.name} nor {self.new.name} has {path!r}", near)
            for at, file in enumerate(found):
                sides[at].update(_expanded(name, file))
        return FilesPart(PATHS, "paths", *sides)


def _expanded(name: str, file: File | None) -> dict[str, File]:
    if file is None:
        return {}
    if not file.is_folder:
        return {name: file}
    return {f"{name}/{one}": found for one, found in files_below(file.path).items()}


def _without(value: object, words: Iterable[str]) -> object:
    """Return a text with marks in place of what stands for its run; other values as they are."""
    if isinstance(value, str):
        for number, word in enumerate(words):
            value = value.replace(word, f"\0{number}")
    return value


def of_runs(
    old: Run,
    new: Run,
    parts: Sequence[str] = (),
    paths: Sequence[str] = (),
    view: View | None = None,
) -> RunDiff:
    """Return what differs between two runs; parameters as of :class:`RunDiff`."""
    return RunDiff(RunSide(old), RunSide(new), parts, paths, view)


def with_folder(
    run: Run,
    folder: FolderSide,
    parts: Sequence[str] = (),
    paths: Sequence[str] = (),
    view: View | None = None,
) -> RunDiff:
    """Return what differs between a run and a folder; parameters as of :class:`RunDiff`."""
    return RunDiff(RunSide(run), folder, parts, paths, view)
