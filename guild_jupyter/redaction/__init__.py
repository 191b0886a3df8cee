"""What must not be written down or shown: secrets, told by their name or by their look."""

from guild_jupyter.redaction.credentials import WITHHELD, redact
from guild_jupyter.redaction.names import is_secret_name, is_suspect_name
from guild_jupyter.redaction.recording import (
    is_secret,
    is_secret_value,
    recorded_environment,
    redacted,
    redacted_flags,
    redacted_words,
)

__all__ = [
    "WITHHELD",
    "is_secret",
    "is_secret_name",
    "is_secret_value",
    "is_suspect_name",
    "recorded_environment",
    "redact",
    "redacted",
    "redacted_flags",
    "redacted_words",
]
