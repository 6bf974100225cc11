"""Bodies on their way: what is whole is not counted, and where there are too many the oldest makes room."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from kawaraban.press.front.gathering import Came, Gatherer
from kawaraban.press.front.limits import ORDINARY_BODY


class Sender:
    """Sends what the test tells it to send."""

    def __init__(self) -> None:
        self.messages: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    def say(self, body: bytes, *, more: bool = True) -> None:
        self.messages.put_nowait({"type": "http.request", "body": body, "more_body": more})

    def hang_up(self) -> None:
        self.messages.put_nowait({"type": "http.disconnect"})

    async def receive(self) -> dict[str, Any]:
        return await self.messages.get()


async def read(came: Came) -> bytes:
    body: bytes = b""
    while True:
        message = await came.receive()
        body += message["body"]
        if not message["more_body"]:
            return body


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


def begin(gatherer: Gatherer, network: str, size: int) -> tuple[Sender, "asyncio.Task[Came]"]:
    sender = Sender()
    sender.say(b"x" * size)
    return sender, asyncio.create_task(gatherer.gather(sender.receive, network=network))


def run(test: Callable[[], Any]) -> None:
    asyncio.run(test())


def test_a_body_is_collected_and_can_be_read_once_more() -> None:
    async def test() -> None:
        sender, gathering = begin(Gatherer(60), "a", 3)
        sender.say(b"yz", more=False)
        came = await gathering

        assert (came.size, came.is_whole, came.refused) == (5, True, 0)
        assert await read(came) == b"xxxyz"

    run(test)


def test_what_is_longer_than_a_form_goes_on_as_it_comes() -> None:
    async def test() -> None:
        sender, gathering = begin(Gatherer(60), "a", ORDINARY_BODY)
        sender.say(b"y")
        sender.say(b"z", more=False)
        came = await gathering

        assert (came.is_whole, came.refused) == (False, 0)
        assert await read(came) == b"x" * ORDINARY_BODY + b"yz"

    run(test)


def test_who_hangs_up_and_who_stops_is_turned_away_and_nothing_stays_counted() -> None:
    async def test() -> None:
        gatherer = Gatherer(0.01)
        sender, gone = begin(gatherer, "a", 3)
        sender.hang_up()
        _, stopped = begin(gatherer, "b", 3)

        assert [(await gone).refused, (await stopped).refused] == [408, 408]
        assert (gatherer._bytes, dict(gatherer._of_networks), dict(gatherer._bytes_of)) == (0, {}, {})

    run(test)


def test_bytes_that_drip_do_not_begin_the_time_anew() -> None:
    async def test() -> None:
        sender, gathering = begin(Gatherer(0.05), "a", 1)
        while not gathering.done():
            sender.say(b"x")
            await asyncio.sleep(0.001)

        assert (await gathering).refused == 408

    run(test)


def test_the_oldest_of_a_network_that_has_too_many_makes_room() -> None:
    async def test() -> None:
        gatherer = Gatherer(60, of_network=100_000)
        others = begin(gatherer, "others", 1_000)
        greedy = [begin(gatherer, "greedy", 20_000) for _ in range(5)]
        await settle()

        done = [gathering.done() for _sender, gathering in greedy]
        assert done == [True, True, False, False, False]
        assert (await greedy[0][1]).refused == 503
        assert not others[1].done()
        for sender, gathering in (others, *greedy[2:]):
            sender.say(b"", more=False)
            assert (await gathering).refused == 0

    run(test)


def test_the_oldest_of_all_makes_room_when_there_are_many_networks() -> None:
    async def test() -> None:
        gatherer = Gatherer(60, most_bytes=100_000)
        many = [begin(gatherer, f"network {number}", 20_000) for number in range(5)]
        await settle()
        young = begin(gatherer, "young", 20_000)
        await settle()

        assert [gathering.done() for _sender, gathering in many] == [True, True, True, False, False]
        assert not young[1].done()
        for sender, _gathering in many:
            sender.hang_up()
        young[0].say(b"", more=False)
        assert (await young[1]).refused == 0

    run(test)


@pytest.mark.parametrize("body", [b"", b"x" * 200_000])
def test_what_comes_whole_at_once_needs_no_room(body: bytes) -> None:
    async def test() -> None:
        gatherer = Gatherer(60, most_bytes=0, of_network=0)
        sender = Sender()
        sender.say(body, more=False)

        came = await gatherer.gather(sender.receive, network="a")

        assert (came.refused, await read(came)) == (0, body)

    run(test)
