"""``run``: start an operation of the project.

In a notebook the run is detached and the cell goes on; in a terminal its output is shown until
it ends, and Ctrl-C stops it.
"""

from __future__ import annotations

import os
import shlex
from argparse import SUPPRESS, ArgumentParser, Namespace

from guild_jupyter.api import Options
from guild_jupyter.errors import CommandError, LaunchError, NoSuchRun, RunFailed
from guild_jupyter.flags.references import readable_label
from guild_jupyter.flags.values import readable
from guild_jupyter.guildfile.definitions import Operation
from guild_jupyter.launch.launcher import launch, shared_fate
from guild_jupyter.launch.plan import RunPlan
from guild_jupyter.launch.withholding import disclose
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.follow import Following, detached, ending, exit_code
from guild_jupyter.notebook.interruption import Interruption, held_back
from guild_jupyter.notebook.session import Session
from guild_jupyter.registry import load
from guild_jupyter.runstore.run import Run
from guild_jupyter.supervise import state
from guild_jupyter.twins.page import Page

_SHORTEST_ID = 4
_INTERRUPTED = 130
_LAST_LINES = 10


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument(
        "words", nargs="*", metavar="WORD", help="[MODEL:]OPERATION, then FLAG=VALUE words"
    )
    parser.add_argument("--alias", help=SUPPRESS)  # the operation, where 'run' was left out
    parser.add_argument("-F", "--flag", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--preview", action="store_true", help="show what would be run")
    parser.add_argument("--print-cmd", action="store_true", help="show the command only")
    parser.add_argument("--help-op", action="store_true", help="show help for the operation")
    wait = parser.add_mutually_exclusive_group()
    wait.add_argument("--wait", action="store_true", help="wait for the end, showing output")
    wait.add_argument("-b", "--background", action="store_true", help="do not wait")
    parser.add_argument("-l", "--label", help="label, may hold ${flag}")
    parser.add_argument("-t", "--tag", action="append", default=[], help="tag; may be repeated")
    parser.add_argument("--python", metavar="EXE", help="the Python that runs it")
    gpus = parser.add_mutually_exclusive_group()
    gpus.add_argument("--gpus", metavar="N,N", help="GPUs that it may use")
    gpus.add_argument("--no-gpus", action="store_const", const="", dest="gpus", help="no GPU")
    parser.add_argument("-n", "--needed", action="store_true", help="skip if such a run exists")
    parser.add_argument("-f", "--force-flags", action="store_true", help="take any flag and value")
    parser.add_argument("--prompt", action="store_true", help="show the flags and ask first")
    parser.add_argument("-y", "--yes", action="store_true", help="do not ask")
    parser.add_argument("-q", "--quiet", action="store_true", help="no output of the run")


def _execute(args: Namespace, session: Session) -> Run | Page | int | None:
    operation, words = _operation_and_words(args, session)
    if args.help_op:
        model = session.guild.project().models[operation.model]
        describe = load("guild_jupyter.notebook.operation_help:operation_help")
        return Page(describe(operation, model, session.prefix))
    options = Options(
        label=args.label,
        tags=tuple(args.tag),
        python=args.python,
        gpus=args.gpus,
        force_flags=args.force_flags,
    )
    plan = session.guild.plan(operation.spec, [*args.flag, *words], options, session.values)
    if args.preview:
        return Page(load("guild_jupyter.notebook.preview:preview")(plan))
    if args.print_cmd:
        return Page(shlex.join(disclose(plan).plan.command.argv))
    if args.needed and (found := session.guild.needed(plan)):
        return _not_needed(found[0], session)
    if not _agreed(plan, args, session):
        return None if session.in_notebook else 0
    return _start(plan, args, session)


def _operation_and_words(args: Namespace, session: Session) -> tuple[Operation, list[str]]:
    """Tell the operation, and a model or run named after it, from the flags."""
    words = list(args.words)
    guild = session.guild
    if args.alias is None:
        spec = words.pop(0) if words and "=" not in words[0] else ""
        return guild.operation(spec), words
    second = words.pop(0) if words and "=" not in words[0] else None
    if second is None:
        return guild.operation(args.alias), words
    if second in guild.project().models:
        return guild.operation(f"{second}:{args.alias}"), words
    operation = guild.operation(args.alias)
    return operation, [*words, _required_run(operation, second, session)]


def _required_run(operation: Operation, reference: str, session: Session) -> str:
    """Return the assignment that gives an operation the run it is to work on."""
    project = session.guild.project()
    assignable = load("guild_jupyter.resources.naming:assignable_names")(
        operation, project.models[operation.model], project
    )
    names = {name.main: name for name in assignable.values() if name.kind == "operation"}
    if not names:
        raise CommandError(
            f"{reference!r} is no model, and {operation.spec} requires no run",
            f"To set the flag, write {reference}=VALUE."
            if reference in operation.flags
            else f"Models: {', '.join(filter(None, project.models)) or 'none'}.",
        )
    if len(names) > 1:
        raise CommandError(
            f"{operation.spec} requires several runs, and {reference!r} may be each of them",
            f"Say which: {' or '.join(f'{name}={reference}' for name in names)}.",
        )
    try:
        run = session.guild.find(reference)
    except NoSuchRun as error:
        raise CommandError(f"{reference!r} is neither a model nor a run", error.hint) from error
    return f"{next(iter(names))}={run.id}"


def _not_needed(run: Run, session: Session) -> Run | int:
    session.say(
        f"not needed: {run.operation} {run.short_id} has these flags and is {run.status} · "
        f"{session.prefix} info {run.short_id}"
    )
    return run if session.in_notebook else 0


def _agreed(plan: RunPlan, args: Namespace, session: Session) -> bool:
    # Started by '!' from a cell there is a terminal, but nobody at it.
    unattended = session.in_notebook or "JPY_PARENT_PID" in os.environ
    if args.yes or (unattended and not args.prompt):
        return True
    session.say(f"You are about to run {plan.operation.spec}")
    for name, value in disclose(plan).plan.flags.items():
        session.say(f"  {name}: {readable(value)}")
    session.write("Continue? (Y/n) ")
    try:
        answer = input()
    except EOFError:
        session.say("")
        raise CommandError("nobody answered", "Give '-y' to run without asking.") from None
    return answer.strip().lower() in ("", "y", "yes")


def _start(plan: RunPlan, args: Namespace, session: Session) -> Run | int | None:
    session.note_once(session.guild.settings.home_note)
    session.note_once(plan.home.concerns())
    with held_back() as interruption:
        run = launch(plan)
        _note(plan, session)
        if plan.problem:
            raise LaunchError(
                plan.problem, f"{_remedy(plan)}Recorded as run {run.short_id} (error)."
            )
        if session.in_notebook and not args.wait:
            session.say(_started_line(run, session))
            session.note_once(shared_fate())
            interruption.deliver()
            return run
        if args.background:
            session.say(f"{run.operation} started in background as {run.id}")
            return 0
        return _attended(run, args, session, interruption)


def _note(plan: RunPlan, session: Session) -> None:
    session.note_once(disclose(plan).sentence)
    for path, why in plan.source.skipped:
        session.note(
            f"source file {path} is not copied ({why}); "
            "name it under 'sourcecode' in guild.yml to have it copied"
        )


def _remedy(plan: RunPlan) -> str:
    module = plan.command.module or ""
    named = f"'main' names a module: write {module.removesuffix('.py')}, without .py. "
    return named if module.endswith(".py") else ""


def _started_line(run: Run, session: Session) -> str:
    given = readable_label(run.user_flags)
    shown = f" {given}" if given else ""
    return (
        f"started {run.operation} {run.short_id}{shown} · {session.prefix} watch {_shortest(run)}"
    )


def _shortest(run: Run) -> str:
    """Return the shortest beginning of an id that no other run has, of four characters or more."""
    length = _SHORTEST_ID
    names = os.listdir(run.dir.parent)  # noqa: PTH208 - 10,000 runs
    others = [name for name in names if name.startswith(run.id[:length]) and name != run.id]
    while any(other.startswith(run.id[:length]) for other in others):
        length += 1
    # All digits would be taken for an index.
    while run.id[:length].isdecimal() and length < len(run.id):
        length += 1
    return run.id[:length]


def _attended(
    run: Run, args: Namespace, session: Session, interruption: Interruption
) -> Run | int | None:
    quiet = Session(session.guild, session.place, lambda _text: None)
    following = Following(run, quiet if args.quiet else session)
    if not following.until_end(interruption.deliver):
        if session.in_notebook:
            session.say(detached(run, session))
            return run
        session.say(f"stopping {run.operation} {run.short_id}")
        run.stop()
        if not following.until_end():
            session.say(f"{run.operation} {run.short_id} is being stopped, by force if need be")
            return _INTERRUPTED
        session.say(ending(run))
    elif not session.in_notebook and run.state.reason:
        session.note(ending(run))  # what the output does not say
    for sentence in run.cuts:
        session.note(sentence)
    if not session.in_notebook:
        return exit_code(run)
    if run.status == state.COMPLETED:
        session.say(ending(run))
        return run
    # The output stands above, unless it was not wanted.
    hint = run.output(_LAST_LINES) if args.quiet else ""
    raise RunFailed(ending(run), hint, run.status, run.exit_status)


COMMAND = Command("run", "Start an operation", _declare, _execute)
