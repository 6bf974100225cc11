"""The report of one year as the record gives it now: its figures, who reports, its files.

What was published is kept by `versions.py` and does not change. `changes.py` says in what the two differ.
"""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from django.conf import settings

from kawaraban.law.dsa.duties import current_duties, service_name
from kawaraban.law.dsa.exposure import hours_on_the_page
from kawaraban.law.dsa.report_files import Identity, report_files
from kawaraban.law.dsa.report_words import report_words
from kawaraban.law.dsa.versions import FrozenVersion, previous_date, versions_of
from kawaraban.law.dsa.year_counts import YearFigures, year_figures


@dataclass(frozen=True, slots=True)
class Publication:
    """What the publisher adds to the record: the day, and whether no authority sent an order."""

    on: date | None = None
    had_no_orders: bool = False


@dataclass(frozen=True, slots=True)
class YearlyReport:
    """`versions`: what was published of it, the newest first; none while the publisher has not."""

    figures: YearFigures
    files: dict[str, str]
    versions: list[FrozenVersion]

    @property
    def published_on(self) -> date | None:
        """Of the newest version."""
        return self.versions[0].published_on if self.versions else None


def yearly_files(
    year: int, *, zone: tzinfo, now: datetime, publication: Publication | None = None
) -> YearlyReport:
    """The eleven files by name. Without a publication: as the newest version of it says, else of none."""
    versions = versions_of(year)
    figures = year_figures(year, zone=zone, now=now)
    given = publication or _said_in(versions)
    return YearlyReport(figures, files_from(figures, given, zone=zone, now=now), versions)


def files_from(
    figures: YearFigures, publication: Publication, *, zone: tzinfo, now: datetime
) -> dict[str, str]:
    """The files that these figures make, with the settings of the publisher as they are."""
    duties = current_duties()
    exposure = hours_on_the_page(figures.year, zone=zone, now=now)
    identity = Identity(
        service=service_name(duties),
        provider=duties.provider_name,
        published_on=publication.on,
        previous_on=previous_date(figures.year, by=publication.on),
        words=report_words(duties, settings.LANGUAGE_CODE, exposure=exposure),
        is_online_platform=duties.is_online_platform,
        had_no_orders=publication.had_no_orders,
    )
    return report_files(figures, identity)


def _said_in(versions: list[FrozenVersion]) -> Publication:
    return Publication(versions[0].published_on, versions[0].had_no_orders) if versions else Publication()
