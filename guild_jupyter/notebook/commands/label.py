"""``label``: set, extend or clear the labels of runs."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.handling import change_each, declare_several, only_one, several
from guild_jupyter.notebook.session import Session
from guild_jupyter.runstore import remarks
from guild_jupyter.runstore.run import Run


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("-s", "--set", metavar="TEXT", help="this label; ${flag}, ${label} in it")
    parser.add_argument("-p", "--prepend", metavar="TEXT", help="put before the label")
    parser.add_argument("-a", "--append", metavar="TEXT", help="put after the label")
    parser.add_argument(
        "-rm", "--remove", metavar="TEXT", action="append", help="take out of the label"
    )
    parser.add_argument("-c", "--clear", action="store_true", help="no label")
    declare_several(parser)


def _execute(args: Namespace, session: Session) -> None:
    templates = {"set": args.set, "prepend": args.prepend, "append": args.append}
    given: dict[str, object] = {f"--{name}": text for name, text in templates.items()}
    only_one({**given, "--remove": args.remove, "--clear": args.clear}, "label")
    place, text = next(
        ((how, text) for how, text in templates.items() if text is not None), ("", "")
    )

    def change(run: Run) -> None:
        if args.clear:
            remarks.clear(run.files_of_run, remarks.LABEL)
        elif args.remove:
            remarks.remove_from_label(run.files_of_run, args.remove)
        else:
            run.set_label(text, place)

    words = [f"--{place}", text] if place else ["--clear"]
    if args.remove:
        words = [word for one in args.remove for word in ("--remove", one)]
    runs = several(args, session)
    change_each(
        args,
        session,
        runs,
        change,
        doing="clear the label of" if args.clear else "label",
        done="cleared the label of" if args.clear else "labeled",
        words=["label", *words],
        ask=args.clear and any(run.label for run in runs),
    )
    if len(runs) == 1 and not args.clear:
        session.say(f"  {runs[0].label}")


COMMAND = Command("label", "Label runs", _declare, _execute, on_runs=True)
