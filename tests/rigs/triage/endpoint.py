"""The endpoint of triage without a network: bytes go in and come out, and time passes when a test says so."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.rigs.raw_http import Wire
from tests.rigs.triage.word_scorer import WordScorer

from kawaraban.triage.endpoint.analyses import Analyses
from kawaraban.triage.endpoint.callers import Callers
from kawaraban.triage.endpoint.connection import AskingConnection
from kawaraban.triage.endpoint.gathering import Gathering
from kawaraban.triage.endpoint.limits import EndpointLimits
from kawaraban.triage.endpoint.rates import Rates
from kawaraban.triage.endpoint.routes import Routes
from kawaraban.triage.endpoint.stand import EndpointStand
from kawaraban.triage.formats.coral import CoralRules
from kawaraban.triage.model.scores import Context, Scores

OPEN = Callers(is_open=True)
USUAL = EndpointLimits()
ANALYZE = "/v1alpha1/comments:analyze"


def asks(text: str = "Good morning, all of you.", **fields: Any) -> bytes:
    """A body of comments:analyze."""
    return json.dumps({"comment": {"text": text}, "requestedAttributes": {"TOXICITY": {}}} | fields).encode()


def post(body: bytes, path: str = ANALYZE, *lines: str) -> bytes:
    """A whole request."""
    head = [f"POST {path} HTTP/1.1", "Host: triage.example", f"Content-Length: {len(body)}", *lines]
    return "\r\n".join([*head, "", ""]).encode() + body


class WatchedScorer(WordScorer):
    """Fails over a text that says so, and quotes it. `batches`: how many texts it was given at once."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[int] = []

    def score(self, text: str, context: Context = Context()) -> Scores:  # noqa: B008
        """With a span for each sentence."""
        if "breaks" in text:
            raise ValueError(f"What the model says quotes {text}")
        return super().score(text, context)

    def score_many(self, texts: Sequence[str], contexts: Sequence[Context]) -> list[Scores]:
        """Without spans."""
        self.batches.append(len(texts))
        return super().score_many(texts, contexts)


@dataclass(frozen=True, slots=True)
class Given:
    """One answer as it was written."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """What it says."""
        return json.loads(self.body)


def answers_in(written: bytes) -> list[Given]:
    """All answers of a connection, one behind the other, none cut short."""
    found = []
    while written:
        head, _, rest = written.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): text for name, _, text in (line.partition(": ") for line in lines)}
        length = int(headers.get("content-length", "0"))
        assert len(rest) >= length
        found.append(Given(int(first.split()[1]), headers, rest[:length]))
        written = rest[length:]
    return found


class RestingEndpoint:
    """One process of it, which does something only when it is told to."""

    def __init__(self, loop: asyncio.AbstractEventLoop, callers: Callers, limits: EndpointLimits) -> None:
        self._loop = loop
        self.model = WatchedScorer()
        self.gathering = Gathering(self.model, loop)
        self.routes = Routes(Analyses(self.model), callers, Rates(), coral=CoralRules())
        self.stand = EndpointStand(self.routes, self.gathering, limits)

    def connect(self, peer: str = "127.0.0.1") -> tuple[AskingConnection, Wire]:
        """Somebody comes."""
        connection, wire = AskingConnection(self.stand), Wire(peer, is_strict=False)
        connection.connection_made(wire)
        return connection, wire

    def judge(self) -> None:
        """Until nothing waits to be judged."""
        self._turn()
        while not self.gathering.is_empty:
            self._turn()

    def ask(self, *pieces: bytes) -> list[Given]:
        """What a new connection gets for these bytes, piece by piece."""
        connection, wire = self.connect()
        for piece in pieces:
            connection.data_received(piece)
        self.judge()
        return answers_in(wire.written)

    def _turn(self) -> None:
        self._loop.call_soon(self._loop.stop)
        self._loop.run_forever()


@contextmanager
def resting_endpoint(callers: Callers = OPEN, limits: EndpointLimits = USUAL) -> Iterator[RestingEndpoint]:
    """It, and its loop until the end of the block."""
    loop = asyncio.new_event_loop()
    try:
        yield RestingEndpoint(loop, callers, limits)
    finally:
        loop.close()
