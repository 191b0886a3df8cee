"""The attributes of a run: one YAML file each, read leniently and replaced whole."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

from guild_jupyter import documents
from guild_jupyter.errors import DocumentError
from guild_jupyter.runstore import plain_values
from guild_jupyter.supervise import durable
from guild_jupyter.supervise.rundir import TEMPORARY, RunDir


def parse(text: str) -> Any:  # noqa: ANN401 - any YAML value
    """Return what the text of an attribute says.

    Raises
    ------
    DocumentError
        It is not YAML, or larger than the limits.
    """
    value = plain_values.read(text)
    return documents.parse(text) if value is plain_values.UNREAD else value


class Attributes(Mapping[str, Any]):
    """The attributes of one run, read when asked for.

    An attribute whose file cannot be read counts as absent; :attr:`problems` says why.

    Parameters
    ----------
    run
        The run directory.
    """

    def __init__(self, run: RunDir) -> None:
        self.run = run
        self.problems: dict[str, str] = {}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - any YAML value
        text = self._text(name)
        try:
            return parse(text)
        except DocumentError as error:
            self.problems[name] = error.message
            raise KeyError(name) from None

    def _text(self, name: str) -> str:
        if "/" in name or "\0" in name:
            raise KeyError(name)
        try:
            return durable.read_bytes(self.run.attr(name), documents.MAX_BYTES).decode()
        except FileNotFoundError:
            raise KeyError(name) from None
        except (OSError, UnicodeDecodeError) as error:
            self.problems[name] = str(getattr(error, "strerror", None) or error)
            raise KeyError(name) from None

    def __iter__(self) -> Iterator[str]:
        try:
            names = os.listdir(self.run.attrs)  # noqa: PTH208 - 10,000 runs
        except OSError:
            return iter(())
        return iter(sorted(name for name in names if not name.startswith(TEMPORARY)))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def typed(self, name: str, kind: type, default: Any) -> Any:  # noqa: ANN401 - as given
        """Return an attribute if it is of the kind; else the default, and say so."""
        value = self.get(name)
        if value is None:
            return default
        if not isinstance(value, kind) or isinstance(value, bool) is not (kind is bool):
            self.problems[name] = f"expected {kind.__name__}, found {type(value).__name__}"
            return default
        return value

    def check(self) -> dict[str, str]:
        """Read every attribute anew; return what is wrong, by name."""
        self.problems.clear()
        for name in self:
            try:
                documents.check(self._text(name))
            except KeyError:
                continue  # it cannot be read at all, which is noted
            except DocumentError as error:
                self.problems[name] = error.message
        return dict(self.problems)


def write(run: RunDir, name: str, value: object, mode: int) -> None:
    """Replace an attribute.

    Parameters
    ----------
    run
        The run directory.
    name
        The attribute's name.
    value
        Any plain value; None removes the attribute.
    mode
        Permissions of the file.
    """
    if value is None:
        durable.remove(run.attr(name))
    else:
        durable.write(run.attr(name), documents.dump(value).encode(), mode)
