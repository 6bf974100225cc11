"""One web address to its bytes, without becoming somebody's way into the network behind the paper.

Only http and https, and only public addresses (`kit/public_hosts.py`). Redirects are followed by hand and checked
anew.
"""

import http.client
import time
from dataclasses import dataclass
from typing import cast
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.utils.translation import gettext as _

from kawaraban.kit.public_hosts import NoAddress, PrivateHost, connected
from kawaraban.wire.errors import WireError
from kawaraban.wire.files.unpacking import unpacked
from kawaraban.wire.reading import SIZE_LIMIT

REDIRECTS_LIMIT = 5
SILENCE_SECONDS = 10  # without a byte
WHOLE_SECONDS = 60  # from the first address to the last byte
_SAFE_SIGNS = "%/:=&?~+!$,;'@()*[]"
_PIECE = 64 * 1024
_MOVED = {301, 302, 303, 307, 308}
_HEADERS = {
    "User-Agent": "Kawaraban wire",
    "Accept": "application/rss+xml, application/atom+xml, application/json, application/xml;q=0.9, */*;q=0.5",
    "Accept-Encoding": "identity",
    "Connection": "close",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: its body, unpacked; its `Content-Type` with the charset; the address that gave it in the end."""

    body: bytes
    content_type: str
    address: str


def fetch(address: str, *, allow_private: bool = False) -> Fetched:
    """What the address answers with. Raises WireError with a sentence.

    Refuses addresses on this machine or in a private network unless `allow_private`, more than
    `REDIRECTS_LIMIT` redirects, bodies over `SIZE_LIMIT`, and whatever takes too long.
    """
    deadline = time.monotonic() + WHOLE_SECONDS
    for _hop in range(REDIRECTS_LIMIT + 1):
        parts = _checked(address)
        try:
            connection = _connected(parts, allow_private=allow_private)
            try:
                onward = _asked(connection, parts, deadline)
            finally:
                connection.close()
        except (OSError, http.client.HTTPException, UnicodeError, ValueError) as broken:
            words = {"host": parts.hostname, "fault": str(broken)[:200] or type(broken).__name__}
            raise WireError(_("%(host)s could not be read: %(fault)s.") % words) from broken
        if isinstance(onward, Fetched):
            return onward
        address = _onward(address, onward)
    raise WireError(_("The address leads on more than %(limit)d times.") % {"limit": REDIRECTS_LIMIT})


def _onward(address: str, location: str) -> str:
    try:
        return urljoin(address, location)
    except ValueError as broken:
        raise WireError(_("This is not a web address: %(address)s") % {"address": location[:200]}) from broken


def is_address(name: str) -> bool:
    """Whether this is meant as a web address rather than as the name of a file."""
    return "://" in name


def _checked(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        is_whole = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError as broken:
        raise WireError(_("This is not a web address: %(address)s") % {"address": address[:200]}) from broken
    if parts.scheme not in {"http", "https"}:
        raise WireError(
            _("Only http and https addresses are read, not %(scheme)s.") % {"scheme": parts.scheme[:40]}
        )
    if not is_whole or parts.username is not None or parts.password is not None:
        raise WireError(_("This is not a web address: %(address)s") % {"address": _shown(parts)})
    return parts


def _shown(parts: SplitResult) -> str:
    """The address without a password that somebody may have put into it."""
    return f"{parts.scheme}://{parts.hostname or ''}{parts.path}"[:200]


def _connected(parts: SplitResult, *, allow_private: bool) -> http.client.HTTPConnection:
    """A connection to one of the host's addresses, all of which were found public."""
    host, is_tls = cast(str, parts.hostname), parts.scheme == "https"
    port = parts.port or (443 if is_tls else 80)
    try:
        return connected(host, port, is_tls=is_tls, timeout=SILENCE_SECONDS, allow_private=allow_private)
    except PrivateHost as private:
        raise WireError(
            _(
                "%(host)s is at %(address)s, in a private network or on this machine: not read without --allow-private."
            )
            % {"host": private.host, "address": private.address}
        ) from private
    except NoAddress as nowhere:
        raise OSError(_("the name stands for no address")) from nowhere


def _asked(connection: http.client.HTTPConnection, parts: SplitResult, deadline: float) -> str | Fetched:
    """Where to go on, or the answer."""
    path = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=_SAFE_SIGNS)
    host = parts.netloc.rpartition("@")[2]
    connection.request("GET", path, headers={**_HEADERS, "Host": host})
    answer = connection.getresponse()
    location = answer.getheader("Location")
    if answer.status in _MOVED and location:
        return location
    if answer.status != 200:
        raise WireError(_("%(host)s answers %(status)d.") % {"host": parts.hostname, "status": answer.status})
    body = _body(answer, parts, deadline)
    return Fetched(
        body=_unpacked(body, answer.getheader("Content-Encoding") or ""),
        content_type=answer.getheader("Content-Type") or "",
        address=parts._replace(fragment="").geturl(),
    )


def _body(answer: http.client.HTTPResponse, parts: SplitResult, deadline: float) -> bytes:
    body = bytearray()
    while piece := answer.read1(_PIECE):
        body += piece
        if len(body) > SIZE_LIMIT:
            raise WireError(_("The answer is larger than %(limit)d MB.") % {"limit": SIZE_LIMIT // 1_000_000})
        if time.monotonic() > deadline:
            raise WireError(_("%(host)s takes too long.") % {"host": parts.hostname})
    if answer.length:
        raise http.client.HTTPException("the answer broke off")
    return bytes(body)


def _unpacked(body: bytes, codings: str) -> bytes:
    """Some servers pack what nobody asked them to pack. No packed answer may become larger than a plain one."""
    for coding in reversed([part.strip().lower() for part in codings.split(",")][:3]):
        if coding in {"", "identity"} or not body:
            continue
        if coding not in {"gzip", "x-gzip", "deflate"}:
            raise WireError(
                _("The answer is packed as %(coding)s, which nobody asked for.") % {"coding": coding[:40]}
            )
        body = unpacked(body, SIZE_LIMIT)
        if len(body) > SIZE_LIMIT:
            raise WireError(_("The answer is larger than %(limit)d MB.") % {"limit": SIZE_LIMIT // 1_000_000})
    return body
