"""What somebody asks of a route, read and checked: words of the path, query and body."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from guild_jupyter.errors import GuildError
from guild_jupyter.server.route import Parameter
from guild_jupyter.wire import schema

if TYPE_CHECKING:
    from jsonschema import Draft7Validator  # type: ignore[import-untyped]

    from guild_jupyter.server.service import Service

#: Bytes of the largest body.
MOST_BYTES = 1 << 20
_DEEPEST = 32
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_LONGEST_COMPLAINT = 300


@dataclass(frozen=True)
class Asked:
    """What is asked.

    Parameters
    ----------
    service
        What the server knows: places, interpreters.
    words
        The parts of the path, by name.
    query
        The values of the parameters, by name; each has one.
    body
        What was sent; fits the schema of the route.
    """

    service: Service
    words: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)


def query_of(
    parameters: Iterable[Parameter], given: Mapping[str, Sequence[bytes]]
) -> dict[str, Any]:
    """Return the value of each parameter; what else a query has is passed over.

    Raises
    ------
    GuildError
        A value is not of the kind of its parameter.
    """
    return {one.name: _value(one, given.get(one.name, ())) for one in parameters}


def _value(parameter: Parameter, given: Sequence[bytes]) -> Any:  # noqa: ANN401 - of its kind
    try:
        texts = [one.decode() for one in given]
    except UnicodeDecodeError:
        raise GuildError(f"{parameter.name}: it is no text") from None
    if any(len(text) > parameter.most for text in texts) and parameter.kind != "integer":
        raise GuildError(f"{parameter.name}: the text is too long", "Shorten it.")
    if parameter.kind == "strings":
        return texts
    if not texts or not texts[-1]:
        return parameter.default
    text = texts[-1]
    if parameter.kind == "boolean":
        if text not in _BOOLEANS:
            raise GuildError(f"{parameter.name}: it has to be true or false")
        return _BOOLEANS[text]
    return _whole(parameter, text) if parameter.kind == "integer" else text


def _whole(parameter: Parameter, text: str) -> int:
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 18):
        raise GuildError(f"{parameter.name}: it has to be a whole number")
    number = int(text)
    if parameter.least is not None and number < parameter.least:
        raise GuildError(f"{parameter.name}: it has to be {parameter.least} or more")
    if number > parameter.most:
        raise GuildError(f"{parameter.name}: it has to be {parameter.most} or less")
    return number


def body_of(text: bytes) -> dict[str, Any]:
    """Return what a body says.

    Raises
    ------
    GuildError
        It is no JSON object, or nested too deeply.
    """
    try:
        body = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise GuildError("the body is no JSON", "Send an object of JSON.") from None
    if not isinstance(body, dict):
        raise GuildError("the body is no object of JSON")
    if _depth(body) > _DEEPEST:
        raise GuildError("the body is nested too deeply")
    return body


def check(body: Mapping[str, Any], name: str) -> None:
    """Hold a body against its schema.

    Raises
    ------
    GuildError
        It does not fit.
    """
    from jsonschema.exceptions import (  # type: ignore[import-untyped]  # noqa: PLC0415
        best_match,
    )

    fault = best_match(_validator(name).iter_errors(body))
    if fault is not None:
        place = ".".join(map(str, fault.absolute_path))
        said = fault.message[:_LONGEST_COMPLAINT]
        raise GuildError(f"the body does not fit: {place}: {said}" if place else said)


@lru_cache(maxsize=64)
def _validator(name: str) -> Draft7Validator:
    return schema.validator(name)


def _refuse_constant(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are no JSON


def _depth(value: object) -> int:
    level, deepest = [value], 0
    while level and deepest <= _DEEPEST:
        deepest += 1
        inner: list[object] = []
        for one in level:
            inner += (
                one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
            )
        level = inner
    return deepest
