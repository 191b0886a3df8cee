"""``info``: everything about one run."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from typing import Any

from guild_jupyter.flags.values import readable
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.commands.runs import facts
from guild_jupyter.notebook.handling import declare_one, the_run
from guild_jupyter.notebook.session import Session
from guild_jupyter.presenting import run_facts
from guild_jupyter.redaction import WITHHELD, redacted, redacted_words
from guild_jupyter.runstore.display import run_card
from guild_jupyter.runstore.remarks import Comment
from guild_jupyter.runstore.run import Run
from guild_jupyter.supervise.state import FINAL
from guild_jupyter.twins import card
from guild_jupyter.twins.card import Card
from guild_jupyter.twins.page import Page
from guild_jupyter.twins.text import moment, number

_LINES = 20
_OF_MACHINE = "sys/"


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("-O", "--output", action="store_true", help="with the whole output")
    parser.add_argument("-e", "--env", action="store_true", help="with the environment")
    parser.add_argument("-d", "--deps", action="store_true", help="with what it required")
    parser.add_argument("-c", "--comments", action="store_true", help="with the comments")
    parser.add_argument("-m", "--manifest", action="store_true", help="with its files by origin")
    parser.add_argument("-p", "--plugins", action="store_true", help="with Guild's plugins")
    parser.add_argument(
        "-s", "--all-scalars", action="store_true", help="first, least and greatest values too"
    )
    parser.add_argument("--json", action="store_true", help="as JSON")
    declare_one(parser)


def _execute(args: Namespace, session: Session) -> Page:
    run = the_run(args, session)
    if args.json:
        return Page(json.dumps(_data(run, args), indent=2, default=str))
    short = run_card(run)
    shown = Card(
        title=short.title,
        short_id=run.id,
        status=short.status,
        status_text=short.status_text,
        as_of=short.as_of,
        facts=_facts(run, args, has_ended=short.status in FINAL),
        values=_values(run, args),
        output=run.output() if args.output else run.output(_LINES),
        problems=short.problems,
    )
    return Page(card.to_text(shown), card.to_html(shown))


def _values(run: Run, args: Namespace) -> list[tuple[str, str]]:
    """Return the last values, without those of the machine; everything of all where asked."""
    if not args.all_scalars:
        return [
            (one.key, f"{number(one.last)} (step {one.last_step})")
            for one in run.series()
            if not one.key.startswith(_OF_MACHINE)
        ]
    return [
        (f"{which} {one.key}" if which else one.key, f"{number(value)} (step {step})")
        for one in run.series()
        for which, value, step in (
            ("", one.last, one.last_step),
            ("first", one.first, one.first_step),
            ("min", one.min, one.min_step),
            ("max", one.max, one.max_step),
        )
    ]


def _facts(run: Run, args: Namespace, *, has_ended: bool) -> list[tuple[str, str]]:
    known = run.attributes
    rows = run_facts.told(run, has_ended=has_ended)
    rows += [(f"flag {name}", readable(value)) for name, value in sorted(run.flags.items())]
    trials = sorted(run_facts.trial_flags(run).items())
    rows += [(f"trials {name}", readable(value)) for name, value in trials]
    if args.deps:
        rows += _flattened("dependency", known.typed("deps", dict, {}))
    if args.comments:
        rows += [(f"comment {place}", _comment(one)) for place, one in enumerate(run.comments, 1)]
    if args.manifest:
        kinds = (("source code", "source"), ("dependency", "dependency"))
        rows += [(name, file) for name, kind in kinds for file in run.files(kind)]
    if args.plugins:
        rows.append(("plugins", ", ".join(map(str, known.typed("plugins", list, [])))))
    if args.env:
        environment = redacted(known.typed("env", dict, {}))
        shown = {name: value for name, value in environment.items() if value != WITHHELD}
        rows += [(f"env {name}", str(value)) for name, value in sorted(shown.items())]
        rows.append(("env withheld", ", ".join(sorted(environment.keys() - shown.keys()))))
    return [(name, text) for name, text in rows if text]


def _comment(comment: Comment) -> str:
    who = f"{comment.user}@{comment.host}".strip("@")
    when = moment(comment.time) if comment.time is not None else ""
    by = " ".join(filter(None, (who, when)))
    return f"{comment.body} ({by})" if by else comment.body


def _flattened(kind: str, data: dict[str, Any]) -> list[tuple[str, str]]:
    return [(f"{kind} {name}", readable(value)) for name, value in sorted(redacted(data).items())]


def _data(run: Run, args: Namespace) -> dict[str, object]:
    data = facts(run) | {
        "command": redacted_words(map(str, run.attributes.typed("cmd", list, []))),
        "scalars": {one.key: [one.last, one.last_step] for one in run.series()},
        "subject": run.attributes.typed("subject", str, None),
        "comments": [asdict(comment) for comment in run.comments],
        "size": run.size,
        "problems": run.problems,
        "cuts": run.cuts,
    }
    if args.output:
        data["output"] = run.output()
    if args.manifest:
        data["manifest"] = {kind: run.files(kind) for kind in ("source", "dependency")}
    if args.plugins:
        data["plugins"] = run.attributes.typed("plugins", list, [])
    for wanted, name in ((args.env, "env"), (args.deps, "deps")):
        if wanted:
            data[name] = redacted(run.attributes.typed(name, dict, {}))
    return data


COMMAND = Command("info", "Show one run", _declare, _execute, on_runs=True)
