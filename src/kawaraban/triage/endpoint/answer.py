"""One answer of the endpoint, and its bytes.

    EndpointAnswer(200, b'{"languages": ["en"]}').written(date, keeps=True)     # one write

Errors have the shape that callers of Google's service read: {"error": {"code", "message", "status"}}.
"""

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

from kawaraban.triage.formats.api_errors import ApiError

JSON: Final = "application/json; charset=UTF-8"

_STATUS_LINES: Final = {
    status.value: b"HTTP/1.1 %d %s\r\n" % (status.value, status.phrase.encode("ascii"))
    for status in HTTPStatus
}
# The names that Google gives to what HTTP calls by number.
_NAMES: Final = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
}


@dataclass(frozen=True, slots=True)
class EndpointAnswer:
    """`headers`: besides date, type and length, which every answer has."""

    status: int
    body: bytes = b""
    type: str = JSON
    headers: tuple[tuple[str, str], ...] = field(default=())

    def written(self, date: bytes, *, keeps: bool, with_body: bool = True) -> bytes:
        """As it goes over the wire. `date`: a whole header line; `keeps`: the connection stays."""
        lines = [
            _STATUS_LINES[self.status],
            date,
            b"cache-control: no-store\r\nx-content-type-options: nosniff\r\n",
        ]
        lines += [f"{name}: {text}\r\n".encode("latin-1") for name, text in self.headers]
        if self.status != HTTPStatus.NO_CONTENT:
            lines.append(b"content-type: %s\r\ncontent-length: %d\r\n" % (self.type.encode(), len(self.body)))
        lines.append(b"\r\n" if keeps else b"connection: close\r\n\r\n")
        if with_body:
            lines.append(self.body)
        return b"".join(lines)


def as_json(status: int, content: object, **headers: str) -> EndpointAnswer:
    """An answer whose body is this object. `retry_after="5"` is a header."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    named = tuple((name.replace("_", "-"), text) for name, text in headers.items())
    return EndpointAnswer(status, body, headers=named)


def refusal(status: int, message: str, **headers: str) -> EndpointAnswer:
    """What is said to a request that is not answered."""
    name = _NAMES.get(status, "INVALID_ARGUMENT")
    return as_json(status, {"error": {"code": status, "message": message, "status": name}}, **headers)


def api_refusal(error: ApiError, **headers: str) -> EndpointAnswer:
    """The same in the words of the wire format."""
    status, body = error.answer()
    return EndpointAnswer(
        status, body, headers=tuple((name.replace("_", "-"), text) for name, text in headers.items())
    )
