"""The newest stories of lists, kept between pages: many stories have a section and a topic in common."""

from array import array
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from kawaraban.press.printing.pieces import KEPT
from kawaraban.stories.keys import FEED_KEY, FRONT_KEY, PAPER
from kawaraban.stories.models.listed_story import ListedStory, StoryList

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


class Newest(NamedTuple):
    """Stories of one list, newest first: when each was published, in microseconds, and its number. Two kilobytes."""

    moments: "array[int]"
    pks: "array[int]"


def newest_of(lists: Mapping[StoryList, int]) -> dict[StoryList, Newest]:
    """So many of the newest of each list. One query for those that are not kept."""
    kept: dict[StoryList, Newest | None] = {
        on: KEPT.find(("newest", on, count)) for on, count in lists.items()
    }
    made = _made({on: lists[on] for on, newest in kept.items() if newest is None})
    for on, newest in made.items():
        # Whatever is printed or taken back anywhere may stand on it.
        KEPT.keep(("newest", on, lists[on]), newest, keys=[FEED_KEY, FRONT_KEY, PAPER])
    return {on: newest or made[on] for on, newest in kept.items()}


def _made(lists: Mapping[StoryList, int]) -> dict[StoryList, Newest]:
    found: defaultdict[StoryList, Newest] = defaultdict(lambda: Newest(array("q"), array("q")))
    for row in ListedStory.objects.newest_on(lists):
        found[row.on].moments.append((row.published_at - _EPOCH) // _MICROSECOND)
        found[row.on].pks.append(row.pk)
    return {on: found[on] for on in lists}
