"""Days of a time zone as moments to ask a table for."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from django.db.models import Q


def on_days(field: str, days: Sequence[date], zone: tzinfo) -> Q:
    """Rows whose moment lies on one of these days, in as few ranges as they have. Not for no day."""
    spans = Q()
    for first_on, last_on in _spans(days):
        end = _midnight(last_on + timedelta(days=1), zone)
        spans |= Q(**{f"{field}__gte": _midnight(first_on, zone), f"{field}__lt": end})
    return spans


def _spans(days: Sequence[date]) -> list[tuple[date, date]]:
    """Days that follow each other, as (first, last)."""
    spans: list[tuple[date, date]] = []
    for day in days:
        if spans and day - spans[-1][1] == timedelta(days=1):
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return spans


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)
