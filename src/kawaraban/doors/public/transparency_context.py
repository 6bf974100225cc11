"""What the page of one year shows: the figures of the report's files, summed up for people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from django.conf import settings

from kawaraban.doors.public.policy_context import address, language_links
from kawaraban.law.category_words import CATEGORY_WORDS
from kawaraban.law.figures import Appeals, YearFigures, year_figures, years_recorded
from kawaraban.law.models import Party, PublishedReport, Visibility
from kawaraban.look.paper_view import Link


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """One line of the table. `name` is in the language that is active when the page is rendered."""

    name: object
    illegal: int
    terms: int
    notices: int


@dataclass(frozen=True, slots=True)
class YearPage:
    """`measures` by how they restrict; `rows` only of the categories in which there was something."""

    figures: YearFigures
    own_measures: int
    refused: int
    removed: int
    withheld: int
    suspended: int
    acted_on_law: int
    acted_on_terms: int
    appeals_of_authors: Appeals
    appeals_of_suspended: Appeals
    appeals_of_notifiers: Appeals
    rows: tuple[CategoryRow, ...]
    first_day: date
    last_day: date
    as_of: datetime
    published_on: date | None
    years: tuple[Link, ...]
    languages: tuple[Link, ...]
    canonical_url: str


def year_page(year: int, language: str, *, zone: tzinfo, now: datetime) -> YearPage | None:
    """The page; None for a year of which the record knows nothing."""
    years = years_recorded(zone=zone, now=now)
    if year not in years:
        return None
    figures = year_figures(year, zone=zone, now=now)
    published = PublishedReport.objects.filter(year=year).first()
    return YearPage(
        figures=figures,
        own_measures=figures.illegal.total + figures.terms.total,
        refused=_restricted(figures, Visibility.REFUSED),
        removed=_restricted(figures, Visibility.REMOVED),
        withheld=_restricted(figures, Visibility.WITHHELD),
        suspended=sum(each.suspensions.total() for each in (figures.illegal, figures.terms)),
        acted_on_law=figures.notices.on_law.total(),
        acted_on_terms=figures.notices.on_terms.total(),
        appeals_of_authors=figures.appeals[Party.AUTHOR],
        appeals_of_suspended=figures.suspension_appeals,
        appeals_of_notifiers=figures.appeals[Party.NOTIFIER],
        rows=tuple(_rows(figures)),
        first_day=date(year, 1, 1),
        last_day=date(year, 12, 31),
        as_of=now,
        published_on=published.published_on if published else None,
        years=year_links(years, language, current=year),
        languages=language_links("public:transparency_year", language, year),
        canonical_url=settings.SITE_URL + address("public:transparency_year", language, year),
    )


def year_links(years: list[int], language: str, *, current: int = 0) -> tuple[Link, ...]:
    """A link to the page of each year."""
    return tuple(
        Link(str(year), address("public:transparency_year", language, year), is_current=year == current)
        for year in years
    )


def _restricted(figures: YearFigures, visibility: Visibility) -> int:
    both = (figures.illegal, figures.terms)
    return sum(each[visibility.value] for measures in both for each in measures.by_visibility.values())


def _rows(figures: YearFigures) -> Iterator[CategoryRow]:
    for code, name in CATEGORY_WORDS.items():
        counts = [
            sum(count for category, count in counter.items() if category.category == code)
            for counter in (
                figures.illegal.by_category,
                figures.terms.by_category,
                figures.notices.by_category,
            )
        ]
        if any(counts):
            yield CategoryRow(name, *counts)
