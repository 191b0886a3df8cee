"""Where the Guild file has what is wrong with a plan: values that only a plan looks at closely."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from guild_jupyter.errors import GuildFileError, InvalidFlagValue
from guild_jupyter.guildfile.definitions import Operation
from guild_jupyter.launch.selection import RulesError
from guild_jupyter.scalars.patterns import Patterns, compile_patterns

Keys = tuple[Any, ...]

_SCALARS = (
    "Write 'output-scalars: {NAME: PATTERN}' with a group for the number, a pattern with the "
    r"groups (\key) and (\value), a list of these, or no."
)


@contextmanager
def located(operation: Operation, *keys: str) -> Iterator[None]:
    """Have errors of the Guild file say where a value of the operation is."""
    try:
        yield
    except RulesError as error:
        spec, *rest = error.at
        if spec == 0 and operation.places is not None:  # the model's own
            spot = operation.places.origins.spot((*keys, *rest))
            raise GuildFileError(
                error.problem, error.hint, file=spot.file, line=spot.line, key=spot.key
            ) from error
        raise operation.error((*keys, *rest), error.problem, error.hint) from error
    except GuildFileError as error:
        raise operation.error(keys, error.problem, error.hint) from error


@contextmanager
def of_defaults(operation: Operation, given: Iterable[str], profile: str = "") -> Iterator[None]:
    """Have errors about a value that the Guild file itself gives to a flag say where it is.

    Parameters
    ----------
    operation
        The operation.
    given
        The flags that have a value of the user's.
    profile
        The profile whose values go over the defaults; empty for none.
    """
    try:
        yield
    except InvalidFlagValue as error:
        keys = _keys_of_default(operation, error.flag, profile)
        if keys is None or error.flag in given:
            raise
        raise operation.error(keys, error.message, error.hint) from error


def _keys_of_default(operation: Operation, flag: str, profile: str) -> Keys | None:
    """Return where the value of a flag stands; None where the Guild file does not say it."""
    places = operation.places
    if places is None:
        return None
    if flag in operation.profiles.get(profile, {}):
        return ("profiles", profile, flag)
    if not places.has("flags", flag):
        return None
    # Of a default that comes from the program, what it breaks may be what is written.
    for key in ("default", "choices", "max", "min", "type"):
        if places.has("flags", flag, key):
            return "flags", flag, key
    return "flags", flag


def patterns(operation: Operation) -> Patterns:
    """Return which output lines of an operation are scalars.

    Raises
    ------
    GuildFileError
        ``output-scalars`` has no known form, or a pattern in it is wrong.
    """
    is_pipeline = operation.steps is not None and operation.exec is None
    spec = operation.output_scalars
    try:
        # What the steps print is theirs: each has its own scalars.
        return compile_patterns([] if is_pipeline and spec is None else spec)
    except ValueError as error:
        keys = ("output-scalars", *_first_wrong(spec))
        message = str(error).removesuffix(".")
        raise operation.error(keys, message[:1].lower() + message[1:], _SCALARS) from error


def _first_wrong(spec: Any) -> Keys:  # noqa: ANN401 - any YAML value
    """Return the keys of the first part of a spec that cannot be compiled."""
    if isinstance(spec, list):
        parts = [((number,), item) for number, item in enumerate(spec)]
    elif isinstance(spec, Mapping):
        parts = [((key,), {key: pattern}) for key, pattern in spec.items()]
    else:
        parts = []
    for keys, part in parts:
        try:
            compile_patterns(part)
        except ValueError:
            deeper = _first_wrong(part) if isinstance(spec, list) else ()
            return (*keys, *deeper)
    return ()
