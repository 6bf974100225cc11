"""Stores what Django rendered, when it may be given to everybody; and says of all else that it may not.

A response is stored when its view marked it with `printable(...)` and the request was a plain one: GET, the address
that the view says the page has, nobody signed in. A request that spells this address in another way is sent there.
The number of the newest reprint order is read before the view runs: `store.py` says why.
"""

import logging
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

import lmdb
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.middleware.security import SecurityMiddleware

from kawaraban.kit.complaints import Complaint
from kawaraban.kit.faults import said_plainly
from kawaraban.press.addresses import (
    address_of_link,
    canonical_address,
    is_never_printed,
    split_address,
    without_tracking,
)
from kawaraban.press.orders import LogMoment, log_moment
from kawaraban.press.printing.pieces import rendering_at
from kawaraban.press.printing.printable import LANGUAGE_CHOSEN, OWN_ADDRESS, SURROGATE_KEY, OwnAddress
from kawaraban.press.store.edition import running_edition
from kawaraban.press.store.encodings import quick_bodies
from kawaraban.press.store.environment import DamagedStore, UnsealedStore
from kawaraban.press.store.page import IDENTITY, Page
from kawaraban.press.store.store import Store
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
# A query that is shorter stands in a page by chance.
_TELLING: Final = 8
# What belongs to one response or one reader, not to the page.
_NOT_KEPT: Final = frozenset(
    {"set-cookie", "content-length", "content-encoding", "etag", "date", "server", "connection", "vary"}
)

# Of a template's line with nothing but a tag its end is left: no element of ours keeps such a line for its readers.
_EMPTY_LINES = re.compile(rb"\n{2,}")


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
        if not _is_plain(request):
            return self._private(request, self.get_response(request))
        began = log_moment()
        with rendering_at(began.number, epoch=began.epoch):
            response = self.get_response(request)
        composed = _composed_path(request, response)
        if composed is not None:
            return self._private(request, HttpResponsePermanentRedirect(composed))
        own = getattr(response, OWN_ADDRESS, None)
        if not isinstance(own, OwnAddress) or not isinstance(response, HttpResponse):
            return self._private(request, response)
        if not _is_printable(response):
            return self._private(request, response)
        if _asked_address(request) != address_of_link(own.link):
            return self._private(request, HttpResponsePermanentRedirect(own.link))
        # For HEAD, too: it is told the length of the page.
        if response["Content-Type"].startswith("text/html"):
            _leave_out_empty_lines(response)
        if request.method != "GET":
            return self._private(request, response)
        self._print(request, response, own=own, began=began)
        return response

    def _private(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if _is_file(request):
            # The bytes are the same in every language.
            del response["Vary"]
        elif "Cache-Control" not in response:
            response["Cache-Control"] = PRIVATE_CACHE_CONTROL
        return response

    def _print(
        self, request: HttpRequest, response: HttpResponse, *, own: OwnAddress, began: LogMoment
    ) -> None:
        """Store the page and dress this very response like the printed one."""
        # Stored here, before the outer middleware has seen the response: its headers belong to the page.
        self._security.process_response(request, response)
        _forget_the_reader(response)
        response["Cache-Control"] = PRINTED_CACHE_CONTROL
        page = Page(
            address=address_of_link(own.link),
            headers=tuple(_kept(response.items())),
            keys=frozenset(response[SURROGATE_KEY].split()) | {EVERY_PAGE},
            bodies=quick_bodies(response.content),
            order_number=began.number,
            has_numbers=own.has_numbers,
        )
        stored = (
            _names_no_other_host(request, response)
            and _repeats_no_query(request, response)
            and _put(page, epoch=began.epoch)
        )
        job = request.META.get(PRINT_JOB)
        if isinstance(job, PrintJob):
            job.stored, job.refused = stored, not stored
        response["Vary"] = "Accept-Encoding"
        response["ETag"] = page.etags[IDENTITY]
        if not stored:
            # It may show what an order has just changed: nobody else may keep it either.
            response["Cache-Control"] = PRIVATE_CACHE_CONTROL


def _is_plain(request: HttpRequest) -> bool:
    """Whether the answer could be that of a printed page; otherwise it is nobody else's, whatever it is."""
    if (
        request.method not in {"GET", "HEAD"}
        or STAFF_COOKIE in request.COOKIES
        or is_never_printed(request.path)
    ):
        return False
    return settings.SESSION_COOKIE_NAME not in request.COOKIES


def _asked_address(request: HttpRequest) -> str | None:
    return canonical_address(request.path, request.META.get("QUERY_STRING", ""))


def _composed_path(request: HttpRequest, response: HttpResponseBase) -> str | None:
    """Where to look for what was not found under a path of letters and their marks apart: under the letters whole."""
    path = request.path
    if response.status_code != 404 or path.startswith("//") or unicodedata.is_normalized("NFC", path):
        return None
    query = request.META.get("QUERY_STRING", "")
    return quote(unicodedata.normalize("NFC", path)) + (f"?{query}" if query else "")


def _is_printable(response: HttpResponse) -> bool:
    return response.status_code == 200 and SURROGATE_KEY in response and not response.cookies


def _is_file(request: HttpRequest) -> bool:
    return request.path.startswith((settings.STATIC_URL, settings.MEDIA_URL))


def _leave_out_empty_lines(response: HttpResponse) -> None:
    response.content = _EMPTY_LINES.sub(b"\n", response.content)
    if "Content-Length" in response:
        response["Content-Length"] = str(len(response.content))


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


def _repeats_no_query(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the page is free of what the one who asked wrote behind its address.

    No printed page reads any of it but the number. A page that repeats it would say a stranger's words to every reader.
    """
    query = without_tracking(request.META.get("QUERY_STRING", ""))
    _path, number = split_address(_asked_address(request) or "")
    if query in {"", number}:
        return True
    # A few letters stand in every page: of those only a whole address would tell.
    told = query if len(query) >= _TELLING else f"?{query}"
    return not any(text.encode() in response.content for text in (told, escape(told)))


def _put(page: Page, *, epoch: str) -> bool:
    """Store the page. A full disk must not take the page from the reader who waits for it."""
    try:
        stored = Store(Path(settings.STORE_DIRECTORY)).put(page, edition=running_edition(), epoch=epoch)
    except (DamagedStore, UnsealedStore, FileNotFoundError):
        # Whoever keeps the store is looking at it, and says in a line what is wrong.
        return False
    except (lmdb.Error, OSError) as refused:
        _UNSTORED.hear(f"{said_plainly(refused)} ({page.address})")
        return False
    _UNSTORED.over()
    return stored
