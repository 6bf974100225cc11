"""2.3: 10,000 broken and half-broken requests get from our protocol what uvicorn's gives, or something stricter."""

import logging
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pytest
from tests.makers.press import make_page
from tests.rigs.raw_http import Front, Line

from kawaraban.press.store.store import Store

pytestmark = pytest.mark.once("the front answers without Django")

COUNT = 10_000
STATUS = re.compile(rb"HTTP/1\.1 ([0-9]{3}) ")
H = b"Host: paper.example\r\n"
CORPUS = (
    b"GET /harbour/ HTTP/1.1\r\n" + H + b"Accept-Encoding: gzip, br\r\n\r\n",
    b"GET /harbour/?utm_source=a HTTP/1.1\r\n" + H + b"Cookie: a=b\r\nConnection: keep-alive\r\n\r\n",
    b"HEAD /harbour/ HTTP/1.1\r\n" + H + b"\r\n",
    b"GET /harbour/ HTTP/1.0\r\n" + H + b"Connection: keep-alive\r\n\r\n",
    b"GET /harbour/ HTTP/1.1\r\n" + H + b"Connection: close\r\n\r\n",
    b"GET /harbour/ HTTP/1.1\r\n" + H + b'If-None-Match: "x", *\r\nRange: bytes=0-1\r\n\r\n',
    b"GET /%68arbour/ HTTP/1.1\r\n" + H + b"If-None-Match: *\r\n\r\n",
    b"GET http://paper.example/harbour/ HTTP/1.1\r\n" + H + b"\r\n",
    b"GET /made/?q=1#x HTTP/1.1\r\n" + H + b"X-Forwarded-Host: evil.example\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\n" + H + b"\r\n",
    b"POST /made/ HTTP/1.1\r\n" + H + b"Content-Length: 5\r\n\r\nhello",
    b"POST /made/ HTTP/1.1\r\n" + H + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n\r\n",
    b"POST /made/ HTTP/1.1\r\n" + H + b"Expect: 100-continue\r\nContent-Length: 2\r\n\r\nok",
    b"GET /harbour/ HTTP/1.1\r\n" + H + b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
)
HEADERS = (
    b"Content-Length: 3\r\n", b"Content-Length: 0\r\n", b"Transfer-Encoding: chunked\r\n",
    b"Transfer-Encoding: gzip, chunked\r\n", b"Connection: close\r\n", b"Host: evil.example\r\n",
    b"Authorization: x\r\n", b"Cookie: kawaraban_staff=1\r\n", b"Upgrade: h2c\r\nConnection: Upgrade\r\n",
    b" folded\r\n", b"X : y\r\n", b"Accept-Encoding: *;q=0\r\n", b"If-None-Match: *\r\n",
)  # fmt: skip
BITS = (
    b"\r\n",
    b"\n",
    b"\r",
    b"\0",
    b" ",
    b"\t",
    b":",
    b",",
    b"/",
    b"?",
    b"#",
    b"%",
    b"\x80",
    b"\xff",
    b"HTTP/1.1",
    b"0",
)


def mutated(chance: random.Random) -> bytes:
    """One to three requests in a row, with up to four things done to them."""
    text = b"".join(chance.choice(CORPUS) for _ in range(chance.choice((1, 1, 1, 2, 3))))
    for _ in range(chance.randrange(5)):
        place, end = sorted(chance.choices(range(len(text) + 1), k=2))
        lines = [at + 2 for at in range(len(text) - 1) if text[at : at + 2] == b"\r\n"]
        match chance.randrange(8):
            case 0:
                text = text[:place] + bytes([chance.randrange(256)]) + text[place + 1 :]
            case 1:
                text = text[:place] + text[min(end, place + 6) :]
            case 2:
                text = text[:end] + text[place : min(end, place + 40)] + text[end:]
            case 3:
                text = text[:place] + chance.choice(BITS) + text[place:]
            case 4 | 5 | 6 if lines:
                at = chance.choice(lines)
                text = text[:at] + chance.choice(HEADERS) + text[at:]
            case _:
                text = text.replace(b"\r\n", chance.choice((b"\n", b"\r\n", b"\r\n ")), chance.randrange(3))
    return text


@dataclass(frozen=True)
class Outcome:
    sent: bytes
    written: bytes
    statuses: list[int]
    is_shut: bool
    asked: list[tuple[str, str, str]]

    @property
    def is_refused(self) -> bool:
        return self.is_shut and self.statuses[-1:] in ([400], [414], [417], [431], [501], [503], [505])


def is_beginning(ours: Sequence[object], theirs: Sequence[object]) -> bool:
    return ours == theirs[: len(ours)]


# What may differ, and why: the first that holds is counted. `ours` and `plain` are what the two did.
STRICTER: dict[str, Callable[[Outcome, Outcome], bool]] = {
    "both refuse; the sentence is another": lambda ours, plain: (
        ours.is_refused and plain.is_refused and ours.statuses == plain.statuses and ours.asked == plain.asked
    ),
    "both refuse; ours does so before the app hears of it": lambda ours, plain: (
        ours.is_refused
        and plain.is_refused
        and is_beginning(ours.asked, plain.asked)
        and is_beginning(ours.statuses[:-1], plain.statuses)
    ),
    "an answer under way is given before the end; uvicorn writes its 400 over it": lambda ours, plain: (
        ours.is_shut and plain.is_refused and ours.asked == plain.asked
    ),
    "nothing is read behind an upgrade, nor behind a body that was not asked for": lambda ours, plain: (
        ours.is_shut and is_beginning(ours.asked, plain.asked) and is_beginning(ours.statuses, plain.statuses)
    ),
    "a body that comes with an upgrade is waited for; uvicorn takes it for none": lambda ours, plain: (
        not ours.is_shut
        and b"upgrade" in ours.sent.lower()
        and len(ours.statuses) < len(plain.statuses)
        and is_beginning(ours.asked, plain.asked)
        and is_beginning(ours.statuses, plain.statuses)
    ),
    "a version, a method, a coding, an expectation or a size that uvicorn lets pass is refused": lambda ours, plain: (
        ours.is_refused
        and is_beginning(ours.asked, plain.asked)
        and is_beginning(ours.statuses[:-1], plain.statuses)
    ),
}
# uvicorn forgets what was asked before a fault that comes in the same piece. Heard line by line it does not, and
# then the list above must hold.
IN_ONE_PIECE = "what was asked before a fault in the same piece is answered"
# uvicorn adds the lines behind the chunks to the head, if the app has not read that yet.
TRAILER = "a trailer is no header, in whatever pieces it comes"


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("front")
    Store(folder / "store").put(make_page("/harbour/", text="printed"))
    with Front(folder) as running:
        yield running


def which_rule(ours: Outcome, plain: Outcome) -> str | None:
    return next((name for name, holds in STRICTER.items() if holds(ours, plain)), None)


def which_patient_rule(ours: Outcome, plain: Outcome, patient: Outcome) -> str | None:
    """The same, where uvicorn's answer hangs on the pieces in which the request came."""
    if (ours.statuses, ours.asked, ours.is_shut) == (patient.statuses, patient.asked, patient.is_shut):
        return IN_ONE_PIECE if plain.is_refused else TRAILER
    return IN_ONE_PIECE if plain.is_refused and which_rule(ours, patient) else None


async def outcome(front: Front, form: str, pieces: list[bytes]) -> Outcome:
    front.app.asked.clear()
    line = Line(front.client, form)
    await line.say(*pieces)
    line.hang_up()
    text = line.wire.written.replace(b"HTTP/1.1 100 Continue\r\n\r\n", b"")
    return Outcome(
        b"".join(pieces),
        text,
        [int(status) for status in STATUS.findall(text)],
        line.wire.is_shut,
        [(request.method, request.raw_path, request.query) for request in front.app.asked],
    )


def test_2_03_ten_thousand_requests_get_the_same_or_something_stricter(front: Front) -> None:
    logging.disable(logging.CRITICAL)  # uvicorn says something about each
    chance = random.Random(20_261_123)
    seen: Counter[str] = Counter()

    async def run() -> None:
        for number in range(COUNT):
            text = mutated(chance)
            cut = chance.randrange(1, len(text)) if chance.random() < 0.3 else len(text)
            pieces = [text[:cut], text[cut:]] if cut < len(text) else [text]
            plain = await outcome(front, "plain", pieces)
            ours = await outcome(front, "protocol", pieces)
            if (ours.written, ours.asked, ours.is_shut) == (plain.written, plain.asked, plain.is_shut):
                seen["the same"] += 1
                continue
            rule = which_rule(ours, plain)
            if rule is None:
                patient = await outcome(front, "plain", text.splitlines(keepends=True))
                rule = which_patient_rule(ours, plain, patient)
            assert rule is not None, f"request {number}: {pieces}\nours {ours}\nplain {plain}"
            seen[rule] += 1

    try:
        front.runner.run(run())
    finally:
        logging.disable(logging.NOTSET)

    assert sum(seen.values()) == COUNT
    assert seen["the same"] > COUNT // 4, seen
    # Each line of the list is needed: what is not, must not be allowed.
    assert set(seen) == {"the same", *STRICTER, IN_ONE_PIECE, TRAILER}, seen
