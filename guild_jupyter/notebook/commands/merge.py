"""``merge``: copy the files of a run back into its project."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from guild_jupyter.errors import CommandError, NoGuildFile, RunError
from guild_jupyter.guildfile.locate import find
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.handling import by_id, declare_one, the_run
from guild_jupyter.notebook.question import agree
from guild_jupyter.notebook.session import Session
from guild_jupyter.registry import load
from guild_jupyter.runstore.run import Run
from guild_jupyter.twins.page import Page
from guild_jupyter.twins.text import clean

if TYPE_CHECKING:
    from guild_jupyter.scaffold.merging import Merge

_LISTED = 40


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("-t", "--target-dir", metavar="DIR", help="copy into this folder")
    parser.add_argument("-s", "--sourcecode", action="store_true", help="source code only")
    parser.add_argument("-a", "--all", action="store_true", help="all files, made ones too")
    parser.add_argument("-S", "--skip-sourcecode", action="store_true", help="no source code")
    parser.add_argument(
        "-D", "--skip-deps", action="store_true", help="nothing of what was required"
    )
    parser.add_argument(
        "-x", "--exclude", metavar="PATTERN", action="append", default=[], help="not these"
    )
    parser.add_argument("--no-summary", action="store_true", help="no summary (there is none)")
    parser.add_argument(
        "--summary-name", metavar="NAME", help="write a summary too; ${run_id} in its name"
    )
    parser.add_argument("-p", "--preview", action="store_true", help="only say what it would do")
    replace = parser.add_mutually_exclusive_group()
    replace.add_argument("--replace", action="store_true", help="replace files that are there")
    replace.add_argument(
        "--no-replace", action="store_true", help="replace none, not even what Git has"
    )
    parser.add_argument("-y", "--yes", action="store_true", help="do not ask")
    declare_one(parser)


def _execute(args: Namespace, session: Session) -> Page | None:
    if args.sourcecode and args.skip_sourcecode:
        raise CommandError(
            "--sourcecode and --skip-sourcecode cannot both be given", "Give one of them."
        )
    run = the_run(args, session)
    wanted = load("guild_jupyter.scaffold.merging:Wanted")(
        sourcecode=not args.skip_sourcecode,
        dependencies=not (args.skip_deps or args.sourcecode),
        everything=args.all and not args.sourcecode,
        exclude=tuple(args.exclude),
        replace=True if args.replace else False if args.no_replace else None,
    )
    merge = session.guild.merge(run, _target(args, run, session), wanted)
    summary = _summary(args, merge)
    if args.preview:
        return Page("\n".join(_lines(merge, summary)))
    if not merge.files and not summary:
        session.say(f"nothing to copy: '{session.prefix} merge {run.typed_id} -p' says why")
        return None
    if not args.yes:
        agree(
            session,
            doing=f"copy {_files(merge)} of {run.operation} {run.short_id} to {merge.target}",
            done="copied",
            listed=_copied(merge, summary),
            command=by_id(_words(args), [run]),
        )
    if summary:
        _write_summary(merge, summary)
    written = merge.copy()
    for path in written[:_LISTED]:
        session.say(f"copied {clean(str(path.relative_to(merge.target)))}")
    if len(written) > _LISTED:
        session.say(f"and {len(written) - _LISTED} more")
    return None


def _target(args: Namespace, run: Run, session: Session) -> Path:
    """Return the folder to copy into; without one that is named, the run has to be of it.

    Raises
    ------
    RunError
        The run is of another project.
    """
    if args.target_dir:
        return Path(session.guild.folder, args.target_dir)
    try:
        here = find(session.guild.folder).parent
    except NoGuildFile:
        here = session.guild.folder
    origin = Path(run.opref.package)
    of_file = origin.is_absolute() and origin.parent.resolve() == here.resolve()
    if of_file or (origin.is_absolute() and origin.resolve() == here.resolve()):
        return here
    raise RunError(
        f"run {run.short_id} is not of the project {here}: it is of {origin}",
        "Name the folder to copy into: '--target-dir DIR'.",
    )


def _summary(args: Namespace, merge: Merge) -> str:
    """Return the name of the summary; empty for none.

    Raises
    ------
    RunError
        It is a path, or there is a file of that name.
    """
    if not args.summary_name or args.no_summary:
        return ""
    name: str = args.summary_name.replace("${run_id}", merge.run.id)
    if "/" in name or name.startswith(".") or "\0" in name:
        raise RunError(f"{name!r} is no name for a summary", "Give a file name, as run.md.")
    if (merge.target / name).is_symlink() or (merge.target / name).exists():
        raise RunError(f"there is a file {name} already", "Give the summary another name.")
    return name


def _write_summary(merge: Merge, name: str) -> None:
    run = merge.run
    lines = [f"# {run.operation} {run.short_id}", "", f"Run `{run.id}`, {run.status}.", ""]
    lines += [f"- {flag}: {value}" for flag, value in sorted(run.flags.items())]
    lines += ["", "## Files", "", *(f"- {place}" for _, place in merge.files)]
    with (merge.target / name).open("x", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def _files(merge: Merge) -> str:
    return "1 file" if len(merge.files) == 1 else f"{len(merge.files)} files"


def _copied(merge: Merge, summary: str) -> list[str]:
    replaced = set(merge.replaced)
    lines = [
        f"{clean(place)}{' (replaced)' if place in replaced else ''}" for _, place in merge.files
    ]
    more = len(lines) - _LISTED
    rest = [f"and {more} more"] if more > 0 else []
    return [*lines[:_LISTED], *rest, *([f"{clean(summary)} (the summary)"] if summary else [])]


def _lines(merge: Merge, summary: str) -> list[str]:
    run = merge.run
    lines = [f"{run.operation} {run.short_id} would be copied to {merge.target}:"]
    lines += [f"  {line}" for line in _copied(merge, summary)] or ["  nothing"]
    if merge.skipped:
        lines.append("not copied:")
        lines += [f"  {clean(name)}: {why}" for name, why in merge.skipped]
    return lines


def _words(args: Namespace) -> list[str]:
    words = ["merge"]
    for option in ("target_dir", "summary_name"):
        if value := getattr(args, option):
            words += [f"--{option.replace('_', '-')}", value]
    for one in args.exclude:
        words += ["--exclude", one]
    flags = ("sourcecode", "all", "skip_sourcecode", "skip_deps", "replace", "no_replace")
    return words + [f"--{one.replace('_', '-')}" for one in flags if getattr(args, one)]


COMMAND = Command(
    "merge", "Copy the files of a run into its project", _declare, _execute, on_runs=True
)
