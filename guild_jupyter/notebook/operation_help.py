"""Help for one operation: its flags and what it requires, in text."""

from __future__ import annotations

from collections.abc import Iterable

from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.flags.values import told
from guild_jupyter.guildfile.definitions import Model, Operation, ResourceDef
from guild_jupyter.redaction import redact
from guild_jupyter.twins.text import clean, one_line

#: Types of flags that their default tells already.
_EVIDENT: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "int": (int,),
    "float": (float,),
    "number": (int, float),
    "boolean": (bool,),
}


def operation_help(
    operation: Operation, model: Model, prefix: str, notes: Iterable[str] = ()
) -> str:
    """Return the help of an operation.

    Parameters
    ----------
    operation, model
        The operation and its model.
    prefix
        What a user types before a command.
    notes
        What could not be read of its program.
    """
    lines = [f"Usage: {prefix} run {operation.spec} [FLAG=VALUE]... [OPTIONS]"]
    if operation.description:
        lines += ["", one_line(operation.description)]
    if operation.flags:
        lines += ["", "Flags:", *flag_lines(operation)]
    if operation.profiles:
        lines += ["", "Profiles:", *_profile_lines(operation)]
    if operation.requires or operation.must_exist:
        lines += ["", "Requires:", *_requirement_lines(operation, model)]
    if operation.steps is not None and operation.exec is None:
        lines += ["", "Steps:", *(f"  {clean(step.run)}" for step in operation.steps)]
    lines += [line for note in notes for line in ("", f"note: {clean(note)}")]
    lines += ["", f"See '{prefix} run --help' for the options."]
    return "\n".join(lines)


def flag_lines(operation: Operation) -> list[str]:
    """Return a line for each flag; its choices follow where something is said of them."""
    # Where their order reaches the program, it is that of the file.
    names = list(operation.flags) if operation.in_project else sorted(operation.flags)
    width = max(map(len, names), default=0)
    lines = []
    for name in names:
        flag = operation.flags[name]
        lines.append(f"  {name:<{width}}  {clean(describe_flag(flag))}".rstrip())
        if _has_told_choices(flag):
            lines += [f"  {'':<{width}}    {line}" for line in _choice_lines(flag)]
    return lines


def _has_told_choices(flag: FlagDef) -> bool:
    return any(choice.description or choice.alias is not None for choice in flag.choices)


def _choice_lines(flag: FlagDef) -> list[str]:
    shown = []
    for choice in flag.choices:
        names = [told(flag.name, choice.value)]
        if choice.alias is not None:
            names.insert(0, told(flag.name, choice.alias))
        shown.append((clean(" or ".join(names)), one_line(choice.description)))
    width = max(len(name) for name, _ in shown)
    return [f"{name:<{width}}  {described}".rstrip() for name, described in shown]


def _profile_lines(operation: Operation) -> list[str]:
    lines = []
    for profile, values in operation.profiles.items():
        shown = " ".join(f"{name}={told(name, value)}" for name, value in values.items())
        lines.append(f"  {clean(profile)}: {clean(shown)}")
    return lines


def describe_flag(flag: FlagDef) -> str:
    """Return what a user should know of a flag: meaning, default, choices, bounds."""
    notes = []
    if flag.required:
        notes.append("required")
    if flag.default is not None:
        notes.append(f"default is {told(flag.name, flag.default)}")
    if flag.type and not isinstance(flag.default, _EVIDENT.get(flag.type, ())):
        notes.append(flag.type)
    if flag.choices and not _has_told_choices(flag):
        choices = ", ".join(told(flag.name, choice.value) for choice in flag.choices)
        notes.append(f"one of {choices}")
    if flag.min is not None:
        notes.append(f"at least {flag.min}")
    if flag.max is not None:
        notes.append(f"at most {flag.max}")
    described = one_line(flag.description)
    return f"{described} ({', '.join(notes)})".strip() if notes else described


def _requirement_lines(operation: Operation, model: Model) -> list[str]:
    lines = [f"  {clean(path)}, in the project" for path in operation.must_exist]
    for requirement in operation.requires:
        resource = (
            model.resources.get(requirement) if isinstance(requirement, str) else requirement
        )
        lines.append(f"  {clean(_requirement(requirement, resource))}")
    return lines


def _requirement(requirement: str | ResourceDef, resource: ResourceDef | None) -> str:
    return str(requirement) if resource is None else describe_resource(resource)


def describe_resource(resource: ResourceDef) -> str:
    """Return a resource in one line: name, sources, description."""
    sources = ", ".join(redact(source.uri) for source in resource.sources)
    name = resource.name if resource.name != sources else ""
    described = f" - {one_line(resource.description)}" if resource.description else ""
    return f"{name}: {sources}{described}" if name else f"{sources}{described}"
