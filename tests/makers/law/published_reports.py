"""A year that is over and the report of it, published as often as a test needs."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from tests.makers.comments import approved, rejected, sent
from tests.makers.law.redress import noticed

from kawaraban.comments.models import Thread
from kawaraban.comments.record_check import verify_paper
from kawaraban.law.dsa.publishing import NotPublishable, Obstacle, draft_report, publish_report
from kawaraban.law.dsa.yearly_report import Publication
from kawaraban.law.models import Duties, Notice, ReportVersion
from kawaraban.people.models import User

SITE = "https://harbour.press"
MAY, FEBRUARY = datetime(2025, 5, 2, 12, tzinfo=UTC), datetime(2026, 2, 1, 12, tzinfo=UTC)
FIRST_DAY, SECOND_DAY = date(2026, 2, 1), date(2026, 3, 9)
PART_1, PART_4 = "Part_1_summary.csv", "Part_4_notices.csv"


def year_that_is_over(thread: Thread, moderator: User) -> Notice:
    """2025: a comment refused, and a notice that is still open. Who provides the paper is known."""
    Duties.objects.update_or_create(pk=1, defaults={"provider_name": "Harbour Press Ltd"})
    rejected(sent(thread, "Refused.", now=MAY), moderator, now=MAY)
    shown = sent(thread, "Shown.", now=MAY)
    approved(shown, moderator, now=MAY)
    return noticed(shown, now=MAY)


def answer(notice: Notice, moderator: User) -> None:
    """Late: a figure of the year before is another from now on."""
    notice.outcome, notice.decided_at, notice.decided_by = "acted", FEBRUARY, moderator
    notice.save()


def published(
    publisher: User, *, on: date = FIRST_DAY, year: int = 2025, reason: str = "", **facts: Any
) -> ReportVersion:
    """The report as the record gives it now."""
    now = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    draft = draft_report(year, Publication(on, **facts), zone=UTC, now=now)
    return publish_report(draft, reason=reason, person=publisher, now=now)


def rows_in(packed: bytes, name: str) -> list[list[str]]:
    """One file of a downloaded zip."""
    text = zipfile.ZipFile(io.BytesIO(packed)).read(name).decode()
    return list(csv.reader(io.StringIO(text, newline="")))


def download(client: Client, name: str = "report.zip") -> bytes:
    answered = client.get(f"/transparency/2025/{name}")
    assert answered.status_code == 200
    return answered.getvalue()


def about_reports() -> list[str]:
    """What is found of them; the year was made by hand, so other rows are not as the record has them."""
    return [problem for problem in verify_paper().problems if "report" in problem]


def refused(publisher: User, **facts: Any) -> Obstacle:
    with pytest.raises(NotPublishable) as found:
        published(publisher, **facts)
    return found.value.obstacle
