"""Single flight: of many who ask for the same page that is not printed yet, one asks the app."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

# A rendering that takes longer is not worth waiting for: each goes alone then.
_LONGEST_WAIT_SECONDS = 15.0


class Flights:
    """Who is under way for which address."""

    def __init__(self) -> None:
        self._under_way: dict[str, asyncio.Event] = {}

    async def wait_for_landing(self, address: str) -> bool:
        """Wait for the one who is under way for this address. False at once when nobody is."""
        flight = self._under_way.get(address)
        if flight is None:
            return False
        with suppress(TimeoutError):
            await asyncio.wait_for(flight.wait(), _LONGEST_WAIT_SECONDS)
        return True

    @contextmanager
    def take_off(self, address: str) -> Iterator[Callable[[], None]]:
        """Be the one. What is yielded lands the flight; leaving the block does so too, whatever happened."""
        flight = asyncio.Event()
        self._under_way[address] = flight

        def land() -> None:
            if self._under_way.get(address) is flight:
                del self._under_way[address]
            flight.set()

        try:
            yield land
        finally:
            land()
