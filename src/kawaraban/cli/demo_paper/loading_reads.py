"""Tells when the stories of the demo paper were read: most in the first hours, less at night, never after now."""

import math
import zlib
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from kawaraban.press.front.beacons.beacon import PAPER
from kawaraban.reads.batch import add_readers
from kawaraban.reads.models import HourTally
from kawaraban.stories.models import PaperSettings

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
            prefetches_count=count // 14,
            too_early_count=count // 40,
        )
        for hour_at, count in counts.items()
        if count
    )
    add_readers(readers_of_days(story_key, counts))


def readers_of_days(story_key: str, counts: Mapping[datetime, int]) -> dict[tuple[str, date], list[str]]:
    """Marks of made-up readers: each reads a story once, and two thirds of them nothing else on that day."""
    zone = PaperSettings.objects.current().zone
    found: defaultdict[tuple[str, date], list[str]] = defaultdict(list)
    for hour_at, count in counts.items():
        day = hour_at.astimezone(zone).date()
        hour = zlib.crc32(f"{story_key} {hour_at}".encode())
        marks = [f"{number:08x}{hour:08x}" for number in range(count)]
        found[story_key, day] += marks
        found[PAPER, day] += marks[: count * 2 // 3]
    return {place: marks for place, marks in found.items() if marks}


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
