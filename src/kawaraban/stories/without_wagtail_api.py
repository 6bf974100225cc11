"""Wagtail without its JSON API, which no address of the paper serves.

Four of Wagtail's apps load that API when they start, whether or not it is installed: a framework of its own with
eighty modules, ten megabytes in the process that loads them and a tenth of its start. Here small modules stand where
those apps look for it. They are put there before the apps start, by the settings.
"""

import sys
from collections.abc import Mapping
from types import ModuleType
from typing import Any, Final


class _NoApi:
    """Takes what is handed in, and serves nothing."""

    def add_router(self, prefix: str, router: object) -> None:
        """As ninja.NinjaAPI."""


def _register_nothing() -> None:
    """As the apps' own functions that tell the API about their models."""


# What `AppConfig.ready` of redirects, images, documents and snippets imports, and nobody else.
STAND_INS: Final[Mapping[str, Mapping[str, Any]]] = {
    "wagtail.api.v3.api": {"api": _NoApi()},
    "wagtail.contrib.redirects.api.v3": {"router": None},
    "wagtail.images.api.v3.registry": {"register_content_types": _register_nothing},
    "wagtail.images.api.v3.router": {"router": None},
    "wagtail.documents.api.v3.registry": {"register_content_types": _register_nothing},
    "wagtail.documents.api.v3.router": {"router": None},
    "wagtail.snippets.api.v3": {"register_content_types": _register_nothing},
    "wagtail.snippets.api.v3.router": {"router": None},
}


def leave_out_api() -> None:
    """Must be called before Django starts its apps. What was loaded already stays."""
    for name, attributes in STAND_INS.items():
        module = ModuleType(name, "Stands where the paper has no use for the real one.")
        vars(module).update(attributes)
        sys.modules.setdefault(name, module)
