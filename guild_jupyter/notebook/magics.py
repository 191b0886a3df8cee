"""The magics ``%guild`` and ``%%guild``, and their completion; all else is in the commands."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from typing import Any

from IPython.core.completer import CompletionContext, SimpleCompletion, context_matcher
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.magic import (
    Magics,
    line_cell_magic,
    magics_class,
    needs_local_scope,
    no_var_expand,
)

from guild_jupyter import api, documents
from guild_jupyter.errors import CommandError, DocumentError, GuildError
from guild_jupyter.notebook.completion import complete
from guild_jupyter.notebook.dispatch import carry_out
from guild_jupyter.notebook.session import NOTEBOOK, Session
from guild_jupyter.notebook.words import split
from guild_jupyter.redaction import redact

_NAME = "guild"
_RED, _PLAIN = "\x1b[31m", "\x1b[0m"


class CellError(GuildError):
    """A user's mistake, shown in a cell as one red line and a hint; the cell fails."""

    def _render_traceback_(self) -> list[str]:
        lines = [f"{_RED}guild: {self.message}{_PLAIN}"]
        return lines + self.hint.split("\n") if self.hint else lines


@magics_class
class GuildMagics(Magics):
    """Guild AI in cells."""

    def __init__(self, shell: InteractiveShell) -> None:
        super().__init__(shell)
        self.namespace: Mapping[str, Any] = shell.user_ns
        # What the kernel said once stays said when the extension is loaded again.
        before = shell.magics_manager.registry.get(type(self).__name__)
        said: set[str] = before.session.said if isinstance(before, GuildMagics) else set()
        self.session: Session = Session(api.here(), NOTEBOOK, _write, said=said)

    @no_var_expand
    @needs_local_scope
    @line_cell_magic
    def guild(
        self, line: str, cell: str | None = None, local_ns: Mapping[str, Any] | None = None
    ) -> Any:  # noqa: ANN401 - a command's value
        """Start, watch and compare runs of the project's operations.

        ``%guild run train epochs=5`` starts an operation as a process that does not belong to
        the kernel. ``%guild help`` lists the commands and the project's operations;
        ``{expression}`` is filled in, with the names of the function that it stands in. With
        ``%%guild run OP`` the body of the cell holds flag values as YAML.
        """
        try:
            words = split(line, {**self.namespace, **(local_ns or {})})
            self.session.values = {} if cell is None else _values(cell, words)
            return carry_out(words, self.session)
        except GuildError as error:
            failure = CellError(redact(error.message), redact(error.hint))
            raise failure.with_traceback(None) from None


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _values(body: str, words: list[str]) -> Mapping[str, Any]:
    if not words:
        raise CommandError("%%guild needs an operation", "Write '%%guild run OPERATION'.")
    try:
        data = documents.parse(body, unique_keys=True)
    except DocumentError as error:
        where = f"line {error.line} of the cell: " if error.line else ""
        raise CommandError(
            f"{where}not valid YAML: {error.message}", "Write one 'NAME: VALUE' a line."
        ) from error
    if data is None:
        return {}
    if not isinstance(data, Mapping):
        raise CommandError("the cell holds no flag values", "Write one 'NAME: VALUE' a line.")
    return {str(name): value for name, value in data.items()}


def load(shell: InteractiveShell) -> None:
    """Register the magics and their completion."""
    magics = GuildMagics(shell)
    shell.register_magics(magics)

    @context_matcher(identifier="guild_jupyter")
    def matcher(context: CompletionContext) -> dict[str, Any]:
        return _matches(context, magics.session)

    unload(shell)
    shell.register_magics(magics)
    completer = shell.Completer
    if completer is not None:
        completer.custom_matchers.append(matcher)
    if hasattr(shell, "kernel"):
        importlib.import_module("guild_jupyter.notebook.views.showing").enable(shell)


def unload(shell: InteractiveShell) -> None:
    """Take the magics and their completion away."""
    for kind in ("line", "cell"):
        shell.magics_manager.magics[kind].pop(_NAME, None)
    completer = shell.Completer
    if completer is not None:
        completer.custom_matchers[:] = [
            known
            for known in completer.custom_matchers
            if getattr(known, "matcher_identifier", "") != "guild_jupyter"
        ]


def _matches(context: CompletionContext, session: Session) -> dict[str, Any]:
    line = context.line_with_cursor[: context.cursor_position]
    before, found, after = line.partition(f"%{_NAME} ")
    if not found or (before.strip(" %=").replace("_", "a").strip() and "=" not in before):
        return {"completions": []}
    length, words = complete(after, session)
    return {
        "completions": [SimpleCompletion(text=word, type="magic") for word in words],
        "matched_fragment": after[len(after) - length :],
        "suppress": bool(words),
    }
