"""What the head of a request may say: the rules that need nothing but the head. Without Django, without uvicorn.

    status_of_fault(b"GET", "1.1", b"/a/", headers)   -> 0, or the status with which the request is refused
    without_authority(b"http://paper.example?q", b"paper.example")   -> b"/?q"

The numbers in brackets are sections of RFC 9112 (messages) and RFC 9110 (their meaning).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import httptools

from kawaraban.press.front.limits import LARGEST_HEAD, LONGEST_TARGET, MOST_HEADERS

Lines = Sequence[tuple[bytes, bytes]]

VERSIONS: Final = frozenset({"1.0", "1.1"})
# What HTTP calls a method and somebody here may answer. The parser also knows those of RTSP, of WebDAV, and CONNECT,
# whose target is no address of ours.
_METHODS: Final = frozenset({b"GET", b"HEAD", b"POST", b"OPTIONS", b"PUT", b"PATCH", b"DELETE"})
_SCHEMES: Final = frozenset({b"http", b"https"})


def status_of_fault(method: bytes, version: str, target: bytes, headers: Lines) -> int:
    """The status with which this head is refused; 0 when it is not. The names of `headers` are lower-case."""
    fields = dict(headers)
    if version not in VERSIONS:
        return 505
    if len(target) > LONGEST_TARGET:
        return 414
    if len(headers) > MOST_HEADERS or sum(len(name) + len(text) for name, text in headers) > LARGEST_HEAD:
        return 431
    if _is_framed_in_two_ways(fields, version) or not _has_one_host(headers, version) or method == b"CONNECT":
        return 400
    if method not in _METHODS:
        return 501
    # The only expectation that there is (9110, 10.1.1). HTTP/1.0 has none: what is said there is passed over.
    expected = fields.get(b"expect", b"100-continue") if version == "1.1" else b"100-continue"
    return 0 if expected.strip(b" \t").lower() == b"100-continue" else 417


def _is_framed_in_two_ways(fields: Mapping[bytes, bytes], version: str) -> bool:
    """Another coding we could not undo, and one in HTTP/1.0 leaves open where the body ends (9112, 6.1)."""
    coding = fields.get(b"transfer-encoding")
    return coding is not None and (coding.strip(b" ").lower() != b"chunked" or version == "1.0")


def _has_one_host(headers: Lines, version: str) -> bool:
    """Exactly one in HTTP/1.1; HTTP/1.0 may have none (9112, 3.2)."""
    hosts = sum(name == b"host" for name, _text in headers)
    return hosts == 1 or (hosts == 0 and version == "1.0")


def without_authority(target: bytes, host: bytes | None) -> bytes:
    """The target as it is written to a server: of `http://host` without a path it is "/" (9112, 3.2.2).

    Raises httptools.HttpParserInvalidURLError for what is no address, and for the address of another host than the
    one that Host names: of the two, one server would believe the one and the next server the other.
    """
    if target.startswith(b"/") or target == b"*":
        return target
    parsed = httptools.parse_url(target)
    rest = target.partition(b"://")[2]
    authority = authority_of(target)
    is_ours = host is None or _named(authority) == _named(host)
    if (parsed.schema or b"").lower() not in _SCHEMES or not is_ours:
        raise httptools.HttpParserInvalidURLError(f"no address of a page: {target!r}")
    path = rest[len(authority) :]
    return path if path.startswith(b"/") else b"/" + path


def authority_of(target: bytes) -> bytes:
    """The host that a whole address names: what counts where there is no Host (9112, 3.2.2), as HTTP/1.0 allows."""
    return (
        b"" if target.startswith(b"/") else target.partition(b"://")[2].partition(b"/")[0].partition(b"?")[0]
    )


def _named(authority: bytes) -> bytes:
    return authority.strip(b" \t").lower().removesuffix(b":80")


def framing_of(fields: Mapping[bytes, bytes]) -> bytes:
    """The header line that says where the body ends; empty when there is no body."""
    if b"transfer-encoding" in fields:
        return b"Transfer-Encoding: chunked"
    length = fields.get(b"content-length", b"0").strip(b" \t").lstrip(b"0")
    return b"Content-Length: " + length if length else b""


class RestOfBody:
    """Reads the body of a request whose parser has ended with the head, over an `Upgrade`.

    A server may pass over an Upgrade (9110, 7.8), and then the body is there as in any other request. It is read by a
    parser that has heard of nothing but its length. `on_end` is called once; what comes behind is nobody's.
    """

    def __init__(
        self, framing: bytes, *, on_body: Callable[[bytes], None], on_end: Callable[[], None]
    ) -> None:
        self._on_body = on_body
        self._on_end = on_end
        self._is_over = False
        self.parser = httptools.HttpRequestParser(self)
        self.parser.set_dangerous_leniencies(lenient_data_after_close=False)
        self.parser.feed_data(b"POST / HTTP/1.1\r\nConnection: close\r\n" + framing + b"\r\n\r\n")

    def on_body(self, body: bytes) -> None:
        """A piece of it."""
        if not self._is_over:
            self._on_body(body)

    def on_message_complete(self) -> None:
        """Its end."""
        if not self._is_over:
            self._is_over = True
            self._on_end()
