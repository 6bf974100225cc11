"""Tells when the stories of the demo paper were read: most in the first hours, less at night, never after now."""

import math
from datetime import datetime, timedelta

from kawaraban.reads.models import HourTally

_HALF_GONE = timedelta(hours=14)
_OF_THE_DAY = (2, 1, 1, 1, 1, 2, 4, 7, 8, 7, 6, 6, 8, 8, 6, 6, 6, 7, 8, 9, 9, 8, 6, 4)


def tell_reads(story_key: str, *, reads_count: int, published_at: datetime, now: datetime) -> None:
    """Write the tallies of one story; their sum is `reads_count`. Keeps those that are there."""
    if HourTally.objects.filter(story_key=story_key).exists():
        return
    counts = hourly_reads(reads_count, published_at=published_at, now=now)
    HourTally.objects.bulk_create(
        HourTally(
            story_key=story_key,
            hour_at=hour_at,
            reads_count=count,
            robots_count=count // 6,
            repeats_count=count // 9,
            staff_count=1 if count > 40 else 0,
        )
        for hour_at, count in counts.items()
        if count
    )


def hourly_reads(reads_count: int, *, published_at: datetime, now: datetime) -> dict[datetime, int]:
    """The reads of each hour from the publication to now. Rounding loses none."""
    first = published_at.replace(minute=0, second=0, microsecond=0)
    hours = [first + timedelta(hours=n) for n in range(int((now - first) / timedelta(hours=1)) + 1)]
    weights = [math.exp2(-((hour - first) / _HALF_GONE)) * _OF_THE_DAY[hour.hour] for hour in hours]
    total, counts, told, weight_so_far = sum(weights), {}, 0, 0.0
    for hour, weight in zip(hours, weights, strict=True):
        weight_so_far += weight
        until_here = round(reads_count * weight_so_far / total)
        counts[hour] = until_here - told
        told = until_here
    return counts
