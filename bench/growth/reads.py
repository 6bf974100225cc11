"""The reads of the papers of growth: hours and sketches of readers, most in the first days of a story."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from bench.growth.sending import Place
from bench.growth.sizes import PERIOD
from kawaraban.law.record.rows import insert_rows
from kawaraban.press.front.beacons.beacon import PAPER
from kawaraban.reads.models import DayReaders, HourTally
from kawaraban.reads.sketches import with_marks

_SEED = 14
_HOURS, _DAYS, _SKETCHES = 30, 5, 16
_TOGETHER = 500
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def write_reads(places: Sequence[Place], *, begins_at: datetime) -> None:
    """Thirty hours and five days for each story, and the days of the paper."""
    chance = Random(_SEED)
    sketches = [with_marks(b"", _marks(chance, 20 + 5 * number)) for number in range(_SKETCHES)]
    begins_at = begins_at.replace(minute=0, second=0, microsecond=0)
    for first in range(0, len(places), _TOGETHER):
        hours: list[tuple[str, datetime, int, int]] = []
        days: list[tuple[str, object, int, bytes]] = []
        for number in range(first, min(first + _TOGETHER, len(places))):
            at = begins_at + _HOUR * int(PERIOD / _HOUR * number / len(places))
            key = places[number].locator
            hours += [
                (key, at + _HOUR * hour, chance.randint(1, 200 // (hour + 1) + 1), hour % 3)
                for hour in range(_HOURS)
            ]
            days += [_day(key, at + _DAY * day, chance.choice(sketches)) for day in range(_DAYS)]
        with transaction.atomic():
            insert_rows(HourTally, ("story_key", "hour_at", "reads_count", "robots_count"), hours)
            insert_rows(DayReaders, ("story_key", "day_on", "readers_count", "sketch"), days)
    with transaction.atomic():
        paper = [_day(PAPER, begins_at + _DAY * day, chance.choice(sketches)) for day in range(PERIOD.days)]
        insert_rows(DayReaders, ("story_key", "day_on", "readers_count", "sketch"), paper)


def _day(key: str, at: datetime, told: tuple[bytes, int]) -> tuple[str, object, int, bytes]:
    sketch, count = told
    return (key, at.date().isoformat(), count, sketch)


def _marks(chance: Random, count: int) -> list[str]:
    return [f"{chance.getrandbits(64):016x}" for _ in range(count)]
