"""The clerk's end of the intake: a plain loop that takes all that waits at once. Without Django.

    loop = ClerkLoop(path, receive)      # receive: the letters that waited -> as many replies, in their order
    loop.run()                           # until `loop.stop()`, which a signal handler may call

While one batch is being written to the disk, the next one gathers in the socket: the more is sent, the more share
one transaction, and nobody waits on purpose for others to come. config/processes/roles.py hands in the callable: this
room looks nobody up.

Each letter has a deadline. One that is too old is answered BUSY before a batch is begun: its sender is told that it was
not stored, and that is so.
"""

import contextlib
import logging
import selectors
import socket
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kawaraban.press.intake.frames import (
    BUSY,
    UNKNOWN,
    FrameReader,
    Letter,
    NotAFrame,
    Reply,
    frame,
    opened_letter,
    packed_reply,
)

logger = logging.getLogger(__name__)

Receive = Callable[[Sequence[Letter]], Sequence[Reply]]

# More than this does not get cheaper, and who comes last should not wait for too many.
MOST_AT_ONCE: Final = 128
_SECOND: Final = 1.0
_PIECE: Final = 1024 * 1024


class NotInTime(Exception):
    """Raised by `receive`: the database was not to be had before the first deadline, and nothing was stored."""


class ClerkLoop:
    """One process, one thread: reads, receives, answers, and goes round."""

    def __init__(
        self,
        path: Path,
        receive: Receive,
        *,
        most_at_once: int = MOST_AT_ONCE,
        every_second: Callable[[], None] = lambda: None,
    ) -> None:
        self._path = path
        self._receive = receive
        self._most_at_once = most_at_once
        self._waiting: deque[_Waiting] = deque()
        self._every_second = every_second
        self._second_at = 0.0
        self._selector = selectors.DefaultSelector()
        self._waker, self._wake = socket.socketpair()
        self._is_stopping = False

    def stop(self) -> None:
        """Finish what has arrived and return from `run`."""
        self._is_stopping = True
        with contextlib.suppress(OSError):  # it may have returned already
            self._wake.send(b".")

    def run(self) -> None:
        """Serve the socket until told to stop. What was read by then is still received and answered."""
        with self._selector, self._waker, self._wake, _listening(self._path) as listener:
            self._selector.register(listener, selectors.EVENT_READ, None)
            self._selector.register(self._waker, selectors.EVENT_READ, None)
            while not self._is_stopping:
                # While somebody waits already, only what is there is read.
                self._read(listener, timeout=0 if self._waiting else _SECOND)
                self._take_batch()
                self._tell_the_second()
            self._read(listener, timeout=0)
            while self._waiting:
                self._take_batch()
            for front in self._fronts():
                front.finish()

    def _tell_the_second(self) -> None:
        """That this loop goes round, told from the loop itself: a thread beside it would not know."""
        if time.monotonic() >= self._second_at:
            self._second_at = time.monotonic() + _SECOND
            self._every_second()

    def _fronts(self) -> list["_Front"]:
        return [key.data for key in self._selector.get_map().values() if key.data is not None]

    def _read(self, listener: socket.socket, *, timeout: float | None) -> None:
        for key, events in self._selector.select(timeout):
            if key.fileobj is listener:
                self._greet(listener)
            elif key.data is None:
                self._waker.recv(64)
            else:
                self._hear(key.data, events)

    def _greet(self, listener: socket.socket) -> None:
        with contextlib.suppress(BlockingIOError, ConnectionAbortedError):
            connection, _ = listener.accept()
            connection.setblocking(False)
            front = _Front(connection)
            self._selector.register(connection, selectors.EVENT_READ, front)

    def _hear(self, front: "_Front", events: int) -> None:
        try:
            if events & selectors.EVENT_WRITE:
                front.flush()
            if events & selectors.EVENT_READ:
                for number, said in front.read():
                    if said:
                        self._waiting.append(_Waiting(front, number, opened_letter(said)))
                    else:
                        front.say(number, b"")
                front.flush()
        except (OSError, EOFError, NotAFrame):
            self._forget(front)
            return
        self._watch(front)

    def _watch(self, front: "_Front") -> None:
        """Ask to be told when a front that reads slowly can be written to again."""
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if front.has_more else 0)
        if self._selector.get_key(front.connection).events != events:
            self._selector.modify(front.connection, events, front)

    def _forget(self, front: "_Front") -> None:
        """Its letters are received all the same: a front that is back sends them again and learns so."""
        with contextlib.suppress(KeyError):
            self._selector.unregister(front.connection)
        front.connection.close()
        front.is_gone = True

    def _take_batch(self) -> None:
        """Answer those whose time is over; have the next ones received, and answer them."""
        batch: list[_Waiting] = []
        answered: list[tuple[_Waiting, Reply]] = []
        now = time.monotonic()
        while self._waiting and len(batch) < self._most_at_once:
            waiting = self._waiting.popleft()
            if waiting.letter.deadline > now:
                batch.append(waiting)
            else:
                answered.append((waiting, BUSY))
        if batch:
            try:
                replies = self._replies([waiting.letter for waiting in batch])
            except NotInTime:
                # Nothing was stored. For the first of them the time is over now, the others go on waiting.
                self._waiting.extendleft(reversed(batch))
            else:
                answered += zip(batch, replies, strict=True)
        for waiting, reply in answered:
            waiting.front.say(waiting.number, packed_reply(reply))
        self._flush({waiting.front for waiting, _reply in answered if not waiting.front.is_gone})

    def _flush(self, fronts: "Iterable[_Front]") -> None:
        for front in fronts:
            try:
                front.flush()
            except OSError:
                self._forget(front)
            else:
                self._watch(front)

    def _replies(self, letters: Sequence[Letter]) -> Sequence[Reply]:
        try:
            return self._receive(letters)
        except NotInTime:
            raise
        except Exception:
            # Nothing was acknowledged, and how far it came nobody can say. The app gives every sender the text back.
            logger.exception("%d submissions could not be received", len(letters))
            return [UNKNOWN] * len(letters)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A letter, and whom to answer."""

    front: "_Front"
    number: int
    letter: Letter


class _Front:
    """A connection with a front, and what is still to be said to it."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.is_gone = False
        self._reader = FrameReader()
        self._unsaid = bytearray()

    @property
    def has_more(self) -> bool:
        return bool(self._unsaid)

    def read(self) -> list[tuple[int, bytes]]:
        """The frames that have arrived. Raises EOFError when the front has hung up."""
        frames: list[tuple[int, bytes]] = []
        with contextlib.suppress(BlockingIOError):
            while True:
                piece = self.connection.recv(_PIECE)
                if not piece:
                    if frames:
                        return frames  # the end is met again on the next round
                    raise EOFError
                frames += self._reader.read(piece)
                if len(piece) < _PIECE:
                    break
        return frames

    def say(self, number: int, said: bytes) -> None:
        self._unsaid += frame(number, said)

    def flush(self) -> None:
        """Send as much as the connection takes."""
        with contextlib.suppress(BlockingIOError):
            while self._unsaid:
                del self._unsaid[: self.connection.send(self._unsaid)]

    def finish(self) -> None:
        """Say the rest, for a moment at most, and hang up."""
        with contextlib.suppress(OSError):
            self.connection.settimeout(1.0)
            self.connection.sendall(self._unsaid)
        self.connection.close()


@contextlib.contextmanager
def _listening(path: Path) -> Iterator[socket.socket]:
    """The socket that the front comes to: in its place once it listens. What a killed clerk left is replaced."""
    partial = path.with_suffix(".new")
    partial.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(partial))
        partial.chmod(0o600)
        listener.listen(64)
        listener.setblocking(False)
        partial.replace(path)
        yield listener
