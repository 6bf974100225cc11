"""The access log: one line for each request in the shape that log readers know, without personal data.

    203.0.113.0 - - [23/Nov/2026:12:00:00 +0000] "GET /a/?page=2 HTTP/1.1" 200 1335 "https://ex.org" "-" store 0.4ms

Addresses lose their last part (IPv4 to /24, IPv6 to /48). Queries are left out, but for the page number. Of
the referrer only the site stays. The browser is not written. A secret in a path (the link to a comment one has
sent, the one to a new password) is written as [token].
"""

import ipaddress
import os
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from kawaraban.press.wire_request import WireRequest

_PAGE = re.compile(r"page=[0-9]{1,4}")
_LOOKS_SECRET = re.compile(r"(?<=/)(?=[a-z0-9-]*[A-Z_])[A-Za-z0-9_-]{22}(?=/|$)|(?<=/forgotten/key/)[^/]+")
_UNWRITABLE = re.compile(r'[^\x21-\x7e]|["\\]')
_LONGEST_PATH = 600
_MANY = 500


@dataclass(slots=True)
class AccessLog:
    """Collects lines; `flush` appends them to the file, which log rotation may have moved meanwhile."""

    path: Path
    _lines: list[str] = field(default_factory=list)

    def write(self, request: WireRequest, *, status: int, sent: int, source: str, seconds: float) -> None:
        """Note one answered request. `source` says who answered: store, app or front."""
        moment = time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime())
        self._lines.append(
            f"{shortened_address(request.client)} - - [{moment}] "
            f'"{request.method} {loggable_path(request)} HTTP/1.1" {status} {sent} '
            f'"{_site(request.headers.get("referer", ""))}" "-" {source} {seconds * 1000:.1f}ms\n'
        )
        if len(self._lines) >= _MANY:
            self.flush()

    def flush(self) -> None:
        """Append what was noted since the last time."""
        if not self._lines:
            return
        lines, self._lines = self._lines, []
        descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
        try:
            os.write(descriptor, "".join(lines).encode("ascii", errors="replace"))
        finally:
            os.close(descriptor)


def shortened_address(address: str) -> str:
    """The address without the part that tells one household from its neighbours."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "-"
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    prefix = 24 if parsed.version == 4 else 48
    return str(ipaddress.ip_network((parsed, prefix), strict=False).network_address)


def loggable_path(request: WireRequest) -> str:
    """The path as it came, without secrets, without a query but the page's number."""
    path = _UNWRITABLE.sub("?", _LOOKS_SECRET.sub("[token]", request.raw_path[:_LONGEST_PATH]))
    return f"{path}?{request.query}" if _PAGE.fullmatch(request.query) else path


def _site(referrer: str) -> str:
    try:
        parts = urlsplit(referrer)
        host = parts.hostname
    except ValueError:
        return "-"
    if parts.scheme not in {"http", "https"} or not host:
        return "-"
    return _UNWRITABLE.sub("?", f"{parts.scheme}://{host}")[:200]
