"""The numbers that pages show."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.db.models import Sum

from kawaraban.press.front.beacons.beacon import PAPER
from kawaraban.reads.models import HourTally


@dataclass(frozen=True, slots=True)
class Ranking:
    """Over how long the most read are ranked, and in how many hours a read loses half of its weight."""

    hours: int
    half_life_hours: float


# A read of the present hour weighs 1, one of half a life ago 1/2, one of a whole window ago 1/16.
DAY: Final = Ranking(hours=24, half_life_hours=6)
WEEK: Final = Ranking(hours=7 * 24, half_life_hours=42)


def reads_of(story_keys: Iterable[str]) -> dict[str, int]:
    """Counted reads of each story since it was published; 0 where there are none. One query."""
    wanted = list(dict.fromkeys(story_keys))
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        # By hand: every page with a story on it asks it. The text has a sign for each value, and no value.
        places = ", ".join(["%s"] * len(wanted))
        select = f"SELECT story_key, SUM(reads_count) FROM reads_hourtally WHERE story_key IN ({places})"  # noqa: S608
        cursor.execute(f"{select} GROUP BY story_key", wanted)
        counted = {key: int(total) for key, total in cursor.fetchall()}
    return {key: counted.get(key, 0) for key in wanted}


def most_read(*, now: datetime, limit: int, ranking: Ranking = DAY) -> list[str]:
    """The keys of the stories read most, most first. One query."""
    [ranked] = most_read_of_each([ranking], now=now, limit=limit)
    return ranked


def most_read_of_each(rankings: Sequence[Ranking], *, now: datetime, limit: int) -> list[list[str]]:
    """The same by each of the rankings. One query for all.

    A read weighs 2 ** -(age / half-life), its age counted in whole hours: tallies are by the hour, so the list
    changes by reads and at the full hour, and not with every second. Equal weights stand in the order of their
    keys: a list that changes its order without a reason would be printed again without one.
    """
    hour = timedelta(hours=1)
    longest = max(ranking.hours for ranking in rankings)
    tallies = HourTally.objects.filter(hour_at__gt=now - longest * hour, hour_at__lte=now, reads_count__gt=0)
    rows = [
        (story, (now - hour_at) / hour, reads)
        for story, hour_at, reads in tallies.order_by().values_list("story_key", "hour_at", "reads_count")
    ]
    ranked = []
    for ranking in rankings:
        weights: defaultdict[str, float] = defaultdict(float)
        for story, age, reads in rows:
            if age < ranking.hours:
                weights[story] += reads * 2 ** -(age // 1 / ranking.half_life_hours)
        ranked.append(sorted(weights, key=lambda story: (-round(weights[story], 9), story))[:limit])
    return ranked


def read_since(moment: datetime) -> set[str]:
    """The stories of which reads were counted in an hour that began then or later. One query."""
    lately = HourTally.objects.filter(hour_at__gte=moment, reads_count__gt=0).exclude(story_key=PAPER)
    return set(lately.order_by().values_list("story_key", flat=True).distinct())


def all_reads() -> dict[str, int]:
    """Counted reads of every story that has any. One query."""
    counted = HourTally.objects.filter(reads_count__gt=0).order_by().values_list("story_key")
    return dict(counted.annotate(total=Sum("reads_count")))
