"""3.2 Suspensions leave as statements of reasons, and are counted in the year, the rules, digests and figures."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client, override_settings
from django.utils import timezone
from tests.makers.comments import approved, sent
from tests.makers.desk import signed_in
from tests.makers.law.published_reports import SITE
from tests.makers.law.restrictions import AGO, ELSEWHERE, HOME, suspended
from tests.makers.public import words
from tests.page import Page

from kawaraban.alerts.digest_words import digest_mail
from kawaraban.alerts.waiting import matters_for
from kawaraban.comments.actions.appeal import appeal_restriction
from kawaraban.comments.actions.restrictions import lift, uphold
from kawaraban.comments.models import Comment, Restriction, Thread
from kawaraban.law.dsa.statement_rules import broken_rules
from kawaraban.law.dsa.statements_export import reversed_later, statement_payloads
from kawaraban.law.dsa.year_counts import year_figures
from kawaraban.law.dsa.yearly_report import yearly_files
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision, Duties
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment(thread: Thread) -> Comment:
    return sent(
        thread,
        "You idiots.",
        now=timezone.now() - timedelta(hours=1),
        email="ada@example.org",
        sender_address=HOME,
    )


def appealed(comment: Comment, restriction: Restriction, *, now: datetime | None = None) -> None:
    appeal_restriction(
        tracking_token=comment.tracking_token,
        public_id=restriction.public_id,
        words="It was my <brother>.",
        now=now or timezone.now(),
    )


def exported() -> list[tuple[Decision, dict[str, Any]]]:
    with override_settings(SITE_URL=SITE):
        return _exported()


def _exported() -> list[tuple[Decision, dict[str, Any]]]:
    start, end = datetime(2020, 1, 1, tzinfo=UTC), datetime(2037, 1, 1, tzinfo=UTC)
    return list(statement_payloads(start, end, zone=UTC, now=timezone.now()))


def test_3_02_a_suspension_leaves_as_a_statement_of_reasons_without_anybody_in_it(
    comment: Comment, moderator: User, editor: User
) -> None:
    restriction = suspended(comment, moderator, note="You know Bob.", days=30)

    [(decision, payload)] = exported()
    lift(public_id=restriction.public_id, note="Enough.", moderator=editor, now=timezone.now())

    assert restriction.ends_at is not None
    assert payload["decision_provision"] == "DECISION_PROVISION_PARTIAL_SUSPENSION"
    assert payload["end_date_service_restriction"] == restriction.ends_at.date().isoformat()
    assert "decision_visibility" not in payload
    assert "end_date_visibility_restriction" not in payload
    assert broken_rules(payload) == []
    assert not any(word in str(payload) for word in ("Bob", "Ada", comment.public_id, restriction.public_id))
    assert reversed_later(decision)


def test_3_02_a_suspension_without_end_has_no_end_date(comment: Comment, editor: User) -> None:
    suspended(comment, editor, days=None, ground=Ground.ILLEGAL)

    [(_decision, payload)] = exported()

    assert payload["end_date_service_restriction"] is None
    assert payload["decision_ground"] == "DECISION_GROUND_ILLEGAL_CONTENT"


@pytest.mark.parametrize(
    ("end", "extra"),
    [("1999-01-01", {}), ("2099-01-01", {}), ("soon", {}), ("2026-12-01", {"decision_provision": None})],
)
def test_3_02_an_end_date_that_cannot_be_breaks_a_rule(
    comment: Comment, moderator: User, end: str, extra: dict[str, Any]
) -> None:
    suspended(comment, moderator)
    [(_decision, payload)] = exported()

    assert broken_rules({**payload, "end_date_service_restriction": end, **extra})
    assert broken_rules({**payload, "decision_provision": "DECISION_PROVISION_PAUSE"})


def test_3_02_the_year_counts_suspensions_in_rows_of_their_own(
    client: Client, thread: Thread, comment: Comment, moderator: User, editor: User, noon: datetime
) -> None:
    Duties.objects.create(is_online_platform=True)
    restriction = suspended(comment, moderator, ground=Ground.ILLEGAL, now=noon)
    other = sent(thread, "Fools.", sender_address=ELSEWHERE, now=noon - timedelta(hours=1))
    suspended(other, moderator, now=noon)
    appealed(comment, restriction, now=noon + AGO)
    uphold(public_id=restriction.public_id, note="No.", moderator=editor, now=noon + AGO)
    year, now = noon.year, noon + timedelta(hours=1)

    figures = year_figures(year, zone=ZoneInfo("UTC"), now=now)
    files = yearly_files(year, zone=ZoneInfo("UTC"), now=now).files

    def cells(part: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO(files[part])))

    assert figures.suspension_appeals.upheld == 1
    illegal, terms = (
        cells(f"Part_{part}.csv") for part in ("5_own_initiative_illegal", "6_own_initiative_TC")
    )
    column = illegal[0].index("Provision of the service Suspension")
    assert [illegal[1][column], terms[1][column]] == ["1", "1"]
    assert [illegal[1][7], illegal[1][8]] == ["0", "0"]
    appeals = {tuple(row[4:6]): row[6] for row in cells("Part_7_appeals_and_recidivism.csv")}
    about = "Complaint regarding a decision to suspend or terminate the provision of the service"
    assert appeals[about, "Total number"] == appeals[about, "Decisions upheld"] == "1"
    assert (
        appeals[
            "Number of suspensions enacted for the provision of manifestly illegal content ", "Total number"
        ]
        == "1"
    )
    page = Page(client.get(f"/transparency/{year}/").content)
    assert ("Senders suspended", "2") in page.terms
    assert "Suspended senders" in page.text


def test_3_02_the_rules_on_moderation_name_it(client: Client, thread: Thread) -> None:
    assert "Take no more comments from the sender of one for 1 to 90 days" in words(
        client.get("/moderation/")
    )


def test_3_02_a_digest_names_an_appeal_to_those_who_may_decide_it(
    comment: Comment, moderator: User, editor: User
) -> None:
    of_city = User.objects.create_user("cem", password="x" * 12, role="moderator", sections=["city"])
    appealed(comment, suspended(comment, moderator))

    mail = digest_mail(editor, [], count=0, matters=matters_for(editor), now=timezone.now())

    assert "1 appeal against a suspension waits" in mail.body
    assert "/desk/restrictions/" in mail.body
    assert matters_for(of_city).suspensions.count == 0


def test_3_02_the_figures_of_the_desk_count_comments_alone(
    thread: Thread, comment: Comment, moderator: User
) -> None:
    approved(comment, moderator, now=timezone.now() - AGO)
    suspended(comment, moderator)

    table = signed_in(moderator).get("/desk/figures/figures.csv").content.decode()

    assert sum(int(row["approved"]) for row in csv.DictReader(io.StringIO(table)) if row.get("approved")) == 1
