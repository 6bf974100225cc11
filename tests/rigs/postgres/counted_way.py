"""A way to a server on which is counted how often somebody waits for an answer.

with counted_way(server.port) as way:
    before = way.waits
    ...connections to way.port...
    assert way.waits - before <= 25

The server answers what it was sent when a message asks it to: Query, Sync or Flush. What a pipeline sends has one of
these at its end, and each of them is a way there and back; a Flush behind one of them asks for nothing more.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

_QUERY, _SYNC, _FLUSH = b"QSH"
_PIECE: Final = 65_536


@dataclass
class CountedWay:
    """`port` is its near end. `waits` of all connections together."""

    port: int
    waits: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, count: int) -> None:
        """So many more."""
        with self._lock:
            self.waits += count


@contextmanager
def counted_way(to_port: int) -> Iterator[CountedWay]:
    """Open until the end of the block; connections of before end by themselves."""
    with socket.create_server(("127.0.0.1", 0)) as near:
        way = CountedWay(near.getsockname()[1])
        threading.Thread(target=_accept, args=(near, to_port, way), daemon=True).start()
        yield way


def _accept(near: socket.socket, to_port: int, way: CountedWay) -> None:
    with suppress(OSError):  # closed: the way is not open any more
        while True:
            client, _address = near.accept()
            server = socket.create_connection(("127.0.0.1", to_port))
            for pipe, words in ((_there, (client, server, way)), (_back, (server, client))):
                threading.Thread(target=pipe, args=words, daemon=True).start()


def _there(client: socket.socket, server: socket.socket, way: CountedWay) -> None:
    reader = _Messages()
    with suppress(OSError), client, server:
        while piece := client.recv(_PIECE):
            way.add(reader.asking_in(piece))  # before it is sent: whoever has the answer finds it counted
            server.sendall(piece)


def _back(server: socket.socket, client: socket.socket) -> None:
    with suppress(OSError), server, client:
        while piece := server.recv(_PIECE):
            client.sendall(piece)


class _Messages:
    """What one client sends, message by message. The first has no kind: it opens the connection."""

    def __init__(self) -> None:
        self._rest = b""
        self._is_open = False
        self._has_asked = True

    def asking_in(self, piece: bytes) -> int:
        """How many messages that ask for an answer ended in this piece."""
        self._rest += piece
        found = 0
        while (message := self._next()) is not None:
            found += message in {_QUERY, _SYNC} or (message == _FLUSH and not self._has_asked)
            self._has_asked = message in {_QUERY, _SYNC, _FLUSH}
        return found

    def _next(self) -> int | None:
        """The kind of the next whole message, 0 of one without a kind; None until it is there."""
        head = 1 if self._is_open else 0
        if len(self._rest) < head + 4:
            return None
        length = head + int.from_bytes(self._rest[head : head + 4], "big")
        if len(self._rest) < length:
            return None
        kind = self._rest[0] if self._is_open else 0
        # A question for encryption is eight bytes long, and the opening itself comes after it.
        self._is_open = self._is_open or length != 8
        self._rest = self._rest[length:]
        return kind
