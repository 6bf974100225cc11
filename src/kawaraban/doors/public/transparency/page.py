"""What the page of one year shows: its figures as the record gives them now, and what was published of them.

The files of a report are less than the page: they do not part what was refused from what is withheld, nor one kind of
appeals from another. So the figures stay those of the record; the page says whether they are those of the report.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from django.conf import settings

from kawaraban.doors.public.policy.page import address, language_links
from kawaraban.law.dsa.category_words import CATEGORY_WORDS
from kawaraban.law.dsa.packing import Damaged
from kawaraban.law.dsa.publishing import changes_since
from kawaraban.law.dsa.versions import FrozenVersion, versions_of
from kawaraban.law.dsa.year_counts import Appeals, YearFigures, year_figures, years_recorded
from kawaraban.law.dsa.yearly_report import Publication, files_from
from kawaraban.law.models import Party, Visibility
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
    """Measures by how they restrict; `rows` only of the categories in which there was something.

    `versions`: what was published, the newest first. `differing_count`: how many cells of the newest one the record
    would fill otherwise now; None where nothing can be compared.
    """

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
    versions: tuple[FrozenVersion, ...]
    differing_count: int | None
    years: tuple[Link, ...]
    languages: tuple[Link, ...]
    canonical_url: str


def year_page(year: int, language: str, *, zone: tzinfo, now: datetime) -> YearPage | None:
    """The page; None for a year of which the record knows nothing."""
    years = years_recorded(zone=zone, now=now)
    if year not in years:
        return None
    figures = year_figures(year, zone=zone, now=now)
    versions = versions_of(year)
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
        versions=tuple(versions),
        differing_count=_differing(versions[0], figures, zone=zone, now=now) if versions else None,
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


def _differing(newest: FrozenVersion, figures: YearFigures, *, zone: tzinfo, now: datetime) -> int | None:
    if not newest.is_kept:
        return None
    said = Publication(newest.published_on, newest.had_no_orders)
    try:
        return len(changes_since(newest, files_from(figures, said, zone=zone, now=now)))
    except Damaged:
        return None


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
