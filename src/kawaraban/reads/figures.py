"""The numbers that pages show."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Sum

from kawaraban.reads.models import HourTally


def reads_of(story_keys: Iterable[str]) -> dict[str, int]:
    """Counted reads of each story since it was published; 0 where there are none. One query."""
    wanted = list(dict.fromkeys(story_keys))
    if not wanted:
        return {}
    counted = dict(
        HourTally.objects.filter(story_key__in=wanted)
        .order_by()
        .values_list("story_key")
        .annotate(total=Sum("reads_count"))
    )
    return {key: counted.get(key, 0) for key in wanted}


def most_read(*, now: datetime, limit: int, hours: int = 24) -> list[str]:
    """The keys of the stories read most in the last `hours`, most first. One query.

    Tallies are by the hour, so the oldest hour counts whole. Equal figures stand in the order of their
    keys: a list that changes its order without a reason would be printed again without one.
    """
    since = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=hours)
    return list(
        HourTally.objects.filter(hour_at__gt=since, reads_count__gt=0)
        .order_by()
        .values("story_key")
        .annotate(total=Sum("reads_count"))
        .order_by("-total", "story_key")
        .values_list("story_key", flat=True)[:limit]
    )


def all_reads() -> dict[str, int]:
    """Counted reads of every story that has any. One query."""
    return dict(HourTally.objects.order_by().values_list("story_key").annotate(total=Sum("reads_count")))
