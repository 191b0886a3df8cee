"""What may be recorded of flags, commands and environments: everything but secrets.

Environment variables are recorded by an allow-list: the value of a variable that is not known
to be harmless is withheld, its name is kept. Used wherever values leave the process.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from guild_jupyter.redaction.credentials import WITHHELD, redact
from guild_jupyter.redaction.names import is_harmless_name, is_secret_name, is_suspect_name
from guild_jupyter.redaction.patterns import late

_HARMLESS = late(
    r"""(?:
        PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_\w+|TZ|TERM|COLORTERM|COLUMNS|LINES|PWD
      | OLDPWD|SHLVL|HOSTNAME|HOST|HOSTTYPE|TMPDIR|TMP|TEMP|EDITOR|PAGER|DISPLAY|NO_COLOR
      | XDG_\w+_(?:HOME|DIR|DIRS)|VIRTUAL_ENV|CONDA_\w+|MAMBA_\w+|PYENV_\w+|PYTHON\w*|PIP_NO_\w+
      | LD_LIBRARY_PATH|DYLD_LIBRARY_PATH|LIBRARY_PATH|CPATH|CC|CXX|CFLAGS|CXXFLAGS|LDFLAGS
      | CUDA_\w+|CUDNN_\w+|CUDACXX|NVIDIA_\w+|NCCL_\w+|HIP_\w+|ROCR?_\w+|GPU_\w+
      | OMP_\w+|MKL_\w+|OPENBLAS_\w+|BLIS_\w+|NUMEXPR_\w+|VECLIB_\w+|KMP_\w+|GOTO_\w+
      | TF_\w+|TORCH_\w+|PYTORCH_\w+|JAX_\w+|XLA_\w+|KERAS_\w+|TOKENIZERS_\w+|HF_HOME
      | HF_DATASETS_\w+|TRANSFORMERS_\w+|MPL\w+|NUMBA_\w+|TRITON_\w+|DASK_\w+|RAY_\w+
      | SLURM_\w+|PBS_\w+|LSB_\w+|SGE_\w+|MASTER_ADDR|MASTER_PORT|RANK|WORLD_SIZE|LOCAL_RANK
      | GUILD_\w+|FLAG_\w+|FLAGS_DEST|PROJECT_DIR|MODEL_DIR|CMD_DIR|RUN_DIR|RUN_ID|RUNDIR
      | LOG_LEVEL|HANDLE_KEYBOARD_INTERRUPT
    )""",
    re.VERBOSE,
)
_OPTION = late(r"--?([\w.-]+)")
_OF_FLAGS = "FLAG_"
_REFERENCE = late(r".*\$\{[^}]+\}.*", re.DOTALL)
_ASSIGNMENT = late(r"(-{0,2})([\w.:-]+)=(.*)", re.DOTALL)
_NUMBERS = (int, float)


def is_secret_value(value: str) -> bool:
    """Tell whether a value holds a credential, whatever its name."""
    return redact(value) != value


def is_secret(name: str, value: object) -> bool:
    """Tell whether a flag or variable holds a secret, for its name or for its value.

    Parameters
    ----------
    name
        Its name.
    value
        Any plain value; what is in lists and mappings counts too. Nothing and yes or no are no
        secrets.
    """
    if value is None or value == "" or isinstance(value, bool):
        return False
    if type(value) in _NUMBERS and is_harmless_name(name):
        return False  # as most are
    if type(value) is str:
        return is_secret_name(name, value) or is_secret_value(value)
    if isinstance(value, Mapping):
        return any(is_secret(str(key), item) for key, item in value.items()) or any(
            is_secret(name, item) for item in value.values()
        )
    if isinstance(value, (list, tuple)):
        return any(is_secret(name, item) for item in value)
    text = str(value)
    return is_secret_name(name, text) or (isinstance(value, str) and is_secret_value(text))


def redacted_flags(flags: Mapping[str, Any]) -> dict[str, Any]:
    """Return flags as they may be written down: of a secret one, three asterisks."""
    # Most are numbers under harmless names, which need no closer look.
    secret = [
        name
        for name, value in flags.items()
        if not (type(value) in _NUMBERS and is_harmless_name(name)) and is_secret(name, value)
    ]
    return {**flags, **dict.fromkeys(secret, WITHHELD)}


def redacted_words(words: Iterable[str], known: Collection[str] = ()) -> list[str]:
    """Return the words of a command as they may be written down.

    Parameters
    ----------
    words
        The words; of ``--password WORD``, ``--password=WORD`` and ``PASSWORD=WORD`` the name
        tells. A ``${flag}`` is no secret.
    known
        Texts that are known to be secret.
    """
    shown: list[str] = []
    before = ""
    for word in words:
        assignment = _ASSIGNMENT.fullmatch(word)
        if _REFERENCE.fullmatch(word):
            shown.append(redact(word, known))
        elif before and not word.startswith("--") and _says(before, word):
            shown.append(WITHHELD)
        elif assignment and _says(assignment[2], assignment[3].strip("'\"")):
            shown.append(f"{assignment[1]}{assignment[2]}={WITHHELD}")
        else:
            shown.append(redact(word, known))
        option = _OPTION.fullmatch(word)
        before = option[1] if option else ""
    return shown


def _says(name: str, value: str) -> bool:
    return bool(value) and is_secret_name(name, value)


def redacted(value: Any, known: Collection[str] = ()) -> Any:  # noqa: ANN401 - any plain value
    """Return a plain value with every text in it redacted, and of every secret name the value.

    Parameters
    ----------
    value
        A text, number, list or mapping. A ``${flag}`` is no secret.
    known
        Texts that are known to be secret.
    """
    if isinstance(value, str):
        return redact(value, known)
    if isinstance(value, Mapping):
        return {
            key: WITHHELD if _is_secret_item(key, item) else redacted(item, known)
            for key, item in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [redacted(item, known) for item in value]
    return value


def _is_secret_item(key: object, item: object) -> bool:
    is_reference = isinstance(item, str) and _REFERENCE.fullmatch(item)
    return isinstance(item, (str, int)) and not is_reference and is_secret(str(key), item)


def recorded_environment(
    environment: Mapping[str, str], own: Collection[str] = (), removed: Collection[str] = ()
) -> dict[str, str]:
    """Return the environment as it may be written into a run directory.

    Parameters
    ----------
    environment
        The operation's whole environment.
    own
        Names that the Guild file or a flag sets: recorded unless they look secret.
    removed
        Names that the Guild file lists under ``env-secrets``: left out altogether.
    """
    return {
        name: value if _may_record(name, value, own) else WITHHELD
        for name, value in environment.items()
        if name not in removed
    }


def _may_record(name: str, value: str, own: Collection[str]) -> bool:
    if name.startswith(_OF_FLAGS):
        return not is_secret(name.removeprefix(_OF_FLAGS), value)
    if is_suspect_name(name, value) or is_secret(name, value):
        return False
    return name in own or _HARMLESS.fullmatch(name) is not None
