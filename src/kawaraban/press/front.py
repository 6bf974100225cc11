"""The front: answers every reader, without Django. A plain ASGI application.

    a printed page          -> its bytes from the shelf (a plain request for one does not come this far where the
                               server speaks `protocol.py`)
    POST /reads             -> the beacon desk
    POST /comments/         -> the clerk
    GET /healthz            -> whether pages can be served and clerk and worker live
    anything else           -> the relay, one rendering for all who wait for the same page

config/front_role.py makes it from frozen settings and hands in the rule that counts reads.
"""

import asyncio
import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import lmdb

from kawaraban.press.access_log import AccessLog, Entry
from kawaraban.press.addresses import (
    BEACON_PATH,
    HEALTH_PATH,
    SENDING_PATH,
    canonical_address,
    target_of,
    without_tracking,
)
from kawaraban.press.asgi import LARGEST_BODY, Receive, Send, send_whole
from kawaraban.press.beacons import LONGEST_BODY, BeaconDesk, BeaconFile, Rule
from kawaraban.press.flights import Flights
from kawaraban.press.heartbeat import is_alive
from kawaraban.press.intake import Intake
from kawaraban.press.limits import Limits
from kawaraban.press.negotiation import etag_matches
from kawaraban.press.shelf import Shelf
from kawaraban.press.sorry import SorryDesk, SorryPage, sorry_page
from kawaraban.press.stand import Stand
from kawaraban.press.store import Store
from kawaraban.press.wire_request import Network, WireRequest

if TYPE_CHECKING:
    from kawaraban.press.relay import Relay

logger = logging.getLogger(__name__)

_JSON = (("Content-Type", "application/json"), ("Cache-Control", "private, no-store"))
# Of use to a cache between us and the readers alone: on a page with many stories it is half a kilobyte.
_FOR_A_CACHE: Final = frozenset({b"surrogate-key"})
# A request for a part of a page, under a condition that we do not know, or by somebody: the app reads those.
_ODD: Final = frozenset({"authorization", "if-match", "if-range", "if-unmodified-since", "range"})


@dataclass(frozen=True, slots=True)
class FrontSettings:
    """All that the front knows of the paper."""

    store: Path
    beacons: Path
    access_log: Path
    heartbeat: Path
    app_sockets: tuple[Path, ...]
    clerk_socket: Path
    hosts: frozenset[str]  # without ports, lower case; ".example.org" is every name in it
    site_host: str  # with its port: what the app is asked for when we ask ourselves
    trusted_proxies: tuple[Network, ...]
    staff_key: bytes
    limits: Limits = field(default_factory=Limits)
    # What else must be there, by the names of what is missing: the tables of this version, the styles.
    fitness: Callable[[], list[str]] = field(default=list)
    sends_keys: bool = False  # Surrogate-Key, for a cache in front that can purge by it


class Front:
    """The application that the server calls. Everything that needs the event loop begins with `lifespan`."""

    def __init__(
        self, settings: FrontSettings, *, rule: Rule, make_relay: "Callable[..., Relay] | None" = None
    ) -> None:
        self._settings = settings
        self._store = Store(settings.store)
        self._desk = BeaconDesk(self._store, rule, BeaconFile(settings.beacons))
        self._log = AccessLog(settings.access_log, lines_per_second=settings.limits.log_lines)
        self._hidden = frozenset() if settings.sends_keys else _FOR_A_CACHE
        self._shelf = Shelf(self._store, limit_bytes=settings.limits.shelf_bytes, hidden=self._hidden)
        self._sorry = SorryDesk(self._store)
        self._flights = Flights()
        self._intake = Intake(settings.clerk_socket)
        self._make_relay = make_relay
        self._relay: asyncio.Task[Relay] | None = None
        self._every_second: asyncio.Task[None] | None = None
        # For the protocol that answers before us.
        self.stand = Stand(
            self._shelf,
            self._log,
            hosts=settings.hosts,
            trusted=settings.trusted_proxies,
            limits=settings.limits,
        )

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """One ASGI connection: the life of the process, or one request."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            request = WireRequest.from_scope(scope, trusted=self._settings.trusted_proxies)
            answer = _Answer(send, hidden=self._hidden)
            began = time.perf_counter()
            try:
                await self._respond(request, receive, answer)
            finally:
                self._note(request, answer, seconds=time.perf_counter() - began)

    async def start(self) -> None:
        """Open the relay and begin to write through what must not be lost for long."""
        self._relay = asyncio.create_task(self._opened_relay())
        self._every_second = asyncio.create_task(self._sync_every_second())

    async def stop(self) -> None:
        """Close the relay; write everything through."""
        if self._every_second is not None:
            self._every_second.cancel()
        if self._relay is not None:
            await (await self._relay).close()
        self._intake.close()
        self._desk.close()
        self._log.flush()

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self.start()
                await send({"type": "lifespan.startup.complete"})
            else:
                await self.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _opened_relay(self) -> "Relay":
        """The relay. Its library is large: printed pages are served while it is being loaded."""
        if self._make_relay is not None:
            return self._make_relay(self._settings.app_sockets)
        relay_class = await asyncio.get_running_loop().run_in_executor(None, _relay_class)
        return relay_class(self._settings.app_sockets, sorry=self._sorry)

    async def _sync_every_second(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(1)
            try:
                self.stand.tick()
                self._log.flush()
                self._desk.write()
                await loop.run_in_executor(None, self._desk.file.sync)
                self._desk.file.retire()
            except OSError:
                logger.exception("Beacons or the access log could not be written")

    def _note(self, request: WireRequest, answer: "_Answer", *, seconds: float) -> None:
        weight = self._log.due()
        if weight:
            query = f"?{request.query}" if request.query else ""
            self._log.note(
                Entry(
                    client=request.client,
                    method=request.method,
                    target=request.raw_path + query,
                    referrer=request.headers.get("referer", ""),
                    status=answer.code,
                    sent=answer.sent,
                    source=answer.source,
                    seconds=seconds,
                ),
                weight,
            )

    async def _respond(self, request: WireRequest, receive: Receive, answer: "_Answer") -> None:
        if request.path == HEALTH_PATH and request.method in {"GET", "HEAD"}:
            await self._tell_health(answer)
        elif not request.is_for(self._settings.hosts):
            await _say_sorry(answer, sorry_page(400))
        elif request.path == BEACON_PATH:
            await self._take_beacon(request, receive, answer)
        elif (request.body_length or 0) > LARGEST_BODY:
            await _say_sorry(answer, self._sorry(413))
        elif request.method in {"GET", "HEAD"}:
            await self._give_page(replace(request, query=without_tracking(request.query)), receive, answer)
        elif request.path == SENDING_PATH and request.method == "POST":
            await self._hand_in(request, receive, answer)
        else:
            await self._forward(request, receive, answer)

    async def _give_page(self, request: WireRequest, receive: Receive, answer: "_Answer") -> None:
        """From the store; else from the app, where one asks for all who want the same page."""
        address = canonical_address(request.path, request.query)
        if (
            address is None
            or not _ODD.isdisjoint(request.headers)
            or request.is_staff(self._settings.staff_key)
        ):
            await self._forward(request, receive, answer)
            return
        if await self._give_stored(request, address, answer):
            return
        if request.method == "HEAD" or request.body_length != 0:
            await self._forward(request, receive, answer)
            return
        if await self._flights.wait_for_landing(address):
            if not await self._give_stored(request, address, answer):
                await self._forward(request, receive, answer)
            return
        with self._flights.take_off(address) as land:
            await self._forward(request, receive, answer, on_headers=land)

    async def _give_stored(self, request: WireRequest, address: str, answer: "_Answer") -> bool:
        accepted = request.headers.get("accept-encoding")
        ready = self._shelf.answer(
            target_of(address), accepted.encode("latin-1") if accepted is not None else None
        )
        if ready is None:
            return False
        answer.source = "store"
        if etag_matches(request.headers.get("if-none-match", "").encode("latin-1"), ready.etag):
            status, headers, body = 304, ready.unchanged_headers, b""
        else:
            status, headers = 200, ready.headers
            body = ready.body if request.method == "GET" else b""
        await answer({"type": "http.response.start", "status": status, "headers": list(headers)})
        await answer({"type": "http.response.body", "body": body, "more_body": False})
        return True

    async def _forward(
        self,
        request: WireRequest,
        receive: Receive,
        answer: "_Answer",
        *,
        on_headers: Callable[[], None] = lambda: None,
    ) -> None:
        assert self._relay is not None
        answer.source = "app"
        relay = await self._relay
        await relay.forward(request, receive, answer, on_headers=on_headers)

    async def _hand_in(self, request: WireRequest, receive: Receive, answer: "_Answer") -> None:
        """To the clerk; to the app what needs a page, with a note of what the clerk has said."""
        taken = await self._intake.take(request, receive)
        reply = taken.reply
        if not reply.status:
            await self._forward(replace(request, note=reply.note), taken.receive, answer)
            return
        answer.source = "clerk"
        location = (("Location", reply.location),) if reply.location else ()
        await send_whole(answer, reply.status, (*reply.headers, *location), reply.body)

    async def _take_beacon(self, request: WireRequest, receive: Receive, answer: "_Answer") -> None:
        if request.method != "POST":
            await send_whole(answer, 405, (*_JSON, ("Allow", "POST")), b'{"error":"POST only"}')
            return
        taken = self._desk.receive(
            await _small_body(receive),
            request.headers,
            host=request.host,
            address=request.client,
            is_staff=request.is_staff(self._settings.staff_key),
            at=time.time(),
        )
        await send_whole(answer, taken.status, _JSON, taken.body)

    async def _tell_health(self, answer: "_Answer") -> None:
        """200 when pages can be served and clerk and worker live; else 503, naming what fails."""
        assert self._relay is not None
        relay = await self._relay
        failing = []
        try:
            self._store.pages_count()
        except (lmdb.Error, OSError):
            failing.append("store")
        if not await relay.is_answering(host=self._settings.site_host, path=HEALTH_PATH):
            failing.append("app")
        if not await self._intake.is_answering():
            failing.append("clerk")
        if not is_alive(self._settings.heartbeat):
            failing.append("worker")
        failing += await asyncio.to_thread(self._settings.fitness)
        body = {"status": "failing", "failing": failing} if failing else {"status": "ok"}
        await send_whole(answer, 503 if failing else 200, _JSON, json.dumps(body).encode())


class _Answer:
    """`send`, which remembers for the log what went through it, and keeps back what is not for readers."""

    def __init__(self, send: Send, *, hidden: frozenset[bytes]) -> None:
        self._send = send
        self._hidden = hidden
        self.code = 0
        self.sent = 0
        self.source = "front"

    async def __call__(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.code = message["status"]
            message["headers"] = [
                header for header in message["headers"] if header[0].lower() not in self._hidden
            ]
        else:
            self.sent += len(message.get("body", b""))
        await self._send(message)


def _relay_class() -> "type[Relay]":
    from kawaraban.press.relay import Relay

    return Relay


async def _say_sorry(answer: _Answer, page: SorryPage) -> None:
    await send_whole(answer, page.status, page.headers, page.body)


async def _small_body(receive: Receive) -> bytes:
    """The body as far as a beacon may be long: one byte more shows that it is longer."""
    body = b""
    while len(body) <= LONGEST_BODY:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body", False):
            break
    return body
