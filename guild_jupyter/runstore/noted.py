"""Reading the small files of a run, each noted with what tells when it changes."""

from __future__ import annotations

import os
from typing import Any

from guild_jupyter import documents
from guild_jupyter.errors import DocumentError
from guild_jupyter.runstore import attributes
from guild_jupyter.runstore.stamps import Seen
from guild_jupyter.supervise import durable

_ATTRS = "/.guild/attrs"


class Noted:
    """The attributes of one run, each file noted as it is read.

    Parameters
    ----------
    seen
        Where they are noted; their folder too if one is missing, for it might be added.
    """

    def __init__(self, seen: Seen) -> None:
        self._seen = seen

    def raw(self, name: str) -> bytes | None:
        """Return what the file of an attribute holds; None where it cannot be read."""
        content = text_of(self._seen, f"{_ATTRS}/{name}")
        if content is None and _ATTRS not in self._seen.names:
            # The folder as it was before the file was missed: it might have come in between.
            self._seen.look(_ATTRS)
            content = text_of(self._seen, f"{_ATTRS}/{name}")
        return content

    def value(self, name: str) -> Any:  # noqa: ANN401 - any YAML value
        """Return an attribute; None where it is not there or makes no sense."""
        content = self.raw(name)
        if content is None:
            return None
        try:
            return attributes.parse(content.decode())
        except (DocumentError, UnicodeDecodeError):
            self._seen.unread.append(name)
            return None

    def typed(self, name: str, kind: type, default: Any) -> Any:  # noqa: ANN401 - as given
        """Return an attribute if it is of the kind, else the default."""
        value = self.value(name)
        if not isinstance(value, kind) or isinstance(value, bool) is not (kind is bool):
            if value is not None:
                self._seen.unread.append(name)
            return default
        return value


def text_of(seen: Seen, name: str) -> bytes | None:
    """Return what a file of the run holds; None where it is not there or cannot be read.

    Its folder has to be noted too, for the case that it is not there.
    """
    try:
        content, facts = durable.read_with_facts(seen.root + name, documents.MAX_BYTES)
    except FileNotFoundError:
        seen.is_sure &= not os.path.islink(seen.root + name)  # noqa: PTH114 - what it leads to may appear
        return None
    except OSError:
        seen.is_sure = False
        seen.unread.append(name.rpartition("/")[2])
        return None
    seen.note(name, facts)
    return content


def listed(seen: Seen, name: str) -> frozenset[str]:
    """Return the names in a folder of the run, which is noted before it is read."""
    if seen.look(name):
        try:
            return frozenset(os.listdir(seen.root + name))  # noqa: PTH208 - 10,000 runs
        except OSError:
            seen.is_sure = False
    return frozenset()
