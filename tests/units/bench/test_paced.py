"""The open loop: every comment at its moment, counted from then."""

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

import pytest

from bench.paced import Paced, Sending, comment_of, is_whole
from bench.refusals import Refused

Answer = Callable[[bytes], Awaitable[bytes]]
TAKEN = b"HTTP/1.1 303 See Other\r\nLocation: /track/x/\r\nContent-Length: 0\r\n\r\n"


def sent_to(answer: Answer, *, rate: int = 100, seconds: int = 1) -> dict[str, float]:
    """What the sender tells about a small server that answers so."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
                writer.write(await answer(await reader.readexactly(length)))
        except asyncio.IncompleteReadError:
            writer.close()

    async def send() -> dict[str, float]:
        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            return await Sending(Paced(port, "story-1", rate, seconds, first=0)).run()

    return asyncio.run(send())


def test_every_comment_is_sent_and_no_two_are_alike() -> None:
    bodies: list[bytes] = []

    async def take(body: bytes) -> bytes:
        bodies.append(body)
        return TAKEN

    told = sent_to(take)

    assert told["answered"] == told["in_time"] == 100
    assert told["refused"] == 0
    assert len(set(bodies)) == 100


def test_a_server_that_keeps_one_waiting_does_not_hold_back_the_others() -> None:
    begun: list[bytes] = []
    all_begun = asyncio.Event()

    async def take_only_when_all_are_there(body: bytes) -> bytes:
        begun.append(body)
        if len(begun) == 50:
            all_begun.set()
        await all_begun.wait()
        return TAKEN

    told = sent_to(take_only_when_all_are_there, rate=50)

    assert told["answered"] == 50
    assert told["p99_ms"] > 500  # the first was due when the last was not


def test_a_refusal_is_counted() -> None:
    async def refuse(_body: bytes) -> bytes:
        return b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nbusy"

    told = sent_to(refuse, rate=20)

    assert (told["answered"], told["refused"]) == (0, 20)
    with pytest.raises(Refused, match="20 comments were refused"):
        Paced(1, "story-1", 20, 1, 0).judged(told)


def test_a_server_that_falls_behind_is_no_load_of_that_rate() -> None:
    told = {"answered": 500, "in_time": 300, "refused": 0, "p50_ms": 1.0, "p99_ms": 2.0}

    with pytest.raises(Refused, match="300 comments/s were taken where 500/s were sent"):
        Paced(1, "story-1", 500, 1, 0).judged(told)


@pytest.mark.parametrize(
    ("got", "whole"),
    [
        (b"HTTP/1.1 303 See Other\r\nContent-Length: 0\r\n", False),
        (b"HTTP/1.1 303 See Other\r\nContent-Length: 0\r\n\r\n", True),
        (b"HTTP/1.1 201 Created\r\ncontent-length: 4\r\n\r\n123", False),
        (b"HTTP/1.1 201 Created\r\ncontent-length: 4\r\n\r\n1234", True),
        (b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n1234\r\n", False),
        (b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n1234\r\n0\r\n\r\n", True),
    ],
)
def test_an_answer_is_read_to_its_end(got: bytes, whole: bool) -> None:
    assert is_whole(got) is whole


def test_a_comment_is_the_page_s_own_form_from_an_address_of_its_own() -> None:
    wanted = Paced(8000, "story-1", 500, 1, 0)

    head, _, body = comment_of(wanted, 70_001).partition(b"\r\n\r\n")

    fields = parse_qs(body.decode(), keep_blank_values=True)
    assert fields["thread"] == ["story-1"]
    assert fields["name"] == ["Reader 70001"]
    assert "Comment 70001 about" in fields["text"][0]
    assert b"X-Forwarded-For: 100.65.17.113" in head
    assert f"Content-Length: {len(body)}".encode() in head
