"""Which names of variables, flags and options tell that their value is a secret."""

from __future__ import annotations

import re
from functools import lru_cache

from guild_jupyter.redaction.patterns import late
from guild_jupyter.redaction.values import (
    is_generated,
    is_placeholder,
    is_short_digest,
    is_structured,
    tells_nothing,
)

# A secret whatever the value; the words that only look alike are spared.
_SECRET = late(
    r"""SECRET | CRED(?!IT|O) | COOKIE | PRIVATE | SIGNATURE | BEARER | JWT | WEBHOOK | MNEMONIC
      | (?<!COM)(?<!BY)(?<!TRES)PASS(?!ES|ED|ING|IVE|AGE|ENGER|THROUGH)
      | (?<![A-Z])(?:PAT|DSN)(?![A-Z]) | (?<=[_-])PWD(?![A-Z]) | CONN(?:ECTION)?_?STR
    """,
    re.IGNORECASE | re.VERBOSE,
)
# A secret unless the value is a mere number or yes or no: max_tokens=4096, use_auth=yes.
_DOUBTFUL = late(
    r"""(?<!MON)(?<!DON)(?<!TUR)(?<!HOC)(?<!JOC)KEY(?!BOARD|POINT|WORD|FRAME|NOTE)
      | TOKEN(?!IZ) | AUTH(?!OR(?!I[SZ])) | SESSION
    """,
    re.IGNORECASE | re.VERBOSE,
)
# The tokens of texts and the keys of tables: eos_token=</s>, sort_key=accuracy.
_OF_TEXTS_AND_TABLES = late(
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
_ABOUT_A_SECRET = late(r".*[_-](?:FILE|PATH|DIR|LEN|LENGTH|TTL|TIMEOUT|POLICY)", re.IGNORECASE)
_MAYBE = late(
    r"SECRET|CRED|COOKIE|PRIVATE|SIGNATURE|BEARER|JWT|WEBHOOK|MNEMONIC|PASS|PAT|DSN|PWD|CONN"
    r"|KEY|TOKEN|AUTH|SESSION",
    re.IGNORECASE,
)

# A word before it makes a doubtful one harmless: cache_key, low_pass, subject_session.
_HARMLESS_USE = late(
    r"""(?<![A-Z])
        (?: (?:SORT|CACHE|HASH|MONITOR|METRIC|GROUP|PARTITION|INDEX|DATA|DATASET|SHARD|S3|OBJECT
            |FILE|IMAGE|SAMPLE|LMDB|PICKLE|COLUMN|DICT|STATE|PARAM|PARAMETER|RUN|P?RNG|REDUCE)
            [_.-]?KEYS?
          | (?:LOW|HIGH|BAND|ALL|ONE|TWO|SINGLE|MULTI|FIRST|SECOND|LAST|FORWARD|BACKWARD)
            [_.-]?PASS(?:ES)?
          | (?:SUBJECT|RECORDING|TRAIN|TRAINING|EVAL|TMUX|INFERENCE)[_.-]?SESSIONS?
          | (?:PLACEHOLDER|INITIALIZER|FIRST|LAST|POS|AUDIO|VIDEO)[_.-]?TOKENS? )
        (?![A-Z])
    """,
    re.IGNORECASE | re.VERBOSE,
)
# What is said of a secret, or of what is only called like one: key_dtype, api_key_env.
_OF_ANOTHER = late(
    r".*[_-](?:ENV|NAME|FILE|PATH|DIR|TYPE|DTYPE|CACHE|LEN|DIM|SIZE|COUNT)S?", re.IGNORECASE
)
# By themselves, in small letters, too common to count before any value.
_BARE = frozenset({"key", "__key__", "session"})
_CERTAIN = late(
    r"""PASSWORD | PASSWD | PASSPHRASE | PASSCODE | [_-](?:PASS|PWD)\Z | MNEMONIC
      | (?:API|ACCESS|SECRET|PRIVATE|ACCOUNT|ENCRYPTION|SIGNING|SSH|MASTER)[_.-]?KEY
      | (?:ACCESS|AUTH|REFRESH|API|BEARER|BOT|HF|GITHUB|GITLAB|SESSION)[_.-]?TOKEN
      | (?:CLIENT|SHARED|APP|AUTH|AWS|API|USER|DB)[_.-]?SECRET | \ASECRETS?\Z
      | AUTHORIZATION | WEBHOOK
    """,
    re.IGNORECASE | re.VERBOSE,
)
# They mean other things too, so that in running text the value must have the look of a secret.
_COMMON = late(r"KEY|TOKEN|SESSION|COOKIE|AUTH|PASS|PAT|SIG", re.IGNORECASE)
# Whatever else such names may mean, before a value that somebody generated they mean a secret.
_ENDS_AS_A_SECRET = late(
    r"(?:KEY|TOKEN|PASS|PAT|DSN|SECRET|CRED|AUTH|COOKIE|SESSION)S?(?:_NAME)?\Z", re.IGNORECASE
)
_SHORTEST_NUMBER = 6
_OF_DIGESTS = late(r"(?:__)?(?:KEY|SIG|SIGNATURE)(?:__)?", re.IGNORECASE)


def is_secret_name(name: str, value: str = "?") -> bool:
    """Tell whether a flag or option is taken to hold a secret, for its name.

    Parameters
    ----------
    name
        The name; of one with dots the last part decides, unless another can mean nothing else.
    value
        The value; a mere number under a name such as ``max_tokens`` is no secret.
    """
    if is_harmless_name(name):
        return False
    if is_generated(value) and _ENDS_AS_A_SECRET.search(name):
        return True
    if not is_suspect_name(name, value) or _OF_ANOTHER.fullmatch(name):
        return False
    rest = _HARMLESS_USE.sub("_", name)
    if "." in rest and not (_SECRET.search(rest) or _CERTAIN.search(rest)):
        rest = rest.rpartition(".")[2]
    if rest in _BARE:
        return is_random(rest, value)
    if rest == "pass" and tells_nothing(value):
        return False
    return is_suspect_name(rest, value) and not (
        is_placeholder(value) and rest.lower().endswith("token")
    )


@lru_cache(1024)
def is_harmless_name(name: str) -> bool:
    """Tell whether a name is none of a secret, whatever the value."""
    return not _MAYBE.search(name) and not _ENDS_AS_A_SECRET.search(name)


def is_suspect_name(name: str, value: str = "?") -> bool:
    """Tell whether a name may be that of a secret, as those of environment variables are taken.

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
        and (not tells_nothing(value) or (is_certain_name(name) and _is_long_number(value)))
    )


def _is_long_number(value: str) -> bool:
    return value.isdecimal() and len(value) >= _SHORTEST_NUMBER


def is_certain_name(name: str) -> bool:
    """Tell whether the name of a secret can mean nothing else, in running text as well.

    ``PASS: 12 tests`` and ``key: val_loss`` are no secrets.
    """
    return _CERTAIN.search(name) is not None


def counts_in_text(name: str, value: str) -> bool:
    """Tell whether a value of running text is secret for its name, which is not a certain one."""
    return is_secret_name(name, value) and (_COMMON.search(name) is None or is_random(name, value))


def is_random(name: str, value: str) -> bool:
    """Tell whether a value under a doubtful name has no structure that a name or path has."""
    return not is_structured(value) and not (
        _OF_DIGESTS.fullmatch(name) and is_short_digest(value)
    )
