"""The program of a pipeline: runs its steps one after the other, each as a run of its own.

The first step that fails ends it, with the step's exit status; a check that does not hold ends
it with 3. What a step prints is the pipeline's output too.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from guild_jupyter.api import Guild
from guild_jupyter.errors import FlagError, GuildError
from guild_jupyter.flags import references, values
from guild_jupyter.flags.arguments import flag_variable
from guild_jupyter.flags.delivery import take_payload
from guild_jupyter.guildfile.step_definitions import StepDef
from guild_jupyter.launch.options import PARENT_VARIABLE
from guild_jupyter.launch.recorded_steps import from_data
from guild_jupyter.launch.steps import OPTIONS, SWITCHES, WITH_VALUE
from guild_jupyter.redaction import WITHHELD, redact, redacted_words
from guild_jupyter.runstore.layout import new_id
from guild_jupyter.runstore.run import Run
from guild_jupyter.sweeps.checks import failure

CHECK_FAILED = 3
_FAILED = 1
_NOT_IN_NAMES = re.compile(r"[ :/\\]")
_WHOLE = re.compile(r"\$\{([^}]+)\}")
#: The pipelines that this one is a step of, and itself: one that comes twice would never end.
_ABOVE = "GUILD_JUPYTER_PIPELINES"
#: What belongs to the pipeline's own process alone.
_OWN = ("RUN_DIR", "RUN_ID", "RUNDIR")
_LONGEST_NAME = 100


def main(_words: Sequence[str] = ()) -> int:
    """Run the steps of the pipeline in whose run directory this process is."""
    try:
        return Pipeline(Run(Path(os.environ["RUN_DIR"]))).run_all()
    except (GuildError, ValueError, OSError) as error:
        _say(f"guild: {error}")
        return _FAILED


class Pipeline:
    """The steps of a run, and what they are given.

    Parameters
    ----------
    run
        The pipeline's own run.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self.folder = Path(os.environ["PROJECT_DIR"])
        self.home = Path(os.environ["GUILD_HOME"])
        self.flags = _flags(run)
        self.said = run.attributes.typed("run_params", dict, {})
        self.model = run.opref.model
        self.guild = Guild(self.folder, self.home)
        recorded: list[object] = run.attributes.typed("steps", list, [])
        told = take_payload(os.environ).get("steps")
        self.steps = [from_data(step) for step in (recorded if told is None else told)]

    def run_all(self) -> int:
        """Run the steps; return the exit status of the pipeline."""
        above = os.environ.get(_ABOVE, "").split("\n")
        if self.run.operation in above:
            way = [*above[above.index(self.run.operation) :], self.run.operation]
            raise FlagError(f"the steps lead back to this pipeline: {' -> '.join(way)}")
        for number, step in enumerate(self.steps, 1):
            words = self.words(step)
            _say(f"Step {number} of {len(self.steps)}: {shlex.join(redacted_words(words))}")
            status = self._run(step, words)
            if status:
                left = ", ".join(other.name for other in self.steps[number:])
                not_run = f"; not run: {left}" if left else ""
                _say(f"guild: step {step.name} ended with exit status {status}{not_run}")
                return status
        return 0

    def words(self, step: StepDef) -> list[str]:
        """Return the words after ``run`` for a step.

        The flags of a step go over the words that it is written in, and flags of the pipeline
        that are called STEP:FLAG over both.

        Raises
        ------
        FlagError
            A ``${flag}`` is no flag of the pipeline, or an option is not known.
        """
        place = f"step {step.name}"
        named, *rest = [
            references.resolve(word, self.flags, place) for word in shlex.split(step.run)
        ]
        spec = self._with_model(named)
        names = self._names(spec)
        given = {}
        for name, value in [*step.flags.items(), *self._passed_on(step, named).items()]:
            given[names.get(name, name)] = self._value(value, place)
        own = [f"{name}={_word(value)}" for name, value in given.items() if value is not None]
        assigned = [word.partition("=")[0] for word in rest]
        left = [
            word
            for word, name in zip(rest, assigned, strict=True)
            if names.get(name, name) not in given
        ]
        return [spec, *self._options(step), *own, *left]

    def _names(self, spec: str) -> dict[str, str]:
        """Return the flags of an operation by their aliases."""
        try:
            flags = self.guild.operation(spec).flags.values()
        except GuildError:  # said when the step is run
            return {}
        return {flag.alias: flag.name for flag in flags if flag.alias}

    def _passed_on(self, step: StepDef, named: str) -> dict[str, Any]:
        """Return the values of the pipeline's flags that are called STEP:FLAG.

        What is said of an operation goes over what is said of a step's name, as in Guild.
        """
        found = {}
        for start in (f"{step.name}:", f"{named}:"):
            for name, value in self.flags.items():
                if name.startswith(start):
                    found[name.removeprefix(start)] = value
        return found

    def _value(self, value: Any, place: str) -> Any:  # noqa: ANN401 - a flag's value
        if not isinstance(value, str):
            return value
        whole = _WHOLE.fullmatch(value)
        if whole and whole[1] in self.flags:
            return self.flags[whole[1]]
        return references.resolve(value, self.flags, place)

    def _with_model(self, named: str) -> str:
        if ":" in named or not self.model:
            return named
        spec = f"{self.model}:{named}"
        try:
            self.guild.definition(spec)
        except GuildError:
            return named
        return spec

    def _options(self, step: StepDef) -> list[str]:
        place = f"step {step.name}"
        words = []
        options = dict(step.options)
        for name in ("label", "tags"):
            options[name] = options.get(name) or self.said.get(name) or None
        for name, value in options.items():
            if name == "tags":
                tags = value if isinstance(value, list) else [] if value is None else [value]
                words += [
                    f"--tag={references.resolve(str(tag), self.flags, place)}" for tag in tags
                ]
            elif name in SWITCHES:
                words += [f"--{name}"] if value else []
            elif name in WITH_VALUE:
                text = references.resolve(str(value), self.flags, place)
                words += [] if value is None else [f"--{name}={text}"]
            elif value is not None:
                raise FlagError(
                    f"{place}: {name!r} is not an option that a step can have here",
                    f"Options: {', '.join(sorted(OPTIONS))}.",
                )
        return words

    def _run(self, step: StepDef, words: list[str]) -> int:
        run_id = new_id()
        link = self._place(step)
        environment = {name: value for name, value in os.environ.items() if name not in _OWN}
        environment.pop(PARENT_VARIABLE, None)
        above = environment.get(_ABOVE)
        environment[_ABOVE] = "\n".join([*([above] if above else []), self.run.operation])
        if step.isolate:
            environment[PARENT_VARIABLE] = self.run.id
        begin = [sys.executable, "-u", "-I", sys.argv[0], "guild_jupyter.notebook.terminal"]
        place = ["-H", str(self.home), "-C", str(self.folder)]
        done = subprocess.run(
            [*begin, *place, "run", "-y", f"--run-id={run_id}", f"--link={link}", *words],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode or not link.is_symlink():
            return done.returncode
        made = Run(Path(os.path.realpath(link)))
        for check in step.checks:
            reason = failure(check, made, self.folder)
            if reason:
                _say(f"guild: step {step.name}: {redact(reason)}")
                return CHECK_FAILED
        return 0

    def _place(self, step: StepDef) -> Path:
        """Return where the run of a step is linked; what later steps require is looked for so."""
        name = _NOT_IN_NAMES.sub("-", step.name)[:_LONGEST_NAME].strip(".") or "step"
        place, number = self.run.dir / name, 1
        while place.is_symlink() or place.exists():
            number += 1
            place = self.run.dir / f"{name}_{number}"
        return place


def _flags(run: Run) -> dict[str, Any]:
    """Return the pipeline's flags; those that are not recorded come through the environment."""
    recorded: Mapping[Any, Any] = run.attributes.typed("flags", dict, {})
    found = {str(name): value for name, value in recorded.items()}
    for name, value in found.items():
        if value == WITHHELD:
            found[name] = values.parse(os.environ.get(flag_variable(name, {}), ""))
    return found


def _word(value: Any) -> str:  # noqa: ANN401 - a flag's value
    """Return the text that stands for a value on the command line, whatever the flag's type."""
    if isinstance(value, str) and values.parse(value) == value:
        return value
    return values.format_value(value)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
