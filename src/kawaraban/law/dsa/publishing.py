"""Publishing the report of a year: its files are frozen. What is corrected is another version, with a reason.

    draft = draft_report(2026, Publication(on=today, had_no_orders=True), zone=zone, now=now)
    draft.changes            # what would differ from the newest version
    publish_report(draft, reason="Two notices of December were answered.", person=publisher, now=now)

The files are made outside of the transaction, from the whole year. Of two who publish at once the second is told: a
draft says after which version it comes. Annex II, part I, 5.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from django.conf import settings
from django.db.models import Max

from kawaraban.law.dsa.changes import Change, changes_between
from kawaraban.law.dsa.duties import current_duties
from kawaraban.law.dsa.packing import Damaged, unzipped, zipped
from kawaraban.law.dsa.versions import FrozenVersion, packed_version
from kawaraban.law.dsa.yearly_report import Publication, yearly_files
from kawaraban.law.models import PublishedReport, ReportVersion
from kawaraban.law.record.ledger import record
from kawaraban.law.record.sealed_tables import PUBLISHED_REPORTS, REPORT_VERSIONS
from kawaraban.law.site_address import is_public_site
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, require
from kawaraban.press.keys import PAPER_KEY
from kawaraban.press.orders import order_reprint
from kawaraban.press.turn import one_turn


class Obstacle(StrEnum):
    """Why a report cannot be published as it is. What the publisher reads stands at the desk."""

    NOT_OVER = "not_over"
    NO_PROVIDER = "no_provider"
    LOCAL_ADDRESS = "local_address"
    HAD_ORDERS = "had_orders"  # the record has some, and the publisher says that there were none
    NOTHING_CHANGED = "nothing_changed"
    NO_REASON = "no_reason"
    NOT_KEPT = "not_kept"  # what was published before this version is not frozen yet
    DAMAGED = "damaged"  # the files of the newest version cannot be read
    MEANWHILE = "meanwhile"  # somebody else has published since


class NotPublishable(Exception):
    """`obstacle` says why."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle.value)
        self.obstacle = obstacle


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """What would be published. `after`: the number of the newest version, 0 before the first."""

    year: int
    publication: Publication
    files: Mapping[str, str]
    after: int
    changes: tuple[Change, ...]
    obstacles: tuple[Obstacle, ...]

    @property
    def fingerprint(self) -> str:
        """Of all that the publisher was shown: other changes have another one."""
        said = f"{self.year} {self.after} {self.publication.had_no_orders} {self.changes}"
        return hashlib.sha256(said.encode()).hexdigest()[:32]


def draft_report(year: int, publication: Publication, *, zone: tzinfo, now: datetime) -> ReportDraft:
    """What the record gives now, beside the newest version. Writes nothing."""
    made = yearly_files(year, zone=zone, now=now, publication=publication)
    newest = made.versions[0] if made.versions else None
    found = list(_obstacles(year, publication))
    if publication.had_no_orders and made.figures.orders:
        found.append(Obstacle.HAD_ORDERS)
    changes: list[Change] = []
    if newest and newest.is_kept:
        try:
            changes = changes_between(_files_of(newest), made.files)
        except Damaged:
            found.append(Obstacle.DAMAGED)
        else:
            if all(change.is_of_a_date for change in changes):
                found.append(Obstacle.NOTHING_CHANGED)
    elif newest:
        found.append(Obstacle.NOT_KEPT)
    after = newest.number if newest and newest.is_kept else 0
    return ReportDraft(year, publication, made.files, after, tuple(changes), tuple(found))


def publish_report(draft: ReportDraft, *, reason: str, person: User, now: datetime) -> ReportVersion:
    """Freeze it and let everybody download it. A first version needs no reason, and gets none.

    Raises NotPublishable, PermissionDenied.
    """
    require(person, Verb.EXPORT_RECORD)
    if draft.obstacles:
        raise NotPublishable(draft.obstacles[0])
    said = reason.strip() if draft.after else ""
    if draft.after and not said:
        raise NotPublishable(Obstacle.NO_REASON)
    on = draft.publication.on
    assert on is not None, "a draft without a day has an obstacle"
    with one_turn():
        report, is_new = PublishedReport.objects.get_or_create(
            year=draft.year, defaults={"published_on": on, "person": person}
        )
        report = PublishedReport.objects.select_for_update().get(pk=draft.year)
        if is_new != (draft.after == 0) or _newest_number(report) != draft.after:
            raise NotPublishable(Obstacle.MEANWHILE)
        report.had_no_orders = draft.publication.had_no_orders
        report.save(update_fields=["had_no_orders"])
        version = _kept(report, draft, person=person, reason=said, now=now)
        order_reprint(keys=[PAPER_KEY], reason="report_published", now=now)
        payload = {
            "year": draft.year,
            "version": version.number,
            "reason": said,
            "no_orders": report.had_no_orders,
            "sha256": version.sha256,
            "person": person.get_username(),
        }
        rows = [PUBLISHED_REPORTS.row(report), REPORT_VERSIONS.row(version)]
        record(kind="report_published", subject=f"report:{draft.year}", payload=payload, now=now, rows=rows)
    return version


def freeze_published(*, zone: tzinfo, now: datetime) -> int:
    """Freeze what was published before versions were kept, as the record gives it now. Returns how many.

    Nobody is named as their publisher, and they are marked by that. One query where there is nothing to do.
    """
    count = 0
    for report in PublishedReport.objects.filter(versions=None).order_by("year"):
        publication = Publication(report.published_on, report.had_no_orders)
        files = yearly_files(report.year, zone=zone, now=now, publication=publication).files
        draft = ReportDraft(report.year, publication, files, 0, (), ())
        with one_turn():
            locked = PublishedReport.objects.select_for_update().get(pk=report.pk)
            if _newest_number(locked):
                continue
            version = _kept(locked, draft, person=None, reason="", now=now)
            order_reprint(keys=[PAPER_KEY], reason="report_frozen", now=now)
            payload = {"year": report.year, "version": version.number, "sha256": version.sha256}
            rows = [REPORT_VERSIONS.row(version)]
            record(kind="report_frozen", subject=f"report:{report.year}", payload=payload, now=now, rows=rows)
        count += 1
    return count


def changes_since(version: FrozenVersion, files: Mapping[str, str]) -> list[Change]:
    """What the files that the record gives now say otherwise, dates apart. Raises Damaged."""
    return [change for change in changes_between(_files_of(version), files) if not change.is_of_a_date]


def _files_of(version: FrozenVersion) -> dict[str, str]:
    packed = packed_version(version.year, version.number)
    if packed is None:
        raise Damaged
    return unzipped(packed.content)


def _obstacles(year: int, publication: Publication) -> list[Obstacle]:
    """Those that have nothing to do with what the report says."""
    found = []
    if publication.on is None or year >= publication.on.year:
        found.append(Obstacle.NOT_OVER)
    if not current_duties().provider_name.strip():
        found.append(Obstacle.NO_PROVIDER)
    if not is_public_site(settings.SITE_URL):
        found.append(Obstacle.LOCAL_ADDRESS)
    return found


def _newest_number(report: PublishedReport) -> int:
    return report.versions.aggregate(newest=Max("number"))["newest"] or 0


def _kept(
    report: PublishedReport, draft: ReportDraft, *, person: User | None, reason: str, now: datetime
) -> ReportVersion:
    on = draft.publication.on or report.published_on
    packed = zipped(draft.files, at=on)
    return ReportVersion.objects.create(
        report=report,
        number=draft.after + 1,
        published_on=on,
        made_at=now,
        reason=reason,
        changes=[change.stored() for change in draft.changes],
        had_no_orders=draft.publication.had_no_orders,
        packed=packed,
        sha256=hashlib.sha256(packed).hexdigest(),
        person=person,
    )
