"""7.15 in a browser: the page of health, in every dress, and trying again without a script."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.makers.desk import signed_in
from tests.rigs.browsers.axe import faults_of

from kawaraban.alerts.health.findings import HealthFinding
from kawaraban.alerts.health.reports import LookKind, keep
from kawaraban.alerts.models import Attempt, Delivery, Hook
from kawaraban.kit.clock import utc_now
from kawaraban.law.models import OutboxMessage
from kawaraban.law.outbox import post
from kawaraban.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.standing_windows]
BrowserPage = Callable[..., Page]
FOUND = (
    HealthFinding("disk", "The disk of /srv/paper is nearly full: 12 MB are free, 200 are wanted."),
    HealthFinding("mails_given_up", "Mails given up: 1. kawaraban mail retry tries them again."),
    HealthFinding("clock_unkept", "Nothing keeps the clock of this machine right.", is_advice=True),
)


@pytest.fixture
def trouble() -> None:
    """Two nodes, a full disk, mails and a hook that are stuck."""
    now = utc_now()
    keep(node="press-one", kind=LookKind.QUICK, findings=FOUND, now=now)
    keep(node="press-two", kind=LookKind.QUICK, findings=FOUND[:1], now=now)
    for given_up, error in ((now, "SMTPRecipientsRefused 550"), (None, "ConnectionRefusedError")):
        message = post(
            recipient="ada@a-rather-long-name-of-a-mail-server.example",
            heading="News",
            body="T",
            language="en",
            decision=None,
            now=now,
            subject="comment:1" if given_up else "",
        )
        OutboxMessage.objects.filter(pk=message.pk).update(
            attempts_count=7, last_error=error, cancelled_at=given_up, due_at=now + timedelta(hours=1)
        )
    hook = Hook.objects.create(
        address="https://hooks.example/in", events=["comment.decided"], secret="x", made_at=now
    )
    delivery = Delivery.objects.create(
        hook=hook, event="comment.decided", body="{}", made_at=now, due_at=now, dead_at=now, attempts_count=12
    )
    Attempt.objects.create(delivery=delivery, tried_at=now, status=503)


def at_health(page: Page, server: str, user: User) -> Page:
    name = settings.SESSION_COOKIE_NAME
    value = signed_in(user).cookies[name].value
    page.context.add_cookies([{"name": name, "value": value, "url": server}])
    page.goto(f"{server}/desk/health/")
    return page


def dresses() -> Iterator[dict[str, object]]:
    for width, scheme, locale in ((1280, "light", "en"), (390, "dark", "en"), (320, "light", "ar")):
        yield {"width": width, "scheme": scheme, "locale": locale}


@pytest.mark.usefixtures("trouble")
def test_7_15_axe_finds_nothing_on_the_page_of_health_in_any_dress(
    browser_page: BrowserPage, live_server: LiveServer, publisher: User
) -> None:
    for dress in dresses():
        page = at_health(browser_page(**dress), live_server.url, publisher)
        page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")

        assert faults_of(page) == [], dress
        is_wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(is_wider), dress


@pytest.mark.usefixtures("trouble")
def test_7_15_a_mail_is_tried_again_without_a_script(
    browser_page: BrowserPage, live_server: LiveServer, publisher: User
) -> None:
    page = at_health(browser_page(javascript=False), live_server.url, publisher)

    page.locator("#mails li").first.get_by_role("button").click()

    expect(page.get_by_role("status")).to_contain_text("It is on its way again.")
    assert not OutboxMessage.objects.exclude(cancelled_at=None).exists()
