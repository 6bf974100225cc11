"""3.16 Contact points and the rules on moderation are pages made from the settings, true to them and printed."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from tests.makers.comments import NOON
from tests.makers.desk import signed_in
from tests.page import Page

from kawaraban.law.contact import set_contact_email
from kawaraban.law.dsa.duties import current_duties, save_duties
from kawaraban.law.dsa.report_words import report_words
from kawaraban.law.models import Duties, PolicyVersion
from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.people.models import User
from kawaraban.press.models import ReprintOrder

pytestmark = pytest.mark.django_db
FORM = {
    "contact": "readers@harbour.example",
    "authority_email": "law@harbour.example",
    "languages": "English, Turkish",
    "other_means": "+44 20 7946 0018, on weekdays",
    "provider_name": "Harbour Press Ltd",
    "postal_address": "4 Quay Street\nPort Alder",
    "representative": "Rep GmbH, Berlin",
    "service_name": "The Harbour",
    "is_under_dsa": "on",
    "words_own_initiative": "Two moderators read in shifts.",
    "words_automated_means": "One program marks links.",
}


def read(client: Client, address: str) -> Page:
    answer = client.get(address)
    assert answer.status_code == 200
    return Page(answer.content)


def test_3_16_the_contact_points_say_what_the_publisher_saved(client: Client, publisher: User) -> None:
    assert "has not named an address for authorities" in read(client, "/contact-points/").markup
    set_contact_email("readers@harbour.example")

    answer = signed_in(publisher).post("/desk/records/settings/save/", FORM)

    assert answer.status_code == 302
    page = read(client, "/contact-points/")
    for said in ("law@harbour.example", "English, Turkish", "+44 20 7946 0018", "Harbour Press Ltd"):
        assert said in page.markup
    for said in ("4 Quay Street<br>Port Alder", "Rep GmbH, Berlin", "readers@harbour.example"):
        assert said in page.markup
    assert ReprintOrder.objects.filter(reason="duties").exists()
    assert LedgerEntry.objects.filter(kind="duties_changed").count() == 1


def test_3_16_authorities_write_to_the_readers_address_where_they_have_none_of_their_own(
    client: Client, db: None
) -> None:
    set_contact_email("readers@harbour.example")

    assert read(client, "/contact-points/").markup.count("mailto:readers@harbour.example") >= 2


@pytest.mark.parametrize("page", ["contact-points", "moderation", "transparency"])
@pytest.mark.parametrize("language", ["", "tr/", "ja/", "ar/"])
def test_3_16_each_page_is_there_in_each_language_and_printed(
    client: Client, policy: PolicyVersion, page: str, language: str
) -> None:
    answer = client.get(f"/{page}/{language}")

    assert answer.status_code == 200
    assert "paper" in answer["Surrogate-Key"].split()
    assert answer["Content-Language"] == (language.strip("/") or "en")
    assert f'hreflang="{language.strip("/") or "en"}"' in answer.content.decode()
    assert client.get(f"/{page}/xx/").status_code == 404
    assert client.get(f"/{page}/en/").status_code == 301


@pytest.mark.parametrize(
    ("knob", "value", "sentence"),
    [
        ("KEEP_ADDRESS_DAYS", 3, "3 days after the last decision about the comment"),
        ("KEEP_HASH_DAYS", 45, "45 days after it was sent"),
        ("KEEP_NOTICE_DAYS", 400, "400 days after the notice was answered"),
        ("UNDO_SECONDS", 33, "For 33 seconds a decision can be taken back"),
        ("REPORTS_PER_HOUR", 7, "One reader can send 7 reports in an hour."),
        ("NOTICES_PER_HOUR", 2, "One sender can file 2 notices in an hour."),
    ],
)
def test_3_16_the_page_on_moderation_says_what_is_set(
    client: Client, policy: PolicyVersion, settings: Any, knob: str, value: int, sentence: str
) -> None:
    assert sentence not in read(client, "/moderation/").markup

    setattr(settings, knob, value)

    assert sentence in read(client, "/moderation/").markup


def test_3_16_a_limit_that_is_not_set_is_not_claimed(
    client: Client, policy: PolicyVersion, settings: Any
) -> None:
    settings.REPORTS_PER_HOUR = settings.NOTICES_PER_HOUR = settings.COMMENTS_PER_HOUR = 0

    assert "in an hour" not in read(client, "/moderation/").markup


def test_3_16_the_page_on_moderation_speaks_of_people_programs_appeals_and_the_policy(
    client: Client, policy: PolicyVersion, publisher: User
) -> None:
    page = read(client, "/moderation/")
    assert "No program decides about a comment." in page.markup
    assert "184 days" in page.markup
    assert "version 1" in page.markup
    assert "Insult or swearing" in page.markup

    signed_in(publisher).post("/desk/records/settings/save/", FORM)

    page = read(client, "/moderation/")
    assert "Two moderators read in shifts." in page.markup
    assert "One program marks links." in page.markup
    assert "No program decides about a comment." in page.markup


@pytest.mark.parametrize("place", ["/policy/1/", "/how-we-count-reads/"])
def test_3_16_every_page_leads_there(client: Client, policy: PolicyVersion, place: str) -> None:
    page = read(client, place)

    for address in ("/contact-points/", "/moderation/", "/transparency/"):
        assert f'href="{address}"' in page.markup


def test_3_16_only_the_publisher_saves(moderator: User, publisher: User) -> None:
    with pytest.raises(PermissionDenied):
        save_duties(Duties(), contact=None, person=moderator, now=NOON)
    assert signed_in(moderator).get("/desk/records/settings/").status_code == 403
    assert signed_in(publisher).get("/desk/records/settings/").status_code == 200


def test_3_16_what_cannot_be_saved_is_said_beside_its_field(publisher: User) -> None:
    answer = signed_in(publisher).post("/desk/records/settings/save/", FORM | {"authority_email": "law"})

    assert answer.status_code == 422
    assert 'href="#id_authority_email"' in answer.content.decode()
    assert current_duties().pk is None or not current_duties().authority_email


def test_3_16_a_later_change_takes_the_place_of_the_first(publisher: User, client: Client) -> None:
    for name in ("Harbour Press Ltd", "Harbour Press plc"):
        save_duties(Duties(provider_name=name), contact=None, person=publisher, now=NOON + timedelta(1))

    assert Duties.objects.count() == 1
    assert "Harbour Press plc" in read(client, "/contact-points/").markup


TURKISH = {
    "tr_other_means": "+44 20 7946 0018, hafta içi",
    "tr_languages": "İngilizce, Türkçe",
    "tr_own_initiative": "İki moderatör nöbetleşe okur.",
    "tr_automated_means": "Bir program bağlantıları işaretler.",
}


def test_3_16_a_reader_gets_what_the_publisher_wrote_in_their_language(
    client: Client, publisher: User, policy: PolicyVersion
) -> None:
    set_contact_email("readers@harbour.example")

    answer = signed_in(publisher).post("/desk/records/settings/save/", FORM | TURKISH)

    assert answer.status_code == 302
    contact, moderation = read(client, "/contact-points/tr/"), read(client, "/moderation/tr/")
    assert "<dd>+44 20 7946 0018, hafta içi</dd>" in contact.markup
    assert "<dd>İngilizce, Türkçe</dd>" in contact.markup
    assert '<div class="prose"><p>İki moderatör nöbetleşe okur.</p></div>' in moderation.markup
    assert '<div class="prose"><p>Bir program bağlantıları işaretler.</p></div>' in moderation.markup
    assert "on weekdays" not in contact.markup
    assert "hafta içi" not in read(client, "/contact-points/").markup


def test_3_16_what_is_not_written_in_a_language_is_the_papers_own_and_marked_as_such(
    client: Client, publisher: User, policy: PolicyVersion
) -> None:
    set_contact_email("readers@harbour.example")

    signed_in(publisher).post("/desk/records/settings/save/", FORM | TURKISH)

    assert '<dd lang="en">4 Quay Street<br>Port Alder</dd>' in read(client, "/contact-points/tr/").markup
    arabic = read(client, "/contact-points/ar/")
    assert '<dd lang="en" dir="ltr">+44 20 7946 0018, on weekdays</dd>' in arabic.markup
    assert '<p lang="en" dir="ltr">Rep GmbH, Berlin</p>' in arabic.markup
    moderation = read(client, "/moderation/ja/")
    assert '<div class="prose" lang="en"><p>Two moderators read in shifts.</p></div>' in moderation.markup
    assert '<div class="prose" lang="en"><p>One program marks links.</p></div>' in moderation.markup


def test_3_16_where_the_publisher_wrote_nothing_our_words_are_in_the_readers_language(
    client: Client, policy: PolicyVersion
) -> None:
    page = read(client, "/moderation/tr/")

    assert not page.under("automation").has('[lang="en"]')


def test_3_16_what_was_written_stands_in_the_form_again_and_goes_when_it_is_emptied(
    client: Client, publisher: User
) -> None:
    desk = signed_in(publisher)
    desk.post("/desk/records/settings/save/", FORM | TURKISH)
    form = desk.get("/desk/records/settings/").content.decode()

    desk.post("/desk/records/settings/save/", FORM | {"tr_other_means": " "})

    assert "İki moderatör nöbetleşe okur." in form
    assert "Türkçe" in form
    assert current_duties().translations == {}
    assert "on weekdays" in read(client, "/contact-points/tr/").markup


def test_3_16_the_report_stays_in_the_words_of_the_papers_own_language(publisher: User) -> None:
    signed_in(publisher).post("/desk/records/settings/save/", FORM | TURKISH)

    words = report_words(current_duties(), "en")

    assert "Two moderators read in shifts." in words
    assert "İki moderatör nöbetleşe okur." not in words
