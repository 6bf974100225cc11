"""What the front says by itself in a line or two, and the one body that it reads by itself."""

from collections.abc import Collection
from http import HTTPStatus
from typing import Final

from kawaraban.press.front.asgi import Receive, Send, send_whole
from kawaraban.press.front.beacons.body import LONGEST_BODY
from kawaraban.press.front.sorry import SorryPage

READ: Final = ("GET", "HEAD")
NOT_KEPT: Final = (("Cache-Control", "private, no-store"),)


async def say_sorry(answer: Send, page: SorryPage) -> None:
    """The page that says so, with its status."""
    await send_whole(answer, page.status, page.headers, page.body)


def allow_line(methods: Collection[str]) -> str:
    """What Allow says of an address that takes these: OPTIONS is answered everywhere (RFC 9110, 9.3.7 and 10.2.1)."""
    return ", ".join(sorted({*methods, "OPTIONS"}))


async def tell_methods(
    answer: Send, methods: Collection[str], *, asked: str, status: int = HTTPStatus.METHOD_NOT_ALLOWED
) -> None:
    """To OPTIONS what an address takes, to any other method with the status that it is none of these."""
    said = HTTPStatus.OK if asked == "OPTIONS" else status
    await send_whole(answer, said, (("Allow", allow_line(methods)), *NOT_KEPT), b"")


async def send_elsewhere(answer: Send, path: str, query: str = "") -> None:
    """301 to the same page under the address that the paper writes."""
    location = f"{path}?{query}" if query else path
    await send_whole(answer, 301, (("Location", location), *NOT_KEPT), b"")


async def small_body(receive: Receive) -> bytes:
    """The body as far as a beacon may be long: one byte more shows that it is longer."""
    body = b""
    while len(body) <= LONGEST_BODY:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body", False):
            break
    return body
