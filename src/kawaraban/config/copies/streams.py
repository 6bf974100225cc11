"""Streams that are read once, piece by piece: counted and hashed on their way, or out of another program.

What goes wrong is raised by `read`, so that whoever writes the stream away never takes a part for the whole.
"""

import contextlib
import errno
import hashlib
import os
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO, Final, Protocol

from kawaraban.config.copies.targets.target import Readable

PIECE: Final = 256 * 1024
_LAST_WORDS: Final = 2_000


class Writable(Protocol):
    """What a stream is written to."""

    def write(self, piece: bytes, /) -> int: ...


class ChangedMeanwhile(OSError):
    """A file is not the one any more that was hashed before."""


class Hashed:
    """A stream whose size and SHA-256 are known when it has been read. `expected` is what it must come to."""

    def __init__(self, body: Readable, *, expected: str = "") -> None:
        self._body = body
        self._digest = hashlib.sha256()
        self._expected = expected
        self.size = 0

    def read(self, size: int = -1, /) -> bytes:
        piece = self._body.read(PIECE if size is None or size < 0 else size)
        if piece:
            self._digest.update(piece)
            self.size += len(piece)
        elif self._expected and self.sha256 != self._expected:
            raise ChangedMeanwhile(errno.ESTALE, "it was changed while it was copied")
        return piece

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def to_end(self) -> "Hashed":
        """Read what is left."""
        while self.read(PIECE):
            pass
        return self


class _Checked:
    """A pipe. At its end `check` is asked whether it was the whole, and raises where it was not."""

    def __init__(self, pipe: IO[bytes], check: Callable[[], None]) -> None:
        self._pipe = pipe
        self._check = check

    def read(self, size: int = -1, /) -> bytes:
        piece = self._pipe.read(size)
        if not piece or size is None or size < 0:
            self._check()
        return piece


@contextlib.contextmanager
def pushed(write: Callable[[IO[bytes]], None]) -> Iterator[Readable]:
    """What a function writes, as a stream to read. The function runs beside; what it raises is raised by `read`."""
    out, into = os.pipe()
    failures: list[BaseException] = []

    def run() -> None:
        try:
            with os.fdopen(into, "wb") as file:
                write(file)
        except BaseException as failure:  # it is raised where it is read
            failures.append(failure)

    thread = threading.Thread(target=run, name="a stream of a copy", daemon=True)

    def check() -> None:
        thread.join()
        if failures:
            raise failures[0]

    with os.fdopen(out, "rb") as pipe:
        thread.start()
        yield _Checked(pipe, check)
    thread.join()


@contextlib.contextmanager
def from_program(
    words: Sequence[str], *, body: Readable | None = None, environment: Mapping[str, str] | None = None
) -> Iterator[Readable]:
    """What a program writes, fed with `body`. Raises OSError with its last words where it fails or is not installed."""
    try:
        program = subprocess.Popen(  # noqa: S603  programs that we name ourselves
            words,
            stdin=subprocess.PIPE if body else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **(environment or {}), "LC_ALL": "C"},
        )
    except FileNotFoundError as missing:
        raise OSError(f"the program {words[0]} is not installed") from missing
    assert program.stdout is not None
    beside = _Beside(program, body)

    def check() -> None:
        beside.finish(words[0])

    try:
        yield _Checked(program.stdout, check)
    finally:
        program.kill()
        program.stdout.close()
        beside.leave()
        program.wait()


class _Beside:
    """What goes on while a program's output is read: it is fed, and its last words are kept."""

    def __init__(self, program: "subprocess.Popen[bytes]", body: Readable | None) -> None:
        self._program = program
        self._failure: BaseException | None = None
        self._words = b""
        self._threads = [threading.Thread(target=self._listen, daemon=True)]
        if body is not None:
            self._threads.append(threading.Thread(target=self._feed, args=(body,), daemon=True))
        for thread in self._threads:
            thread.start()

    def finish(self, name: str) -> None:
        """Raises what went wrong."""
        self.leave()
        if self._failure is not None:
            raise self._failure
        if self._program.wait():
            said = self._words.decode("utf-8", errors="replace").strip().rpartition("\n")[2]
            raise OSError(f"{name}: {said or 'it failed'}")

    def leave(self) -> None:
        for thread in self._threads:
            thread.join()

    def _listen(self) -> None:
        assert self._program.stderr is not None
        with self._program.stderr as pipe:
            while piece := pipe.read1(PIECE):  # type: ignore[attr-defined]
                self._words = (self._words + piece)[-_LAST_WORDS:]

    def _feed(self, body: Readable) -> None:
        assert self._program.stdin is not None
        try:
            with self._program.stdin as pipe:
                while piece := body.read(PIECE):
                    pipe.write(piece)
        except BrokenPipeError:
            return  # the program says why it ended
        except BaseException as failure:  # raised where the output is read
            self._failure = failure
            self._program.kill()
