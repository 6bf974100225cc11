"""What the tests of the intake share."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.makers.press import say_stored

from kawaraban.press.intake.frames import (
    Letter,
    Reply,
)
from kawaraban.press.intake.front_end import Intake, IntakeLimits
from kawaraban.press.wire_request import WireRequest


def request(**headers: str) -> WireRequest:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return WireRequest(
        method="POST",
        path="/comments/",
        raw_path="/comments/",
        query="",
        headers=given,
        raw_headers=(),
        client="192.0.2.7",
        scheme="https",
        host="paper.example",
    )


def body_of(*pieces: bytes, gone: bool = False) -> Callable[[], Any]:
    """What the server gives the front of a body; with `gone` the sender hangs up after it."""
    messages = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    messages[-1]["more_body"] = gone
    messages += [{"type": "http.disconnect"}]

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    return receive


async def until(condition: Callable[[], bool]) -> None:
    for _ in range(4000):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it did not come true")


class Desk:
    """Receives one batch at a time, each when the test lets it; remembers how many came at once."""

    def __init__(self) -> None:
        self.batches: list[int] = []
        self.may_go_on = threading.Semaphore(0)

    def take(self, letters: Sequence[Letter]) -> list[Reply]:
        self.batches.append(len(letters))
        assert self.may_go_on.acquire(timeout=30)
        return say_stored(letters)


@asynccontextmanager
async def an_intake(path: Path, **options: Any) -> AsyncIterator[Intake]:
    intake = Intake(path, IntakeLimits(**options))
    try:
        yield intake
    finally:
        intake.close()
