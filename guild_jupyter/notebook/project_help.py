"""Help for a project: its models with their operations, flags, resources, tests, references."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from guild_jupyter.errors import GuildFileError
from guild_jupyter.guildfile.definitions import Model, Project
from guild_jupyter.notebook.operation_help import describe_resource, flag_lines
from guild_jupyter.redaction import redact
from guild_jupyter.twins.text import clean, columns, one_line, pad

_STEP = "  "
_NAMES_OF_TESTS = ("test", "name")


def project_help(project: Project) -> str:
    """Return the help of a project."""
    lines = []
    if project.package is not None:
        about = (project.package.name, project.package.description)
        lines.append(" - ".join(one_line(text) for text in about if text))
    lines.append(f"Operations of {clean(str(project.file))}:")
    for model in project.models.values():
        lines += _model_lines(model)
    return "\n".join(filter(None, lines))


def broken(error: GuildFileError) -> str:
    """Return in short why an operation cannot be read."""
    place = f"line {error.line}: " if error.line else ""
    return f"cannot be read: {place}{one_line(error.problem)}"


def _model_lines(model: Model) -> list[str]:
    lines = [_aligned([(model.name, "")])[0]] if model.name else []
    if model.name and model.description:
        lines = [f"{lines[0]} - {one_line(model.description)}"]
    below = _operation_lines(model)
    resources = model.resources.values()
    for heading, rows in (
        ("Resources:", [_STEP + clean(describe_resource(resource)) for resource in resources]),
        ("Tests:", _aligned(_tests(model.attributes.get("tests")))),
        ("References:", [_STEP + redact(clean(text)) for text in model.references]),
    ):
        below += [_STEP + heading, *(_STEP + row for row in rows)] if rows else []
    return [*lines, *(_STEP + line if model.name else line for line in below)]


def _operation_lines(model: Model) -> list[str]:
    shown = [op for op in model.operations.values() if not op.name.startswith("_")]
    specs = {name: f"{model.name}:{name}".removeprefix(":") for name in model.problems}
    names = _aligned(
        [(op.spec, op.description) for op in shown]
        + [(specs[name], broken(error)) for name, error in model.problems.items()]
    )
    lines = []
    for operation, line in zip(shown, names, strict=False):
        lines += [line, *(_STEP + _STEP + flag for flag in flag_lines(operation))]
    return [*lines, *names[len(shown) :]]


def _aligned(rows: Iterable[tuple[str, str]]) -> list[str]:
    """Return a line for each name and description, the descriptions in one column."""
    shown = [(clean(name), one_line(described)) for name, described in rows]
    width = max((columns(name) for name, _ in shown), default=0)
    return [f"{_STEP}{pad(name, width)}  {described}".rstrip() for name, described in shown]


def _tests(data: object) -> list[tuple[str, str]]:
    """Return names and descriptions of a model's tests, however they are written."""
    if isinstance(data, Mapping):
        return [(str(name), _described(entry)) for name, entry in data.items()]
    entries = data if isinstance(data, list) else [] if data is None else [data]
    return [
        (_name(entry), _described(entry)) if isinstance(entry, Mapping) else (str(entry), "")
        for entry in entries
    ]


def _name(test: Mapping[object, object]) -> str:
    named = [str(test[key]) for key in _NAMES_OF_TESTS if isinstance(test.get(key), str)]
    return named[0] if named else "(without a name)"


def _described(test: object) -> str:
    if isinstance(test, Mapping):
        test = test.get("description")
    return test if isinstance(test, str) else ""
