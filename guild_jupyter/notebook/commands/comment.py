"""``comment``: write comments on runs, list them or delete them."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from guild_jupyter.errors import CommandError
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.handling import change_each, declare_several, only_one, several
from guild_jupyter.notebook.question import is_unattended
from guild_jupyter.notebook.session import Session
from guild_jupyter.runstore.remarks import Comment
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.runlist import RunList
from guild_jupyter.twins.page import Listing
from guild_jupyter.twins.text import clean, clean_block, moment


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("-l", "--list", action="store_true", help="list the comments")
    parser.add_argument("-a", "--add", metavar="TEXT", help="add this comment")
    parser.add_argument("-e", "--edit", action="store_true", help="write it in an editor")
    parser.add_argument("-d", "--delete", metavar="N", type=int, help="delete the N-th comment")
    parser.add_argument("-c", "--clear", action="store_true", help="delete all comments")
    parser.add_argument("-u", "--user", metavar="USER[@HOST]", default="", help="who says it")
    declare_several(parser)


def _execute(args: Namespace, session: Session) -> Listing | None:
    if args.list:
        return _listing(several(args, session))
    if args.edit or (args.add is None and args.delete is None and not args.clear):
        args.add = _edited(args.add or "", session)
    only_one({"--add": args.add, "--delete": args.delete, "--clear": args.clear}, "comment")
    runs = several(args, session)
    change: Callable[[Run], object]
    if args.clear:
        doing, done, words = "delete all comments of", "deleted the comments of", ["--clear"]
        change = Run.clear_comments
    elif args.delete is not None:
        doing, done = "delete a comment of", "deleted a comment of"
        words = ["--delete", str(args.delete)]
        change = lambda run: run.delete_comment(args.delete)  # noqa: E731 - one of two, by the words
    else:
        doing, done, words = "comment on", "commented on", ["--add", args.add]
        words += ["--user", args.user] if args.user else []
        change = lambda run: run.comment(args.add, args.user)  # noqa: E731 - one of two, by the words
    change_each(
        args,
        session,
        runs,
        change,
        doing=doing,
        done=done,
        words=["comment", *words],
        ask=args.add is None and any(run.comments for run in runs),
    )
    return None


def _listing(runs: RunList) -> Listing:
    lines = []
    for run in runs:
        heading = [run.short_id, run.operation, run.status, run.label]
        lines.append(clean("  ".join(filter(None, heading))))
        comments = run.comments
        lines += [] if comments else ["  no comments"]
        for number, comment in enumerate(comments, 1):
            lines.append(f"  [{number}] {clean(_by(comment))}".rstrip())
            lines += [f"      {line}" for line in clean_block(comment.body).split("\n")]
    return Listing(lines)


def _by(comment: Comment) -> str:
    host = f"@{comment.host}" if comment.host else ""
    when = moment(comment.time) if comment.time is not None else ""
    return f"{comment.user}{host} {when}".strip()


def _edited(text: str, session: Session) -> str:
    """Return what the user writes in an editor.

    Raises
    ------
    CommandError
        There is no terminal for it, or nothing is written.
    """
    if is_unattended(session):
        raise CommandError("there is no text", f"Write '{session.prefix} comment RUN -a TEXT'.")
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "comment.txt")
        file.write_text(text, encoding="utf-8")
        try:
            ended = subprocess.run([*shlex.split(editor), str(file)], check=False).returncode
        except (OSError, ValueError) as error:
            raise CommandError(
                f"the editor {editor!r} cannot be started", "Set EDITOR, or give '-a TEXT'."
            ) from error
        written = file.read_text(encoding="utf-8", errors="replace").strip()
    if ended or not written:
        raise CommandError("nothing was written", "Give the text with '-a TEXT'.")
    return written


COMMAND = Command("comment", "Comment on runs", _declare, _execute, on_runs=True)
