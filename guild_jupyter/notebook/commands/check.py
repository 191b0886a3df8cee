"""``check``: the Guild file, the homes and what is installed, and what is wrong with them."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from guild_jupyter import paths
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.session import Session
from guild_jupyter.registry import load
from guild_jupyter.runstore import recent_homes
from guild_jupyter.twins import sheet
from guild_jupyter.twins.page import Page
from guild_jupyter.twins.sheet import ERROR, NOTE, Fact, Group, Sheet
from guild_jupyter.twins.text import size

_MOST_FINDINGS = 20
_SHORT_ID = 8


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON")


def _execute(args: Namespace, session: Session) -> Page | int:
    guild = session.guild
    examine = load("guild_jupyter.scaffold.checkup:examine")
    found = examine(guild.project, guild.home, _others(), guild.faults)
    page = Page(json.dumps(found, indent=2)) if args.json else _page(found, session.prefix)
    if session.in_notebook or found["ok"]:
        return page
    session.say(page.text)
    return 1


def _others() -> Iterator[tuple[Path, str]]:
    """Return where else runs may be, each with how it is known."""
    yield from ((path, "used lately") for path in recent_homes.lately())
    for name in ("CONDA_PREFIX", "VIRTUAL_ENV"):
        if folder := os.environ.get(name):
            yield Path(folder, ".guild"), f"of {name}"
    if user := paths.user_home(os.environ):
        yield user / ".guild", "the user's own"


def _page(found: dict[str, Any], prefix: str) -> Page:
    in_use, *others = found["homes"]
    groups = [
        Group("Guild file", _guild_file(found["guild_file"], prefix)),
        Group("Guild home", _home(in_use)),
        Group("Other Guild homes", [_other_home(home) for home in others]),
        Group("Python", [Fact(name, text) for name, text in found["python"].items()]),
        Group("Libraries", [_library(name, at) for name, at in found["packages"].items()]),
        Group("Machine", _machine(found)),
    ]
    verdict = "nothing is wrong"
    if not found["ok"]:
        verdict = "the Guild file has errors"
    elif count := len(found["guild_file"]["findings"]):
        things = "1 thing" if count == 1 else f"{count} things"
        verdict = f"{things} in the Guild file may not be meant"
    shown = Sheet(
        f"guild_jupyter {found['version']}: {verdict}",
        [group for group in groups if group.facts],
    )
    return Page(sheet.to_text(shown), sheet.to_html(shown))


def _guild_file(said: dict[str, Any], prefix: str) -> list[Fact]:
    if said["error"] is not None:
        error = said["error"]
        path = [Fact("path", said["path"])] if said["path"] else []
        place = _place(error, error["key"], said["path"] or "")
        return [*path, Fact(place, error["message"], ERROR, error["hint"])]
    if said["path"] is None:
        advice = f"'{prefix} init --project NAME' makes a project"
        return [Fact("path", f"none here or above; {advice}")]
    facts = [
        Fact("path", said["path"]),
        Fact("models", str(said["models"])),
        Fact("operations", str(said["operations"])),
    ]
    for problem in sorted(said["problems"], key=_line):
        is_deeper = "." in problem["key"]
        key = problem["key"] if is_deeper else problem["operation"]
        place = _place(problem, key, said["path"])
        facts.append(Fact(place, problem["message"], ERROR, problem["hint"]))
    for finding in sorted(said["findings"], key=_line)[:_MOST_FINDINGS]:
        place = _place(finding, finding["key"], said["path"])
        facts.append(Fact(place, finding["message"], NOTE, finding["hint"]))
    more = len(said["findings"]) - _MOST_FINDINGS
    if more > 0:
        facts.append(Fact("", f"and {more} more, not shown · {prefix} check --json", NOTE))
    return facts


def _place(said: dict[str, Any], key: str, guild_file: str) -> str:
    """Return where something is said, with the file where it is not in the Guild file itself."""
    line = f"line {said['line']}" if said["line"] else ""
    if line and said["file"] and said["file"] != guild_file:
        line = f"{os.path.relpath(said['file'], Path(guild_file).parent)} {line}"
    return ", ".join(filter(None, (line, key)))


def _line(said: dict[str, Any]) -> tuple[str, int]:
    return said["file"], said["line"]


def _home(home: dict[str, Any]) -> list[Fact]:
    facts = [Fact("path", home["path"] if home["exists"] else f"{home['path']}, not made yet")]
    if home["concern"]:
        facts.append(Fact("", home["concern"], NOTE))
    facts.append(Fact("runs", _amount(home["runs"])))
    facts += [
        Fact("biggest" if not number else "", f"{size(run['bytes'])}  {_named(run)}")
        for number, run in enumerate(home["biggest"])
    ]
    if home["trash"]["count"]:
        facts.append(Fact("trash", _amount(home["trash"])))
    if home["cache"]["bytes"]:
        facts.append(Fact("cache", _bytes(home["cache"])))
    free = home["free_bytes"]
    facts.append(Fact("free disk", "not known" if free is None else size(free)))
    return facts


def _named(run: dict[str, Any]) -> str:
    return f"{run['id'][:_SHORT_ID]} {run['operation']}"


def _other_home(home: dict[str, Any]) -> Fact:
    return Fact(home["source"], f"{home['path']}: {_amount(home['runs'])}")


def _amount(amount: dict[str, Any]) -> str:
    count = amount["count"]
    return f"{count} run{'' if count == 1 else 's'}" + (f", {_bytes(amount)}" if count else "")


def _bytes(amount: dict[str, Any]) -> str:
    return f"{'' if amount['whole'] else 'at least '}{size(amount['bytes'])}"


def _library(name: str, version: str | None) -> Fact:
    return Fact(name, version or "not installed")


def _machine(found: dict[str, Any]) -> list[Fact]:
    panel = found["panel"]
    return [
        Fact("GPUs", ", ".join(found["gpus"]) or "none found"),
        Fact(
            "panel in JupyterLab",
            f"{panel['version']}, in {panel['path']}" if panel else "not installed",
        ),
    ]


COMMAND = Command(
    "check", "Check the Guild file, the home and what is installed", _declare, _execute
)
