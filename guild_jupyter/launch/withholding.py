"""What of a plan is written down and shown: everything but its secrets.

The operation gets the real words and variables; the record of the run, the preview and every
message are made of the plan that this returns.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from guild_jupyter.flags import references
from guild_jupyter.flags.arguments import encode, flag_variable
from guild_jupyter.launch import environment as environments
from guild_jupyter.launch.command import Command, build
from guild_jupyter.redaction import (
    WITHHELD,
    is_secret,
    is_suspect_name,
    redact,
    redacted,
    redacted_words,
)
from guild_jupyter.registry import load

if TYPE_CHECKING:
    from guild_jupyter.launch.plan import RunPlan
    from guild_jupyter.resources.plan import Plan as ResourcePlan

#: Shorter texts occur by chance in others.
_SHORTEST = 6
_OF_ENVIRONMENT = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z])[^\s]{16,}")
#: What is only written into the record, and not needed to get a resource.
_OF_RECORD = ("uri", "name", "config", "missing", "help")
# Guild passes what is recorded as the value: a restart has to end before the program begins.
_GUARD = """\
import json, os, sys
lost = [flag for flag, name in json.loads(sys.argv[1]).items() if os.environ.get(name) == "***"]
if lost:
    sys.exit("guild: not recorded, for it looks like a secret: " + ", ".join(lost)
             + "\\nGive it again, in the project: guild run --restart RUN "
             + " ".join(flag + "=VALUE" for flag in lost))
if "***" in " ".join(sys.argv[2:]):
    sys.exit("guild: a part of the command was not recorded, for it looks like a secret"
             "\\nRun the operation anew instead of restarting this run.")
os.execvp(sys.argv[2], sys.argv[2:])
"""


@dataclass(frozen=True)
class Disclosure:
    """What may be known of a plan.

    Parameters
    ----------
    plan
        The plan without its secrets; it cannot be launched.
    flags
        Names of the flags whose values are withheld.
    in_command
        Whether something else of the command is.
    resources
        The planned resources as the preparer needs them, and the same without secrets.
    known
        The secrets themselves.
    """

    plan: RunPlan
    flags: tuple[str, ...]
    in_command: bool
    resources: tuple[Any, Any]
    known: tuple[str, ...]

    @property
    def run_attrs(self) -> dict[str, Any]:
        """The attributes that the operation gives its runs."""
        attributes: dict[str, Any] = redacted(dict(self.plan.operation.run_attrs), self.known)
        return {
            str(name): WITHHELD if is_secret(str(name), value) else value
            for name, value in attributes.items()
        }

    @property
    def sentence(self) -> str:
        """What is withheld, in words for the user; empty for nothing."""
        named = [*self.flags, *(["a part of the command"] if self.in_command else [])]
        if not named:
            return ""
        return (
            f"not recorded, for it looks like a secret: {', '.join(named)}; "
            "a restart of the run needs it again"
        )

    @property
    def guild_op(self) -> dict[str, Any]:
        """The attribute ``op``; where something is withheld, a restart by Guild says so."""
        op: dict[str, Any] = redacted(self.plan.guild_op, self.known)
        if self.flags or self.in_command:
            flags = self.plan.operation.flags
            variables = {name: flag_variable(name, flags) for name in self.flags}
            guard = ["${python_exe}", "-c", _GUARD, json.dumps(variables)]
            op["op-cmd"]["cmd-args"] = [*guard, *op["op-cmd"]["cmd-args"]]
        return op


def disclose(plan: RunPlan) -> Disclosure:
    """Return what may be written down and shown of a plan."""
    known = _known(plan)
    secret = {
        name
        for name, value in plan.flags.items()
        if _is_secret(plan, name, value) or any(text in str(value) for text in known)
    }
    flags = {name: WITHHELD if name in secret else value for name, value in plan.flags.items()}
    resources, shown_resources, resource_plan = _resources(plan.resources, known)
    own = {name: value for name, value in flags.items() if name not in _of_resources(plan)}
    command = _command(plan, own, known)
    template = redacted_words(plan.command.guild_template, known)
    template_of_label = _maybe_in_words(plan.label_template, known)
    shown = replace(
        plan,
        flags=flags,
        user_flags={n: WITHHELD if n in secret else v for n, v in plan.user_flags.items()},
        command=replace(command, guild_template=tuple(template)),
        added=_added(plan, flags) if secret else plan.added,
        delivery={},
        label=_in_words(_label(plan, template_of_label, flags), known),
        label_template=template_of_label,
        tags=tuple(redacted_words(plan.tags, known)),
        resources=resource_plan,
        options=replace(
            plan.options,
            label=_maybe_in_words(plan.options.label, known),
            tags=tuple(redacted_words(plan.options.tags, known)),
        ),
        words=tuple(_word(word, secret, _aliases(plan), known) for word in plan.words),
        problem=redact(plan.problem, known),
    )
    return Disclosure(
        shown,
        tuple(sorted(secret)),
        tuple(template) != plan.command.guild_template,
        (resources, shown_resources),
        known,
    )


def _label(plan: RunPlan, template: str | None, flags: Mapping[str, Any]) -> str:
    """Return the label as made from what may be known; one written by hand as it is."""
    is_made = plan.label == references.label_of(plan.label_template, plan.flags)
    return references.label_of(template, flags) if is_made else plan.label


def _is_secret(plan: RunPlan, name: str, value: object) -> bool:
    """Tell whether a flag holds a secret, by any of the names that its value goes by."""
    names = [name]
    if flag := plan.operation.flags.get(name):
        names += filter(None, (flag.arg_name, flag.env_name))
    template = plan.command.guild_template
    names += [
        option.lstrip("-")
        for option, word in pairwise(template)
        if option.startswith("-") and word == f"${{{name}}}"
    ]
    return any(is_secret(one, value) for one in names)


def _known(plan: RunPlan) -> tuple[str, ...]:
    """Return the texts that are secret wherever they occur, the longest first."""
    found: set[str] = set()
    for name, value in plan.flags.items():
        if _is_secret(plan, name, value):
            found.update(_texts(value))
    everything = {**plan.inherited, **plan.added}
    found.update(everything.get(name, "") for name in plan.operation.env_secrets)
    found.update(
        value
        for name, value in plan.inherited.items()
        if is_suspect_name(name, value) and _OF_ENVIRONMENT.fullmatch(value)
    )
    long_enough = [text for text in found if len(text) >= _SHORTEST]
    return tuple(sorted(long_enough, key=len, reverse=True))


def _texts(value: Any) -> Iterable[str]:  # noqa: ANN401 - a flag's value
    if isinstance(value, Mapping):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, (list, tuple)):
        return [text for item in value for text in _texts(item)]
    return [value] if isinstance(value, str) else [encode(value)] if value is not None else []


def _of_resources(plan: RunPlan) -> Mapping[str, Any]:
    return plan.resources.flag_values if plan.resources else {}


def _command(plan: RunPlan, flags: Mapping[str, Any], known: tuple[str, ...]) -> Command:
    command = build(
        plan.operation,
        flags,
        plan.interpreter.path,
        str(plan.project.directory),
        plan.destination,
    )
    return replace(
        command,
        argv=tuple(redacted_words(command.argv, known)),
        main_arguments=tuple(redacted_words(command.main_arguments, known)),
        flag_arguments=tuple(redacted_words(command.flag_arguments, known)),
    )


def _added(plan: RunPlan, flags: Mapping[str, Any]) -> dict[str, str]:
    return environments.additions(
        plan.operation,
        plan.project,
        flags,
        plan.home.path,
        plan.folder,
        plan.destination,
        plan.options,
        plan.source.destination,
    )


def _in_words(text: str, known: tuple[str, ...]) -> str:
    # A label is made of NAME=VALUE words, where the name alone tells.
    return " ".join(redacted_words(redact(text, known).split(" ")))


def _maybe_in_words(text: str | None, known: tuple[str, ...]) -> str | None:
    return None if text is None else _in_words(text, known)


def _aliases(plan: RunPlan) -> dict[str, str]:
    return {flag.alias: name for name, flag in plan.operation.flags.items() if flag.alias}


def _word(word: str, secret: set[str], aliases: Mapping[str, str], known: tuple[str, ...]) -> str:
    name = word.partition("=")[0]
    if aliases.get(name, name) in secret:
        return f"{name}={WITHHELD}"
    return redacted_words([word], known)[0]


def _resources(
    plan: ResourcePlan | None, known: tuple[str, ...]
) -> tuple[Any, Any, ResourcePlan | None]:
    """Return the resources as they are fetched, both as the plan and as the record say it."""
    if plan is None:
        return None, None, None
    real = plan.to_json()
    for resource in real["resources"]:
        resource["name"] = redact(resource["name"], known)
        for source in resource["sources"]:
            source.update({key: redact(source[key], known) for key in _OF_RECORD})
    real["flag_values"] = redacted(real["flag_values"], known)
    shown = redacted(real, known)
    for resource in shown["resources"]:
        for source in resource["sources"]:
            source["values"] = [
                [name, WITHHELD if is_secret(name, value) else value]
                for name, value in source["values"]
            ]
    return real, shown, load("guild_jupyter.resources.plan:Plan").from_json(shown)
