"""Whether the page store can be read to its end."""

from collections.abc import Iterator

from kawaraban.cli.sound_store import store_damage
from kawaraban.config.env import DataDir


def page_store(data: DataDir) -> Iterator[str]:
    """A sentence for one that is damaged. Where the paper is served, its worker is told and has time to begin anew."""
    damage = store_damage(data.store)
    if damage:
        yield damage
