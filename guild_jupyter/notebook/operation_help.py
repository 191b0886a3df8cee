"""Help for one operation: its flags and what it requires, in text."""

from __future__ import annotations

from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.flags.values import told
from guild_jupyter.guildfile.definitions import Model, Operation, ResourceDef
from guild_jupyter.redaction import redact
from guild_jupyter.twins.text import clean, one_line


def operation_help(operation: Operation, model: Model, prefix: str) -> str:
    """Return the help of an operation.

    Parameters
    ----------
    operation, model
        The operation and its model.
    prefix
        What a user types before a command.
    """
    lines = [f"Usage: {prefix} run {operation.spec} [FLAG=VALUE]... [OPTIONS]"]
    if operation.description:
        lines += ["", one_line(operation.description)]
    if operation.flags:
        lines += ["", "Flags:", *_flag_lines(operation)]
    if operation.requires:
        lines += ["", "Requires:", *_requirement_lines(operation, model)]
    lines += ["", f"See '{prefix} run --help' for the options."]
    return "\n".join(lines)


def _flag_lines(operation: Operation) -> list[str]:
    flags = sorted(operation.flags.items())
    width = max(len(name) for name, _ in flags)
    return [f"  {name:<{width}}  {clean(describe_flag(flag))}".rstrip() for name, flag in flags]


def describe_flag(flag: FlagDef) -> str:
    """Return what a user should know of a flag: meaning, default, choices, bounds."""
    notes = []
    if flag.required:
        notes.append("required")
    if flag.default is not None:
        notes.append(f"default is {told(flag.name, flag.default)}")
    if flag.type:
        notes.append(flag.type)
    if flag.choices:
        choices = ", ".join(told(flag.name, choice.value) for choice in flag.choices)
        notes.append(f"one of {choices}")
    if flag.min is not None:
        notes.append(f"at least {flag.min}")
    if flag.max is not None:
        notes.append(f"at most {flag.max}")
    described = one_line(flag.description)
    return f"{described} ({', '.join(notes)})".strip() if notes else described


def _requirement_lines(operation: Operation, model: Model) -> list[str]:
    lines = []
    for requirement in operation.requires:
        resource = (
            model.resources.get(requirement) if isinstance(requirement, str) else requirement
        )
        lines.append(f"  {clean(_requirement(requirement, resource))}")
    return lines


def _requirement(requirement: str | ResourceDef, resource: ResourceDef | None) -> str:
    if resource is None:
        return str(requirement)
    sources = ", ".join(redact(source.uri) for source in resource.sources)
    name = resource.name if resource.name != sources else ""
    described = f" - {one_line(resource.description)}" if resource.description else ""
    return f"{name}: {sources}{described}" if name else f"{sources}{described}"
