"""6.7 The publisher's page of triage: who may, what it shows, what it changes, and what it costs."""

import csv
import io
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.makers.desk import signed_in
from tests.makers.triage.assessments import assessed_decision, hidden_hints, season_of_decisions, site_version
from tests.page import Page

from kawaraban.comments.models import Thread
from kawaraban.doors.desk.figures.day_counts import close_days
from kawaraban.kit.clock import utc_now
from kawaraban.law.models import LedgerEntry
from kawaraban.people.models import User
from kawaraban.triage.models import SiteVersion, TriageRules
from kawaraban.triage.taught import layer
from kawaraban.triage.taught.kept import KeptLayer
from kawaraban.triage.taught.rules import rules

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_layer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test is a paper of its own: what another one's process keeps has rows of the same numbers."""
    monkeypatch.setattr(layer, "KEPT", KeptLayer())


POSTS = ("settings", "switch", "retrain", "back")


def page_of(client: Client, query: str = "") -> Page:
    answer = client.get(f"/desk/triage/{query}")
    assert answer.status_code == HTTPStatus.OK
    return Page(answer.content.decode())


def asked_by(client: Client) -> int:
    """How many queries a page takes, once what was decided is learnt."""
    for _time in range(6):
        page_of(client)
    with CaptureQueriesContext(connection) as asked:
        page_of(client, "?days=365")
    return len(asked)


@pytest.mark.parametrize("role", ["moderator", "editor"])
def test_6_07_triage_is_the_publishers_alone(request: pytest.FixtureRequest, role: str) -> None:
    client = signed_in(request.getfixturevalue(role))

    asked = [client.get(path).status_code for path in ("/desk/triage/", "/desk/triage/agreement.csv")]
    sent = [client.post(f"/desk/triage/{name}", {"is_on": "0"}).status_code for name in POSTS]

    assert asked == [HTTPStatus.FORBIDDEN] * 2
    assert sent == [HTTPStatus.FORBIDDEN] * len(POSTS)
    assert rules().is_on


def test_6_07_what_changes_something_takes_no_get_and_no_form_from_elsewhere(publisher: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(publisher)

    assert [client.get(f"/desk/triage/{name}").status_code for name in POSTS] == [405] * len(POSTS)
    assert [client.post(f"/desk/triage/{name}").status_code for name in POSTS] == [403] * len(POSTS)
    assert not LedgerEntry.objects.exists()


def test_6_07_a_paper_that_has_decided_nothing_is_told_so(publisher: User) -> None:
    page = page_of(signed_in(publisher))

    assert "Nothing was decided in this time" in page.text
    assert "Not known: it takes at least 20 decisions" in page.text
    assert page.all("svg.chart") == []


def test_6_07_the_page_shows_what_was_decided(publisher: User, thread: Thread) -> None:
    now = utc_now()
    season_of_decisions(now)
    hidden_hints(thread, now - timedelta(hours=1))

    page = page_of(signed_in(publisher), "?days=90")

    assert page.one(".tiles").all("dd")[2].text == "1,320"
    assert {"Insult or swearing", "English", "Turkish"} <= set(page.texts(".agreement-table th"))
    assert "s) × 1,260 decisions ÷ 60" in page.one(".formula").text
    assert "minutes, between" in page.text
    assert len(page.all("svg.chart path")) == 2


def test_6_07_the_file_holds_the_days_asked_for(publisher: User) -> None:
    now = utc_now()
    for days in (0, 3, 40):
        assessed_decision(now - timedelta(days=days), score=0.9, ground="insult", decided="insult")

    answer = signed_in(publisher).get("/desk/triage/agreement.csv?days=30")

    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert [(row["ground"], row["suspected"]) for row in rows] == [("insult", "1")] * 2


@pytest.mark.parametrize("days", ["0", "-3", "99999", "9" * 400, "²", "x", "٣"])
def test_6_07_a_strange_period_is_another_one(publisher: User, days: str) -> None:
    client = signed_in(publisher)

    assert client.get("/desk/triage/", {"days": days}).status_code == HTTPStatus.OK
    assert client.get("/desk/triage/agreement.csv", {"days": days}).status_code == HTTPStatus.OK


def test_6_07_the_page_asks_as_much_of_a_large_paper_as_of_a_small_one(publisher: User) -> None:
    client, now = signed_in(publisher), utc_now()
    season_of_decisions(now, days=3, a_day=4)
    site_version(count=1, made_at=now)
    small = asked_by(client)
    season_of_decisions(now, days=200, a_day=4)
    for place in range(2, 14):
        site_version(count=place, made_at=now)
    large = asked_by(client)

    assert large == small


def test_6_07_days_that_are_over_are_read_as_they_were_closed(publisher: User) -> None:
    client, now = signed_in(publisher), utc_now()
    season_of_decisions(now - timedelta(days=6), days=20)
    before = page_of(client).one("#agreement").text
    close_days(zone=timezone.get_current_timezone(), now=now)

    assert page_of(client).one("#agreement").text == before


def test_6_07_the_switches_are_kept_and_recorded(publisher: User) -> None:
    client = signed_in(publisher)

    answer = client.post("/desk/triage/settings", {"is_on": "on", "nudges": "on", "blind_percent": "7"})

    kept = rules()
    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert (kept.is_on, kept.nudges, kept.blind_percent, kept.learns) == (True, True, 7, False)
    assert LedgerEntry.objects.filter(kind="triage_rules_changed").count() == 1
    assert page_of(client).one("#id_blind_percent").get("value") == "7"


@pytest.mark.parametrize("percent", ["51", "-1", "", "x", "1e3", "9" * 50])
def test_6_07_wrong_switches_change_nothing_and_are_told(publisher: User, percent: str) -> None:
    answer = signed_in(publisher).post("/desk/triage/settings", {"is_on": "", "blind_percent": percent})

    page = Page(answer.content.decode())
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Nothing was changed." in page.one("[role=alert]").text
    assert not TriageRules.objects.exists()


def test_6_07_triage_is_turned_off_and_on_by_one_button(publisher: User) -> None:
    client = signed_in(publisher)
    client.post("/desk/triage/settings", {"is_on": "on", "nudges": "on", "blind_percent": "0"})

    client.post("/desk/triage/switch", {"is_on": "0"})
    off = rules()
    page = page_of(client)
    client.post("/desk/triage/switch", {"is_on": "1"})

    assert (off.is_on, off.nudges) == (False, True)
    assert "Triage is off. No model looks at comments." in page.text
    assert rules().is_on


def test_6_07_versions_are_listed_with_their_figures(publisher: User) -> None:
    now = utc_now()
    old = site_version(count=100, made_at=now - timedelta(days=2))
    refused = site_version(count=200, made_at=now - timedelta(days=1), is_published=False)
    new = site_version(count=300, made_at=now)
    TriageRules.objects.create(pk=1, version=new)

    page = page_of(signed_in(publisher))

    rows = {
        row.all("th")[0].text: row.text for row in page.all(".agreement-table tbody tr") if "%" in row.text
    }
    assert "in use" in rows[new.digest[:12]]
    assert "not put to use" in rows[refused.digest[:12]]
    assert "Use it again" in rows[old.digest[:12]]


def test_6_07_fairness_is_asked_of_the_version_in_use(publisher: User) -> None:
    page = page_of(signed_in(publisher))

    rows = page.all("section table.agreement-table tbody tr")
    labels = [row.all("th")[0].text for row in rows]
    assert {"Religions", "Sexual orientation", "Disabilities"} <= set(labels)


def test_6_07_a_version_is_gone_back_to_and_recorded(publisher: User) -> None:
    client, now = signed_in(publisher), utc_now()
    old, new = (site_version(count=place, made_at=now) for place in (100, 200))
    TriageRules.objects.create(pk=1, version=new)
    newest = assessed_decision(now, score=0.9, ground="insult", decided="insult")

    client.post("/desk/triage/back", {"version": old.digest})
    first = rules()
    client.post("/desk/triage/back")

    assert (first.version_id, first.forgets_up_to) == (old.pk, newest.pk)
    assert rules().version_id is None
    assert LedgerEntry.objects.filter(kind="triage_version_used").count() == 2


def test_6_07_no_version_is_gone_back_to_that_was_refused_or_is_not_there(publisher: User) -> None:
    client = signed_in(publisher)
    refused = site_version(count=100, made_at=utc_now(), is_published=False)

    answer = client.post("/desk/triage/back", {"version": refused.digest}, follow=True)

    assert "cannot be used any more" in answer.content.decode()
    assert client.post("/desk/triage/back", {"version": "0" * 64}).status_code == HTTPStatus.NOT_FOUND
    assert rules().version_id is None


def test_6_07_retraining_without_lessons_says_so(publisher: User) -> None:
    answer = signed_in(publisher).post("/desk/triage/retrain", follow=True)

    assert "too little to learn from" in answer.content.decode()


def test_6_07_what_cannot_be_read_is_told_and_gone_back_from(publisher: User) -> None:
    client = signed_in(publisher)
    damaged = site_version(count=100, made_at=utc_now())
    SiteVersion.objects.update(weights=b"no layer")
    TriageRules.objects.create(pk=1, version=damaged)

    page = page_of(client)
    client.post("/desk/triage/back")

    assert "The version that is chosen is not in use" in page.text
    assert rules().version_id is None
    assert "The version that is chosen is not in use" not in page_of(client).text
