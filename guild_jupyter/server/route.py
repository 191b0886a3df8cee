"""What a route is: how it is called, who may call it, what answers, and by which schemas."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

READ, WRITE, EXECUTE = "read", "write", "execute"
_WORD = re.compile(r"\{(\w+)\}")
#: The one word of a path that may have slashes in it.
_PATH = "path"


@dataclass(frozen=True)
class Parameter:
    """A parameter of a query.

    Parameters
    ----------
    name
        Its name.
    description
        What it means.
    kind
        ``string``, ``integer``, ``boolean`` or ``strings`` for one that is given several times.
    default
        What holds where it is not given.
    least, most
        Inclusive bounds of an integer; ``most`` is also how many characters a text has at most.
    """

    name: str
    description: str
    kind: str = "string"
    default: Any = ""
    least: int | None = None
    most: int = 2000


@dataclass(frozen=True)
class Route:
    """One method of one path.

    Parameters
    ----------
    method
        ``GET`` or ``POST``.
    path
        Below the base of the interface; ``{word}`` stands for a part of it.
    action
        What a user must be allowed to do: read, write or execute.
    answer
        ``module:function`` that answers.
    summary
        What it does, in a sentence.
    schema
        The schema of its answer; empty where there is none.
    query
        The parameters of its query.
    body
        The schema of what is sent to it; empty for nothing.
    actions
        What a user must be allowed to do instead, by the member ``action`` of the body.
    status
        The status of a good answer.
    is_json
        Whether the answer is JSON, and not the content of a file.
    """

    method: str
    path: str
    action: str
    answer: str
    summary: str
    schema: str = ""
    query: tuple[Parameter, ...] = ()
    body: str = ""
    actions: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    is_json: bool = True

    @property
    def words(self) -> list[str]:
        """The names of the parts of the path that are not always the same."""
        return _WORD.findall(self.path)

    @property
    def pattern(self) -> str:
        """The path as a regular expression with a group for each word."""
        parts = _WORD.split(self.path)
        groups = ("(.+)" if name == _PATH else "([^/]+)" for name in parts[1::2])
        texts = map(re.escape, parts[::2])
        return "".join(text + next(groups, "") for text in texts)
