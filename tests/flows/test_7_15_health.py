"""7.15 What a paper finds about itself: by command, by its worker, and at the desk for the publisher alone."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.makers.desk import signed_in
from tests.page import Page

from kawaraban.alerts.health.findings import HealthFinding
from kawaraban.alerts.health.reports import LookKind, ask_for_another_look, due, keep, standing
from kawaraban.alerts.health.words import WORDS
from kawaraban.alerts.models import Delivery, HealthReport, Hook
from kawaraban.config.env import DataDir
from kawaraban.config.health.rounds import found_by
from kawaraban.config.health.watch import HealthWatch
from kawaraban.kit.clock import utc_now
from kawaraban.law.models import OutboxMessage
from kawaraban.law.outbox import post
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
FULL = HealthFinding("disk", "The disk of /srv/paper is nearly full: 12 MB are free, 200 are wanted.")
ADVICE = HealthFinding("no_tls", "site_url is http://paper.example", is_advice=True)
POSTS = ("look", "mails/again", "mails/dismiss", "mails/1/again", "hooks/1/again")


def failed_mail(now: datetime, *, is_given_up: bool = False) -> OutboxMessage:
    message = post(
        recipient="ada@mail.example", heading="News", body="T", language="en", decision=None, now=now
    )
    OutboxMessage.objects.filter(pk=message.pk).update(
        attempts_count=3,
        last_error="SMTPRecipientsRefused 550",
        due_at=now + timedelta(hours=1),
        cancelled_at=now if is_given_up else None,
    )
    return message


def failed_delivery(now: datetime, *, is_on: bool = True) -> Delivery:
    hook = Hook.objects.create(
        address="https://hooks.example/in", events=["ping"], secret="x", is_on=is_on, made_at=now
    )
    return Delivery.objects.create(
        hook=hook, event="ping", body="{}", made_at=now, due_at=now, attempts_count=12, dead_at=now
    )


def page_of(client: Client) -> str:
    answer = client.get("/desk/health/")
    assert answer.status_code == HTTPStatus.OK
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode()


@pytest.mark.parametrize("role", ["moderator", "editor"])
def test_7_15_the_page_is_the_publishers_alone(request: pytest.FixtureRequest, role: str) -> None:
    client = signed_in(request.getfixturevalue(role))
    message = failed_mail(utc_now())

    asked = client.get("/desk/health/").status_code
    sent = {client.post(f"/desk/health/{name}").status_code for name in POSTS}
    sent |= {client.post(f"/desk/health/mails/{message.pk}/again").status_code}

    assert (asked, sent) == (HTTPStatus.FORBIDDEN, {HTTPStatus.FORBIDDEN})
    assert OutboxMessage.objects.get(pk=message.pk).attempts_count == 3


def test_7_15_nothing_is_tried_again_by_a_link_or_by_a_form_of_a_stranger(publisher: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(publisher)

    assert {client.get(f"/desk/health/{name}").status_code for name in POSTS} == {
        HTTPStatus.METHOD_NOT_ALLOWED
    }
    assert {client.post(f"/desk/health/{name}").status_code for name in POSTS} == {HTTPStatus.FORBIDDEN}


def test_7_15_a_finding_is_told_in_words_with_what_to_do_and_the_line_of_the_command(publisher: User) -> None:
    keep(node="one", kind=LookKind.QUICK, findings=[FULL, ADVICE], now=utc_now())

    page = page_of(signed_in(publisher))

    for code, line in ((FULL.code, FULL.line), (ADVICE.code, ADVICE.line)):
        assert str(WORDS[code].what) in page
        assert str(WORDS[code].do) in page
        assert line in page
    assert "1 thing needs attention." in page


def test_7_15_a_paper_that_nobody_looked_at_is_not_called_well(publisher: User) -> None:
    client = signed_in(publisher)

    before = page_of(client)
    keep(node="one", kind=LookKind.QUICK, findings=[], now=utc_now())

    assert "All is well." not in before
    assert "All is well." in page_of(client)


def test_7_15_a_node_whose_worker_is_late_is_named(publisher: User) -> None:
    now = utc_now()
    keep(node="one", kind=LookKind.QUICK, findings=[], now=now)
    keep(node="two", kind=LookKind.QUICK, findings=[], now=now - timedelta(hours=1))

    page = page_of(signed_in(publisher))

    assert "two has not looked after itself" in page
    assert "one has not looked" not in page


def test_7_15_the_page_costs_the_same_however_much_is_stuck(publisher: User) -> None:
    client, now = signed_in(publisher), utc_now()
    keep(node="one", kind=LookKind.QUICK, findings=[FULL], now=now)
    failed_mail(now)
    failed_delivery(now)
    page_of(client)
    with CaptureQueriesContext(connection) as few:
        page_of(client)
    for _time in range(60):
        failed_mail(now)
        failed_delivery(now)

    with CaptureQueriesContext(connection) as many:
        page = page_of(client)

    assert len(many) == len(few)
    assert len(Page(page).all(".tag.bad")) == 50
    assert "No more than 50 are shown." in page


def test_7_15_no_address_of_a_person_is_on_the_page(publisher: User) -> None:
    failed_mail(utc_now())

    page = page_of(signed_in(publisher))

    assert "ada@" not in page
    assert "…@mail.example" in page


@pytest.mark.parametrize("is_given_up", [False, True])
def test_7_15_a_mail_is_tried_again_once_however_often_it_is_asked(
    publisher: User, is_given_up: bool
) -> None:
    client, message = signed_in(publisher), failed_mail(utc_now(), is_given_up=is_given_up)

    first = client.post(f"/desk/health/mails/{message.pk}/again")
    tried = OutboxMessage.objects.get(pk=message.pk)
    client.post(f"/desk/health/mails/{message.pk}/again")

    again = OutboxMessage.objects.get(pk=message.pk)
    assert first["Location"] == "/desk/health/#mails"
    assert (tried.cancelled_at, tried.attempts_count) == (None, 1)
    assert tried.due_at <= utc_now()
    assert again.due_at == tried.due_at


def test_7_15_a_mail_that_left_is_not_sent_twice(publisher: User) -> None:
    client, message = signed_in(publisher), failed_mail(utc_now())
    OutboxMessage.objects.filter(pk=message.pk).update(sent_at=utc_now(), last_error="")

    client.post(f"/desk/health/mails/{message.pk}/again")

    assert OutboxMessage.objects.get(pk=message.pk).attempts_count == 3


def test_7_15_a_hook_is_tried_again_once_and_never_one_that_is_off(publisher: User) -> None:
    client, stuck, off = (
        signed_in(publisher),
        failed_delivery(utc_now()),
        failed_delivery(utc_now(), is_on=False),
    )

    for delivery in (stuck, stuck, off):
        client.post(f"/desk/health/hooks/{delivery.pk}/again")
    tried = Delivery.objects.get(pk=stuck.pk)

    assert (tried.dead_at, tried.attempts_count) == (None, 0)
    assert Delivery.objects.get(pk=off.pk).dead_at is not None


def test_7_15_a_publisher_can_ask_for_another_look_and_it_is_made_once(publisher: User) -> None:
    now = utc_now()
    for kind in LookKind:
        keep(node="one", kind=kind, findings=[], now=now - timedelta(seconds=30))
    assert due(node="one", now=now) == []

    signed_in(publisher).post("/desk/health/look")
    asked = due(node="one", now=utc_now())
    asked_again = ask_for_another_look(now=utc_now())
    for kind in LookKind:
        keep(node="one", kind=kind, findings=[], now=utc_now())

    assert asked == list(LookKind)
    assert not asked_again
    assert due(node="one", now=utc_now()) == []


def test_7_15_the_worker_keeps_what_it_finds_and_looks_again_when_it_is_time(tmp_path: Path) -> None:
    paper = DataDir(tmp_path)
    watch, now = HealthWatch(paper, node="one"), utc_now()

    first = watch.look(now=now)
    soon = watch.look(now=now + timedelta(seconds=30))
    later = watch.look(now=now + timedelta(minutes=3))

    assert (first, soon, later) == (2, 0, 1)
    # A folder without its keys: the very thing that it should notice.
    assert {each.finding.code for each in standing(now=now).faults} >= {"keys"}


def test_7_15_nodes_that_were_taken_away_leave_the_page(noon: datetime) -> None:
    keep(node="gone", kind=LookKind.QUICK, findings=[FULL], now=noon - timedelta(days=4))

    keep(node="one", kind=LookKind.QUICK, findings=[], now=noon)

    assert [row.node for row in HealthReport.objects.all()] == ["one"]


def test_7_15_a_look_that_the_machine_refuses_is_a_finding_itself(tmp_path: Path) -> None:
    def refused(_data: DataDir) -> Iterator[HealthFinding]:
        raise PermissionError(13, "Permission denied", "/srv/paper/keys")

    [found] = found_by([refused], DataDir(tmp_path))

    assert found.code in WORDS
    assert "/srv/paper/keys: Permission denied" in found.line


def test_7_15_the_desk_leads_there(publisher: User, moderator: User) -> None:
    assert b'href="/desk/health/"' in signed_in(publisher).get("/desk/").content
    assert b'href="/desk/health/"' not in signed_in(moderator).get("/desk/").content
