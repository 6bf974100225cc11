"""What the front says by itself in a line or two, and the one body that it reads by itself."""

from kawaraban.press.asgi import Receive, Send, send_whole
from kawaraban.press.beacons import LONGEST_BODY
from kawaraban.press.sorry import SorryPage


async def say_sorry(answer: Send, page: SorryPage) -> None:
    """The page that says so, with its status."""
    await send_whole(answer, page.status, page.headers, page.body)


async def tell_methods(status: int, answer: Send, allowed: str) -> None:
    """Of the whole server ("*": a target for OPTIONS alone, RFC 9112, 3.2.4), or of a printed page."""
    await send_whole(answer, status, (("Allow", allowed), ("Cache-Control", "private, no-store")), b"")


async def send_elsewhere(answer: Send, path: str, query: str = "") -> None:
    """301 to the same page under the address that the paper writes."""
    location = f"{path}?{query}" if query else path
    await send_whole(answer, 301, (("Location", location), ("Cache-Control", "private, no-store")), b"")


async def small_body(receive: Receive) -> bytes:
    """The body as far as a beacon may be long: one byte more shows that it is longer."""
    body = b""
    while len(body) <= LONGEST_BODY:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body", False):
            break
    return body
