"""Rendering an address through the whole of Django in this process, as a reader without a cookie would see it."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from kawaraban.press.addresses import split_address
from kawaraban.press.printing.middleware import PRINT_JOB, PrintJob
from kawaraban.press.printing.whole_export import ExportAnswer


@dataclass(frozen=True, slots=True)
class RenderOutcome:
    """What rendering one address came to."""

    status: int
    stored: bool
    refused: bool


class Render(Protocol):
    """Renders an address; a page that may be printed is in the store afterwards."""

    def __call__(self, address: str) -> RenderOutcome: ...


class SiteRenderer:
    """May be called by several threads at once."""

    def __init__(self) -> None:
        self._handler = WSGIHandler()

    def __call__(self, address: str) -> RenderOutcome:
        """Render the address; PressMiddleware stores it and tells the job."""
        _keep_connection()
        job = PrintJob()
        statuses: list[str] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            statuses.append(status)

        response = self._handler(_environ(address, job), start_response)  # type: ignore[arg-type]
        try:
            for _ in response:
                pass
        finally:
            response.close()
        return RenderOutcome(status=int(statuses[0][:3]), stored=job.stored, refused=job.refused)


class SiteVisitor:
    """Asks for an address as a reader without a cookie does, and gives what that reader gets."""

    def __init__(self) -> None:
        self._handler = WSGIHandler()

    def __call__(self, address: str) -> ExportAnswer:
        _keep_connection()
        told: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            told.append((status, headers))

        environ = {name: value for name, value in _environ(address, PrintJob()).items() if name != PRINT_JOB}
        response = self._handler(environ, start_response)
        try:
            body = b"".join(response)
        finally:
            response.close()
        status, headers = told[0]
        location = next((value for name, value in headers if name.lower() == "location"), "")
        return ExportAnswer(int(status[:3]), body, location)


def _keep_connection() -> None:
    """Django would close the database at the end of each page, and open it again: a tenth of the whole rendering.

    One that is broken is closed all the same.
    """
    connection.ensure_connection()
    connection.close_at = None


def _environ(address: str, job: PrintJob) -> Mapping[str, Any]:
    path, query = split_address(address)
    site = urlsplit(settings.SITE_URL)
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path.encode().decode("latin-1"),  # PEP 3333: bytes as latin-1
        "QUERY_STRING": query,
        "SERVER_NAME": site.hostname or "localhost",
        "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": site.netloc,
        "HTTP_X_FORWARDED_PROTO": site.scheme,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        PRINT_JOB: job,
    }
