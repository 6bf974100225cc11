"""The few words of ASGI that the front's rooms speak with each other."""

from collections.abc import Callable, Sequence
from typing import Any, Final

Receive = Callable[[], Any]
Send = Callable[[dict[str, Any]], Any]

LARGEST_BODY: Final = 12 * 1024 * 1024


async def send_whole(
    send: Send, status: int, headers: Sequence[tuple[str, str]], body: bytes, *, with_body: bool = True
) -> None:
    """Answer in one piece. Without the body, the length is still said (HEAD)."""
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    if status != 304:
        raw.append((b"Content-Length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body if with_body else b"", "more_body": False})
