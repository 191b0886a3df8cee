"""``compare``: runs side by side, their flags and scalars in columns."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from guild_jupyter.errors import CommandError
from guild_jupyter.notebook import selection
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.session import Session
from guild_jupyter.registry import load
from guild_jupyter.runstore.runlist import RunList
from guild_jupyter.twins.page import Page
from guild_jupyter.twins.text import clean

if TYPE_CHECKING:
    from guild_jupyter.comparison.result import Comparison

_COLUMNS = """
columns, between commas:
  loss, min loss, first loss     a scalar: last value, least, first; also max mean total count
  loss step, min loss step       the step of that value
  loss at 100, loss at best acc  the value at a step; best, min or max of another scalar
  train#loss                     a scalar in a folder whose name begins with train
  =lr, .exit_status              a flag, an attribute
  loss as 'final loss'           with a heading of one's own; what has blanks is quoted
"""


def _declare(parser: ArgumentParser) -> None:
    selection.declare(parser, selection.ALL)
    which = parser.add_argument_group("columns and order")
    which.add_argument("-c", "--cols", metavar="COLS", help="columns after the usual ones")
    which.add_argument("-cc", "--strict-cols", metavar="COLS", help="these columns only")
    which.add_argument("-p", "--skip-op-cols", action="store_true", help="none of the operation")
    which.add_argument("-r", "--skip-core", action="store_true", help="none that all runs have")
    which.add_argument(
        "-u", "--skip-unchanged", action="store_true", help="none that are constant"
    )
    which.add_argument("-e", "--extra-cols", action="store_true", help="with the source's digest")
    which.add_argument("-s", "--all-scalars", action="store_true", help="with those of the system")
    which.add_argument("--min", metavar="COL", help="the lowest values of COL first")
    which.add_argument("--max", metavar="COL", help="the highest values of COL first")
    which.add_argument("-n", "--top", "--limit", type=int, metavar="N", help="the first N only")
    which.add_argument("--minimize", metavar="NAMES", help="metrics of which less is better")
    which.add_argument("--maximize", metavar="NAMES", help="metrics of which more is better")
    which.add_argument("--include-batch", action="store_true", help="with the runs of batches")
    form = parser.add_argument_group("form").add_mutually_exclusive_group()
    form.add_argument("-t", "--table", action="store_true", help="the whole table as text")
    form.add_argument("--csv", metavar="PATH", help="as CSV into a file; - shows it")
    form.add_argument("--print-scalars", action="store_true", help="which scalars there are")
    parser.epilog = _COLUMNS


def _execute(args: Namespace, session: Session) -> Comparison | Page | None:
    runs = selection.chosen(args, session)
    if args.print_scalars:
        return Page("\n".join(_scalars(runs, include_batch=args.include_batch)))
    for name in ("min", "max"):
        if getattr(args, name) == "":
            raise CommandError(f"--{name} needs a column", "Such as '--min loss'.")
    request = load("guild_jupyter.comparison.table:Request")(
        columns=args.cols or "",
        strict_columns=args.strict_cols or "",
        min=args.min or "",
        max=args.max or "",
        top=args.top,
        extra_cols=args.extra_cols,
        all_scalars=args.all_scalars,
        skip_op_cols=args.skip_op_cols,
        skip_core=args.skip_core,
        skip_unchanged=args.skip_unchanged,
        include_batch=args.include_batch,
        minimize=args.minimize or "",
        maximize=args.maximize or "",
    )
    compared: Comparison = load("guild_jupyter.comparison.table:compare")(runs, request)
    if not args.csv and not args.table:
        return compared
    for note in compared.notes:
        session.note(clean(note))
    if args.table:
        return Page(compared.to_text())
    if args.csv == "-":
        return Page(compared.to_csv().removesuffix("\n"))
    compared.to_csv(args.csv)
    session.say(wrote(len(compared), args.csv))
    return None


def wrote(rows: int, path: str) -> str:
    """Return the line that says what was written to a file."""
    return f"wrote {'1 row' if rows == 1 else f'{rows} rows'} to {clean(path)}"


def _scalars(runs: RunList, *, include_batch: bool) -> list[str]:
    lines = []
    for known, found in zip(runs.facts(), runs.summaries(), strict=True):
        if known.is_batch and not include_batch:
            continue
        lines.append(f"[{known.run.short_id}] {clean(known.operation)}")
        lines += [f"  {clean(one.key)}: {one.last:.6f} (step {one.last_step})" for one in found]
    return lines or ["no runs"]


COMMAND = Command("compare", "Compare runs", _declare, _execute, on_runs=True)
