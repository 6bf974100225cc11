"""Serves the endpoint: listens, parts into processes, reads the keys again, and stops without losing an answer.

Nothing of a paper is here: no data directory, no database, no Django.
"""

import asyncio
import contextlib
import gc
import logging
import os
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NoReturn

from kawaraban.triage.endpoint.analyses import Analyses
from kawaraban.triage.endpoint.callers import BadKeys, Callers, read_callers
from kawaraban.triage.endpoint.connection import Connection
from kawaraban.triage.endpoint.coral import CoralRules
from kawaraban.triage.endpoint.gathering import Gathering
from kawaraban.triage.endpoint.limits import Limits
from kawaraban.triage.endpoint.rates import Rates
from kawaraban.triage.endpoint.routes import Routes
from kawaraban.triage.endpoint.stand import Stand
from kawaraban.triage.formats.reading import Scorer

logger = logging.getLogger(__name__)

_BACKLOG: Final = 1024
_LOOPBACK: Final = ("127.", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class Options:
    """How it is served. `keys` None: everybody on this machine may ask. `address`: see Routes."""

    host: str = "127.0.0.1"
    port: int = 8100
    keys: Path | None = None
    processes: int = 1
    address: str = ""
    coral: CoralRules = field(default_factory=CoralRules)
    limits: Limits = field(default_factory=Limits)


def is_loopback(host: str) -> bool:
    """Whether nobody outside this machine reaches it."""
    return host.startswith(_LOOPBACK[0]) or host in _LOOPBACK[1:]


def serve(model: Scorer, options: Options, *, say: Callable[[str], object]) -> None:
    """Answer until SIGTERM or Ctrl-C. Raises BadKeys, and OSError where it cannot listen."""
    callers = read_callers(options.keys) if options.keys else Callers(is_open=True)
    listener = _listen(options.host, options.port)
    rates = Rates()
    name = _named(listener)
    say(f"Triage answers on {name} with model {model.version}. Ctrl-C ends it.")
    if options.processes == 1:
        _run(model, options, callers, rates, listener)
    else:
        _Family(lambda: _run(model, options, callers, rates, listener)).live(options.processes)
    say("Triage has ended.")


def _listen(host: str, port: int) -> socket.socket:
    family, kind, protocol, _name, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError:
        listener.close()
        raise
    listener.setblocking(False)
    return listener


def _named(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _run(model: Scorer, options: Options, callers: Callers, rates: Rates, listener: socket.socket) -> None:
    """One process, until it is told to stop."""
    # What is loaded stays: collecting need not look at it again, and the processes go on sharing it.
    gc.collect()
    gc.freeze()
    with asyncio.Runner(loop_factory=_fast_loop()) as runner:
        runner.run(_answer(model, options, callers, rates, listener))


def _fast_loop() -> "Callable[[], asyncio.AbstractEventLoop] | None":
    """uvloop's, where there is one."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


async def _answer(
    model: Scorer, options: Options, callers: Callers, rates: Rates, listener: socket.socket
) -> None:
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    gathering = Gathering(model, loop)
    routes = Routes(Analyses(model, language=options.coral.language), callers, rates, coral=options.coral, address=options.address)
    stand = Stand(routes, gathering, options.limits)
    server = await loop.create_server(lambda: Connection(stand), sock=listener, backlog=_BACKLOG)
    keys = Keys(options.keys, routes)
    parent = os.getppid()
    while not stopped.is_set() and os.getppid() == parent:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopped.wait(), timeout=1 - time.time() % 1)
        stand.tick()
        keys.look()
    server.close()
    stand.stop()
    await _until_answered(stand, options.limits.stop_seconds)


async def _until_answered(stand: Stand, seconds: int) -> None:
    """Those who have asked get their answers, as long as they take them in time."""
    until = time.monotonic() + seconds
    while stand.connections and time.monotonic() < until:
        await asyncio.sleep(0.02)


class Keys:
    """The file of keys, looked at once a second. One that cannot be read leaves what was known: callers must not be locked
    out by an editor that is in the middle of saving it."""

    def __init__(self, path: Path | None, routes: Routes) -> None:
        self._path = path
        self._routes = routes
        self._seen = self._state()

    def look(self) -> None:
        """Read it again if it is another."""
        if self._path is None or (state := self._state()) == self._seen:
            return
        self._seen = state
        try:
            self._routes.callers = read_callers(self._path)
        except BadKeys as wrong:
            logger.error("The keys of before hold: %s", wrong)

    def _state(self) -> tuple[int, int, int] | None:
        if self._path is None:
            return None
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino


class _Family:
    """So many processes over one socket and one model; one that dies is begun anew."""

    def __init__(self, run: Callable[[], None]) -> None:
        self._run = run
        self._children: set[int] = set()
        self._is_stopping = False

    def live(self, count: int) -> None:
        """Until all have ended after they were asked to."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        for _ in range(count):
            self._begin()
        while self._children:
            ended, status = os.wait()
            self._children.discard(ended)
            if not self._is_stopping:
                logger.error("A process of triage has ended (%d): another one is begun", status)
                time.sleep(0.1)
                self._begin()

    def _stop(self, _number: int, _frame: object) -> None:
        self._is_stopping = True
        for child in tuple(self._children):
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGTERM)

    def _begin(self) -> None:
        child = os.fork()
        if not child:
            _live_and_end(self._run)
        self._children.add(child)
        if self._is_stopping:
            self._stop(signal.SIGTERM, None)  # it was asked while this one was being born


def _live_and_end(run: Callable[[], None]) -> NoReturn:
    code = 1
    try:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        run()
        code = 0
    except Exception:
        logger.exception("A process of triage failed")
    finally:
        os._exit(code)
