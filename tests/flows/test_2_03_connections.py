"""2.3: no connection costs more than its limits allow, whoever is at its other end."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.makers.press import STAFF_KEY
from tests.rigs.raw_http import Front, read_answers

from kawaraban.kit.signing import sign
from kawaraban.press.front.limits import DEEPEST_PIPELINE, FrontLimits
from kawaraban.press.front.protocol import PageProtocol

pytestmark = pytest.mark.once("the front answers without Django")

PRINTED = b"GET /harbour/ HTTP/1.1\r\nHost: paper.example\r\n\r\n"
MADE = b"GET /made/ HTTP/1.1\r\nHost: paper.example\r\n\r\n"
POST = b"POST /made/ HTTP/1.1\r\nHost: paper.example\r\nContent-Length: 100000\r\n\r\n"
LIMITS = FrontLimits()


@pytest.fixture
def front(running: Front) -> Iterator[Front]:
    running.app.gate = None
    running.app.asked.clear()
    stand = running.client.front.stand
    stand.limits = LIMITS
    yield running
    open_gate(running)
    running.say(running.line())  # whoever waited at the gate ends
    stand.connections.clear()


def open_gate(front: Front) -> None:
    if front.app.gate is not None:
        front.app.gate.set()


def later(front: Front, seconds: int) -> None:
    """Let the stand look at every connection once in each of these seconds."""
    stand = front.client.front.stand
    for _ in range(seconds):
        stand.tick(stand.now + 1)


def close_the_gate(front: Front) -> asyncio.Event:
    """From now on the app does not answer, until the gate is opened."""

    async def make() -> asyncio.Event:
        return asyncio.Event()

    front.app.gate = front.runner.run(make())
    return front.app.gate


# Time-outs


@pytest.mark.parametrize("before", [b"", PRINTED, MADE, PRINTED + MADE, MADE + PRINTED])
def test_2_03_a_connection_without_a_request_is_closed(front: Front, before: bytes) -> None:
    line = front.line()
    front.say(line, before)
    answered = len(line.wire.written)

    later(front, LIMITS.idle_seconds)
    was_shut = line.wire.is_shut
    later(front, 1)

    assert (was_shut, line.wire.is_shut) == (False, True)
    assert len(line.wire.written) == answered


def test_2_03_a_connection_that_is_used_stays(front: Front) -> None:
    line = front.line()

    for request in (PRINTED, MADE) * 4:
        later(front, LIMITS.idle_seconds - 2)
        assert front.say(line, request)

    assert not line.wire.is_shut


def test_2_03_uvicorn_arms_no_timer_of_its_own_beside(front: Front) -> None:
    line = front.line()
    front.say(line, MADE)

    assert line.protocol.timeout_keep_alive_task is None


@pytest.mark.parametrize("before", [b"", PRINTED, MADE])
def test_2_03_a_head_that_drips_is_ended_however_steadily(front: Front, before: bytes) -> None:
    line = front.line()
    assert isinstance(line.protocol, PageProtocol)
    front.say(line, before)
    said = b""

    for _ in range(LIMITS.head_seconds + 2):
        said += front.say(line, b"GET / HTTP/1.1\r\nX-" if not said and line.protocol.phase == 0 else b"a")
        later(front, 1)

    assert line.wire.is_shut
    assert b"HTTP/1.1 408 Request Timeout" in line.wire.written


def test_2_03_a_body_that_drips_is_ended(front: Front) -> None:
    line = front.line()
    close_the_gate(front)
    front.say(line, POST)

    for _ in range(LIMITS.body_seconds + 2):
        front.say(line, b"x" * 10)
        later(front, 1)

    assert line.wire.is_shut
    assert line.wire.written.startswith(b"HTTP/1.1 408")


def test_2_03_a_body_over_a_slow_line_is_taken(front: Front) -> None:
    line = front.line()
    close_the_gate(front)
    front.say(line, POST)

    for _ in range(40):
        later(front, 1)
        front.say(line, b"x" * 2_000)

    assert not line.wire.is_shut


def test_2_03_nobody_is_blamed_for_what_the_app_takes_its_time_for(front: Front) -> None:
    line = front.line()
    gate = close_the_gate(front)
    front.say(line, MADE)

    later(front, 600)
    assert not line.wire.is_shut
    gate.set()
    front.say(line)

    assert read_answers(line.wire.written)[0].body == b"fresh"
    assert not line.wire.is_shut


def test_2_03_nobody_is_blamed_who_waits_to_be_told_to_go_on(front: Front) -> None:
    line = front.line()
    gate = close_the_gate(front)
    # A form is asked for at once; a picture of the newsroom's when the app asks for it.
    cookie = f"Cookie: kawaraban_staff={sign('7.9999999999', STAFF_KEY)}".encode()
    head = POST.replace(b"100000", b"10000000").removesuffix(b"\r\n")
    front.say(line, head + cookie + b"\r\nExpect: 100-continue\r\n\r\n")

    later(front, 600)

    assert not line.wire.is_shut
    gate.set()


def test_2_03_a_head_that_waits_behind_a_slow_answer_is_not_blamed_either(front: Front) -> None:
    line = front.line()
    gate = close_the_gate(front)
    front.say(line, MADE + MADE + b"GET /made/ HT")

    later(front, 600)
    gate.set()
    front.say(line)

    assert [answer.body for answer in read_answers(line.wire.written)] == [b"fresh", b"fresh"]
    assert not line.wire.is_shut


def test_2_03_a_dripping_head_behind_a_slow_answer_does_not_cost_the_answer(front: Front) -> None:
    line = front.line()
    gate = close_the_gate(front)
    front.say(line, MADE + b"GET /made/ HT")

    later(front, LIMITS.head_seconds + 1)
    assert not line.wire.is_shut
    gate.set()
    front.say(line)

    assert [answer.body for answer in read_answers(line.wire.written)] == [b"fresh"]
    assert line.wire.is_shut


def test_2_03_an_answer_that_is_not_read_is_given_up(front: Front) -> None:
    line = front.line()
    front.say(line, PRINTED)
    line.protocol.pause_writing()
    line.wire.unread = 100_000

    later(front, 50)
    line.wire.unread = 90_000  # it reads, if slowly
    later(front, 50)
    assert not line.wire.is_aborted
    later(front, 20)

    assert line.wire.is_aborted


def test_2_03_a_close_that_never_ends_is_ended(front: Front) -> None:
    line = front.line()
    front.say(line, PRINTED.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
    line.wire.unread = 5_000

    later(front, 12)

    assert line.wire.is_aborted


# Limits


def test_2_03_requests_on_one_connection_are_counted_whoever_answers(front: Front) -> None:
    front.client.front.stand.limits = replace(LIMITS, requests=4)
    line = front.line()

    answers = read_answers(front.say(line, PRINTED + MADE + PRINTED + PRINTED + PRINTED))

    assert [answer.headers.get("connection") for answer in answers] == [None, None, None, "close"]
    assert line.wire.is_shut


def test_2_03_the_last_request_may_be_one_for_the_app(front: Front) -> None:
    front.client.front.stand.limits = replace(LIMITS, requests=2)
    line = front.line()

    answers = read_answers(front.say(line, PRINTED, MADE))

    assert [answer.headers.get("connection") for answer in answers] == [None, "close"]
    assert line.wire.is_shut


def test_2_03_connections_are_counted(front: Front) -> None:
    front.client.front.stand.limits = replace(LIMITS, connections=3)
    lines = [front.line() for _ in range(4)]

    assert lines[3].wire.written.startswith(b"HTTP/1.1 503 ")
    assert [line.wire.is_shut for line in lines] == [False, False, False, True]

    lines[0].hang_up()
    assert front.say(front.line(), PRINTED).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /%s HTTP/1.1\r\nHost: paper.example\r\n\r\n" % (b"a" * 9_000), 414),
        (b"GET /made/ HTTP/1.1\r\nHost: paper.example\r\nX: %s\r\n\r\n" % (b"a" * 33_000), 431),
        (PRINTED[:-2] + b"X: %s\r\n\r\n" % (b"a" * 33_000), 431),
        (
            PRINTED[:-2] + b"".join(b"X-%d: 1\r\n" % number for number in range(120)) + b"Range: x\r\n\r\n",
            431,
        ),
    ],
)
@pytest.mark.parametrize("piece", [1_000_000, 1_400])
def test_2_03_a_head_that_is_too_large_is_refused(
    front: Front, request_: bytes, status: int, piece: int
) -> None:
    line = front.line()

    front.say(line, *(request_[place : place + piece] for place in range(0, len(request_), piece)))

    assert line.wire.written.startswith(b"HTTP/1.1 %d " % status)
    assert line.wire.is_shut
    assert not front.app.asked


@pytest.mark.parametrize(("begun", "status"), [(b"GET /", 414), (b"GET / HTTP/1.1\r\nX: 1\r\nY: ", 431)])
def test_2_03_a_head_without_end_is_refused_before_it_fills_the_memory(
    front: Front, begun: bytes, status: int
) -> None:
    line = front.line()
    front.say(line, begun)

    sent = 0
    while not line.wire.is_shut:
        front.say(line, b"a" * 8_000)
        sent += 8_000

    assert line.wire.written.startswith(b"HTTP/1.1 %d " % status)
    assert sent < 50_000


def test_2_03_a_trailer_without_end_is_refused(front: Front) -> None:
    line = front.line()
    close_the_gate(front)
    front.say(
        line,
        b"POST /made/ HTTP/1.1\r\nHost: paper.example\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n",
    )

    for _ in range(20):
        front.say(line, b"X: 1\r\n" * 10)

    assert line.wire.is_shut


def test_2_03_a_trailer_is_no_header(front: Front) -> None:
    line = front.line()

    front.say(
        line,
        b"POST /made/ HTTP/1.1\r\nHost: paper.example\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"2\r\nok\r\n0\r\nCookie: kawaraban_staff=1\r\n\r\n",
    )

    (request,) = front.app.asked
    assert "cookie" not in request.headers


def test_2_03_requests_that_wait_on_one_connection_are_few(front: Front) -> None:
    line = front.line()
    gate = close_the_gate(front)

    front.say(line, MADE * 1_000)
    assert len(line.protocol.pipeline) <= DEEPEST_PIPELINE
    gate.set()
    front.say(line, *[b""] * 30)

    assert len(read_answers(line.wire.written)) == DEEPEST_PIPELINE + 1
    assert line.wire.is_shut


def test_2_03_an_orderly_end_answers_what_is_under_way(front: Front) -> None:
    idle, busy = front.line(), front.line()
    gate = close_the_gate(front)
    front.say(idle, PRINTED)
    front.say(busy, MADE)

    for line in (idle, busy):
        line.protocol.shutdown()
    assert (idle.wire.is_shut, busy.wire.is_shut) == (True, False)
    gate.set()
    front.say(busy)

    assert read_answers(busy.wire.written)[0].headers["connection"] == "close"
    assert busy.wire.is_shut


# Who is who


def forwarded(front: Front, peer: str, *lines: bytes) -> tuple[str, str, str]:
    line = front.line(peer=peer)
    front.say(line, b"GET /made/ HTTP/1.1\r\nHost: paper.example\r\n" + b"\r\n".join(lines) + b"\r\n\r\n")
    request = front.app.asked[-1]
    return request.client, request.scheme, request.host


def test_2_03_forwarded_is_believed_from_our_proxies_alone(front: Front) -> None:
    said = b'Forwarded: for=198.51.100.1, for="[2001:db8::7]:4711";proto=https;host=tr.papers.example'

    assert forwarded(front, "10.0.0.1", said) == ("2001:db8::7", "https", "tr.papers.example")
    assert forwarded(front, "192.0.2.7", said) == ("192.0.2.7", "http", "paper.example")


def test_2_03_a_forwarded_that_the_reader_wrote_does_not_pass_a_proxy_that_sets_the_other(
    front: Front,
) -> None:
    told = forwarded(
        front, "10.0.0.1", b"Forwarded: for=1.1.1.1;host=tr.papers.example", b"X-Forwarded-For: 203.0.113.5"
    )

    assert told == ("203.0.113.5", "http", "paper.example")


def test_2_03_what_is_answered_at_once_is_in_the_log_with_the_readers_network(front: Front) -> None:
    line = front.line(peer="10.0.0.1")

    front.say(
        line,
        b"GET /harbour/?utm_source=a HTTP/1.1\r\nHost: paper.example\r\nX-Forwarded-For: 203.0.113.77\r\n"
        b"Referer: https://search.example/?q=private\r\n\r\n",
    )
    front.client.front.stand.log.flush()

    written = (front.folder / "access.log").read_text().splitlines()[-1]
    assert written.startswith("203.0.113.0 - - [")
    assert '"GET /harbour/ HTTP/1.1" 200 7 "https://search.example" "-" store ' in written
