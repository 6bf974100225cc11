"""The address of a page without asking the database for the page: lists have only its `url_path`."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from wagtail.models import Site


def address_of(url_path: str) -> str:
    """The path readers see, percent-encoded: "/paper/city/harbour/" of the tree is "/city/harbour/"."""
    root = next(
        (site.root_path for site in Site.get_site_root_paths() if url_path.startswith(site.root_path)), "/"
    )
    return _address_at(url_path[len(root) :])


@lru_cache(maxsize=1_000)
def _address_at(path: str) -> str:
    return reverse("wagtail_serve", args=[path])


def path_of(page: Any) -> str:
    """The path of a page at hand."""
    return address_of(page.url_path)


def absolute(path: str) -> str:
    """The whole address, under the paper's own name whatever name a reader used."""
    return f"{settings.SITE_URL}{path}"
