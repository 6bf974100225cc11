"""Bodies on their way: each is collected here, in the front, before it takes anything that all share.

    came = await gatherer.gather(receive, network="203.0.113.7")
    came.refused      # 0, or the status with which its sender is turned away
    came.receive      # the body once more, in one piece, then whatever comes

A body that comes slowly costs nobody else anything: it has a fixed time, and while it comes it is counted. Of one
network, and of all together, only so many bytes may be on their way. Where there are more, the one that has been on its
way longest makes room, of the network that has too many or of all: the body of somebody who sends and is done is
always younger. What comes whole at once is not counted at all.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from kawaraban.press.front.asgi import Receive
from kawaraban.press.front.limits import ORDINARY_BODY

# What a request costs while it waits, beside the bytes of its body, roughly.
_OVERHEAD_BYTES: Final = 8 * 1024
MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Came:
    """A body as far as it was collected."""

    receive: Receive
    size: int = 0
    is_whole: bool = True
    refused: int = 0


@dataclass(eq=False, slots=True)
class _Coming:
    """One that is on its way."""

    network: str
    until: asyncio.Timeout
    size: int = 0  # as it is counted
    must_make_room: bool = False


@dataclass(slots=True)
class Gatherer:
    """Used inside the event loop. `of_network` and `most_bytes` are bounds for what is on its way."""

    seconds: float
    most_bytes: int = 64 * MEGABYTE
    of_network: int = 24 * MEGABYTE
    _bytes: int = 0
    _coming: dict[_Coming, None] = field(default_factory=dict)  # the oldest first
    _of_networks: dict[str, dict[_Coming, None]] = field(default_factory=lambda: defaultdict(dict))
    _bytes_of: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    async def gather(self, receive: Receive, *, network: str) -> Came:
        """Collect the body, or what is longer than a form as far as a form may be long."""
        body = bytearray()
        coming = None
        try:
            async with asyncio.timeout(self.seconds) as until:
                message = await receive()
                if message["type"] == "http.request" and not message.get("more_body", False):
                    return _came(message.get("body", b""), message, receive)
                with self._on_its_way(network, until) as coming:
                    while True:
                        if message["type"] == "http.disconnect":
                            return Came(receive, is_whole=False, refused=408)
                        piece = message.get("body", b"")
                        body += piece
                        if not message.get("more_body", False) or len(body) > ORDINARY_BODY:
                            return _came(bytes(body), message, receive)
                        self._grow(coming, len(piece))
                        message = await receive()
        except TimeoutError:
            return Came(receive, is_whole=False, refused=503 if coming and coming.must_make_room else 408)

    @contextmanager
    def _on_its_way(self, network: str, until: asyncio.Timeout) -> Iterator[_Coming]:
        coming = _Coming(network, until)
        self._coming[coming] = self._of_networks[network][coming] = None
        self._grow(coming, _OVERHEAD_BYTES)
        try:
            yield coming
        finally:
            self._count(coming, -coming.size)
            del self._coming[coming]
            del self._of_networks[network][coming]
            if not self._of_networks[network]:
                del self._of_networks[network], self._bytes_of[network]

    def _grow(self, coming: _Coming, size: int) -> None:
        if coming.must_make_room:
            return
        self._count(coming, size)
        of_network = self._of_networks[coming.network]
        while self._bytes_of[coming.network] > self.of_network and self._make_room(of_network):
            pass
        while self._bytes > self.most_bytes and self._make_room(self._coming):
            pass

    def _make_room(self, among: dict[_Coming, None]) -> bool:
        """Turn the oldest away: its task notices in the next round of the event loop. False when there is none."""
        oldest = next((one for one in among if not one.must_make_room), None)
        if oldest is None:
            return False
        oldest.must_make_room = True
        self._count(oldest, -oldest.size)
        oldest.until.reschedule(asyncio.get_running_loop().time())
        return True

    def _count(self, coming: _Coming, size: int) -> None:
        coming.size += size
        self._bytes += size
        self._bytes_of[coming.network] += size


def _came(body: bytes, last: dict[str, Any], receive: Receive) -> Came:
    more = last.get("more_body", False)
    told = [{"type": "http.request", "body": body, "more_body": more}]

    async def tell() -> Any:
        # Taken out: what the app has read need not lie here until it answers.
        return told.pop() if told else await receive()

    return Came(tell, len(body), is_whole=not more)
