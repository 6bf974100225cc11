"""The printer: follows the log of orders and renders every stored page that one of them names.

One printer works on a store, in one thread of the worker. `step()` does one small piece of work, the most
urgent first: new orders, then one page that waits, then one that failed and is due again, then one that
could be compressed better. Whatever moment it is killed in, the next one starts from the cursor and does
again what may not have been done.
"""

import io
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from kawaraban.press.addresses import split_address
from kawaraban.press.encodings import best_bodies
from kawaraban.press.middleware import PRINT_JOB, PrintJob
from kawaraban.press.orders import latest_order_number, orders_after
from kawaraban.press.page import IDENTITY
from kawaraban.press.store import Store

logger = logging.getLogger(__name__)

_FIRST_RETRY_SECONDS = 1.0
_LONGEST_RETRY_SECONDS = 300.0
# What an address answers with when its page is no more, or is elsewhere now.
_GONE = frozenset({301, 302, 303, 307, 308, 404, 410})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What rendering one address came to."""

    status: int
    stored: bool
    refused: bool


class Render(Protocol):
    """Renders an address; a page that may be printed is in the store afterwards."""

    def __call__(self, address: str) -> Outcome: ...


@dataclass(slots=True)
class _Failure:
    tries: int
    due_at: float


@dataclass(slots=True)
class Printer:
    """Prints what is ordered. `clock` gives seconds that only go forward."""

    store: Store
    render: Render
    clock: Callable[[], float] = time.monotonic
    # Address -> the oldest order that wants it: an order is done when no address waits for it.
    _waiting: OrderedDict[str, int] = field(default_factory=OrderedDict)
    _failures: dict[str, _Failure] = field(default_factory=dict)
    _seen: int = -1

    def step(self) -> bool:
        """Do the most urgent thing. False when there was nothing to do."""
        if self._take_orders():
            return True
        if self._waiting:
            self._print_next()
            return True
        return self._retry_one() or self._improve_one()

    def _take_orders(self) -> bool:
        if self._seen < 0:
            self._start()
        batch = orders_after(self._seen)
        if batch is None:
            return False
        # First the marks, then the look-up: `store.py` says why.
        self.store.mark(batch.newest_of)
        # A story lies deeper than the lists that count its comments. What is moved to the front last comes first.
        for address in sorted(
            self.store.addresses_under(batch.newest_of), key=lambda place: place.count("/")
        ):
            self._failures.pop(address, None)
            self._waiting.setdefault(address, self._seen + 1)
            # The newest orders name few pages and somebody waits for them: they pass a whole reprint.
            self._waiting.move_to_end(address, last=False)
        for address in batch.addresses:
            # What nobody has asked for yet comes after what somebody reads.
            self._waiting.setdefault(address, self._seen + 1)
        self._seen = batch.newest
        self._move_cursor()
        return True

    def _start(self) -> None:
        """Go on where the last printer stopped, unless the log is not the one that it followed."""
        if self.store.cursor > latest_order_number():
            logger.warning("The log of reprint orders begins anew: the page store is emptied")
            self.store.forget_the_log()
        for address in self.store.failed():
            self._failures[address] = _Failure(tries=0, due_at=self.clock())
        self._seen = self.store.cursor

    def _print_next(self) -> None:
        address = next(iter(self._waiting))
        self._print(address)
        del self._waiting[address]
        self._move_cursor()

    def _move_cursor(self) -> None:
        done = min(self._waiting.values()) - 1 if self._waiting else self._seen
        if done > self.store.cursor:
            self.store.move_cursor(done)

    def _print(self, address: str) -> None:
        try:
            outcome = self.render(address)
        except Exception as broken:  # a page that cannot be rendered must not stop the others
            logger.exception("Printing %s failed", address)
            self._postpone(address, f"{type(broken).__name__}: {broken}")
            return
        if outcome.stored:
            self._failures.pop(address, None)
        elif outcome.refused:
            self._postpone(address, "An order came in while it was rendered, or the store refused it.")
        elif outcome.status in _GONE or outcome.status == 200:
            self._failures.pop(address, None)
            self.store.delete(address)
        else:
            self._postpone(address, f"HTTP {outcome.status}")

    def _postpone(self, address: str, error: str) -> None:
        """Keep the old print and try again later, each time after a longer while."""
        tries = self._failures[address].tries + 1 if address in self._failures else 1
        wait = min(_FIRST_RETRY_SECONDS * 2 ** (tries - 1), _LONGEST_RETRY_SECONDS)
        self._failures[address] = _Failure(tries, self.clock() + wait)
        self.store.set_failed(address, error)

    def _retry_one(self) -> bool:
        now = self.clock()
        for address, failure in self._failures.items():
            if failure.due_at <= now:
                self._print(address)
                return True
        return False

    def _improve_one(self) -> bool:
        page = self.store.next_rough()
        if page is None:
            return False
        self.store.improve(page, best_bodies(page.bodies[IDENTITY]))
        return True


class SiteRenderer:
    """Renders through the whole of Django in this process, as a reader without a cookie would see it."""

    def __init__(self) -> None:
        self._handler = WSGIHandler()

    def __call__(self, address: str) -> Outcome:
        """Render the address; PressMiddleware stores it and tells the job."""
        job = PrintJob()
        statuses: list[str] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            statuses.append(status)

        response = self._handler(_environ(address, job), start_response)  # type: ignore[arg-type]
        try:
            for _ in response:
                pass
        finally:
            response.close()
        return Outcome(status=int(statuses[0][:3]), stored=job.stored, refused=job.refused)


def _environ(address: str, job: PrintJob) -> Mapping[str, Any]:
    path, query = split_address(address)
    site = urlsplit(settings.SITE_URL)
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path.encode().decode("latin-1"),  # PEP 3333: bytes as latin-1
        "QUERY_STRING": query,
        "SERVER_NAME": site.hostname or "localhost",
        "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": site.netloc,
        "HTTP_X_FORWARDED_PROTO": site.scheme,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        PRINT_JOB: job,
    }
