"""Which names of variables, flags and options tell that their value is a secret."""

from __future__ import annotations

import re

# A secret whatever the value; the words that only look alike are spared.
_SECRET = re.compile(
    r"""SECRET | CRED(?!IT|O) | COOKIE | PRIVATE | SIGNATURE | BEARER | JWT | WEBHOOK | MNEMONIC
      | (?<!COM)(?<!BY)(?<!TRES)PASS(?!ES|ED|ING|IVE|AGE|ENGER|THROUGH)
      | (?<![A-Z])(?:PAT|DSN)(?![A-Z]) | (?<=[_-])PWD(?![A-Z]) | CONN(?:ECTION)?_?STR
    """,
    re.IGNORECASE | re.VERBOSE,
)
# A secret unless the value is a mere number or yes or no: max_tokens=4096, use_auth=yes.
_DOUBTFUL = re.compile(
    r"""(?<!MON)(?<!DON)(?<!TUR)(?<!HOC)(?<!JOC)KEY(?!BOARD|POINT|WORD|FRAME|NOTE)
      | TOKEN(?!IZ) | AUTH(?!OR(?!I[SZ])) | SESSION
    """,
    re.IGNORECASE | re.VERBOSE,
)
# The tokens of texts and the keys of tables: eos_token=</s>, sort_key=accuracy.
_OF_TEXTS_AND_TABLES = re.compile(
    r"""(?:.*[_.-])?
        (?: (?:PAD|EOS|BOS|UNK|SEP|CLS|MASK|STOP|SPECIAL|START|END|PROMPT|IMAGE|DECODER|TEXT)
            [_-]?TOKENS?
          | (?:SORT|PRIMARY|FOREIGN|GROUP|GROUPBY|JOIN|DICT|INDEX|COLUMN|LABEL|TARGET|INPUT|OUTPUT
            |FEATURE|IMAGE|TEXT|METRIC|MONITOR|SCORE|STATE|BATCH|LOSS|DATA|PARTITION)[_-]?KEYS?
          | (?:KEY|TOKEN)S?[_-](?:TYPE|NAME|COLUMN|FIELD|SIZE|DIM|LEN|LENGTH|LIMIT|COUNT|PADDING
            |MASK|MODE|LEVEL|EMBEDDING)S? )
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Where a secret is, or how long it holds, is none.
_ABOUT_A_SECRET = re.compile(
    r".*[_-](?:FILE|PATH|DIR|LEN|LENGTH|TTL|TIMEOUT|POLICY)", re.IGNORECASE
)
_TELLS_NOTHING = re.compile(
    r"[-+]?[0-9]{0,9}(?:\.[0-9]{1,9})?(?:e[-+]?[0-9]{1,3})?|yes|no|on|off|true|false|null|none|\*\*\*",
    re.IGNORECASE,
)
_MAYBE = re.compile(
    r"SECRET|CRED|COOKIE|PRIVATE|SIGNATURE|BEARER|JWT|WEBHOOK|MNEMONIC|PASS|PAT|DSN|PWD|CONN"
    r"|KEY|TOKEN|AUTH|SESSION",
    re.IGNORECASE,
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
    if not _MAYBE.search(name) or _ABOUT_A_SECRET.fullmatch(name):
        return False
    if _SECRET.search(name):
        return True
    return (
        _DOUBTFUL.search(name) is not None
        and _OF_TEXTS_AND_TABLES.fullmatch(name) is None
        and not tells_nothing(value)
    )


def tells_nothing(value: str) -> bool:
    """Tell whether a value is a mere number, yes, no, nothing, or withheld already."""
    return _TELLS_NOTHING.fullmatch(value) is not None
