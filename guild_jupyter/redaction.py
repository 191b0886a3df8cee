"""What must not be written down: secrets, told by the name or the look of a value.

Environment variables are recorded by an allow-list: the value of a variable that is not known
to be harmless is withheld, its name is kept. Used wherever values leave the process.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

WITHHELD = "***"

# A secret whatever the value; the words that only look alike are spared.
_SECRET_NAME = re.compile(
    r"""SECRET | CRED(?!IT|O) | COOKIE | PRIVATE | SIGNATURE | BEARER | JWT | WEBHOOK | MNEMONIC
      | (?<!COM)(?<!BY)(?<!TRES)PASS(?!ES|ED|ING|IVE|AGE|ENGER|THROUGH)
      | (?<![A-Z])(?:PAT|DSN)(?![A-Z]) | (?<=[_-])PWD(?![A-Z]) | CONN(?:ECTION)?_?STR
    """,
    re.IGNORECASE | re.VERBOSE,
)
# A secret unless the value is a mere number or yes or no: max_tokens=4096, use_auth=yes.
_DOUBTFUL_NAME = re.compile(
    r"""(?<!MON)(?<!DON)(?<!TUR)(?<!HOC)(?<!JOC)KEY(?!BOARD|POINT|WORD|FRAME|NOTE)
      | TOKEN(?!IZ) | AUTH(?!ORS?(?![A-Z])) | SESSION
    """,
    re.IGNORECASE | re.VERBOSE,
)
_TELLS_NOTHING = re.compile(
    r"[-+]?[0-9]{0,9}(?:\.[0-9]{1,9})?|yes|no|on|off|true|false|null", re.I
)
_SECRET_VALUE = re.compile(
    r"""://[^/\s:@]*:[^/\s@]+@                     # user:password in a URL
      | ://[^/\s:@]{16,}@                          # a token in its place
      | [?&](?i:sig|token|access_token|api_?key|key|secret|password)=[^&\s]{8,}
      | \b(?i:pass(?:word|wd|phrase)|accountkey|sharedaccesskey|client_secret)\s*=\s*[^\s;]{4,}
      | \b(?i:bearer|basic)\ +[\w+/=.~-]{12,}
      | \b(?:AKIA|ASIA)[0-9A-Z]{16}\b              # AWS access key
      | \bgh[opsur]_[0-9A-Za-z]{20,}               # GitHub
      | \bgithub_pat_\w{20,}
      | \bglpat-[\w-]{16,}                         # GitLab
      | \bxox[abeoprs]-[\w-]{8,}                   # Slack
      | hooks\.slack\.com/services/\S | discord(?:app)?\.com/api/webhooks/\S
      | \b(?:sk|pk|rk)-(?=[\w-]*[0-9])(?=[\w-]*[A-Z])[\w-]{16,}  # OpenAI and others
      | \b[spr]k_(?:live|test)_\w{10,}             # Stripe
      | \bhf_[0-9A-Za-z]{16,}                      # Hugging Face
      | \bAIza[\w-]{30,} | \bya29\.[\w-]{16,} | \bGOCSPX-[\w-]{16,}  # Google
      | \bnpm_[0-9A-Za-z]{30,} | \bpypi-[\w-]{30,} | \bdapi[0-9a-f]{32}\b | \bgsk_[0-9A-Za-z]{20,}
      | \bdo[opr]_v1_[0-9a-f]{32,} | \bSG\.[\w-]{16,}\.[\w-]{16,} | \b[0-9]{8,10}:AA[\w-]{30,}
      | \bey[0-9A-Za-z_-]{8,}\.ey[\w-]{8,}\.       # JWT
      | -----BEGIN\ [A-Z ]*PRIVATE\ KEY
    """,
    re.VERBOSE,
)
_HARMLESS = re.compile(
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


def is_secret_name(name: str, value: str = "?") -> bool:
    """Tell whether a variable or flag is taken to hold a secret, for its name.

    Parameters
    ----------
    name
        The name.
    value
        The value; a mere number under a name such as ``max_tokens`` is no secret.
    """
    if _SECRET_NAME.search(name):
        return True
    return bool(_DOUBTFUL_NAME.search(name)) and not _TELLS_NOTHING.fullmatch(value)


def is_secret_value(value: str) -> bool:
    """Tell whether a value looks like a credential, whatever its name."""
    return bool(_SECRET_VALUE.search(value))


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
    if is_secret_name(name, value) or is_secret_value(value):
        return False
    return name in own or _HARMLESS.fullmatch(name) is not None
