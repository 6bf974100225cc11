"""Stores what Django rendered, when it may be given to everybody; and says of all else that it may not.

A response is stored when its view marked it with `printable(...)` and the request was a plain one: GET, a
canonical address, nobody signed in. The number of the newest reprint order is read before the view runs:
`store.py` says why.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import lmdb
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.security import SecurityMiddleware

from kawaraban.kit.complaints import Complaint
from kawaraban.kit.faults import said_plainly
from kawaraban.press.addresses import canonical_address
from kawaraban.press.edition import running_edition
from kawaraban.press.encodings import quick_bodies
from kawaraban.press.orders import latest_order_number
from kawaraban.press.page import IDENTITY, Page
from kawaraban.press.pieces import rendering_at
from kawaraban.press.printable import LANGUAGE_CHOSEN, SURROGATE_KEY
from kawaraban.press.store import Store
from kawaraban.press.wire_request import STAFF_COOKIE

_UNSTORED: Final = Complaint(logging.getLogger(__name__), "pages cannot be stored")

# In the WSGI environment of a rendering that the printer asked for: a `PrintJob` that is told the outcome.
# No header can set it.
PRINT_JOB: Final = "kawaraban.print_job"
# Every page carries it, whatever its view said: an order for it prints all.
EVERY_PAGE: Final = "paper"

# A browser asks again each time (and mostly gets a 304); a cache between us may hold the page this long.
PRINTED_CACHE_CONTROL: Final = "public, max-age=0, s-maxage=15, stale-while-revalidate=15"
PRIVATE_CACHE_CONTROL: Final = "private, no-store"
# What belongs to one response or one reader, not to the page.
_NOT_KEPT: Final = frozenset(
    {"set-cookie", "content-length", "content-encoding", "etag", "date", "server", "connection", "vary"}
)


@dataclass(slots=True)
class PrintJob:
    """What became of a rendering: the printer reads it after the response."""

    stored: bool = False
    refused: bool = False


class PressMiddleware:
    """Stands outside of everything that makes a response, so that a page is stored with all its headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._security = SecurityMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The response of the view, stored on its way when it may be."""
        address = _printable_address(request)
        if address is None:
            return self._private(request, self.get_response(request))
        number = latest_order_number()
        with rendering_at(number):
            response = self.get_response(request)
        if isinstance(response, HttpResponse) and _is_printable(response):
            self._print(request, response, address=address, order_number=number)
            return response
        return self._private(request, response)

    def _private(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if "Cache-Control" not in response and not _is_file(request):
            response["Cache-Control"] = PRIVATE_CACHE_CONTROL
        return response

    def _print(
        self, request: HttpRequest, response: HttpResponse, *, address: str, order_number: int
    ) -> None:
        """Store the page and dress this very response like the printed one."""
        # Stored here, before the outer middleware has seen the response: its headers belong to the page.
        self._security.process_response(request, response)
        _forget_the_reader(response)
        response["Cache-Control"] = PRINTED_CACHE_CONTROL
        page = Page(
            address=address,
            headers=tuple(_kept(response.items())),
            keys=frozenset(response[SURROGATE_KEY].split()) | {EVERY_PAGE},
            bodies=quick_bodies(response.content),
            order_number=order_number,
        )
        stored = _names_no_other_host(request, response) and _put(page)
        job = request.META.get(PRINT_JOB)
        if isinstance(job, PrintJob):
            job.stored, job.refused = stored, not stored
        response["Vary"] = "Accept-Encoding"
        response["ETag"] = page.etags[IDENTITY]
        if not stored:
            # It may show what an order has just changed: nobody else may keep it either.
            response["Cache-Control"] = PRIVATE_CACHE_CONTROL


def _printable_address(request: HttpRequest) -> str | None:
    """The address under which the answer could be stored; None when it must not be, whatever it is."""
    if request.method != "GET" or STAFF_COOKIE in request.COOKIES:
        return None
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return None
    return canonical_address(request.path, request.META.get("QUERY_STRING", ""))


def _is_printable(response: HttpResponse) -> bool:
    return response.status_code == 200 and SURROGATE_KEY in response and not response.cookies


def _is_file(request: HttpRequest) -> bool:
    return request.path.startswith((settings.STATIC_URL, settings.MEDIA_URL))


def _forget_the_reader(response: HttpResponse) -> None:
    """Take away what LocaleMiddleware said about the reader who happened to be the first."""
    if not getattr(response, LANGUAGE_CHOSEN, False):
        del response.headers["Content-Language"]
    if settings.SECURE_HSTS_SECONDS and "Strict-Transport-Security" not in response:
        # Django says it only on a request it believes to be secure; the page is for those that are, too.
        response["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"


def _kept(headers: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    yield from ((name, value) for name, value in headers if name.lower() not in _NOT_KEPT)
    yield ("Vary", "Accept-Encoding")


def _names_no_other_host(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the page is free of the name it was asked for under, where that is not the paper's own.

    The paper answers under several names (localhost is always one) and one print serves them all. A page
    that repeats the name it was asked for would otherwise send every reader to a stranger's choice of host.
    """
    host = request.get_host()
    return host == urlsplit(settings.SITE_URL).netloc or b"//" + host.encode() not in response.content


def _put(page: Page) -> bool:
    """Store the page. A full disk must not take the page from the reader who waits for it."""
    try:
        stored = Store(Path(settings.STORE_DIRECTORY)).put(page, edition=running_edition())
    except (lmdb.Error, OSError) as refused:
        _UNSTORED.hear(f"{said_plainly(refused)} ({page.address})")
        return False
    _UNSTORED.over()
    return stored
