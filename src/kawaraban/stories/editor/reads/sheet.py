"""What the page of reads shows: frozen values, made in a fixed number of queries for any number of stories."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from babel.dates import format_date, format_time
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kawaraban.comments.numbers import approved_counts
from kawaraban.look.words import babel_locale, number
from kawaraban.press.front.beacons.beacon import PAPER, BeaconVerdict
from kawaraban.reads import accounts
from kawaraban.reads.accounts import Sums
from kawaraban.reads.counts import DAY, WEEK, most_read
from kawaraban.stories.addresses import address_of
from kawaraban.stories.editor.reads.chart import ReadsChart, bars_of, marks_of
from kawaraban.stories.editor.reads.period import Period
from kawaraban.stories.keys import story_pk
from kawaraban.stories.models import StoryPage

SHOWN_COUNT: Final = 100
_RANKED_COUNT: Final = 5

# What did not count, in the order of the rule: heading of the column, and the reason in a sentence.
REASONS: Final = (
    (BeaconVerdict.FOREIGN, gettext_lazy("Other sites"), gettext_lazy("sent by a page that is not ours")),
    (BeaconVerdict.STAFF, gettext_lazy("Staff"), gettext_lazy("sent while a member of staff was signed in")),
    (
        BeaconVerdict.PREFETCH,
        gettext_lazy("In advance"),
        gettext_lazy("fetched by a browser before anybody looked"),
    ),
    (
        BeaconVerdict.ROBOT,
        gettext_lazy("Robots"),
        gettext_lazy("sent by a program, by the name it gives itself"),
    ),
    (
        BeaconVerdict.TOO_EARLY,
        gettext_lazy("Too early"),
        gettext_lazy("neither seen long enough nor scrolled past"),
    ),
    (BeaconVerdict.FLOOD, gettext_lazy("Flood"), gettext_lazy("too many from one network in ten minutes")),
    (BeaconVerdict.REPEAT, gettext_lazy("Repeats"), gettext_lazy("by the same reader within 24 hours")),
)
# These belong to no story.
LOOSE_REASONS: Final = (
    (BeaconVerdict.UNKNOWN, gettext_lazy("Unknown"), gettext_lazy("for a story that we do not have")),
    (BeaconVerdict.MALFORMED, gettext_lazy("Unreadable"), gettext_lazy("could not be read")),
)


@dataclass(frozen=True, slots=True)
class StoryRow:
    """One story in the table."""

    key: str
    headline: str
    url: str  # "" when the story is not there any more
    language: str
    published_at: datetime | None
    reads: int
    daily_readers: int
    comments: int
    filtered: tuple[int, ...]  # as REASONS

    @property
    def filtered_sum(self) -> int:
        return sum(self.filtered)


@dataclass(frozen=True, slots=True)
class UncountedReason:
    label: str
    words: str
    number: int


@dataclass(frozen=True, slots=True)
class ReadsSheet:
    """The page of all stories."""

    period: Period
    reads: int
    daily_readers: int
    reasons: tuple[UncountedReason, ...]
    charts: tuple[ReadsChart, ...]
    rows: tuple[StoryRow, ...]
    stories_count: int
    rankings: tuple[tuple[str, tuple[StoryRow, ...]], ...]

    @property
    def filtered_sum(self) -> int:
        return sum(reason.number for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class StorySheet:
    """The page of one story."""

    period: Period
    row: StoryRow
    reasons: tuple[UncountedReason, ...]
    charts: tuple[ReadsChart, ...]


def reads_sheet(period: Period, *, now: datetime, rows_count: int | None = SHOWN_COUNT) -> ReadsSheet:
    """All stories in the period; named are so many of those read most, or all of them (None)."""
    sums = accounts.sums_by_story(since=period.since, until=period.until)
    keys = sorted((key for key in sums if key != PAPER), key=lambda key: _place(sums[key], key))
    rows = _rows(period, keys[:rows_count], sums)
    ranked = {
        title: most_read(now=now, limit=_RANKED_COUNT, ranking=ranking)
        for title, ranking in ((_("Most read, 24 hours"), DAY), (_("Most read, 7 days"), WEEK))
    }
    by_key = {row.key: row for row in rows}
    missing = [key for keys in ranked.values() for key in keys if key not in by_key]
    by_key |= {row.key: row for row in _named(missing, {}, {})}
    totals: Counter[BeaconVerdict] = Counter()
    for told in sums.values():
        totals.update(told)
    readers = accounts.readers_by_day(first_on=period.first_on, last_on=period.last_on)
    return ReadsSheet(
        period=period,
        reads=totals[BeaconVerdict.READ],
        daily_readers=sum(readers.values()),
        reasons=_reasons(totals, (*REASONS, *LOOSE_REASONS)),
        charts=_charts(period, readers),
        rows=tuple(rows),
        stories_count=len(keys),
        rankings=tuple((title, tuple(by_key[key] for key in keys)) for title, keys in ranked.items()),
    )


def story_sheet(key: str, period: Period) -> StorySheet | None:
    """One story in the period; None for one that there is not and that was never read."""
    sums = accounts.sums_by_story(since=period.since, until=period.until, story_key=key)
    readers = accounts.readers_by_day(first_on=period.first_on, last_on=period.last_on, story_key=key)
    (row,) = _named([key], sums, {key: sum(readers.values())})
    if not row.url and key not in sums:
        return None
    return StorySheet(
        period=period,
        row=row,
        reasons=_reasons(sums.get(key, {}), REASONS),
        charts=_charts(period, readers, story_key=key),
    )


def curve(period: Period, *, story_key: str = "") -> list[tuple[datetime | date, int]]:
    """Reads of each hour, or of each day, of the period: zeros too."""
    hourly = accounts.reads_by_hour(since=period.since, until=period.until, story_key=story_key)
    if period.is_hourly:
        return [(hour.astimezone(period.zone), hourly.get(hour, 0)) for hour in period.hours]
    by_day: Counter[date] = Counter()
    for hour, reads in hourly.items():
        by_day[hour.astimezone(period.zone).date()] += reads
    return [(day, by_day[day]) for day in period.days]


def _place(told: Sums, key: str) -> tuple[int, int, str]:
    """Those read most first; of these, where most was not counted."""
    filtered = sum(told.get(verdict, 0) for verdict, _label, _words in REASONS)
    return -told.get(BeaconVerdict.READ, 0), -filtered, key


def _rows(period: Period, keys: list[str], sums: Mapping[str, Sums]) -> list[StoryRow]:
    readers = accounts.daily_readers_by_story(
        first_on=period.first_on,
        last_on=period.last_on,
        story_keys=keys if len(keys) <= SHOWN_COUNT else None,
    )
    return _named(keys, sums, readers)


def _named(keys: Iterable[str], sums: Mapping[str, Sums], readers: Mapping[str, int]) -> list[StoryRow]:
    keys = list(dict.fromkeys(keys))
    stories = {
        pk: rest
        for pk, *rest in StoryPage.objects.filter(pk__in=[story_pk(key) for key in keys]).values_list(
            "pk", "title", "url_path", "language", "first_published_at"
        )
    }
    comments = approved_counts(keys)
    rows = []
    for key in keys:
        told = sums.get(key, {})
        headline, url_path, language, published_at = stories.get(story_pk(key), (key, "", "", None))
        rows.append(
            StoryRow(
                key=key,
                headline=headline,
                url=address_of(url_path) if url_path else "",
                language=language,
                published_at=published_at,
                reads=told.get(BeaconVerdict.READ, 0),
                daily_readers=readers.get(key, 0),
                comments=comments[key],
                filtered=tuple(told.get(verdict, 0) for verdict, _label, _words in REASONS),
            )
        )
    return rows


def _reasons(
    sums: Sums, reasons: Iterable[tuple[BeaconVerdict, object, object]]
) -> tuple[UncountedReason, ...]:
    return tuple(
        UncountedReason(str(label), str(words), sums.get(verdict, 0)) for verdict, label, words in reasons
    )


def _charts(period: Period, readers: Mapping[date, int], *, story_key: str = "") -> tuple[ReadsChart, ...]:
    reads = [(_label(at), value) for at, value in curve(period, story_key=story_key)]
    unit = _("Hour") if period.is_hourly else _("Day")
    title = _("Reads per hour") if period.is_hourly else _("Reads per day")
    charts = [_chart(title, reads, unit=unit, measure=_("Reads"))]
    if len(period.days) > 1:
        daily = [(_label(day), readers.get(day, 0)) for day in period.days]
        charts.append(_chart(_("Distinct readers per day"), daily, unit=_("Day"), measure=_("Readers")))
    return tuple(charts)


def _chart(title: str, values: list[tuple[str, int]], *, unit: str, measure: str) -> ReadsChart:
    label, highest = max(values, key=lambda one: one[1])
    words = _("%(sum)s in all. The most at once: %(highest)s, %(when)s.") if highest else _("None so far.")
    told = {"sum": number(sum(value for _l, value in values)), "highest": number(highest), "when": label}
    return ReadsChart(
        title=title,
        summary=words % told,
        unit=unit,
        measure=measure,
        bars=bars_of(values),
        highest=highest,
        marks=marks_of([label for label, _value in values]),
    )


def _label(at: datetime | date) -> str:
    """ "23 Nov" for a day, "23 Nov, 14:00" for an hour, in the active language."""
    locale = babel_locale()
    day = format_date(at, "d MMM", locale=locale)
    if not isinstance(at, datetime):
        return str(day)
    return f"{day}, {format_time(at, 'short', locale=locale, tzinfo=at.tzinfo)}"
