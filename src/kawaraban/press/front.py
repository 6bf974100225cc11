"""The front: answers every reader, without Django. A plain ASGI application.

    a printed page          -> its bytes from the store
    POST /reads             -> the beacon desk
    GET /healthz            -> whether pages can be served and the worker lives
    anything else           -> the relay, one rendering for all who wait for the same page

config/roles.py makes it from frozen settings and hands in the rule that counts reads.
"""

import asyncio
import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import lmdb

from kawaraban.press.access_log import AccessLog
from kawaraban.press.addresses import BEACON_PATH, HEALTH_PATH, canonical_address, without_tracking
from kawaraban.press.beacons import LONGEST_BODY, BeaconDesk, BeaconFile, Rule
from kawaraban.press.encodings import chosen_encoding, etag_matches
from kawaraban.press.flights import Flights
from kawaraban.press.heartbeat import is_alive
from kawaraban.press.page import IDENTITY, Sheet
from kawaraban.press.relay import LARGEST_BODY, Receive, Relay, Send, send_whole
from kawaraban.press.sorry import sorry_page
from kawaraban.press.store import Store
from kawaraban.press.wire_request import Network, WireRequest

logger = logging.getLogger(__name__)

_JSON = (("Content-Type", "application/json"), ("Cache-Control", "private, no-store"))


@dataclass(frozen=True, slots=True)
class FrontSettings:
    """All that the front knows of the paper."""

    store: Path
    beacons: Path
    access_log: Path
    heartbeat: Path
    app_sockets: tuple[Path, ...]
    hosts: frozenset[str]  # without ports, lower case; ".example.org" is every name in it
    site_host: str  # with its port: what the app is asked for when we ask ourselves
    trusted_proxies: tuple[Network, ...]
    staff_key: bytes


class Front:
    """The application that the server calls. Everything that needs the event loop begins with `lifespan`."""

    def __init__(
        self, settings: FrontSettings, *, rule: Rule, make_relay: Callable[..., Relay] = Relay
    ) -> None:
        self._settings = settings
        self._store = Store(settings.store)
        self._desk = BeaconDesk(self._store, rule, BeaconFile(settings.beacons))
        self._log = AccessLog(settings.access_log)
        self._flights = Flights()
        self._make_relay = make_relay
        self._relay: Relay | None = None
        self._every_second: asyncio.Task[None] | None = None

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """One ASGI connection: the life of the process, or one request."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            request = WireRequest.from_scope(scope, trusted=self._settings.trusted_proxies)
            answer = _Answer(send)
            began = time.perf_counter()
            try:
                await self._respond(request, receive, answer)
            finally:
                self._log.write(
                    request,
                    status=answer.code,
                    sent=answer.sent,
                    source=answer.source,
                    seconds=time.perf_counter() - began,
                )

    async def start(self) -> None:
        """Open the relay and begin to write through what must not be lost for long."""
        self._relay = self._make_relay(self._settings.app_sockets)
        self._every_second = asyncio.create_task(self._sync_every_second())

    async def stop(self) -> None:
        """Close the relay; write everything through."""
        if self._every_second is not None:
            self._every_second.cancel()
        if self._relay is not None:
            await self._relay.close()
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

    async def _sync_every_second(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(1)
            try:
                self._log.flush()
                self._desk.write()
                await loop.run_in_executor(None, self._desk.file.sync)
                self._desk.file.retire()
            except OSError:
                logger.exception("Beacons or the access log could not be written")

    async def _respond(self, request: WireRequest, receive: Receive, answer: "_Answer") -> None:
        if request.path == HEALTH_PATH and request.method in {"GET", "HEAD"}:
            await self._tell_health(answer)
        elif not request.is_for(self._settings.hosts):
            await _say_sorry(answer, 400)
        elif request.path == BEACON_PATH:
            await self._take_beacon(request, receive, answer)
        elif (request.body_length or 0) > LARGEST_BODY:
            await _say_sorry(answer, 413)
        elif request.method in {"GET", "HEAD"}:
            await self._give_page(replace(request, query=without_tracking(request.query)), receive, answer)
        else:
            await self._forward(request, receive, answer)

    async def _give_page(self, request: WireRequest, receive: Receive, answer: "_Answer") -> None:
        """From the store; else from the app, where one asks for all who want the same page."""
        address = canonical_address(request.path, request.query)
        if address is None or request.is_staff(self._settings.staff_key):
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
        sheet = self._sheet(address, chosen_encoding(request.headers.get("accept-encoding", "")))
        if sheet is None:
            return False
        answer.source = "store"
        headers = [*sheet.headers, ("ETag", sheet.etag)]
        if etag_matches(request.headers.get("if-none-match", ""), sheet.etag):
            await send_whole(answer, 304, headers, b"")
            return True
        if sheet.encoding != IDENTITY:
            headers.append(("Content-Encoding", sheet.encoding))
        await send_whole(answer, 200, headers, sheet.body, with_body=request.method == "GET")
        return True

    def _sheet(self, address: str, encoding: str) -> Sheet | None:
        try:
            return self._store.sheet(address, encoding)
        except (lmdb.Error, OSError):
            # The app can still make the page: a broken store makes the paper slow, not silent.
            logger.exception("The page store cannot be read")
            return None

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
        await self._relay.forward(request, receive, answer, on_headers=on_headers)

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
        """200 when pages can be served and the worker lives; else 503, naming what fails."""
        assert self._relay is not None
        failing = []
        try:
            self._store.pages_count()
        except (lmdb.Error, OSError):
            failing.append("store")
        if not await self._relay.is_answering(host=self._settings.site_host, path=HEALTH_PATH):
            failing.append("app")
        if not is_alive(self._settings.heartbeat):
            failing.append("worker")
        body = {"status": "failing", "failing": failing} if failing else {"status": "ok"}
        await send_whole(answer, 503 if failing else 200, _JSON, json.dumps(body).encode())


class _Answer:
    """`send`, which remembers for the log what went through it."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.code = 0
        self.sent = 0
        self.source = "front"

    async def __call__(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.code = message["status"]
        else:
            self.sent += len(message.get("body", b""))
        await self._send(message)


async def _say_sorry(answer: _Answer, status: int) -> None:
    page = sorry_page(status)
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
