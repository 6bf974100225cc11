"""Pages for the tests of the press, and a front without a network under it."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Thread
from typing import Any

from kawaraban.kit.signing import derived_key
from kawaraban.press.front.beacons.beacon import Beacon, BeaconVerdict, Ruling
from kawaraban.press.front.files.answers import ServedFolder
from kawaraban.press.front.front import Front
from kawaraban.press.front.limits import FrontLimits
from kawaraban.press.front.settings import FrontSettings
from kawaraban.press.intake.clerk_end import MOST_AT_ONCE, ClerkLoop
from kawaraban.press.intake.frames import Letter, Reply
from kawaraban.press.store.encodings import quick_bodies
from kawaraban.press.store.page import Page
from kawaraban.press.wire_request import WireRequest, networks

DEFAULT_LIMITS = FrontLimits()
STAFF_KEY = derived_key("a secret of the tests", "staff-cookie")


def make_page(
    address: str = "/harbour/",
    *,
    keys: tuple[str, ...] = ("story-1",),
    order_number: int = 0,
    text: str = "<p>The harbour opens.</p>",
) -> Page:
    """A page that could have been rendered."""
    return Page(
        address=address,
        headers=(("Content-Type", "text/html; charset=utf-8"), ("Vary", "Accept-Encoding")),
        keys=frozenset(keys),
        bodies=quick_bodies(text.encode()),
        order_number=order_number,
    )


def front_settings(folder: Path, limits: FrontLimits = DEFAULT_LIMITS) -> FrontSettings:
    """A front over empty folders."""
    return FrontSettings(
        store=folder / "store",
        beacons=folder / "beacons",
        access_log=folder / "access.log",
        heartbeat=folder / "worker.alive",
        app_sockets=(folder / "app.sock",),
        clerk_socket=folder / "clerk.sock",
        hosts=frozenset({"paper.example", "127.0.0.1", ".papers.example"}),
        site_host="paper.example",
        trusted_proxies=networks(["10.0.0.0/8"]),
        staff_key=STAFF_KEY,
        limits=limits,
    )


def count_all(beacon: Beacon, *, at: float) -> Ruling:
    """A rule that counts whatever comes."""
    return Ruling(BeaconVerdict.READ)


def say_stored(letters: Sequence[Letter]) -> list[Reply]:
    """A desk that takes everything and keeps nothing."""
    return [Reply(201, (("Content-Type", "text/plain"),), letter.body) for letter in letters]


@contextmanager
def clerk_at(
    path: Path,
    receive: Callable[[Sequence[Letter]], Sequence[Reply]] = say_stored,
    *,
    most_at_once: int = MOST_AT_ONCE,
) -> Iterator[ClerkLoop]:
    """A clerk in a thread of its own, on a real socket."""
    loop = ClerkLoop(path, receive, most_at_once=most_at_once)
    thread = Thread(target=loop.run)
    thread.start()
    try:
        yield loop
    finally:
        loop.stop()
        thread.join(timeout=30)
        assert not thread.is_alive()


@dataclass(slots=True)
class FakeApp:
    """Stands for the relay and the app behind it. `answer` may store a page before it returns the body."""

    answer: Callable[[WireRequest], bytes] = lambda request: b"fresh"
    asked: list[WireRequest] = field(default_factory=list)
    gate: asyncio.Event | None = None

    async def forward(
        self,
        request: WireRequest,
        receive: Any,
        send: Any,
        *,
        on_headers: Callable[[], None] = lambda: None,
    ) -> None:
        self.asked.append(request)
        if self.gate is not None:
            await self.gate.wait()
        body = self.answer(request)
        on_headers()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body, "more_body": False})

    async def is_answering(self, *, host: str, path: str) -> bool:
        return True

    async def close(self) -> None:
        return None


@dataclass(slots=True)
class Answered:
    status: int
    headers: dict[str, str]
    body: bytes


class FrontClient:
    """Speaks ASGI with a front, as the server does."""

    def __init__(
        self,
        folder: Path,
        app: FakeApp | None = None,
        *,
        rule: Any = count_all,
        limits: FrontLimits = DEFAULT_LIMITS,
        folders: tuple[ServedFolder, ...] = (),
    ) -> None:
        self.app = app or FakeApp()
        self.settings = replace(front_settings(folder, limits), folders=folders)
        self.front = Front(self.settings, rule=rule, make_relay=lambda sockets: self.app)  # type: ignore[arg-type,return-value]  # a FakeApp

    async def __aenter__(self) -> "FrontClient":
        await self.front.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.front.stop()

    async def ask(
        self, path: str, *, method: str = "GET", body: bytes = b"", peer: str = "192.0.2.7", **headers: str
    ) -> Answered:
        """One request; `if_none_match=` becomes If-None-Match."""
        path, _, query = path.partition("?")
        sent: list[dict[str, Any]] = []
        given = {"host": "paper.example", **{name.replace("_", "-"): text for name, text in headers.items()}}
        if body:
            given["content-length"] = str(len(body))
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": [(name.encode(), text.encode()) for name, text in given.items()],
            "client": (peer, 5000),
            "scheme": "http",
        }

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await self.front(scope, receive, send)
        return Answered(
            status=sent[0]["status"],
            headers={name.decode().lower(): text.decode() for name, text in sent[0]["headers"]},
            body=b"".join(message["body"] for message in sent[1:]),
        )
