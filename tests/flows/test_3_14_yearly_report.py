"""3.14 The yearly report: the files and the public page say the same figures, and the publisher publishes it."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.makers.comments import NOON, approved, kept_off, rejected, removed, sent, withheld
from tests.makers.desk import signed_in
from tests.makers.law.published_reports import SITE
from tests.makers.law.redress import noticed, reported
from tests.page import Page

from kawaraban.cli.main import main
from kawaraban.comments.actions.acts import REINSTATE, UPHOLD
from kawaraban.comments.actions.appeal import appeal
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.models import Comment, Thread
from kawaraban.law.basis import Offence
from kawaraban.law.dsa.publishing import NotPublishable, draft_report, publish_report
from kawaraban.law.dsa.year_counts import year_figures
from kawaraban.law.dsa.yearly_report import Publication
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Duties, Party
from kawaraban.law.policy.reasons import Reasons
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def shown(thread: Thread, moderator: User, text: str) -> Comment:
    comment = sent(thread, text)
    approved(comment, moderator)
    comment.refresh_from_db()
    return comment


@pytest.fixture
def busy_year(thread: Thread, moderator: User, editor: User) -> None:
    """4 refused (one of them illegal, one reinstated, one upheld), 1 withheld and kept off, 1 removed on a notice."""
    appealed = []
    for number, ground in enumerate([Ground.INSULT, Ground.SPAM, Ground.VULGAR, Ground.ILLEGAL]):
        comment = sent(thread, f"Words {number}.")
        rejected(comment, moderator, ground=ground, note="Why.")
        appealed.append(comment)
    withheld_one = shown(thread, moderator, "Withheld.")
    withheld(withheld_one, moderator)
    withheld_one.refresh_from_db()
    kept_off(withheld_one, moderator, ground=Ground.THREAT, now=NOON + timedelta(seconds=30))
    accused = shown(thread, moderator, "Accused.")
    noticed(accused, offence=Offence.DEFAMATION)
    noticed(shown(thread, moderator, "Also accused."), offence=Offence.PRIVACY)
    accused.refresh_from_db()
    removed(accused, moderator, ground=Ground.DEFAMATION, now=NOON + timedelta(hours=3))
    for comment in appealed[:2]:
        appeal(tracking_token=comment.tracking_token, words="Look again.", now=LATER)
        comment.refresh_from_db()
    settled = LATER + timedelta(hours=2)
    why = Reasons(note="It is an advertisement.")
    decide(REINSTATE, Judged(appealed[0].pk, 1), moderator=editor, now=settled)
    decide(UPHOLD, Judged(appealed[1].pk, 1), why, moderator=editor, now=settled)


def report(tmp_path: Path, year: int = 2026) -> dict[str, list[list[str]]]:
    result = CliRunner().invoke(main, ["records", "report", "--year", str(year), "--out", str(tmp_path)])
    assert result.exit_code == 0, result.output
    return {
        path.name: list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
        for path in tmp_path.iterdir()
    }


def row(rows: list[list[str]], code: str, under: str = "") -> list[str]:
    category = ""
    for each in rows:
        category = each[3] if each[3].startswith("STATEMENT_") else category
        if each[3] == code and (not under or category == under):
            return each
    raise AssertionError(code)


def test_3_14_the_files_are_filled_from_the_record(busy_year: None, tmp_path: Path) -> None:
    files = report(tmp_path)

    assert len(files) == 11
    terms, illegal = files["Part_6_own_initiative_TC.csv"], files["Part_5_own_initiative_illegal.csv"]
    assert row(terms, "TOTAL")[5:9] == ["5", "0", "1", "4"]
    assert row(illegal, "TOTAL")[5:9] == ["1", "0", "0", "1"]
    assert row(terms, "KEYWORD_CYBER_BULLYING_INTIMIDATION")[5] == "2"  # an insult, and a threat to somebody
    other = [each[4:6] for each in terms if each[3] == "KEYWORD_OTHER" and each[4]]
    assert other == [
        ["Advertising or spam", "1"],
        ["Looked at again, no ground found yet", "1"],
        ["Vulgar language", "1"],
    ]
    notices = files["Part_4_notices.csv"]
    assert [row(notices, "TOTAL")[column] for column in (5, 7, 9, 11, 13)] == ["2", "2", "3", "0", "1"]
    assert row(notices, "KEYWORD_DEFAMATION")[13] == "1"
    appeals = files["Part_7_appeals_and_recidivism.csv"]
    assert [each[6] for each in appeals[1:]] == ["2", *[""] * 46]
    automated = files["Part_8_automated_means.csv"]
    assert [automated[number][6] for number in (1, 2, 6, 7, 11, 12)] == ["0", "7", "0", "6", "0", "2"]
    assert {each[2] for each in notices[1:]} == {"2026-01-01/2026-12-31"}


def test_3_14_a_platform_fills_the_rows_that_bind_platforms(
    busy_year: None, publisher: User, tmp_path: Path
) -> None:
    signed_in(publisher).post(
        "/desk/records/settings/save/", {"is_online_platform": "on", "service_name": "The Harbour"}
    )

    rows = report(tmp_path)["Part_7_appeals_and_recidivism.csv"]

    values = [each[6] for each in rows[1:]]
    assert values[:7] == ["2", "1", "0", "1", "2", "0", "0"]
    assert values[7:12] == ["2", "1", "0", "1", "2"]
    assert values[27:32] == ["0", "0", "0", "0", ""]
    assert {each[1] for each in rows[1:]} == {"The Harbour"}


def test_3_14_a_report_on_which_somebody_acted_counts_as_of_its_own_accord(
    thread: Thread, moderator: User
) -> None:
    comment = shown(thread, moderator, "Reported.")
    reported(comment)
    comment.refresh_from_db()
    removed(comment, moderator)

    figures = year_figures(2026, zone=UTC, now=LATER)

    assert figures.terms.total == 1
    assert figures.all_measures == 1


def test_3_14_the_year_ends_at_midnight_of_the_paper(thread: Thread, moderator: User) -> None:
    from zoneinfo import ZoneInfo

    rejected(sent(thread), moderator, now=datetime(2026, 12, 31, 22, 0, tzinfo=UTC))
    now = datetime(2027, 2, 1, tzinfo=UTC)

    assert year_figures(2026, zone=UTC, now=now).terms.total == 1
    assert year_figures(2026, zone=ZoneInfo("Europe/Istanbul"), now=now).terms.total == 0
    assert year_figures(2027, zone=ZoneInfo("Europe/Istanbul"), now=now).terms.total == 1


@pytest.mark.parametrize("language", ["", "tr/", "ja/", "ar/"])
def test_3_14_the_public_page_says_the_same_in_every_language(
    busy_year: None, client: Client, language: str
) -> None:
    figures = year_figures(2026, zone=UTC, now=NOON + timedelta(days=1))

    answer = client.get(f"/transparency/2026/{language}")

    assert answer.status_code == 200
    assert answer["Surrogate-Key"] == "figures paper"
    sums = [said for _term, said in Page(answer.content).terms]
    assert len(sums) == 13
    if not language:
        expected = [6, 4, 1, 1, 0, 2, 0, 1, 1, 3.0, 7, 0, 0]
        assert sums == [str(value) for value in expected]
        assert figures.illegal.total + figures.terms.total == 6
        assert figures.appeals[Party.AUTHOR].reversed == figures.appeals[Party.AUTHOR].upheld == 1
    assert client.get(f"/transparency/{language}").status_code == 200


def test_3_14_no_page_for_a_year_of_which_nothing_is_known(client: Client, policy: object) -> None:
    assert client.get("/transparency/2019/").status_code == 404
    assert client.get("/transparency/2019/report.zip").status_code == 404


def test_3_14_the_publisher_publishes_the_report_and_everybody_downloads_it(
    thread: Thread, moderator: User, publisher: User, client: Client, settings: Any
) -> None:
    settings.SITE_URL = SITE
    Duties.objects.create(provider_name="Harbour Press Ltd")
    rejected(
        sent(thread, now=datetime(2025, 5, 1, tzinfo=UTC)), moderator, now=datetime(2025, 5, 2, tzinfo=UTC)
    )
    assert client.get("/transparency/2025/report.zip").status_code == 404

    answer = signed_in(publisher).post(
        "/desk/records/report/publish/", {"year": "2025", "had_no_orders": "on"}
    )

    assert answer.status_code == 302
    download = client.get("/transparency/2025/report.zip")
    packed = zipfile.ZipFile(io.BytesIO(download.getvalue()))
    assert len(packed.namelist()) == 11
    orders = list(
        csv.reader(io.StringIO(packed.read("Part_3_member_states_orders.csv").decode(), newline=""))
    )
    assert orders[1][6:13] == ["0", "0", "", "", "0", "", ""]
    assert "/transparency/2025/report.zip" in client.get("/transparency/2025/").content.decode()


def test_3_14_only_a_publisher_publishes_and_only_what_is_over(moderator: User, publisher: User) -> None:
    draft = draft_report(2026, Publication(date(2026, 12, 31)), zone=UTC, now=NOON)
    with pytest.raises(PermissionDenied):
        publish_report(draft, reason="", person=moderator, now=NOON)
    with pytest.raises(NotPublishable, match="not_over"):
        publish_report(draft, reason="", person=publisher, now=NOON)


def test_3_14_the_figures_of_a_year_take_four_queries_however_much_was_decided(
    busy_year: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(4):
        year_figures(2026, zone=UTC, now=NOON)
