"""The report of one year, whole: its figures, who reports, its files. The command line and the public page ask here."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from django.conf import settings

from kawaraban.law.duties import current_duties, service_name
from kawaraban.law.figures import YearFigures, year_figures
from kawaraban.law.models import PublishedReport
from kawaraban.law.report_files import Identity, report_files
from kawaraban.law.report_words import report_words


@dataclass(frozen=True, slots=True)
class YearlyReport:
    """`published_on` is None while the publisher has not published it."""

    figures: YearFigures
    published_on: date | None
    files: dict[str, str]


def yearly_files(year: int, *, zone: tzinfo, now: datetime) -> YearlyReport:
    """The eleven files by name, from the figures of the year and the settings of the publisher."""
    duties = current_duties()
    published = PublishedReport.objects.filter(year=year).first()
    before = PublishedReport.objects.filter(year__lt=year).order_by("-year").first()
    figures = year_figures(year, zone=zone, now=now)
    identity = Identity(
        service=service_name(duties),
        provider=duties.provider_name,
        published_on=published.published_on if published else None,
        previous_on=before.published_on if before else None,
        words=report_words(duties, settings.LANGUAGE_CODE),
        is_online_platform=duties.is_online_platform,
        had_no_orders=bool(published and published.had_no_orders),
    )
    return YearlyReport(figures, identity.published_on, report_files(figures, identity))
