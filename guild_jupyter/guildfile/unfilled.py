"""`{{ NAME }}` in the texts of a model that stays there, for no param has the name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from guild_jupyter.documents import Key
from guild_jupyter.errors import nearest
from guild_jupyter.guildfile.definitions import Finding
from guild_jupyter.guildfile.inheritance import Composed
from guild_jupyter.guildfile.substitution import names_in

#: For how many names of one model something near is looked for.
_MOST = 100


def unfilled(model: Composed) -> list[Finding]:
    """Return the references of a model, and of what it takes over, that no param fills in."""
    found = []
    for path, name in _references(model.data, ()):
        # Flags of a model are for others to include, whose params fill them in too.
        if name in model.params or path[0] == "flags":
            continue
        spot = model.origins.spot(path)
        known = ", ".join(model.params) or "none"
        near = nearest(name, model.params, "Did you mean {{{{ {} }}}}? ")
        message = f"no param is called {name!r}; {{{{ {name} }}}} stays in the text"
        found.append(Finding(spot.file, spot.line, spot.key, message, f"{near}Params: {known}."))
        if len(found) >= _MOST:
            break
    return found


def _references(value: Any, path: Key) -> Iterator[tuple[Key, str]]:  # noqa: ANN401 - any YAML value
    if isinstance(value, str):
        if "{{" in value:
            yield from ((path, name) for name in names_in(value))
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from _references(entry, (*path, key))
    elif isinstance(value, list):
        for number, entry in enumerate(value):
            yield from _references(entry, (*path, number))
