"""The front: answers every reader, without Django. A plain ASGI application.

    a file of media/ or static/
                            -> from the disk
    a printed page          -> its bytes from the shelf (a plain request for one does not come this far where the
                               server speaks `protocol.py`)
    POST /reads             -> the beacon desk
    POST /comments/         -> the clerk
    GET /healthz            -> whether pages can be served and clerk and worker live
    GET /healthz/reading    -> whether printed pages can be served: for a balancer, which would otherwise take a whole
                               paper off when its database stands still
    anything else           -> the relay, one rendering for all who wait for the same page

config/processes/front_role.py makes it from frozen settings and hands in the rule that counts reads.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import lmdb

from kawaraban.kit.complaints import Complaint
from kawaraban.kit.faults import said_plainly
from kawaraban.press.addresses import (
    BEACON_PATH,
    HEALTH_PATH,
    READING_PATH,
    SENDING_PATH,
    canonical_address,
    is_never_printed,
    meant_address,
    target_of,
    without_needless_codes,
    without_needless_slashes,
    without_tracking,
)
from kawaraban.press.front.access_log import AccessLog
from kawaraban.press.front.asgi import LARGEST_BODY, Receive, Send, send_whole
from kawaraban.press.front.beacons.beacon import BeaconRule
from kawaraban.press.front.beacons.desk import BeaconDesk
from kawaraban.press.front.beacons.file import BeaconFile
from kawaraban.press.front.conditions import Of, conditional_answer, content_range
from kawaraban.press.front.entrance import Entrance
from kawaraban.press.front.files.answers import ServedFolder
from kawaraban.press.front.files.desk import FileDesk
from kawaraban.press.front.flights import Flights
from kawaraban.press.front.health_desk import HealthDesk
from kawaraban.press.front.places import NoPlace
from kawaraban.press.front.ready import headers_for
from kawaraban.press.front.seeing.watch import FrontWatch, log_entry
from kawaraban.press.front.settings import FrontSettings
from kawaraban.press.front.shelf import Shelf
from kawaraban.press.front.short_answers import READ, say_sorry, send_elsewhere, small_body, tell_methods
from kawaraban.press.front.sorry import SorryDesk, sorry_page
from kawaraban.press.front.stand import Stand
from kawaraban.press.front.watched_answer import WatchedAnswer
from kawaraban.press.intake.front_end import Intake, IntakeLimits
from kawaraban.press.store.store import Store
from kawaraban.press.wire_request import WireRequest

if TYPE_CHECKING:
    from kawaraban.press.front.relay import Relay

logger = logging.getLogger(__name__)

_READ_OR_SENT: Final = frozenset({"GET", "HEAD", "POST"})
_JSON = (("Content-Type", "application/json"), ("Cache-Control", "private, no-store"))
# Of use to a cache between us and the readers alone: on a page with many stories it is half a kilobyte.
_FOR_A_CACHE: Final = frozenset({b"surrogate-key"})


class Front:
    """The application that the server calls. Everything that needs the event loop begins with `lifespan`."""

    def __init__(
        self, settings: FrontSettings, *, rule: BeaconRule, make_relay: "Callable[..., Relay] | None" = None
    ) -> None:
        self._settings = settings
        self._store = Store(settings.store)
        self._desk = BeaconDesk(self._store, rule, BeaconFile(settings.beacons))
        self._log = AccessLog(
            settings.access_log,
            lines_per_second=settings.limits.log_lines,
            keeping=settings.keeping,
            as_json=settings.logs_json,
        )
        self._watch = FrontWatch(settings.metrics, settings.health)
        self._unlogged = Complaint(logger, "requests are not logged")
        self._uncounted = Complaint(logger, "reads wait to be written")
        self._hidden = frozenset() if settings.sends_keys else _FOR_A_CACHE
        self._shelf = Shelf(self._store, limit_bytes=settings.limits.shelf_bytes, hidden=self._hidden)
        self._sorry = SorryDesk(self._store)
        self._flights = Flights()
        self._entrance = Entrance(
            apps_count=len(settings.app_sockets),
            body_seconds=settings.limits.body_seconds,
            threads_count=settings.app_threads,
        )
        self._intake = Intake(settings.clerk_socket, IntakeLimits(seconds=settings.sending_seconds))
        self._files = FileDesk(settings.folders)
        self._health = HealthDesk(self._store, settings, self._intake)
        self._make_relay = make_relay
        self._relay: asyncio.Task[Relay] | None = None
        self._every_second: asyncio.Task[None] | None = None
        self._beating: asyncio.Task[None] | None = None
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
            answer = WatchedAnswer(send, hidden=self._hidden)
            began = time.perf_counter()
            try:
                if not await self._watch.tells(request, answer):
                    await self._respond(request, receive, answer)
            finally:
                self._note(request, answer, seconds=time.perf_counter() - began)

    async def start(self) -> None:
        """Open the relay and begin to write through what must not be lost for long."""
        self._relay = asyncio.create_task(self._opened_relay())
        self._every_second = asyncio.create_task(self._sync_every_second())
        self._beating = asyncio.create_task(self._beat())
        await self._watch.open()

    async def stop(self) -> None:
        """Close the relay; write everything through."""
        for task in (self._every_second, self._beating):
            if task is not None:
                task.cancel()
        if self._relay is not None:
            await (await self._relay).close()
        self._watch.close()
        self._intake.close()
        self._desk.close()
        self._log_to_disk(self._log.flush)

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

    async def _beat(self) -> None:
        """Say once a second that this loop goes round: in a task of its own, since the disk may keep the other."""
        while self._settings.health is not None:
            await self._watch.beat()

    async def _sync_every_second(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(1)
            self.stand.tick()
            if self._log_to_disk(self._log.flush):
                self._unlogged.over()
            try:
                self._desk.write()
                await loop.run_in_executor(None, self._desk.file.sync)
                self._desk.file.retire()
                self._uncounted.over()
            except OSError as refused:
                self._uncounted.hear(said_plainly(refused))

    def _note(self, request: WireRequest, answer: WatchedAnswer, *, seconds: float) -> None:
        self._watch.note(answer, seconds=seconds)
        weight = self._log.due()
        if weight:
            entry = log_entry(request, answer, seconds=seconds)
            self._log_to_disk(lambda: self._log.note(entry, weight))

    def _log_to_disk(self, work: Callable[[], None]) -> bool:
        """Whether it could be done: a disk that refuses the log is told of, and stops nothing."""
        try:
            work()
        except OSError as refused:
            self._unlogged.hear(said_plainly(refused))
            return False
        return True

    async def _respond(self, request: WireRequest, receive: Receive, answer: WatchedAnswer) -> None:
        if request.path in {HEALTH_PATH, READING_PATH} and request.method in READ:
            await self._tell_health(request, answer)
        elif not request.is_for(self._settings.hosts):
            await say_sorry(answer, sorry_page(400))
        elif request.path == "*":
            # A target for OPTIONS alone (RFC 9112, 3.2.4): of the whole server.
            await tell_methods(answer, _READ_OR_SENT, asked=request.method, status=400)
        elif request.method not in (taken := self._methods_of(request)):
            await tell_methods(answer, taken, asked=request.method)
        elif request.path == BEACON_PATH:
            await self._take_beacon(request, receive, answer)
        elif (request.body_length or 0) > LARGEST_BODY:
            await say_sorry(answer, self._sorry(413))
        elif (folder := self._files.folder_of(request)) is not None:
            await self._give_file(folder, request, receive, answer)
        elif request.method in {"GET", "HEAD"}:
            await self._give_page(replace(request, query=without_tracking(request.query)), receive, answer)
        elif request.path == SENDING_PATH and request.method == "POST":
            await self._hand_in(request, receive, answer)
        else:
            await self._forward(request, receive, answer)

    async def _tell_health(self, request: WireRequest, answer: WatchedAnswer) -> None:
        if request.path == READING_PATH:
            await self._health.tell_reading(answer)
            return
        assert self._relay is not None
        await self._health.tell(await self._relay, answer)

    async def _give_file(
        self, folder: ServedFolder, request: WireRequest, receive: Receive, answer: WatchedAnswer
    ) -> None:
        """From the disk; what may lie elsewhere from the app, which brings it here."""
        if await self._files.lacks(folder, request):
            await self._forward(request, receive, answer)
            return
        answer.source = "disk"
        await self._files.give(folder, request, receive, answer)

    async def _give_page(self, request: WireRequest, receive: Receive, answer: WatchedAnswer) -> None:
        """From the store; else from the app, where one asks for all who want the same page."""
        plain_path = without_needless_slashes(without_needless_codes(request.raw_path))
        if plain_path != request.raw_path:
            await send_elsewhere(answer, plain_path, request.query)
            return
        address = canonical_address(request.path, request.query)
        if is_never_printed(request.path) or request.is_staff(self._settings.staff_key):
            await self._forward(request, receive, answer)
            return
        if address is not None and await self._give_stored(request, address, answer):
            return
        printed = self._other_spelling(request, address)
        if printed is not None:
            await send_elsewhere(answer, target_of(printed).decode("ascii"))
            return
        if address is None or request.method == "HEAD" or request.body_length != 0:
            await self._forward(request, receive, answer)
            return
        if await self._flights.wait_for_landing(address):
            if not await self._give_stored(request, address, answer):
                await self._forward(request, receive, answer)
            return
        with self._flights.take_off(address) as land:
            await self._forward(request, receive, answer, on_headers=land)

    def _methods_of(self, request: WireRequest) -> Collection[str]:
        """What is taken at addresses that the front answers by itself; of the others the app says it."""
        if request.path == BEACON_PATH:
            return ("POST",)
        if request.path in {HEALTH_PATH, READING_PATH} or self._files.folder_of(request) is not None:
            return READ
        if request.method not in _READ_OR_SENT and self._is_printed(request):
            return READ
        return (request.method,)

    def _is_printed(self, request: WireRequest) -> bool:
        address = canonical_address(request.path, without_tracking(request.query))
        return address is not None and self._shelf.answer(target_of(address), None) is not None

    def _other_spelling(self, request: WireRequest, address: str | None) -> str | None:
        """The printed page that a request means which is written in another way than the paper writes it."""
        meant = meant_address(request.path, request.query)
        first_page = meant_address(request.path, "")
        try:
            if meant is not None and meant != address and self._store.version(meant) is not None:
                return meant
            if first_page not in {None, meant} and self._store.has_numbers(str(first_page)) is False:
                return first_page
        except (lmdb.Error, OSError):
            logger.debug("The page store cannot be read", exc_info=True)
        return None

    async def _give_stored(self, request: WireRequest, address: str, answer: WatchedAnswer) -> bool:
        accepted = request.headers.get("accept-encoding")
        ready = self._shelf.answer(
            target_of(address), accepted.encode("latin-1") if accepted is not None else None
        )
        if ready is None:
            return False
        answer.source = "store"
        of = Of(ready.etag.decode("ascii"), ready.length)
        conditional = conditional_answer(request.headers, request.method, of)
        headers = headers_for(ready, conditional, content_range(conditional, ready.length))
        body = ready.body[conditional.first : conditional.end] if request.method == "GET" else b""
        await answer({"type": "http.response.start", "status": conditional.status, "headers": headers})
        await answer({"type": "http.response.body", "body": body, "more_body": False})
        return True

    async def _forward(
        self,
        request: WireRequest,
        receive: Receive,
        answer: WatchedAnswer,
        *,
        on_headers: Callable[[], None] = lambda: None,
    ) -> None:
        """To the app, when the body has come and there is a place."""
        assert self._relay is not None
        is_staff = request.is_staff(self._settings.staff_key)
        came = await self._entrance.gather(request, receive, is_staff=is_staff)
        if came.refused:
            await self._turn_away(came.refused, request, answer)
            return
        try:
            async with (
                self._entrance.place(request, came, is_staff=is_staff),
                self._entrance.turn(request, came, is_staff=is_staff) as leave,
            ):

                def begins() -> None:
                    leave()
                    on_headers()

                answer.source = "app"
                relay = await self._relay
                await relay.forward(
                    self._watch.numbered(request, answer), came.receive, answer, on_headers=begins
                )
        except NoPlace:
            await self._turn_away(503, request, answer)

    async def _turn_away(self, status: int, request: WireRequest, answer: WatchedAnswer) -> None:
        """Nothing of the request was handed to anybody. Its body may never come, so its connection ends."""
        page = self._sorry(status, is_sent=request.method not in {"GET", "HEAD"})
        await say_sorry(answer, replace(page, headers=(*page.headers, ("Connection", "close"))))

    async def _hand_in(self, request: WireRequest, receive: Receive, answer: WatchedAnswer) -> None:
        """To the clerk; to the app what needs a page, with a note of what the clerk has said."""
        came = await self._entrance.gather(
            request, receive, is_staff=request.is_staff(self._settings.staff_key)
        )
        if came.refused:
            await self._turn_away(came.refused, request, answer)
            return
        request = self._watch.numbered(request, answer)
        taken = await self._intake.take(request, came.receive)
        reply = taken.reply
        if not reply.status:
            await self._forward(replace(request, note=reply.note), taken.receive, answer)
            return
        answer.source = "clerk"
        location = (("Location", reply.location),) if reply.location else ()
        await send_whole(answer, reply.status, (*reply.headers, *location), reply.body)

    async def _take_beacon(self, request: WireRequest, receive: Receive, answer: WatchedAnswer) -> None:
        taken = self._desk.receive(
            await small_body(receive),
            request.headers,
            host=request.host,
            address=request.client,
            is_staff=request.is_staff(self._settings.staff_key),
            at=time.time(),
        )
        await send_whole(answer, taken.status, _JSON, taken.body)


def _relay_class() -> "type[Relay]":
    from kawaraban.press.front.relay import Relay

    return Relay
