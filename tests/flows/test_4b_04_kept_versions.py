"""4b.4 What is kept of a published report: a damaged file is found, and one of before there were versions is frozen."""

import hashlib
from datetime import UTC, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from tests.makers.law.published_reports import (
    FEBRUARY,
    FIRST_DAY,
    PART_1,
    SECOND_DAY,
    about_reports,
    answer,
    download,
    published,
    refused,
    rows_in,
)

from kawaraban.config.env import data_dir
from kawaraban.config.processes.worker_role import worker_tasks
from kawaraban.law.dsa.publishing import Obstacle, freeze_published
from kawaraban.law.models import Notice, PublishedReport, ReportVersion
from kawaraban.law.record.ledger import record
from kawaraban.law.record.sealed_tables import PUBLISHED_REPORTS
from kawaraban.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def test_4b_04_a_flipped_byte_of_a_published_file_is_found(notice: Notice, publisher: User) -> None:
    version = published(publisher)
    whole = about_reports()
    packed = bytearray(version.packed)
    packed[len(packed) // 2] ^= 1

    ReportVersion.objects.update(packed=bytes(packed))

    assert whole == []
    [problem] = about_reports()
    assert f"report_version:{version.pk}" in problem


def test_4b_04_a_hash_that_was_fitted_to_a_forged_file_is_found(notice: Notice, publisher: User) -> None:
    version = published(publisher)
    forged = bytes(version.packed) + b"x"

    ReportVersion.objects.update(packed=forged, sha256=hashlib.sha256(forged).hexdigest())

    [problem] = about_reports()
    assert f"report_version:{version.pk}" in problem


def test_4b_04_a_damaged_version_is_still_served_and_nothing_breaks(
    notice: Notice, moderator: User, publisher: User, client: Client
) -> None:
    published(publisher)
    ReportVersion.objects.update(packed=b"PK no zip any more")
    answer(notice, moderator)

    assert client.get("/transparency/2025/").status_code == 200
    assert download(client) == b"PK no zip any more"
    assert refused(publisher, on=SECOND_DAY, reason="x") is Obstacle.DAMAGED


@pytest.fixture
def old_report(notice: Notice, publisher: User) -> PublishedReport:
    """As the version before left it: a day, and no files."""
    return PublishedReport.objects.create(
        year=2025, published_on=FIRST_DAY, person=publisher, had_no_orders=True
    )


def test_4b_04_a_report_of_before_there_were_versions_can_be_downloaded_at_once(
    old_report: PublishedReport, client: Client
) -> None:
    for name in ("report.zip", "report-1.zip"):
        packed = download(client, name)
        assert rows_in(packed, PART_1)[2][3] == "2026-02-01"
    assert client.get("/transparency/2025/report-2.zip").status_code == 404
    page = client.get("/transparency/2025/").content.decode()
    assert "/transparency/2025/report.zip" in page
    assert not ReportVersion.objects.exists()


def test_4b_04_the_worker_freezes_it_once_and_marks_it(
    old_report: PublishedReport, notice: Notice, moderator: User, client: Client
) -> None:
    run = {task.name: task.run for task in worker_tasks(data_dir())}["published reports"]
    run()
    kept = download(client)
    answer(notice, moderator)
    run()

    version = ReportVersion.objects.get()
    assert (version.number, version.person, version.published_on) == (1, None, FIRST_DAY)
    assert version.had_no_orders
    assert download(client) == kept
    assert "was made anew at each download" in client.get("/transparency/2025/").content.decode()


def test_4b_04_freezing_asks_once_where_there_is_nothing_to_do(
    notice: Notice, publisher: User, django_assert_num_queries: Any
) -> None:
    published(publisher)

    with django_assert_num_queries(1):
        assert freeze_published(zone=UTC, now=FEBRUARY) == 0


def test_4b_04_what_the_worker_froze_is_in_the_record(old_report: PublishedReport) -> None:
    with transaction.atomic():
        rows, year = [PUBLISHED_REPORTS.row(old_report)], {"year": 2025}
        record(kind="report_published", subject="report:2025", payload=year, now=FEBRUARY, rows=rows)

    assert freeze_published(zone=UTC, now=FEBRUARY) == 1

    assert about_reports() == []
    ReportVersion.objects.update(made_at=FEBRUARY + timedelta(days=1))
    assert len(about_reports()) == 1
