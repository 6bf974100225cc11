"""A connection kept as a browser keeps it: where the paper may have closed it meanwhile, another one is opened."""

import http.client
import time
from collections.abc import Mapping

# Below what the front waits for the next request on one of its connections.
_KEPT_SECONDS = 2.0


class KeptConnection(http.client.HTTPConnection):
    """To the paper on this port of loopback."""

    def __init__(self, port: int) -> None:
        super().__init__("127.0.0.1", port, timeout=120)
        self._asked_at = float("-inf")

    def answer(
        self, method: str, path: str, body: bytes | str | None, headers: Mapping[str, str]
    ) -> http.client.HTTPResponse:
        """Its answer, to be read to the end. Raises OSError, HTTPException."""
        if time.monotonic() - self._asked_at > _KEPT_SECONDS:
            self.close()
        self.request(method, path, body, dict(headers))
        self._asked_at = time.monotonic()
        return self.getresponse()
