"""An answer on its way to a reader, watched: for the log, and for what is not for readers."""

from typing import Any

from kawaraban.press.front.asgi import Send


class WatchedAnswer:
    """`send`, which remembers for the log what went through it, and keeps back what is not for readers."""

    def __init__(self, send: Send, *, hidden: frozenset[bytes]) -> None:
        self._send = send
        self._hidden = hidden
        self.code = 0
        self.sent = 0
        self.source = "front"
        # By which app and clerk know the request; empty where nobody but the front answers.
        self.request_id = ""

    async def __call__(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.code = message["status"]
            message["headers"] = [
                header for header in message["headers"] if header[0].lower() not in self._hidden
            ]
        else:
            self.sent += len(message.get("body", b""))
        await self._send(message)
