"""The box of the stories read most."""

from collections.abc import Mapping
from datetime import datetime

from kawaraban.reads.figures import most_read
from kawaraban.stories.keys import story_pk
from kawaraban.stories.story_context import Teaser

SHOWN_COUNT = 5
# More than are shown: some of them may not be public any more.
ASKED_COUNT = 12


def most_read_pks(now: datetime) -> list[int]:
    """Stories by their reads of the last day, most first. One query."""
    return [pk for key in most_read(now=now, limit=ASKED_COUNT) if (pk := story_pk(key))]


def most_read_box(pks: list[int], found: Mapping[int, Teaser]) -> tuple[Teaser, ...]:
    """The first of them that are public."""
    return tuple(found[pk] for pk in pks if pk in found)[:SHOWN_COUNT]
