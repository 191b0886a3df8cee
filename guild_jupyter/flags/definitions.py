"""What an operation says about one flag; plain immutable values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TYPES = ("string", "int", "float", "number", "boolean", "path", "existing-path", "auto")


@dataclass(frozen=True, slots=True)
class Choice:
    """One permitted value of a flag.

    Parameters
    ----------
    value
        The value.
    description
        Shown in help.
    alias
        What the user may write instead of the value.
    flags
        Values of other flags that come with this choice.
    """

    value: Any
    description: str = ""
    alias: Any = None
    flags: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FlagDef:
    """A flag of an operation; the attributes are those of Guild's flag definitions.

    Parameters
    ----------
    name
        The flag's name on the command line and in the run.
    default
        The value without an assignment; None for none.
    description
        Shown in help.
    type
        One of :data:`TYPES`, or None to take the type from the text.
    required
        Whether a value must be given.
    alias
        A second name on the command line.
    arg_name
        The name the program knows it by; None for the flag's own.
    arg_skip
        Whether it is kept from the program's arguments.
    arg_switch
        The value for which the bare ``--name`` is passed; None for no switch.
    arg_split
        True for shell words, or a separator: the value becomes several arguments.
    arg_encoding
        Value to argument text.
    env_name
        Name of the environment variable; None for ``FLAG_<NAME>``.
    env_encoding
        Value to environment text.
    choices
        The permitted values; empty for any.
    allow_other
        Whether other values than the choices pass.
    min, max
        Inclusive bounds of numbers.
    distribution
        Search hint for optimizers.
    null_label
        What is shown for None.
    extra
        Attributes that this version keeps but does not read.
    """

    name: str
    default: Any = None
    description: str = ""
    type: str | None = None
    required: bool = False
    alias: str | None = None
    arg_name: str | None = None
    arg_skip: bool = False
    arg_switch: Any = None
    arg_split: bool | str | None = None
    arg_encoding: Mapping[Any, Any] | None = None
    env_name: str | None = None
    env_encoding: Mapping[Any, Any] | None = None
    choices: tuple[Choice, ...] = ()
    allow_other: bool = False
    min: float | None = None
    max: float | None = None
    distribution: str | None = None
    null_label: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
