"""The extension of the Jupyter Server: its routes are added to those of the server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from jupyter_server.utils import url_path_join

from guild_jupyter.server.handler import Endpoint
from guild_jupyter.server.places import Places
from guild_jupyter.server.route import Route
from guild_jupyter.server.routes import BASE, ROUTES
from guild_jupyter.server.service import Service

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

#: Under which name the service stands in the settings of the web application.
SETTING = "guild_jupyter"


def load_into(app: ServerApp) -> None:
    """Add what answers to the routes of a server."""
    root = getattr(app.contents_manager, "root_dir", "") or app.root_dir
    token = getattr(app.identity_provider, "token", "")
    service = Service(Places(root), app.kernel_spec_manager, token)
    app.web_app.settings[SETTING] = service
    app.web_app.add_handlers(".*$", handlers(app.base_url, service))  # type: ignore[no-untyped-call]


def handlers(base_url: str, service: Service) -> list[tuple[str, type, dict[str, Any]]]:
    """Return the handlers of all paths, and one for what is none of them."""
    base = re.escape(url_path_join(base_url, BASE))
    by_path: dict[str, dict[str, Route]] = {}
    for route in ROUTES:
        by_path.setdefault(f"{base}/{route.pattern}", {})[route.method] = route
    by_path[rf"{base}(?:/.*)?"] = {}
    return [
        (pattern, Endpoint, {"service": service, "routes": routes})
        for pattern, routes in by_path.items()
    ]
