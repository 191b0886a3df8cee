"""Steps of a pipeline as the Guild file defines them; plain immutable values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class CheckDef:
    """What a step must have given before the next one starts.

    Parameters
    ----------
    output
        Regular expression that must occur in the step's output; empty for none.
    file
        Pattern of files and folders in the step's run directory; one must be there. Empty for
        none.
    contains
        Regular expression that must occur in each of these files; empty for none.
    compare_to
        File of the run, or else of the project, whose content these files must have; empty for
        none.
    """

    output: str = ""
    file: str = ""
    contains: str = ""
    compare_to: str = ""


@dataclass(frozen=True, slots=True)
class StepDef:
    """One step of a pipeline.

    Parameters
    ----------
    run
        The words after ``guild run``, as written.
    name
        What the link to its run is called.
    flags
        Flag values of the step; text may hold ``${flag}`` of the pipeline.
    checks
        What must hold after it.
    isolate
        Whether its required operations are looked for among the pipeline's own runs alone.
    options
        Every other option of ``run`` that is given, by its long name without dashes.
    """

    run: str
    name: str
    flags: Mapping[str, Any] = field(default_factory=dict)
    checks: tuple[CheckDef, ...] = ()
    isolate: bool = True
    options: Mapping[str, Any] = field(default_factory=dict)
