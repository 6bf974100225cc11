"""Serves the endpoint: listens, parts into processes, reads the keys again, and stops without losing an answer.

Nothing of a paper is here: no data directory, no database, no Django.
"""

import asyncio
import contextlib
import gc
import os
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kawaraban.triage.endpoint.analyses import Analyses
from kawaraban.triage.endpoint.callers import BadKeyFile
from kawaraban.triage.endpoint.connection import AskingConnection
from kawaraban.triage.endpoint.family import Family
from kawaraban.triage.endpoint.gathering import Gathering
from kawaraban.triage.endpoint.hosts import is_loopback
from kawaraban.triage.endpoint.keys import KeyFile
from kawaraban.triage.endpoint.limits import EndpointLimits
from kawaraban.triage.endpoint.rates import Rates
from kawaraban.triage.endpoint.routes import Routes
from kawaraban.triage.endpoint.stand import EndpointStand
from kawaraban.triage.formats.coral import CoralRules
from kawaraban.triage.formats.reading import Scorer

_BACKLOG: Final = 1024


@dataclass(frozen=True, slots=True)
class Options:
    """How it is served. `keys` None: everybody on this machine may ask. `address`: see Routes."""

    host: str = "127.0.0.1"
    port: int = 8100
    keys: Path | None = None
    processes: int = 1
    address: str = ""
    coral: CoralRules = field(default_factory=CoralRules)
    limits: EndpointLimits = field(default_factory=EndpointLimits)


def serve(model: Scorer, options: Options, *, say: Callable[[str], object]) -> None:
    """Answer until SIGTERM or Ctrl-C. Raises BadKeyFile, and OSError where it cannot listen."""
    keys = KeyFile(options.keys)
    listener = _listen(options.host, options.port)
    if keys.callers.is_open and not is_loopback(listener.getsockname()[0]):
        listener.close()
        raise BadKeyFile(
            f"Others can reach {options.host}, so who may ask must be said: kawaraban triage key NAME --keys FILE, "
            "then serve --keys FILE."
        )
    endpoint = _Endpoint(model, options, keys, Rates(), listener)
    say(f"Triage answers on {endpoint.address} with model {model.version}. Ctrl-C ends it.")
    if options.processes == 1:
        endpoint.run()
    else:
        Family(endpoint.run).live(options.processes)
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


@dataclass(frozen=True, slots=True)
class _Endpoint:
    """What all processes begin with."""

    model: Scorer
    options: Options
    keys: KeyFile
    rates: Rates
    listener: socket.socket

    @property
    def address(self) -> str:
        """Where it listens."""
        host, port = self.listener.getsockname()[:2]
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"

    def run(self, parent: int = 0) -> None:
        """One process, until it is told to stop; a child also ends when its parent has. 0: it is nobody's child."""
        # What is loaded stays: collecting need not look at it again, and the processes go on sharing it.
        gc.collect()
        gc.freeze()
        with asyncio.Runner(loop_factory=_fast_loop()) as runner:
            runner.run(self._answer(parent))

    async def _answer(self, parent: int) -> None:
        loop, stopped = asyncio.get_running_loop(), asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stopped.set)
        stand = self._stand(loop)
        server = await loop.create_server(
            lambda: AskingConnection(stand), sock=self.listener, backlog=_BACKLOG
        )
        while not stopped.is_set() and (not parent or os.getppid() == parent):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stopped.wait(), timeout=1 - time.time() % 1)
            stand.tick()
            stand.routes.callers = self.keys.newest()
        server.close()
        stand.stop()
        await _until_answered(stand, self.options.limits.stop_seconds)

    def _stand(self, loop: asyncio.AbstractEventLoop) -> EndpointStand:
        coral = self.options.coral
        analyses = Analyses(self.model, language=coral.language)
        routes = Routes(analyses, self.keys.callers, self.rates, coral=coral, address=self.options.address)
        return EndpointStand(routes, Gathering(self.model, loop), self.options.limits)


def _fast_loop() -> "Callable[[], asyncio.AbstractEventLoop] | None":
    """uvloop's, where there is one."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


async def _until_answered(stand: EndpointStand, seconds: int) -> None:
    """Those who have asked get their answers, as long as they take them in time."""
    until = time.monotonic() + seconds
    while stand.connections and time.monotonic() < until:
        await asyncio.sleep(0.02)
