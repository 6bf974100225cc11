"""4b.4 At the desk: the publisher sees what would change, says why, and publishes what was seen."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.makers.desk import signed_in
from tests.makers.law.published_reports import answer
from tests.page import Page

from kawaraban.law.models import Duties, Notice, PublishedReport, ReportVersion
from kawaraban.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
PAGE, PUBLISH = "/desk/records/report/2025/", "/desk/records/report/publish/"


@pytest.fixture
def desk(publisher: User) -> Client:
    return signed_in(publisher)


def page(desk: Client) -> str:
    answered = desk.get(PAGE)
    assert answered.status_code == 200
    return str(answered.content.decode())


def seen(html: str) -> str:
    return Page(html).one('[name="seen"]')["value"]


def publish(desk: Client, **given: str) -> Any:
    return desk.post(PUBLISH, {"year": "2025", **given})


def test_4b_04_the_first_publication_asks_for_no_reason(notice: Notice, desk: Client) -> None:
    assert 'name="reason"' not in page(desk)

    answered = publish(desk, had_no_orders="on")

    assert (answered.status_code, answered["Location"]) == (302, PAGE)
    assert ReportVersion.objects.get().had_no_orders
    assert "is published" in page(desk)


def test_4b_04_what_would_change_is_shown_and_published_as_it_was_seen(
    notice: Notice, moderator: User, desk: Client
) -> None:
    publish(desk)
    assert "there is nothing to publish" in page(desk)
    answer(notice, moderator)
    html = page(desk)

    assert "Number of actions taken on the basis of the law" in html
    assert publish(desk, reason="Answered.", seen="").status_code == 422
    assert publish(desk, reason="", seen=seen(html)).status_code == 422
    Notice.objects.update(offence="fraud")
    stale = publish(desk, reason="Answered.", seen=seen(html))
    assert stale.status_code == 422
    assert "no longer what you saw" in stale.content.decode()
    assert ReportVersion.objects.count() == 1

    assert publish(desk, reason="Answered.", seen=seen(stale.content.decode())).status_code == 302
    assert ReportVersion.objects.get(number=2).reason == "Answered."


@pytest.mark.parametrize(
    ("asked", "year"), [("2025", 2025), ("2019", 2026), ("²⁰²⁵", 2026), ("9" * 5_000, 2026), ("", 2026)]
)
def test_4b_04_the_files_as_they_are_now_are_of_the_year_that_is_asked_for_or_of_this_one(
    notice: Notice, desk: Client, monkeypatch: pytest.MonkeyPatch, asked: str, year: int
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_when: date(2026, 11, 23))

    answered = desk.get("/desk/records/report/draft/", {"year": asked})

    assert answered.status_code == 200
    assert f"transparency-{year}-draft.zip" in answered["Content-Disposition"]


def test_4b_04_looking_publishes_nothing_and_keeps_what_was_typed(notice: Notice, desk: Client) -> None:
    publish(desk)

    looked = publish(desk, had_no_orders="on", reason="We had none.", look="1")

    html = looked.content.decode()
    assert looked.status_code == 200
    assert "Part_3_member_states_orders.csv" in html
    assert "We had none." in html
    assert ReportVersion.objects.count() == 1
    assert publish(desk, had_no_orders="on", reason="We had none.", seen=seen(html)).status_code == 302


def test_4b_04_the_statutory_name_is_asked_for_in_a_sentence(notice: Notice, desk: Client) -> None:
    Duties.objects.update(provider_name="")

    answered = publish(desk)

    assert answered.status_code == 422
    assert "write the name of the provider under Contact points and duties" in answered.content.decode()
    assert "write the name of the provider under Contact points and duties" in page(desk)
    assert not PublishedReport.objects.exists()


def test_4b_04_a_local_address_is_told(notice: Notice, desk: Client, settings: Any) -> None:
    settings.SITE_URL = "http://localhost:8000"

    answered = publish(desk)

    assert answered.status_code == 422
    assert "is one that nobody outside can follow" in answered.content.decode()


def test_4b_04_a_year_that_is_not_over_is_not_published(notice: Notice, desk: Client) -> None:
    this = timezone.localdate().year

    assert desk.post(PUBLISH, {"year": str(this)}).status_code == 422
    for strange in ("", "0", "1999", "99999", "2025x", "²⁰²⁵"):
        assert desk.post(PUBLISH, {"year": strange}).status_code == 404
    assert desk.get("/desk/records/report/1999/").status_code == 404
    assert not PublishedReport.objects.exists()


def test_4b_04_a_report_of_before_is_kept_before_anything_else_is_published(
    notice: Notice, moderator: User, publisher: User, desk: Client
) -> None:
    PublishedReport.objects.create(year=2025, published_on="2026-02-01", person=publisher)
    assert "/transparency/2025/report.zip" in page(desk)

    first = publish(desk, reason="Again.")

    assert first.status_code == 422
    assert ReportVersion.objects.get().person is None
    answer(notice, moderator)
    assert publish(desk, reason="Answered.", seen=seen(page(desk))).status_code == 302


def test_4b_04_only_who_may_export_the_record_comes_here(
    notice: Notice, moderator: User, editor: User
) -> None:
    for person in (moderator, editor):
        client = signed_in(person)
        assert client.get(PAGE).status_code == 403
        assert client.post(PUBLISH, {"year": "2025"}).status_code == 403
    assert Client().get(PAGE).status_code == 302
    assert not PublishedReport.objects.exists()


def test_4b_04_the_record_page_leads_to_each_report(notice: Notice, desk: Client) -> None:
    assert PAGE in desk.get("/desk/records/").content.decode()


def test_4b_04_the_greys_say_that_they_are_not_enough(desk: Client) -> None:
    html = desk.get("/desk/records/settings/").content.decode()

    assert "is not enough by itself" in html
    for word in ("refused", "taken off the page", "withheld", "suspended", "How it is found"):
        assert word in html
