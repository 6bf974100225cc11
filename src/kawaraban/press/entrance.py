"""What a request must have before it takes anything that all share: its body, whole, and a place with the app.

    came = await entrance.gather(request, receive, is_staff=False)
    async with entrance.place(request, came, is_staff=False):       # raises NoPlace

A form is collected here, however slowly it comes. What turns out to be longer than a form is a file, and goes on to the
app as it comes: files of strangers have a few places of their own. The staff, who upload pictures, have theirs, and all
the time that a slow line needs.
"""

from contextlib import AbstractAsyncContextManager
from typing import Final

from kawaraban.kit.networks import household
from kawaraban.press.asgi import Receive
from kawaraban.press.gathering import Came, Gatherer
from kawaraban.press.limits import ORDINARY_BODY
from kawaraban.press.places import Places
from kawaraban.press.wire_request import WireRequest

# With each process of the app. It works on two requests at a time: more in its line only wait longer.
_MOST: Final = 128
_MOST_OF_NETWORK: Final = 32
_KEPT_FOR_STAFF: Final = 64
_MOST_FILES: Final = 8
_MOST_FILES_OF_NETWORK: Final = 2
_PLACE_SECONDS: Final = 10.0


class Entrance:
    """One for a front. Used inside the event loop."""

    def __init__(self, *, apps_count: int, body_seconds: int, place_seconds: float = _PLACE_SECONDS) -> None:
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

    async def gather(self, request: WireRequest, receive: Receive, *, is_staff: bool) -> Came:
        """The body as far as it is collected before anything else happens."""
        length = request.body_length
        if length == 0:
            return Came(receive)
        if is_staff and (length or 0) > ORDINARY_BODY:
            return Came(receive, is_whole=False)
        gatherer = self._staff if is_staff else self._strangers
        return await gatherer.gather(receive, network=household(request.client))

    def place(self, request: WireRequest, came: Came, *, is_staff: bool) -> AbstractAsyncContextManager[None]:
        """A place with the app until the block ends. Raises NoPlace."""
        places = self._places if came.is_whole or is_staff else self._places_of_files
        return places.place(None if is_staff else household(request.client), size=came.size)
