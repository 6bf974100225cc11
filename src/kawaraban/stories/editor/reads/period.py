"""The period that the page of reads shows: whole days of the paper's own clocks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final
from urllib.parse import urlencode

from django.utils.translation import gettext as _

# Name in the address -> days that end today.
FIXED: Final = {"today": 1, "7": 7, "30": 30}
DEFAULT: Final = "7"
LONGEST_DAYS: Final = 366
# Up to so many days the curve is drawn by the hour.
_HOURLY_DAYS: Final = 2


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both whole. `trouble` says why it is not the one that was asked for."""

    name: str
    first_on: date
    last_on: date
    zone: tzinfo
    trouble: str = ""

    @property
    def since(self) -> datetime:
        return _midnight(self.first_on, self.zone)

    @property
    def until(self) -> datetime:
        return _midnight(self.last_on + timedelta(days=1), self.zone)

    @property
    def is_hourly(self) -> bool:
        return len(self.days) <= _HOURLY_DAYS

    @property
    def days(self) -> list[date]:
        return [self.first_on + timedelta(days=n) for n in range((self.last_on - self.first_on).days + 1)]

    @property
    def hours(self) -> list[datetime]:
        """The full hours: 23 or 25 of them on the days when clocks are changed."""
        hours, at = [], self.since
        while at < self.until:
            hours.append(at)
            at += timedelta(hours=1)
        return hours

    @property
    def query(self) -> str:
        """What asks for the same period again."""
        if self.name in FIXED:
            return urlencode({"period": self.name})
        return urlencode(
            {"period": "custom", "from": self.first_on.isoformat(), "to": self.last_on.isoformat()}
        )


def asked_period(asked: Mapping[str, str], *, now: datetime, zone: tzinfo) -> Period:
    """The period that an address asks for; the last seven days, with the reason, for one that cannot be."""
    today = now.astimezone(zone).date()
    name = asked.get("period", DEFAULT)
    if name in FIXED:
        return _ending(today, name, zone)
    if name != "custom":
        return _ending(
            today, DEFAULT, zone, trouble=_("This period is not known. These are the last 7 days.")
        )
    try:
        first_on, last_on = (date.fromisoformat(asked.get(end, "")) for end in ("from", "to"))
    except ValueError:
        trouble = _("Please give both days, like 2026-11-23. These are the last 7 days.")
        return _ending(today, DEFAULT, zone, trouble=trouble)
    if first_on > last_on:
        first_on, last_on = last_on, first_on
    if last_on > today:
        trouble = _("The period ends in the future. These are the last 7 days.")
        return _ending(today, DEFAULT, zone, trouble=trouble)
    if (last_on - first_on).days >= LONGEST_DAYS or first_on.year < 1990:
        trouble = _("A period may be %(days)d days long at most. These are the last 7 days.")
        return _ending(today, DEFAULT, zone, trouble=trouble % {"days": LONGEST_DAYS})
    return Period("custom", first_on, last_on, zone)


def _ending(today: date, name: str, zone: tzinfo, *, trouble: str = "") -> Period:
    return Period(name, today - timedelta(days=FIXED[name] - 1), today, zone, trouble)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)
