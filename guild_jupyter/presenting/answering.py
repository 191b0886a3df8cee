"""Answers to what pages ask: whatever goes wrong is told in words, since a page waits for each."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from guild_jupyter.errors import GuildError
from guild_jupyter.presenting.presenter import Message, refusal

_LOG = logging.getLogger(__name__)
#: Characters of a question, and of what is wrong with it, that are said back.
_LONGEST = 200


def answered(
    answer: Callable[[str, Mapping[str, Any]], Message], question: str, wanted: Mapping[str, Any]
) -> Message:
    """Return the answer to a question, or what is wrong with it in words."""
    try:
        return answer(question, wanted)
    except GuildError as error:
        return refusal(error.message, error.hint)
    except KeyboardInterrupt:
        return refusal("it was interrupted before it answered", "Try it again.")
    except OSError as error:
        return refusal(f"{question[:_LONGEST]}: {error.strerror or error}")
    except Exception as error:  # noqa: BLE001 - a page that waits for ever learns nothing
        _LOG.debug("a question has no answer", exc_info=True)
        return refusal(f"{question[:_LONGEST]}: {type(error).__name__} {str(error)[:_LONGEST]}")
