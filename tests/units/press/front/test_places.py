"""Places with the app: shares, those that are kept, an end of waiting, and none that is lost."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from kawaraban.press.front.places import NoPlace, Places


class Visit:
    """One who comes, stays until it is told to go, and has or has not had a place."""

    def __init__(self, places: Places, network: str | None, *, size: int = 0) -> None:
        self.is_in = False
        self.leave = asyncio.Event()
        self.task = asyncio.create_task(self._visit(places, network, size))

    async def _visit(self, places: Places, network: str | None, size: int) -> bool:
        try:
            async with places.place(network, size=size):
                self.is_in = True
                await self.leave.wait()
        except NoPlace:
            return False
        finally:
            self.is_in = False
        return True


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


def let_pass(seconds: float) -> None:
    """The clock of the loop goes on by so much: who has waited is late, however fast this machine is."""
    loop = asyncio.get_running_loop()
    before = loop.time
    loop.time = lambda: before() + seconds  # type: ignore[method-assign]  # of this loop alone


def places(*, most: int = 4, of_network: int = 2, most_bytes: int = 64 * 1024 * 1024) -> Places:
    return Places(most=most, of_network=of_network, kept_for_staff=2, seconds=60, most_bytes=most_bytes)


def run(test: Callable[[], Awaitable[None]]) -> None:
    async def body() -> None:
        await test()

    asyncio.run(body())


def test_a_network_has_its_share_and_another_one_its_own() -> None:
    async def test() -> None:
        room = places()
        greedy = [Visit(room, "greedy") for _ in range(4)]
        other = Visit(room, "other")
        await settle()

        assert [visit.is_in for visit in (*greedy, other)] == [True, True, False, False, True]

    run(test)


def test_strangers_do_not_take_what_is_kept_for_the_staff() -> None:
    async def test() -> None:
        room = places()
        strangers = [Visit(room, f"network {number}") for number in range(6)]
        staff = [Visit(room, None) for _ in range(3)]
        await settle()

        assert sum(visit.is_in for visit in strangers) == 4
        assert [visit.is_in for visit in staff] == [True, True, False]

    run(test)


def test_who_waits_is_called_in_turn_when_a_place_is_free() -> None:
    async def test() -> None:
        room = places(most=1)
        first, second, third = (Visit(room, name) for name in ("a", "b", "c"))
        await settle()
        second_was_in = second.is_in
        first.leave.set()
        await settle()

        assert (second_was_in, second.is_in, third.is_in) == (False, True, False)
        second.leave.set()
        await settle()
        assert third.is_in

    run(test)


def test_a_free_place_goes_past_those_whose_network_has_its_share() -> None:
    async def test() -> None:
        room = places(most=3)
        greedy = [Visit(room, "greedy") for _ in range(3)]
        last = Visit(room, "last")
        waiting = Visit(room, "waiting")
        await settle()
        last.leave.set()
        await settle()

        assert [visit.is_in for visit in (*greedy, waiting)] == [True, True, False, True]

    run(test)


def test_waiting_has_an_end_and_a_bound() -> None:
    async def test() -> None:
        room = places(most=1, of_network=1)
        here = Visit(room, "here")
        await settle()
        waiting = [Visit(room, "here"), Visit(room, "there"), Visit(room, "there"), Visit(room, "elsewhere")]
        await settle()
        at_once = [visit.task.done() for visit in waiting]
        let_pass(room.seconds)

        # One of each network waits, and two at most of all.
        assert at_once == [False, False, True, True]
        assert [await visit.task for visit in waiting] == [False] * 4
        here.leave.set()
        assert await here.task

    run(test)


@pytest.mark.parametrize("when", ["before it is called", "in the moment in which it is called"])
def test_who_goes_while_it_waits_takes_no_place_with_it(when: str) -> None:
    async def test() -> None:
        room = places(most=1)
        first, second = Visit(room, "a"), Visit(room, "b")
        await settle()
        if when != "before it is called":
            first.leave.set()
            await asyncio.sleep(0)
        second.task.cancel()
        first.leave.set()
        await settle()
        third = Visit(room, "c")
        await settle()

        assert third.is_in
        assert (room._strangers, dict(room._of_networks)) == (1, {"c": 1})

    run(test)


def test_what_strangers_bring_along_is_bounded_and_given_back() -> None:
    async def test() -> None:
        room = places(most_bytes=100)
        first, second, staff = (
            Visit(room, "a", size=60),
            Visit(room, "b", size=60),
            Visit(room, None, size=600),
        )
        await settle()
        was_in = (first.is_in, second.is_in, staff.is_in)
        first.leave.set()
        await first.task
        third = Visit(room, "b", size=60)
        await settle()

        assert was_in == (True, False, True)
        assert third.is_in

    run(test)


def test_who_leaves_before_the_end_of_the_block_makes_room_once() -> None:
    async def test() -> None:
        room = places(most=1)

        async with room.place("a") as leave:
            leave()
            second = Visit(room, "b")
            await settle()
            was_in = second.is_in
        await settle()
        third = Visit(room, "c")
        await settle()

        assert (was_in, third.is_in) == (True, False)

    run(test)
