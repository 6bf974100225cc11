"""The page of figures: sentences, a table, and two charts drawn from the same numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kawaraban.doors.desk.figures.figures import DayFigures, figures
from kawaraban.doors.desk.lane.waiting_time import duration_words
from kawaraban.doors.desk.rules.capacity import Capacity, capacity
from kawaraban.doors.desk.rules.rules import waiting_target
from kawaraban.law.policy.wording import ground_label
from kawaraban.look.words import number

PERIODS = (7, 30, 90, 365)
WIDTH, HEIGHT = 720, 160


@dataclass(frozen=True, slots=True)
class FigureBar:
    """One piece of a bar, in the units of the drawing; `kind` is its class."""

    x: float
    y: float
    width: float
    height: float
    kind: str


@dataclass(frozen=True, slots=True)
class FigureChart:
    """`target_y` is where the target's line lies; None where there is no such line."""

    bars: tuple[FigureBar, ...]
    words: str
    highest: str
    target_y: float | None = None
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class DayRow:
    """One line of the table."""

    day: date
    decided: int
    approved: int
    rejected: int
    other: int
    taken_back: int
    median: str
    p90: str


@dataclass(frozen=True, slots=True)
class GroundRow:
    """`share` of a hundred, of all refusals in the period; `width` the same in the units of the drawing."""

    label: str
    times: int
    share: int
    width: float


@dataclass(frozen=True, slots=True)
class FiguresPage:
    work: Capacity
    target: str
    periods: tuple[tuple[str, str, bool], ...]
    csv_url: str
    decided: int
    taken_back: int
    median: str
    p90: str
    decided_chart: FigureChart
    time_chart: FigureChart
    rows: tuple[DayRow, ...]
    grounds: tuple[GroundRow, ...]


def figures_page(*, days: int, today: date) -> FiguresPage:
    """The figures of the last days, today among them."""
    counted = figures(first_on=today - timedelta(days=days - 1), last_on=today)
    target = waiting_target()
    return FiguresPage(
        work=capacity(),
        target=duration_words(target),
        periods=tuple((_days(period), f"?days={period}", period == days) for period in PERIODS),
        csv_url=f"{reverse('desk:figures_csv')}?days={days}",
        decided=counted.decided,
        taken_back=counted.taken_back,
        median=_duration(counted.median_seconds),
        p90=_duration(counted.p90_seconds),
        decided_chart=_decided_chart(counted.days),
        time_chart=_time_chart(counted.days, target.total_seconds()),
        rows=tuple(_row(day) for day in reversed(counted.days) if day.decided or day.taken_back),
        grounds=_grounds(counted.grounds),
    )


def _days(period: int) -> str:
    return ngettext("%(number)s day", "%(number)s days", period) % {"number": number(period)}


def _duration(seconds: int | None) -> str:
    return duration_words(timedelta(seconds=seconds)) if seconds is not None else ""


def _decided_chart(days: Sequence[DayFigures]) -> FigureChart:
    """Every day a bar of three pieces, from below: approved, not published, all else."""
    most = max((day.decided for day in days), default=0) or 1
    bars = []
    for place, day in enumerate(days):
        other = day.decided - day.approved - day.rejected
        foot = float(HEIGHT)
        for kind, times in (("approved", day.approved), ("rejected", day.rejected), ("other", other)):
            height = round(times * HEIGHT / most, 2)
            foot = round(foot - height, 2)
            if times:
                bars.append(_bar(place, len(days), y=foot, height=height, kind=kind))
    words = _("Decisions on each of %(days)s days, %(most)s on the day with the most") % {
        "days": number(len(days)),
        "most": number(max(day.decided for day in days)),
    }
    return FigureChart(tuple(bars), words, str(number(max(day.decided for day in days))))


def _time_chart(days: Sequence[DayFigures], target_seconds: float) -> FigureChart:
    """Every day the median, and behind it how long nine of ten waited at most."""
    longest = max([*(day.p90_seconds or 0 for day in days), target_seconds])
    bars = []
    for place, day in enumerate(days):
        for kind, seconds in (("p90", day.p90_seconds), ("median", day.median_seconds)):
            if seconds:
                height = round(seconds * HEIGHT / longest, 2)
                bars.append(_bar(place, len(days), y=round(HEIGHT - height, 2), height=height, kind=kind))
    words = _("Waiting time until the decision on each of %(days)s days, at most %(longest)s") % {
        "days": number(len(days)),
        "longest": duration_words(timedelta(seconds=longest)),
    }
    target_y = round(HEIGHT - target_seconds * HEIGHT / longest, 2)
    return FigureChart(tuple(bars), words, duration_words(timedelta(seconds=longest)), target_y=target_y)


def _bar(place: int, of: int, *, y: float, height: float, kind: str) -> FigureBar:
    step = WIDTH / of
    gap = min(4.0, step * 0.25)
    return FigureBar(round(place * step + gap / 2, 2), y, round(step - gap, 2), height, kind)


def _row(day: DayFigures) -> DayRow:
    return DayRow(
        day=day.day,
        decided=day.decided,
        approved=day.approved,
        rejected=day.rejected,
        other=day.decided - day.approved - day.rejected,
        taken_back=day.taken_back,
        median=_duration(day.median_seconds),
        p90=_duration(day.p90_seconds),
    )


def _grounds(counted: Sequence[tuple[str, int]]) -> tuple[GroundRow, ...]:
    total = sum(times for _code, times in counted) or 1
    most = max((times for _code, times in counted), default=1)
    return tuple(
        GroundRow(ground_label(code), times, round(100 * times / total), round(100 * times / most, 1))
        for code, times in counted
    )
