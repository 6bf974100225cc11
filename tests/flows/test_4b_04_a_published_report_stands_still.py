"""4b.4 A published report stands still: what is corrected is a version of its own, and all of them stay."""

import hashlib
import io
import re
import zipfile
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from tests.makers.law.published_reports import (
    FEBRUARY,
    FIRST_DAY,
    PART_1,
    PART_4,
    SECOND_DAY,
    SITE,
    about_reports,
    answer,
    download,
    published,
    refused,
    rows_in,
)
from tests.page import Page

from kawaraban.cli.main import main
from kawaraban.comments.actions.erasing.comment import erase_comment
from kawaraban.comments.actions.erasing.person import erase_person
from kawaraban.comments.forgetting.retention import retain
from kawaraban.comments.models import Comment
from kawaraban.law.dsa.publishing import NotPublishable, Obstacle, draft_report, publish_report
from kawaraban.law.dsa.yearly_report import Publication
from kawaraban.law.models import Duties, LedgerEntry, Notice, PublishedReport, ReportVersion
from kawaraban.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def test_4b_04_what_is_decided_later_changes_nothing_of_what_was_published(
    notice: Notice, moderator: User, publisher: User, client: Client
) -> None:
    published(publisher)
    before = download(client)

    answer(notice, moderator)
    Duties.objects.update(provider_name="Somebody Else Ltd", service_name="Another name")

    assert download(client) == before == download(client, "report-1.zip")
    assert rows_in(before, PART_4)[1][5:14] == ["1", "", "1", "", "", "", "0", "", "0"]


def test_4b_04_a_correction_is_a_version_of_its_own_with_reason_date_and_changes(
    notice: Notice, moderator: User, publisher: User, client: Client
) -> None:
    first = published(publisher)
    before = download(client)
    answer(notice, moderator)

    second = published(publisher, on=SECOND_DAY, reason="A notice of May was answered late.")

    assert (first.number, second.number) == (1, 2)
    assert second.reason == "A notice of May was answered late."
    assert second.published_on == SECOND_DAY
    assert PublishedReport.objects.get().published_on == FIRST_DAY
    said = {
        (each["file"], each["name"], each["column"].strip(), each["was"], each["is"])
        for each in second.changes
    }
    assert (PART_4, "TOTAL", "Number of actions taken on the basis of the law", "0", "1") in said
    assert (PART_1, "Date of the publication of the report", "Value", "2026-02-01", "2026-03-09") in said
    assert {each[0] for each in said} == {PART_1, PART_4}
    assert download(client, "report-1.zip") == before
    assert download(client) == download(client, "report-2.zip") != before
    assert rows_in(download(client), PART_4)[1][11] == "1"


def test_4b_04_each_marked_change_stands_in_the_files_where_it_says(
    notice: Notice, moderator: User, publisher: User, client: Client
) -> None:
    published(publisher)
    answer(notice, moderator)
    Notice.objects.update(offence="fraud")
    published(publisher, on=SECOND_DAY, reason="It was another field of law.")

    old, new = download(client, "report-1.zip"), download(client, "report-2.zip")

    for each in ReportVersion.objects.get(number=2).changes:
        files = old if each["is"] is None else new
        rows = rows_in(files, each["file"])
        expected = each["was"] if each["is"] is None else each["is"]
        assert rows[each["row"] - 1][rows[0].index(each["column"])] == expected


def test_4b_04_part_1_names_the_day_of_its_version_and_of_the_report_before(
    notice: Notice, moderator: User, publisher: User, client: Client
) -> None:
    PublishedReport.objects.create(year=2024, published_on=date(2025, 2, 3), person=publisher)
    later = PublishedReport.objects.create(year=2023, published_on=date(2026, 6, 1), person=publisher)
    published(publisher)
    answer(notice, moderator)
    published(publisher, on=SECOND_DAY, reason="Answered.")

    days = [
        [row[3] for row in rows_in(download(client, name), PART_1)[2:4]]
        for name in ("report-1.zip", "report-2.zip")
    ]

    assert later.year < 2024
    assert days == [["2026-02-01", "2025-02-03"], ["2026-03-09", "2025-02-03"]]


def test_4b_04_the_report_before_is_dated_by_its_newest_version_of_that_day(
    notice: Notice, publisher: User, client: Client
) -> None:
    Duties.objects.update(service_name="The Harbour")
    published(publisher, year=2024, on=date(2025, 2, 3))
    Duties.objects.update(service_name="Harbour Press")
    published(publisher, year=2024, on=date(2025, 9, 1), reason="The name.")
    published(publisher)

    assert [row[3] for row in rows_in(download(client), PART_1)[2:4]] == ["2026-02-01", "2025-09-01"]


def test_4b_04_nothing_is_published_where_nothing_differs(notice: Notice, publisher: User) -> None:
    published(publisher)

    assert refused(publisher, on=SECOND_DAY, reason="Again.") is Obstacle.NOTHING_CHANGED
    assert ReportVersion.objects.count() == 1


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_4b_04_a_new_version_needs_a_reason(
    notice: Notice, moderator: User, publisher: User, reason: str
) -> None:
    published(publisher)
    answer(notice, moderator)

    assert refused(publisher, on=SECOND_DAY, reason=reason) is Obstacle.NO_REASON


@pytest.mark.parametrize(
    ("name", "address", "obstacle"),
    [
        ("", SITE, Obstacle.NO_PROVIDER),
        ("   ", SITE, Obstacle.NO_PROVIDER),
        ("Harbour Press Ltd", "http://127.0.0.1:8000", Obstacle.LOCAL_ADDRESS),
        ("Harbour Press Ltd", "https://paper.example", Obstacle.LOCAL_ADDRESS),
    ],
)
def test_4b_04_nothing_is_published_without_a_name_or_an_address(
    notice: Notice, publisher: User, settings: Any, name: str, address: str, obstacle: Obstacle
) -> None:
    settings.SITE_URL = address
    Duties.objects.update(provider_name=name)

    assert refused(publisher) is obstacle
    assert not PublishedReport.objects.exists()
    assert refused(publisher, year=2026, on=date(2026, 12, 31)) is Obstacle.NOT_OVER


def test_4b_04_of_two_who_publish_at_once_the_second_is_told(
    notice: Notice, moderator: User, publisher: User
) -> None:
    def draft() -> Any:
        return draft_report(2025, Publication(SECOND_DAY), zone=UTC, now=FEBRUARY)

    first, same = draft(), draft()
    publish_report(first, reason="", person=publisher, now=FEBRUARY)
    with pytest.raises(NotPublishable, match="meanwhile"):
        publish_report(same, reason="", person=publisher, now=FEBRUARY)

    answer(notice, moderator)
    second, other = draft(), draft()
    publish_report(second, reason="Answered.", person=publisher, now=FEBRUARY)
    with pytest.raises(NotPublishable, match="meanwhile"):
        publish_report(other, reason="Answered.", person=publisher, now=FEBRUARY)

    assert list(ReportVersion.objects.values_list("number", flat=True)) == [1, 2]


def test_4b_04_a_publication_that_broke_off_left_nothing(
    notice: Notice, publisher: User, client: Client
) -> None:
    entries = LedgerEntry.objects.count()
    if connection.vendor != "sqlite":
        pytest.skip("the fault is made with a trigger of SQLite")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TRIGGER broken BEFORE INSERT ON main.law_ledgerentry BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
        try:
            with pytest.raises(Exception, match="no"):
                published(publisher)
        finally:
            cursor.execute("DROP TRIGGER broken")

    assert not PublishedReport.objects.exists()
    assert not ReportVersion.objects.exists()
    assert LedgerEntry.objects.count() == entries
    assert client.get("/transparency/2025/report.zip").status_code == 404
    assert published(publisher).number == 1


def test_4b_04_a_download_is_asked_for_once(notice: Notice, publisher: User, client: Client) -> None:
    published(publisher)
    answered = client.get("/transparency/2025/report-1.zip")

    assert answered["ETag"] == f'"{hashlib.sha256(answered.getvalue()).hexdigest()}"'
    assert answered["ETag"] == f'"{ReportVersion.objects.get().sha256}"'
    assert "immutable" in answered["Cache-Control"]
    assert 'filename="transparency-2025-version-1.zip"' in answered["Content-Disposition"]
    again = client.get("/transparency/2025/report.zip", headers={"if-none-match": answered["ETag"]})
    assert (again.status_code, again.getvalue()) == (304, b"")
    assert len(zipfile.ZipFile(io.BytesIO(answered.getvalue())).namelist()) == 11
    for strange in ("report-2.zip", "report-0.zip", f"report-{'9' * 30}.zip"):
        assert client.get(f"/transparency/2025/{strange}").status_code == 404
    assert client.get(f"/transparency/{'9' * 30}/report.zip").status_code == 404


def test_4b_04_the_page_lists_every_version_with_day_reason_and_changes(
    notice: Notice, moderator: User, publisher: User, client: Client
) -> None:
    published(publisher)
    answer(notice, moderator)
    published(publisher, on=SECOND_DAY, reason="A notice was answered <late>.")

    for language in ("", "tr/", "ja/", "ar/"):
        page = client.get(f"/transparency/2025/{language}").content.decode()

        assert "/transparency/2025/report-1.zip" in page
        assert "/transparency/2025/report-2.zip" in page
        assert Page(page).each('[id^="version-"]', "id") == ["version-2", "version-1"]
        assert "A notice was answered &lt;late&gt;." in page
        assert "Number of actions taken on the basis of the law" in page
    newest = Page(client.get("/transparency/2025/").content).one("#version-2")
    assert "Version 2, published on 9 March 2026" in newest.text
    assert "9 March 2026" in newest.texts("time")


def test_4b_04_the_page_says_whether_its_figures_are_those_of_the_report(
    notice: Notice, moderator: User, publisher: User, client: Client
) -> None:
    published(publisher)
    same = client.get("/transparency/2025/").content.decode()
    answer(notice, moderator)

    other = client.get("/transparency/2025/").content.decode()

    assert "The figures on this page are those of the published report." in same
    assert "those of the published report" not in other
    assert (
        "The published report does not change by itself: 12 cells" in other or "cells of it would be" in other
    )


def test_4b_04_all_versions_are_public_for_more_than_five_years(
    notice: Notice, moderator: User, publisher: User, client: Client
) -> None:
    published(publisher)
    answer(notice, moderator)
    published(publisher, on=SECOND_DAY, reason="Answered.")
    kept = [download(client, f"report-{number}.zip") for number in (1, 2)]

    for years in range(1, 8):
        retain(now=FEBRUARY + timedelta(days=366 * years))
    erase_person(email="nora@example.org", reason="Art. 17", person=publisher, now=FEBRUARY)
    for comment in Comment.objects.all():
        erase_comment(comment_id=comment.pk, reason="Art. 17", person=publisher, now=FEBRUARY)

    assert [download(client, f"report-{number}.zip") for number in (1, 2)] == kept
    assert len(Page(client.get("/transparency/2025/").content).all('li[id^="version-"]')) == 2
    assert about_reports() == []


def test_4b_04_the_command_says_whether_it_writes_what_is_published(
    notice: Notice, moderator: User, publisher: User, client: Client, tmp_path: Any
) -> None:
    def report() -> str:
        result = CliRunner().invoke(main, ["records", "report", "--year", "2025", "--out", str(tmp_path)])
        assert result.exit_code == 0, result.output
        return result.output

    assert "not published yet" in report()
    published(publisher)
    assert "what version 1 says, published on 2026-02-01" in report()
    packed = zipfile.ZipFile(io.BytesIO(download(client)))
    assert {name: (tmp_path / name).read_bytes() for name in packed.namelist()} == {
        name: packed.read(name) for name in packed.namelist()
    }
    answer(notice, moderator)
    assert re.search(r"not the published files\. \d+ cells differ from version 1 of 2026-02-01", report())


def test_4b_04_a_year_is_listed_that_has_a_report_and_nothing_else(publisher: User, client: Client) -> None:
    PublishedReport.objects.create(year=2022, published_on=date(2023, 2, 3), person=publisher)

    assert client.get("/transparency/2022/").status_code == 200
    assert Comment.objects.count() == 0
    assert datetime.now(UTC).year > 2022
