"""An open loop: comments sent at a steady rate, whether or not the ones before have been answered.

    python -m bench.paced PORT THREAD RATE SECONDS FIRST     # prints "begun", then one line of JSON
    python -m bench.paced PORT FILE RATE SECONDS FIRST       # the lines of a file to comments:analyze, in turn

The time of a comment counts from the moment when it was due, so a server that falls behind is seen to. A process of
its own: the load that is measured beside it must not wait for it.
"""

import asyncio
import json
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from statistics import quantiles
from urllib.parse import quote

from bench.load import Load
from bench.refusals import Refused

_LANES_COUNT = 256
_PATIENCE_SECONDS = 5.0
# Less than this share of the wanted rate, and it was not that rate.
_ENOUGH = 0.95


@dataclass(frozen=True, slots=True)
class Paced:
    """How the sender is called. `first`: the number of the first comment; no two are alike.

    `thread`: of the comments, or the path of a file of bodies, which begins with a slash.
    """

    port: int
    thread: str
    rate: int
    seconds: int
    first: int

    def start(self) -> "subprocess.Popen[str]":
        """Started, and sending."""
        words = [str(word) for word in (self.port, self.thread, self.rate, self.seconds, self.first)]
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.paced", *words], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        process.stdout.readline()
        return process

    def finish(self, process: "subprocess.Popen[str]") -> Load:
        """Wait for its end. Raises Refused when a comment was not taken, or when they were taken too slowly."""
        return self.judged(self.told(process))

    def told(self, process: "subprocess.Popen[str]") -> dict[str, float]:
        """Wait for its end; what it told, whatever that is. Raises Refused when it told nothing."""
        try:
            text, _ = process.communicate(timeout=self.seconds + _PATIENCE_SECONDS + 30)
        except subprocess.TimeoutExpired as late:
            raise Refused("the sender did not end") from late
        finally:
            with suppress(ProcessLookupError):
                process.kill()
        if process.returncode:
            raise Refused(f"the sender ended with {process.returncode}")
        told: dict[str, float] = json.loads(text.strip().splitlines()[-1])
        return told

    def judged(self, told: dict[str, float]) -> Load:
        """What it told, as a load. Raises Refused."""
        if told["refused"]:
            raise Refused(f"{told['refused']:.0f} comments were refused at {self.rate}/s")
        if told["in_time"] < _ENOUGH * self.rate * self.seconds:
            raise Refused(
                f"{told['in_time'] / self.seconds:.0f} comments/s were taken where {self.rate}/s were sent"
            )
        return Load(int(told["answered"]), self.seconds, told["p50_ms"], told["p99_ms"])


@dataclass(slots=True)
class Sending:
    """All that is under way and all that came back."""

    wanted: Paced
    free: "list[Lane]" = field(default_factory=list)
    waiting: "deque[tuple[float, bytes]]" = field(default_factory=deque)
    times: list[float] = field(default_factory=list)
    lanes_count: int = 0
    refused: int = 0
    in_time: int = 0
    ends_at: float = 0.0

    async def run(self) -> dict[str, float]:
        """Send for some seconds, wait a little for the last answers, and tell."""
        loop, count = asyncio.get_running_loop(), self.wanted.rate * self.wanted.seconds
        request_of = analysis_of if self.wanted.thread.startswith("/") else comment_of
        begins_at = loop.time() + 0.05
        self.ends_at = begins_at + self.wanted.seconds
        print("begun", flush=True)
        for number in range(count):
            due = begins_at + number / self.wanted.rate
            if due > loop.time():
                await asyncio.sleep(due - loop.time())
            await self.send(due, request_of(self.wanted, self.wanted.first + number))
        while len(self.times) + self.refused < count and loop.time() < self.ends_at + _PATIENCE_SECONDS:
            await asyncio.sleep(0.02)
        return self.told()

    async def send(self, due: float, request: bytes) -> None:
        """On a lane that is free, on a new one, or later on the first that becomes free."""
        if self.free:
            self.free.pop().send(due, request)
        elif self.lanes_count < _LANES_COUNT:
            self.lanes_count += 1
            self.waiting.append((due, request))
            await self.open_lane()
        else:
            self.waiting.append((due, request))

    async def open_lane(self) -> None:
        try:
            await asyncio.get_running_loop().create_connection(
                lambda: Lane(self), "127.0.0.1", self.wanted.port
            )
        except OSError:
            self.refused += 1
            self.lanes_count -= 1

    def is_free(self, lane: "Lane") -> None:
        """A lane has nothing to do: the one that waits longest goes next."""
        if self.waiting:
            lane.send(*self.waiting.popleft())
        else:
            self.free.append(lane)

    def answered(self, status: int, due: float) -> None:
        """An answer is here, whole."""
        now = asyncio.get_running_loop().time()
        if status not in {200, 201, 303}:
            self.refused += 1
            return
        self.times.append(now - due)
        self.in_time += now <= self.ends_at + 0.5

    def told(self) -> dict[str, float]:
        """The figures."""
        cuts = quantiles(self.times, n=100) if len(self.times) > 1 else [0.0] * 99
        return {
            "answered": len(self.times),
            "in_time": self.in_time,
            "refused": self.refused,
            "p50_ms": cuts[49] * 1000,
            "p99_ms": cuts[98] * 1000,
            "longest_ms": max(self.times, default=0.0) * 1000,
        }


class Lane(asyncio.Protocol):
    """One kept connection with at most one comment on its way."""

    def __init__(self, sending: Sending) -> None:
        self._sending = sending
        self._transport: asyncio.Transport | None = None
        self._due: float | None = None
        self._got = b""

    def send(self, due: float, request: bytes) -> None:
        assert self._transport is not None
        self._due, self._got = due, b""
        self._transport.write(request)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._sending.is_free(self)

    def data_received(self, data: bytes) -> None:
        self._got += data
        if self._due is None or not is_whole(self._got):
            return
        due, self._due = self._due, None
        self._sending.answered(int(self._got[9:12]), due)
        if b"connection: close" in self._got.partition(b"\r\n\r\n")[0].lower():
            return  # `connection_lost` follows
        self._sending.is_free(self)

    def connection_lost(self, exc: Exception | None) -> None:
        if self in self._sending.free:
            self._sending.free.remove(self)
        if self._due is not None:
            self._sending.refused += 1
        self._sending.lanes_count -= 1


def is_whole(got: bytes) -> bool:
    """Whether an answer has arrived to its end."""
    head, found, body = got.partition(b"\r\n\r\n")
    if not found:
        return False
    for line in head.lower().split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name == b"content-length":
            return len(body) >= int(value)
        if name == b"transfer-encoding":
            return body.endswith(b"0\r\n\r\n")
    return True


def comment_of(wanted: Paced, number: int) -> bytes:
    """A comment as the page's form sends it, from a sender of its own out of 100.64.0.0/10."""
    sender = f"100.{64 + number // 65536 % 64}.{number // 256 % 256}.{number % 256}"
    text = quote(
        f"Comment {number} about the rail contract, the dredging bill and the eastern pier: the council has "
        "promised a second opinion since the spring and never paid for one."
    )
    body = f"thread={wanted.thread}&parent=&language=en&website=&email=&name=Reader+{number}&text={text}"
    return (
        f"POST /comments/ HTTP/1.1\r\nHost: 127.0.0.1:{wanted.port}\r\n"
        f"Origin: http://127.0.0.1:{wanted.port}\r\nSec-Fetch-Site: same-origin\r\nX-Forwarded-For: {sender}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def analysis_of(wanted: Paced, number: int) -> bytes:
    """A question in Perspective's format: the lines of the file, again and again."""
    bodies = _bodies(wanted.thread)
    body = bodies[number % len(bodies)]
    return (
        f"POST /v1alpha1/comments:analyze?key=bench HTTP/1.1\r\nHost: 127.0.0.1:{wanted.port}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body


@cache
def _bodies(path: str) -> list[bytes]:
    return Path(path).read_bytes().splitlines()


def main(words: Sequence[str]) -> None:
    """Send and tell."""
    port, thread, rate, seconds, first = words
    wanted = Paced(int(port), thread, int(rate), int(seconds), int(first))
    print(json.dumps(asyncio.run(Sending(wanted).run())))


if __name__ == "__main__":
    main(sys.argv[1:])
