"""``run``: start an operation of the project.

In a notebook the run is detached and the cell goes on; in a terminal its output is shown until
it ends, and Ctrl-C stops it.
"""

from __future__ import annotations

import os
import shlex
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from guild_jupyter.api import Options
from guild_jupyter.errors import CommandError, RunFailed
from guild_jupyter.flags.labels import readable_label
from guild_jupyter.flags.values import readable
from guild_jupyter.launch.launcher import failure, launch, refuse, shared_fate
from guild_jupyter.launch.plan import RunPlan
from guild_jupyter.launch.withholding import disclose
from guild_jupyter.notebook.command import Command
from guild_jupyter.notebook.follow import Following, detached, ending, exit_code
from guild_jupyter.notebook.interruption import Interruption, held_back
from guild_jupyter.notebook.question import ask, is_unattended
from guild_jupyter.notebook.run_options import declare, options_of
from guild_jupyter.notebook.session import Session
from guild_jupyter.notebook.subject import asked
from guild_jupyter.registry import load
from guild_jupyter.runstore import recent_homes
from guild_jupyter.runstore.run import Run
from guild_jupyter.supervise import state
from guild_jupyter.twins.page import Page

_SHORTEST_ID = 4
_INTERRUPTED = 130
_LAST_LINES = 10


def _execute(args: Namespace, session: Session) -> Run | Page | int | None:
    options = options_of(args, session)
    if args.restart or args.proto:
        plan = _plan_again(args, options, session)
    else:
        wanted = asked(args, session)
        if args.help_op:
            found = session.guild.imports(wanted.spec)
            model = session.guild.definition(wanted.spec)[0].model_of(found.operation)
            describe = load("guild_jupyter.notebook.operation_help:operation_help")
            return Page(describe(found.operation, model, session.prefix, found.notes))
        if not args.link:
            _note_oddities(wanted.spec, session)
        options = replace(options, of_run=wanted.of_run)
        words = [*args.flag, *wanted.words]
        plan = session.guild.plan(wanted.spec, words, options, session.values)
    shown = _looked_at(plan, args)
    if shown is not None:
        return Page(shown)
    done = session.guild.needed(plan) if args.needed else []
    if done:
        _link(args, done[0].id)
        return _not_needed(done[0], session)
    if not _agreed(plan, args, session):
        return None if session.in_notebook else 0
    return _start(plan, args, session)


def _plan_again(args: Namespace, options: Options, session: Session) -> RunPlan:
    reference = args.restart or args.proto
    option = "--restart" if args.restart else "--proto"
    words = [*([args.alias] if args.alias else []), *args.words]
    if any("=" not in word for word in words):
        raise CommandError(
            "an operation and a run to start again cannot both be given",
            f"Leave out the operation: '{session.prefix} run {option} {reference} FLAG=VALUE'.",
        )
    run = session.guild.find(reference)
    return session.guild.plan_again(
        run, [*args.flag, *words], options, session.values, in_place=bool(args.restart)
    )


def _looked_at(plan: RunPlan, args: Namespace) -> str | None:
    """Return what is asked to be shown of a plan instead of running it; None for nothing."""
    if args.preview:
        return str(load("guild_jupyter.launch.preview:preview")(plan))
    if args.print_cmd:
        return shlex.join(disclose(plan).plan.command.argv)
    if args.print_env:
        return str(load("guild_jupyter.launch.preview:environment_text")(plan))
    tests = "guild_jupyter.notebook.plan_tests"
    if args.test_flags:
        return str(load(f"{tests}:flags_text")(plan))
    if args.test_sourcecode:
        return str(load(f"{tests}:sourcecode_text")(plan))
    if args.test_output_scalars:
        return str(load(f"{tests}:output_scalars_text")(plan, args.test_output_scalars))
    return None


def _not_needed(run: Run, session: Session) -> Run | int:
    session.say(
        f"not needed: {run.operation} {run.short_id} has these flags and is {run.status} · "
        f"{session.prefix} info {run.short_id}"
    )
    return run if session.in_notebook else 0


def _agreed(plan: RunPlan, args: Namespace, session: Session) -> bool:
    if not args.yes:
        _refuse_foreign(args, session)
    if args.yes or (is_unattended(session) and not args.prompt):
        return True
    refuse(plan)  # rather than ask first
    verb = "stage" if plan.options.stage else "run"
    flags = disclose(plan).plan.flags.items()
    shown = [f"  {name}: {readable(value)}" for name, value in flags]
    return ask(session, "\n".join([f"You are about to {verb} {plan.operation.spec}", *shown]))


def _refuse_foreign(args: Namespace, session: Session) -> None:
    """Have the user agree to what an imported run executes: it may be anybody's."""
    reference = args.restart or args.proto
    if not reference:
        return
    run = session.guild.find(reference)
    source = load("guild_jupyter.runstore.foreign:origin")(run)
    if not source:
        return
    told = f"run {run.short_id} was imported from {source}: it executes what that says"
    if is_unattended(session):
        option = "--restart" if args.restart else "--proto"
        again = f"{session.prefix} run {option} {run.short_id}"
        raise CommandError(told, f"Look with '{again} --print-cmd'; start it with '{again} -y'.")
    session.note(told)


def _start(plan: RunPlan, args: Namespace, session: Session) -> Run | int | None:
    session.note_once(session.guild.settings.home_note)
    session.note_once(plan.home.concerns())
    earlier = _earlier(plan, session)
    _link(args, plan.options.run_id)
    with held_back() as interruption:
        run = launch(plan)
        recent_homes.remember(plan.home.path)
        _note(plan, session)
        if plan.problem:
            raise failure(plan, run)
        if plan.options.stage:
            return _staged(run, session)
        if session.in_notebook and not args.wait:
            session.say(_started_line(run, session))
            if earlier is not None:
                session.note(
                    f"{earlier.short_id} has the same flags and is {earlier.status}; "
                    "with '--needed' such a run is not started again"
                )
            session.note_once(shared_fate())
            interruption.deliver()
            return run
        if args.background:
            session.say(f"{run.operation} started in background as {run.id}")
            return 0
        return _attended(run, args, session, interruption)


def _link(args: Namespace, run_id: str) -> None:
    """Link to the run of a step from the directory of its pipeline, beside which it is."""
    if args.link:
        Path(args.link).symlink_to(Path("..", run_id))


def _earlier(plan: RunPlan, session: Session) -> Run | None:
    """Return a run of late that makes a plan needless, where somebody may want to know."""
    if not session.in_notebook or plan.existing is not None or plan.options.stage:
        return None
    ended = (run for run in session.guild.needed(plan, recent=True))
    return next((run for run in ended if run.status == state.COMPLETED), None)


def _staged(run: Run, session: Session) -> Run | int:
    session.say(
        f"{run.operation} staged as {run.id}\n"
        f"To start it: {session.prefix} run --start {_shortest(run)}"
    )
    return run if session.in_notebook else 0


def _note_oddities(spec: str, session: Session) -> None:
    """Say what the Guild file says of an operation that nobody reads."""
    project, operation = session.guild.definition(spec)
    for finding in project.findings:
        path = finding.key.removeprefix(f"{operation.model}:")
        if finding.file == operation.file and path.partition(".")[0] == operation.name:
            place = f"{Path(finding.file).name}:{finding.line}: {finding.key}"
            session.note_once(f"{place}: {finding.message}. {finding.hint}".rstrip())


def _note(plan: RunPlan, session: Session) -> None:
    session.note_once(disclose(plan).sentence)
    for path, why in plan.source.skipped:
        session.note(
            f"source file {path} is not copied ({why}); "
            "name it under 'sourcecode' in guild.yml to have it copied"
        )


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
            raise detached(run, session)
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


COMMAND = Command("run", "Start an operation", declare, _execute)
