"""Finding an operation of a project by what a user types."""

from __future__ import annotations

from guild_jupyter.errors import NoSuchOperation, nearest
from guild_jupyter.guildfile.definitions import Model, Operation, Project


def find_operation(project: Project, spec: str = "") -> Operation:
    """Return the operation of ``OP``, ``MODEL:OP``, ``MODEL:`` or nothing (the default).

    Without a model the default model's operation is meant; where no default model has it, that
    of the anonymous model, else the only one of that name in the project. ``:OP`` is the
    anonymous model's, and the default model's where there is no anonymous one.

    Raises
    ------
    NoSuchOperation
        There is none, or several fit.
    GuildFileError
        What the Guild file says of it makes no sense.
    """
    model_name, colon, name = spec.rpartition(":")
    if colon:
        default = project.models.get("", project.default_model)
        model = find_model(project, model_name) if model_name or default is None else default
        return _in_model(project, model, name) if name else _default(project, model)
    default = project.default_model
    if not spec:
        if default is None:
            raise NoSuchOperation("no default operation", _listed(project))
        return _default(project, default)
    anonymous = project.models.get("")
    for near in (default, anonymous):
        if near is not None and _has(near, spec):
            return _in_model(project, near, spec)
    found = [model for model in project.models.values() if _has(model, spec)]
    if len(found) == 1:
        return _in_model(project, found[0], spec)
    if found:
        specs = ", ".join(f"{model.name}:{spec}" for model in found)
        raise NoSuchOperation(
            f"several models have an operation {spec!r}", f"Write one of: {specs}."
        )
    raise _no_operation(project, spec)


def find_model(project: Project, name: str) -> Model:
    """Return the model of that name, or the only one whose name contains it.

    Raises
    ------
    NoSuchOperation
        There is none, or several fit.
    """
    if name in project.models:
        return project.models[name]
    within = [model for model in project.models.values() if name and name in model.name]
    if len(within) == 1:
        return within[0]
    names = ", ".join(filter(None, project.models)) or "none"
    problem = f"several models fit {name!r}" if within else f"no model {name!r}"
    hint = nearest(name, project.models, "Did you mean {}? ")
    raise NoSuchOperation(problem, f"{hint}Models of this project: {names}.")


def of_model(project: Project, word: str) -> NoSuchOperation | None:
    """Return the error that says that a word is the name of a model; None where it is none."""
    model = project.models.get(word) if word else None
    if model is None:
        return None
    specs = [f"{word}:{name}" for name in (*model.operations, *model.problems)]
    shown = [spec for spec in specs if not spec.rpartition(":")[2].startswith("_")]
    listed = f"Its operations: {', '.join(shown)}." if shown else "It has no operations."
    default = model.default_operation
    advice = f" {word}: alone means {default.spec}." if default is not None else ""
    return NoSuchOperation(f"{word!r} is a model, not an operation", listed + advice)


def _has(model: Model, name: str) -> bool:
    return name in model.operations or name in model.problems


def _in_model(project: Project, model: Model, name: str) -> Operation:
    if name in model.problems:
        raise model.problems[name]
    if name in model.operations:
        return model.operations[name]
    raise _no_operation(project, f"{model.name}:{name}")


def _default(project: Project, model: Model) -> Operation:
    if model.default_problem:
        raise model.problems[model.default_problem]
    operation = model.default_operation
    if operation is None:
        of = f" of model {model.name!r}" if model.name else ""
        raise NoSuchOperation(f"no default operation{of}", _listed(project))
    return operation


def _no_operation(project: Project, spec: str) -> NoSuchOperation:
    if problem := of_model(project, spec):
        return problem
    specs = [name for spec in _specs(project) for name in (spec, spec.rpartition(":")[2])]
    hint = nearest(spec, specs, "Did you mean {}? ")
    return NoSuchOperation(f"no operation {spec!r} in {project.file}", hint + _listed(project))


def _specs(project: Project) -> list[str]:
    return [
        f"{model.name}:{name}" if model.name else name
        for model in project.models.values()
        for name in (*model.operations, *model.problems)
    ]


def _listed(project: Project) -> str:
    specs = [s for s in _specs(project) if not s.rpartition(":")[2].startswith("_")]
    return f"Operations: {', '.join(specs)}." if specs else "The project has no operations."
