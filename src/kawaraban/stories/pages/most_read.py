"""The box of the stories read most: of the last day, or of the week where a day is too quiet for a list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from kawaraban.press.printing.pieces import KEPT
from kawaraban.reads.counts import DAY, WEEK, most_read_of_each
from kawaraban.stories.keys import MOST_READ_KEY, story_pk
from kawaraban.stories.values import MostRead, Teaser

SHOWN_COUNT = 5
# More than are shown: some of them may not be public any more.
ASKED_COUNT = 12
# A day with fewer read stories than this makes no list.
FEWEST_COUNT = 3


@dataclass(frozen=True, slots=True)
class Popular:
    """Stories by their reads, most first, of the last day and of the last seven."""

    of_day: tuple[int, ...] = ()
    of_week: tuple[int, ...] = ()

    @property
    def pks(self) -> list[int]:
        return list(dict.fromkeys((*self.of_day, *self.of_week)))


def popular_stories(now: datetime) -> Popular:
    """One query, where no page has asked since the list changed."""
    return KEPT.of("popular", partial(_popular, now), keys=[MOST_READ_KEY])


def _popular(now: datetime) -> Popular:
    day, week = most_read_of_each((DAY, WEEK), now=now, limit=ASKED_COUNT)
    return Popular(_pks(day), _pks(week))


def _pks(keys: Iterable[str]) -> tuple[int, ...]:
    return tuple(pk for key in keys if (pk := story_pk(key)))


def most_read_box(popular: Popular, found: Mapping[int, Teaser]) -> MostRead:
    """The first of them that are public."""
    of_day = _public(popular.of_day, found)
    if len(of_day) >= FEWEST_COUNT:
        return MostRead(of_day, hours=DAY.hours)
    return MostRead(_public(popular.of_week, found), hours=WEEK.hours)


def _public(pks: tuple[int, ...], found: Mapping[int, Teaser]) -> tuple[Teaser, ...]:
    return tuple(found[pk] for pk in pks if pk in found)[:SHOWN_COUNT]
