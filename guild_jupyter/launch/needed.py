"""Whether a run has the source code that a plan would give to a new one."""

from __future__ import annotations

import hashlib
from pathlib import Path

from guild_jupyter.launch import snapshot
from guild_jupyter.launch.plan import RunPlan
from guild_jupyter.runstore import manifest
from guild_jupyter.runstore.run import Run
from guild_jupyter.supervise import durable

_NOTEBOOK = ".ipynb"


class SourceCode:
    """The source code of a plan, to compare runs with; files are read when they are asked for.

    Where Python runs the operation, notebooks beside it do not count: one of them may be where
    the run is asked for, and changes whenever it is saved.

    Parameters
    ----------
    plan
        The plan.
    """

    def __init__(self, plan: RunPlan) -> None:
        self._selection = plan.source
        self._digest = snapshot.digest(plan.source)
        self._digests: dict[str, str] | None = None
        operation = plan.operation
        is_notebook = operation.script.endswith(_NOTEBOOK) or operation.notebook is not None
        self._only_whole = operation.exec is not None or is_notebook

    def is_of(self, run: Run) -> bool:
        """Tell whether a run has the same."""
        if run.attributes.typed("sourcecode_digest", str, None) == self._digest:
            return True
        if self._only_whole or self._digest is None:
            return False
        if self._digests is None:
            self._digests = self._without_notebooks()
        return self._digests == _recorded(run)

    def _without_notebooks(self) -> dict[str, str]:
        return {
            target: _sha1(self._selection.root / path)
            for target, path in snapshot.by_target(self._selection).items()
            if not target.endswith(_NOTEBOOK)
        }


def _recorded(run: Run) -> dict[str, str]:
    entries = manifest.read(durable.read_text(run.files_of_run.manifest) or "")
    return {
        entry.path: entry.digest
        for entry in entries
        if entry.kind == manifest.SOURCE and not entry.path.endswith(_NOTEBOOK)
    }


def _sha1(path: Path) -> str:
    try:
        return hashlib.sha1(path.read_bytes(), usedforsecurity=False).hexdigest()
    except OSError:
        return ""
