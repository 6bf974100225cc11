"""What was counted between two moments, for the newsroom: sums by story, sums by hour, readers by day.

`Sums` has one number for each verdict, so that what was filtered is always told beside what was counted.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db.models import QuerySet, Sum

from kawaraban.press.front.beacons.beacon import PAPER, BeaconVerdict
from kawaraban.reads.models import COLUMNS, DayReaders, HourTally

Sums = Mapping[BeaconVerdict, int]


def sums_by_story(*, since: datetime, until: datetime, story_key: str = "") -> dict[str, Sums]:
    """What was counted for each story from `since` to before `until`; "paper" is what named none. One query.

    `story_key` asks for one story alone.
    """
    rows = HourTally.objects.filter(hour_at__gte=since, hour_at__lt=until)
    if story_key:
        rows = rows.filter(story_key=story_key)
    sums = rows.order_by().values_list("story_key").annotate(*(Sum(column) for column in COLUMNS.values()))
    return {story: dict(zip(COLUMNS, numbers, strict=True)) for story, *numbers in sums}


def reads_by_hour(*, since: datetime, until: datetime, story_key: str = "") -> dict[datetime, int]:
    """Counted reads of each hour that has any, of one story or of all. One query."""
    rows = HourTally.objects.filter(hour_at__gte=since, hour_at__lt=until, reads_count__gt=0)
    if story_key:
        rows = rows.filter(story_key=story_key)
    return dict(rows.order_by("hour_at").values_list("hour_at").annotate(Sum("reads_count")))


def readers_by_day(*, first_on: date, last_on: date, story_key: str = PAPER) -> dict[date, int]:
    """Distinct readers of each day of the paper, or of one story. One query."""
    rows = _readers(first_on, last_on).filter(story_key=story_key)
    return dict(rows.order_by("day_on").values_list("day_on", "readers_count"))


def daily_readers_by_story(
    *, first_on: date, last_on: date, story_keys: Collection[str] | None = None
) -> dict[str, int]:
    """The readers of each day added up: who came on two days is in it twice. One query; None asks for all stories."""
    rows = _readers(first_on, last_on)
    if story_keys is not None:
        rows = rows.filter(story_key__in=story_keys)
    return dict(rows.order_by().values_list("story_key").annotate(Sum("readers_count")))


def _readers(first_on: date, last_on: date) -> QuerySet[DayReaders]:
    return DayReaders.objects.filter(day_on__gte=first_on, day_on__lte=last_on)
