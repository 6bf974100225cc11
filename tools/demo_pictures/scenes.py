"""Every picture of the demo paper by name."""

from collections.abc import Callable

from demo_pictures import scenes_hands, scenes_rooms, scenes_town, scenes_water
from demo_pictures.woodcut import Block

SCENES: dict[str, Callable[[Block], None]] = {
    **scenes_water.SCENES,
    **scenes_town.SCENES,
    **scenes_rooms.SCENES,
    **scenes_hands.SCENES,
}
