"""The options of ``run``: their words, and what they say about a run."""

from __future__ import annotations

import re
from argparse import SUPPRESS, ArgumentParser, Namespace
from typing import TYPE_CHECKING

from guild_jupyter.api import Options
from guild_jupyter.errors import CommandError
from guild_jupyter.notebook.session import Session

if TYPE_CHECKING:
    from argparse import _ArgumentGroup as Group

_GPUS = re.compile(r"(?:\d+|(?:GPU|MIG)-[\w/-]+)(?:,(?:\d+|(?:GPU|MIG)-[\w/-]+))*")
_ID = re.compile(r"[0-9a-f]{32}")
_WITH_AGAIN = ("profile", "stage", "needed", "dep")


def declare(parser: ArgumentParser) -> None:
    """Declare the words of ``run``."""
    parser.add_argument(
        "words", nargs="*", metavar="WORD", help="[MODEL:]OPERATION, then FLAG=VALUE words"
    )
    parser.add_argument("--alias", help=SUPPRESS)  # the operation, where 'run' was left out
    _declare_flags(parser.add_argument_group("flags and resources"))
    _declare_record(parser.add_argument_group("the run"))
    _declare_again(parser.add_argument_group("runs that are there"))
    _declare_looks(parser.add_argument_group("looking, without running"))


def _declare_flags(group: Group) -> None:
    group.add_argument("-F", "--flag", action="append", default=[], metavar="NAME=VALUE")
    group.add_argument("--profile", default="", metavar="NAME", help="a named set of flag values")
    group.add_argument("-f", "--force-flags", action="store_true", help="take any flag and value")
    group.add_argument(
        "-D", "--dep", action="append", default=[], metavar="SOURCE", help="require a path or URL"
    )
    group.add_argument("--force-deps", action="store_true", help="start without what is missing")
    group.add_argument(
        "--trust-post-process",
        action="store_true",
        help="run the commands that resources name under post-process",
    )


def _declare_record(group: Group) -> None:
    wait = group.add_mutually_exclusive_group()
    wait.add_argument("--wait", action="store_true", help="wait for the end, showing output")
    wait.add_argument("-b", "--background", action="store_true", help="do not wait")
    wait.add_argument(
        "--stage", action="store_true", help="make the run ready, and do not start it"
    )
    # A pipeline knows the run of a step before it is there, and where it is to be linked.
    group.add_argument("--run-id", default="", help=SUPPRESS)
    group.add_argument("--link", default="", help=SUPPRESS)
    group.add_argument("-l", "--label", help="label, may hold ${flag}")
    group.add_argument("-t", "--tag", action="append", default=[], help="tag; may be repeated")
    group.add_argument("--python", metavar="EXE", help="the Python that runs it")
    gpus = group.add_mutually_exclusive_group()
    gpus.add_argument("--gpus", metavar="N,N", help="GPUs that it may use")
    gpus.add_argument("--no-gpus", action="store_const", const="", dest="gpus", help="no GPU")
    group.add_argument(
        "--stop-after", type=float, metavar="MINUTES", help="stop it after so many minutes"
    )
    group.add_argument(
        "--keep-run", action="store_true", help="keep it, even if its operation deletes it"
    )
    group.add_argument("--prompt", action="store_true", help="show the flags and ask first")
    group.add_argument("-y", "--yes", action="store_true", help="do not ask")
    group.add_argument("-q", "--quiet", action="store_true", help="no output of the run")


def _declare_again(group: Group) -> None:
    group.add_argument("-n", "--needed", action="store_true", help="skip if such a run exists")
    again = group.add_mutually_exclusive_group()
    again.add_argument(
        "--restart", "--start", metavar="RUN", help="start a run again, in its own directory"
    )
    again.add_argument(
        "--proto", metavar="RUN", help="a new run with the code and flags of another"
    )
    again.add_argument(
        "--latest-run", action="store_true", help="work on the latest run of the model"
    )


def _declare_looks(group: Group) -> None:
    group.add_argument("--preview", action="store_true", help="show what would be run")
    group.add_argument("--print-cmd", action="store_true", help="show the command only")
    group.add_argument("--print-env", action="store_true", help="show the environment only")
    group.add_argument("--help-op", action="store_true", help="show help for the operation")
    group.add_argument("--test-flags", action="store_true", help="show how the flags are defined")
    group.add_argument(
        "--test-sourcecode", action="store_true", help="show which files would be copied"
    )
    group.add_argument(
        "--test-output-scalars",
        metavar="FILE",
        help="show the scalars that an output in FILE would give",
    )


def options_of(args: Namespace, session: Session) -> Options:
    """Return what the words say about a run.

    Raises
    ------
    CommandError
        Two of them exclude each other, or a number makes no sense.
    """
    if args.stop_after is not None and not 0 < args.stop_after < float("inf"):
        raise CommandError(
            f"--stop-after {args.stop_after:g} is no number of minutes", "Give more than 0."
        )
    if args.gpus and not _GPUS.fullmatch(args.gpus):
        raise CommandError(f"--gpus {args.gpus} names no GPUs", "Write --gpus 0 or --gpus 0,1.")
    if args.restart or args.proto:
        option = "--restart" if args.restart else "--proto"
        for name in _WITH_AGAIN:
            if getattr(args, name) and not (name == "stage" and args.proto):
                other = name.replace("_", "-")
                raise CommandError(
                    f"{option} and --{other} cannot both be used",
                    f"See '{session.prefix} run -h'.",
                )
    return Options(
        label=args.label,
        tags=tuple(args.tag),
        python=args.python,
        gpus=args.gpus,
        force_flags=args.force_flags,
        profile=args.profile,
        stage=args.stage,
        stop_after=args.stop_after,
        keep=args.keep_run,
        force_resources=args.force_deps,
        trust=args.trust_post_process,
        prefix=session.prefix,
        run_id=_run_id(args.run_id),
        more_resources=tuple(args.dep),
    )


def _run_id(text: str) -> str:
    if text and not _ID.fullmatch(text):
        raise CommandError(f"{text!r} is no id of a run", "It has 32 hexadecimal digits.")
    return text
