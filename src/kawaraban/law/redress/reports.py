"""Readers' reports: filed once for each reader and text, answered by the next decision about the comment."""

from datetime import datetime

from django.conf import settings
from django.db import connection

from kawaraban.law.models import Decision, Report, Verdict
from kawaraban.law.record.ledger import record
from kawaraban.law.record.sealed_tables import REPORTS
from kawaraban.law.reporters import check_pace


def file_report(
    *, subject: str, revision_number: int, ground: str, words: str, reporter_key: str, now: datetime
) -> Report:
    """Keep the report, or give back the open one that this reader sent before about the same words.

    Must be called inside the transaction that holds the comment's row. Raises TooManyAtOnce.
    """
    assert connection.in_atomic_block, "a report is filed in the transaction that holds its comment"
    same = Report.objects.open().filter(
        subject=subject, revision_number=revision_number, reporter_key=reporter_key
    )
    first = same.first() if reporter_key else None
    if first:
        return first
    sent = Report.objects.filter(reporter_key=reporter_key).order_by("-reported_at")
    times = sent.values_list("reported_at", flat=True)[: settings.REPORTS_PER_HOUR] if reporter_key else []
    check_pace(list(times), limit=settings.REPORTS_PER_HOUR, now=now)
    report = Report.objects.create(
        subject=subject,
        revision_number=revision_number,
        ground=ground,
        words=words,
        reporter_key=reporter_key,
        reported_at=now,
    )
    # The reader's own words stay out of the record: they may name somebody.
    payload = {"report": report.pk, "revision": revision_number, "ground": ground}
    record(kind="comment_reported", subject=subject, payload=payload, now=now, rows=[REPORTS.row(report)])
    return report


def looks_count(subject: str, revision_number: int) -> int:
    """How often these very words were looked at again and stayed."""
    kept = Decision.objects.filter(
        subject=subject, revision_number=revision_number, verdict=Verdict.KEPT, reversal=None
    )
    return kept.count()
