"""What a request must have before it takes anything that all share: its body, whole, and a place with the app.

    came = await entrance.gather(request, receive, is_staff=False)
    async with entrance.place(request, came, is_staff=False):       # raises NoPlace
        async with entrance.turn(request, came, is_staff=False) as leave:
            ...                                                     # leave() when the app begins to answer

A form is collected here, however slowly it comes. What turns out to be longer than a form is a file, and goes on to the
app as it comes: files of strangers have a few places of their own. The staff, who upload pictures, have theirs, and all
the time that a slow line needs.

A place lasts until the reader has the answer; the app's own work on it is short. For that each waits for its turn, here
and not in the app's line, where somebody of the staff would stand behind all strangers who came before.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Final

from kawaraban.kit.networks import household
from kawaraban.press.front.asgi import Receive
from kawaraban.press.front.gathering import Came, Gatherer
from kawaraban.press.front.limits import ORDINARY_BODY
from kawaraban.press.front.places import Places
from kawaraban.press.wire_request import WireRequest

# With each process of the app.
_MOST: Final = 128
_MOST_OF_NETWORK: Final = 32
_KEPT_FOR_STAFF: Final = 64
_MOST_FILES: Final = 8
_MOST_FILES_OF_NETWORK: Final = 2
_PLACE_SECONDS: Final = 10.0
# For each thread of the app: the request that it works on, and the next one, which it must not wait for. One network
# may have all threads busy, and the next one is somebody else's.
_TURNS: Final = 2

Place = AbstractAsyncContextManager[Callable[[], None]]


class Entrance:
    """One for a front. Used inside the event loop."""

    def __init__(
        self,
        *,
        apps_count: int,
        body_seconds: int,
        threads_count: int = 2,  # of each process of the app
        place_seconds: float = _PLACE_SECONDS,
    ) -> None:
        self._strangers = Gatherer(body_seconds)
        # A form of theirs may hold a picture, so it has a second more for each kilobyte.
        self._staff = Gatherer(body_seconds + ORDINARY_BODY // 1024, of_network=self._strangers.most_bytes)
        self._places = Places(
            most=_MOST * apps_count,
            of_network=_MOST_OF_NETWORK * apps_count,
            kept_for_staff=_KEPT_FOR_STAFF * apps_count,
            seconds=place_seconds,
        )
        self._places_of_files = Places(
            most=_MOST_FILES * apps_count,
            of_network=_MOST_FILES_OF_NETWORK * apps_count,
            kept_for_staff=0,
            seconds=place_seconds,
        )
        turns = _TURNS * threads_count * apps_count
        self._turns = Places(
            most=turns,
            of_network=turns // _TURNS,
            kept_for_staff=_KEPT_FOR_STAFF * apps_count,
            seconds=place_seconds,
            most_waiting=(_MOST + _KEPT_FOR_STAFF) * apps_count,
        )

    async def gather(self, request: WireRequest, receive: Receive, *, is_staff: bool) -> Came:
        """The body as far as it is collected before anything else happens."""
        length = request.body_length
        if length == 0:
            return Came(receive)
        if is_staff and (length or 0) > ORDINARY_BODY:
            return Came(receive, is_whole=False)
        gatherer = self._staff if is_staff else self._strangers
        return await gatherer.gather(receive, network=household(request.client))

    def place(self, request: WireRequest, came: Came, *, is_staff: bool) -> Place:
        """A place with the app until the block ends. Raises NoPlace."""
        places = self._places if came.is_whole or is_staff else self._places_of_files
        return places.place(None if is_staff else household(request.client), size=came.size)

    def turn(self, request: WireRequest, came: Came, *, is_staff: bool) -> Place:
        """A turn with the app until the block ends. A body that is not whole is no work yet. Raises NoPlace."""
        if not came.is_whole:
            return nullcontext(_nothing)
        return self._turns.place(None if is_staff else household(request.client))


def _nothing() -> None:
    """Nothing is held."""
