"""Whose page sent this form. A printed page is the same for everybody and holds no token, so the browser's own
word is asked: Sec-Fetch-Site first, then Origin (promise 1.8).

| Sec-Fetch-Site            | Origin                  | form is |
|---------------------------|-------------------------|---------|
| same-origin, none         | anything                | OURS    |
| anything else             | anything                | FOREIGN |
| not sent                  | our own                 | OURS    |
| not sent                  | any other, or "null"    | FOREIGN |
| not sent                  | not sent                | UNKNOWN |
"""

from enum import Enum, auto

from django.conf import settings
from django.http import HttpRequest


class FormOrigin(Enum):
    """Whose page sent a form, as far as the browser says."""

    OURS = auto()
    FOREIGN = auto()
    UNKNOWN = auto()


def origin_of_form(request: HttpRequest) -> FormOrigin:
    """By the two headers of the request. `none` is a form that the person sent by themselves, as by a reload."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is None and origin is not None:
        return origin_by_headers(site, origin, scheme=request.scheme or "", host=request.get_host())
    return origin_by_headers(site, origin, scheme="", host="")


def origin_by_headers(site: str | None, origin: str | None, *, scheme: str, host: str) -> FormOrigin:
    """The same from the values of the two headers; `scheme` and `host` of the address the form was sent to."""
    if site is not None:
        return FormOrigin.OURS if site in {"same-origin", "none"} else FormOrigin.FOREIGN
    if origin is None:
        return FormOrigin.UNKNOWN
    return FormOrigin.OURS if origin.lower() in _own_origins(scheme, host) else FormOrigin.FOREIGN


def is_foreign_to_a_secret_address(request: HttpRequest) -> bool:
    """Whether another site sent this form to an address that only its owner knows, as /track/<token>/.

    Such a page sends no referrer, and a browser that names no Sec-Fetch-Site then says Origin "null" for our own
    form too. The address is the permission; what is refused is a site that says its own name.
    """
    if "Sec-Fetch-Site" not in request.headers and request.headers.get("Origin") == "null":
        return False
    return origin_of_form(request) is FormOrigin.FOREIGN


def _own_origins(scheme: str, host: str) -> set[str]:
    """The paper's address, and the one this request was made to: its host is allowed, or it was refused before."""
    return {settings.SITE_URL.lower(), f"{scheme}://{host}".lower()}
