"""The published versions of a report, as they are read. They stay: nothing here or elsewhere removes one.

Annex II, part I, 5: reports and all their versions stay public for at least five years.
"""

from dataclasses import dataclass
from datetime import date, datetime

from kawaraban.law.dsa.changes import Change
from kawaraban.law.models import PublishedReport, ReportVersion


@dataclass(frozen=True, slots=True)
class FrozenVersion:
    """One of them without its files.

    `frozen_at`: of a report that was published before versions were kept, when its files were; `is_kept` is False
    of one whose files were not kept yet.
    """

    year: int
    number: int
    published_on: date
    had_no_orders: bool
    reason: str = ""
    changes: tuple[Change, ...] = ()
    sha256: str = ""
    frozen_at: datetime | None = None
    is_kept: bool = True


@dataclass(frozen=True, slots=True)
class Packed:
    """Its zip as it was published."""

    number: int
    sha256: str
    content: bytes


def versions_of(year: int) -> list[FrozenVersion]:
    """The newest first; none of a report that is not published. At most two queries, none reads the files."""
    rows = ReportVersion.objects.filter(report_id=year).order_by("-number").defer("packed")
    found = [
        FrozenVersion(
            year=year,
            number=row.number,
            published_on=row.published_on,
            had_no_orders=row.had_no_orders,
            reason=row.reason,
            changes=tuple(Change.of(each) for each in row.changes),
            sha256=row.sha256,
            frozen_at=None if row.person_id else row.made_at,
        )
        for row in rows
    ]
    if found:
        return found
    report = PublishedReport.objects.filter(pk=year).first()
    return (
        [FrozenVersion(year, 1, report.published_on, report.had_no_orders, is_kept=False)] if report else []
    )


def packed_version(year: int, number: int | None = None) -> Packed | None:
    """The files of one version, or of the newest; None where there is none that was kept."""
    rows = ReportVersion.objects.filter(report_id=year).order_by("-number")
    row = (rows if number is None else rows.filter(number=number)).first()
    return Packed(row.number, row.sha256, bytes(row.packed)) if row else None


def previous_date(year: int, *, by: date | None) -> date | None:
    """When the latest report of a year before was published, as of the day `by`; its newest version counts."""
    earlier = PublishedReport.objects.filter(year__lt=year).order_by("-year")
    report = (earlier.filter(published_on__lte=by) if by else earlier).first()
    if report is None:
        return None
    versions = report.versions.order_by("-number").values_list("published_on", flat=True)
    newest = (versions.filter(published_on__lte=by) if by else versions).first()
    return newest or report.published_on
