"""Publishing: a folder of reports that a person or a repository's page can read.

A report is what is recorded, credentials withheld; it is built aside and appears whole.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from guild_jupyter import paths
from guild_jupyter.documents import dump
from guild_jupyter.errors import ArchiveError
from guild_jupyter.exchange import building_place, index_page, markdown, tree
from guild_jupyter.exchange.exporting import NOCOPY
from guild_jupyter.exchange.index_page import COLUMNS, day_and_time, index_rows
from guild_jupyter.exchange.member import FILE, Member
from guild_jupyter.exchange.tree_writer import TreeWriter
from guild_jupyter.redaction import redacted_words
from guild_jupyter.runstore import output
from guild_jupyter.runstore.facts import Facts
from guild_jupyter.runstore.outcome import Outcome
from guild_jupyter.runstore.runlist import RunList
from guild_jupyter.scalars.summary import Summary
from guild_jupyter.twins.text import size

_BUILDING = ".publishing-"
_SHOWN_LINES = 200
_NONE = "There are none for this run.\n"
_SCALARS = (
    *("prefix", "tag", "count", "total", "avg_val", "first_val", "first_step"),
    *("last_val", "last_step", "min_val", "min_step", "max_val", "max_step"),
)
_FILES = ("path", "type", "size", "mtime", "md5")


@dataclass(frozen=True)
class Wishes:
    """What belongs in a report.

    Parameters
    ----------
    all_files
        Whether the files of the run are copied, beside its source code.
    with_links
        Whether what links of the run lead to is copied, too.
    md5
        Whether digests of files are calculated.
    include_batch
        Whether there are reports of batches.
    """

    all_files: bool = False
    with_links: bool = False
    md5: bool = True
    include_batch: bool = False


@dataclass(frozen=True)
class _Listed:
    path: str
    size: int
    modified: int
    md5: str


def publish(
    runs: RunList, location: str | os.PathLike[str], wishes: Wishes | None = None
) -> Outcome:
    """Write a report of each run, and a page that lists all reports of the folder.

    Parameters
    ----------
    runs
        The runs; reports of them that are there are replaced.
    location
        The folder of reports.
    wishes
        What belongs in a report.

    Raises
    ------
    ArchiveError
        The folder holds something else by these names, or cannot be written.
    """
    wishes = wishes or Wishes()
    place = paths.expanded(os.fspath(location)).absolute()
    outcome = Outcome(str(place), verb="published")
    try:
        place.mkdir(parents=True, exist_ok=True)
        index_page.refuse_other(place)
        for run in runs:
            _refuse_run(place / run.id)
        (place / NOCOPY).touch()
        with building_place.folder(place, _BUILDING) as building:
            facts = zip(runs.facts(), runs.summaries(), strict=True)
            for known, summaries in facts:
                if known.is_batch and not wishes.include_batch:
                    continue
                folder = Path(building) / known.run.id
                _write(folder, known, summaries, wishes, outcome)
                if os.path.lexists(place / known.run.id):
                    (place / known.run.id).rename(f"{building}/{known.run.id}.before")
                folder.rename(place / known.run.id)
                outcome.done.append(known.run.id)
        index_page.write(place)
    except OSError as error:
        about = f": {paths.shown(error.filename)}" if isinstance(error.filename, str) else ""
        message = f"{place} cannot be published to{about}: {error.strerror}"
        raise ArchiveError(message, "See to its rights and to room on its disk.") from error
    return outcome


def _refuse_run(folder: Path) -> None:
    if os.path.lexists(folder / ".guild") or folder.is_symlink() or folder.is_file():
        raise ArchiveError(f"{folder} is no report of a run", "Choose another folder.")


def _write(
    folder: Path, known: Facts, summaries: list[Summary], wishes: Wishes, outcome: Outcome
) -> None:
    folder.mkdir()
    sources = set(known.run.files("source"))
    listed: dict[str, list[_Listed]] = {"sourcecode": [], "runfiles": []}
    with TreeWriter(str(folder)) as writer:
        run_dir = str(known.run.dir)
        for member in tree.read(
            run_dir, known.run.id, outcome.notes.append, follow=wishes.with_links
        ):
            path = member.name.partition("/")[2]
            if member.kind == FILE and _is_shown(path):
                kind = "sourcecode" if path in sources else "runfiles"
                listed[kind].append(_listed(member, path, wishes))
                if kind == "sourcecode" or wishes.all_files or wishes.with_links:
                    copied = Member(
                        f"{kind}/{path}",
                        FILE,
                        member.mode & 0o777 | 0o400,
                        member.modified,
                        member.size,
                        opened=member.opened,
                    )
                    writer.put(copied, lambda _size: None)
    (folder / "sourcecode").mkdir(exist_ok=True)
    for kind, files in listed.items():
        rows = [(one.path, "file", one.size, one.modified // 1000, one.md5) for one in files]
        _text(folder / f"{kind}.csv", _csv(_FILES, rows))
    about = _about(known)
    _text(folder / "run.yml", "".join(dump({name: said}) for name, said in about.items()))
    _text(folder / "flags.yml", dump(known.flags))
    _text(folder / "scalars.csv", _csv(_SCALARS, map(_scalar_row, summaries)))
    with (folder / "output.txt").open("w", encoding="utf-8", newline="") as file:
        file.writelines(output.pieces(known.run.output_path, limited=False))
    _text(folder / "README.md", _page(known, about, summaries, listed, wishes))


def _is_shown(path: str) -> bool:
    parts = path.split("/")
    return parts[0] != ".guild" and "__pycache__" not in parts


def _listed(member: Member, path: str, wishes: Wishes) -> _Listed:
    digest = hashlib.md5(usedforsecurity=False)
    if wishes.md5:
        for chunk in member.chunks():
            digest.update(chunk)
    return _Listed(path, member.size, member.modified, digest.hexdigest() if wishes.md5 else "")


def _about(known: Facts) -> dict[str, object]:
    command = known.run.attributes.typed("cmd", list, [])
    seconds = 0 if known.seconds is None else int(known.seconds)
    took = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    exit_status = known.state.exit_status
    return {
        "id": known.run.id,
        "operation": known.operation,
        "status": known.state.status,
        "started": day_and_time(known.started),
        "stopped": day_and_time(known.stopped),
        "time": "" if known.seconds is None else took,
        "marked": "yes" if known.marked else "no",
        "label": known.label,
        "command": " ".join(redacted_words(map(str, command))),
        "exit_status": "" if exit_status is None else exit_status,
    }


def _scalar_row(one: Summary) -> tuple[object, ...]:
    first, last = (one.first, one.first_step), (one.last, one.last_step)
    least, greatest = (one.min, one.min_step), (one.max, one.max_step)
    return (one.prefix, one.tag, one.count, one.total, one.mean, *first, *last, *least, *greatest)


def _csv(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()


def _text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", errors="replace", newline="")


def _page(
    known: Facts,
    about: dict[str, object],
    summaries: list[Summary],
    listed: dict[str, list[_Listed]],
    wishes: Wishes,
) -> str:
    head = markdown.table(COLUMNS, [index_rows(about, known.run.short_id)])
    flags = [(markdown.escaped(key), _value(value)) for key, value in known.flags.items()]
    scalars = [
        (markdown.escaped(one.key), str(one.last_step), repr(one.last)) for one in summaries
    ]
    has_files = wishes.all_files or wishes.with_links
    shown = output.tail(known.run.output_path, _SHOWN_LINES)
    text = markdown.block(shown) if shown else ""
    sections = [
        ("Flags", markdown.table(("Name", "Value"), flags) if flags else "", "flags.yml"),
        (
            "Scalars",
            markdown.table(("Key", "Step", "Value"), scalars) if scalars else "",
            "scalars.csv",
        ),
        ("Run Files", _files(listed["runfiles"], "runfiles/" * has_files), "runfiles.csv"),
        ("Source Code", _files(listed["sourcecode"], "sourcecode/"), "sourcecode.csv"),
        ("Output", text, "output.txt"),
    ]
    parts = [(name, f"{said or _NONE}\n[{file}]({file})\n") for name, said, file in sections]
    return markdown.page(known.operation, f"{head}\n[run.yml](run.yml)\n", parts)


def _value(value: object) -> str:
    return markdown.escaped(dump(value).strip().removesuffix("..."))


def _files(files: list[_Listed], folder: str) -> str:
    """Return a table of files; they are linked to where they were copied into a folder."""
    rows = [
        (
            markdown.link(one.path, folder + one.path) if folder else markdown.escaped(one.path),
            size(one.size),
            day_and_time(one.modified // 1000),
            one.md5,
        )
        for one in files
    ]
    return markdown.table(("Path", "Size", "Modified", "MD5"), rows) if rows else ""
