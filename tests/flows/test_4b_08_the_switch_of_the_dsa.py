"""4b.8 A paper that is not under the Digital Services Act names it nowhere; one that is hears what is missing."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from tests.makers.comments import approved, rejected, sent
from tests.makers.desk import signed_in
from tests.makers.law.dsa_words import dsa_names
from tests.makers.law.recorded_world import live_through
from tests.makers.law.redress import notice_words, noticed, reported
from tests.makers.law.restrictions import restricted
from tests.page import Page

from kawaraban.comments.actions.notices import answer_in_words
from kawaraban.comments.actions.report import give_notice
from kawaraban.comments.models import Comment, Thread
from kawaraban.law.contact import set_contact_email
from kawaraban.law.dsa.duties import current_duties, is_under_dsa, save_duties
from kawaraban.law.models import Duties, Notice, OutboxMessage, Outcome
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "tr", "ja", "ar")
START = (
    "/",
    "/policy/",
    "/notice/",
    "/contact-points/",
    "/moderation/",
    "/transparency/",
    "/how-we-count-reads/",
)
DESK = (
    "/desk/",
    "/desk/records/",
    "/desk/notices/",
    "/desk/restrictions/",
    "/desk/figures/",
    "/desk/policy/",
)
SWITCH = "/desk/records/settings/"
# The page of a report shows rows of the official template by their official names.
_NO_PAGE = re.compile(r"/static/|/media/|/editor/|^/desk/records/report/|\.(?:xml|zip|csv|css|js|svg|txt)$")


@pytest.fixture
def lived(moderator: User, editor: User, publisher: User) -> User:
    """Everything has happened once, and the figures of a year are out."""
    live_through(moderator=moderator, editor=editor, publisher=publisher)
    set_contact_email("paper@example.org")
    return publisher


def switch(publisher: User, *, on: bool, **fields: Any) -> None:
    duties = current_duties()
    for name, value in {"is_under_dsa": on, **fields}.items():
        setattr(duties, name, value)
    save_duties(duties, contact=None, person=publisher, now=timezone.now())


def pages(client: Client, starts: tuple[str, ...], *, under: str = "/") -> Iterator[tuple[str, str]]:
    """Every page that can be reached by links, with its text. What would sign out or download is no page."""
    waiting, seen = list(starts), set(starts)
    while waiting:
        address = waiting.pop()
        answer = client.get(address, follow=True)
        if "text/html" not in answer.headers.get("Content-Type", ""):
            continue
        text = answer.content.decode()
        yield address, text
        for link in Page(text).each("[href]", "href"):
            place = urlsplit(link)
            is_ours = place.netloc in {"", "testserver"} and place.path.startswith(under)
            if is_ours and place.path not in seen and not _NO_PAGE.search(place.path):
                seen.add(place.path)
                waiting.append(place.path)


def without_the_switch(page: str) -> str:
    """The form has to say what is switched."""
    return Page(page).without("section#dsa").markup if 'id="dsa"' in page else page


def of_readers() -> tuple[str, ...]:
    tracked = [
        f"/track/{token}/" for token in Comment.objects.values_list("tracking_token", flat=True) if token
    ]
    notices = [
        f"/notice/follow/{token}/" for token in Notice.objects.values_list("token", flat=True) if token
    ]
    shown = [
        f"/c/{public_id}/report/"
        for public_id in Comment.objects.approved().values_list("public_id", flat=True)
    ]
    spoken = [
        f"{start}{language}/"
        for start in (
            "/policy/1/",
            "/notice/",
            "/contact-points/",
            "/moderation/",
            "/transparency/",
            "/transparency/2025/",
        )
        for language in LANGUAGES[1:]
    ]
    return (*START, *tracked, *notices, *shown, *spoken)


def test_4b_08_a_paper_is_under_it_until_its_publisher_says_otherwise(lived: User) -> None:
    assert is_under_dsa()

    switch(lived, on=False)

    assert not is_under_dsa()


def test_4b_08_off_no_page_of_readers_names_it(client: Client, lived: User) -> None:
    switch(lived, on=False)

    named = {address: found for address, page in pages(client, of_readers()) if (found := dsa_names(page))}

    assert named == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_4b_08_off_no_page_of_the_desk_names_it_but_the_switch(lived: User, language: str) -> None:
    switch(lived, on=False, is_online_platform=True)
    User.objects.update(language=language)
    waiting = Comment.objects.order_by("pk").values_list("public_id", flat=True)[:30]
    notices = Notice.objects.values_list("pk", flat=True)
    cards = (f"/desk/card/{public_id}/" for public_id in waiting)

    named = {
        address: found
        for address, page in pages(
            signed_in(lived),
            (*DESK, SWITCH, *cards, *(f"/desk/notices/{pk}/" for pk in notices)),
            under="/desk/",
        )
        if (found := dsa_names(without_the_switch(page)))
    }

    assert named == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_4b_08_off_no_mail_names_it(lived: User, moderator: User, editor: User, language: str) -> None:
    switch(lived, on=False)
    said = Thread.objects.create(locator="story-77", url="/77/", title="Seventy-seven", language=language)
    acts: tuple[Callable[..., object], ...] = (approved, rejected, noticed, reported, restricted)
    for number, act in enumerate(acts):
        comment = sent(
            said, f"Words {number}.", email=f"ada{number}@example.org", sender_address=f"203.0.{number}.7"
        )
        if act in {noticed, reported}:
            approved(comment, moderator)
            act(comment)
        else:
            act(comment, moderator)
    notice = give_notice(notice_words("https://other.example/x"), sender_address="", now=timezone.now())
    Notice.objects.filter(pk=notice.pk).update(language=language)
    answer_in_words(
        notice_id=notice.pk, outcome=Outcome.NO_ACTION, answer="No.", person=editor, now=timezone.now()
    )

    mails = [f"{mail.heading}\n{mail.body}" for mail in OutboxMessage.objects.all()]

    assert len(mails) > 5
    assert [found for mail in mails if (found := dsa_names(mail))] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("", "For the authorities of the Member States"),
        ("tr/", "2022/2065"),
        ("ja/", "2022/2065"),
        ("ar/", "2022/2065"),
    ],
)
def test_4b_08_on_the_contact_points_name_it(client: Client, lived: User, language: str, words: str) -> None:
    assert words in client.get(f"/contact-points/{language}").content.decode()


def test_4b_08_off_authorities_still_find_their_address(client: Client, lived: User) -> None:
    switch(lived, on=False, authority_email="law@harbour.example", languages="Turkish")

    page = client.get("/contact-points/").content.decode()

    assert 'id="authorities"' in page
    assert "law@harbour.example" in page
    assert "Turkish" in page


def test_4b_08_the_form_for_what_is_illegal_stays(client: Client, lived: User) -> None:
    on = Page(client.get("/notice/").content)
    switch(lived, on=False)

    off = Page(client.get("/notice/").content)

    assert on.texts("h1") == ["Notice of illegal content"]
    assert off.texts("h1") == ["Report something illegal"]
    assert off.has('form.form[method="post"]')


def test_4b_08_off_the_desk_says_that_neither_report_nor_statements_are_owed(lived: User) -> None:
    desk = signed_in(lived)
    on = desk.get("/desk/records/").content.decode()
    switch(lived, on=False)

    off = desk.get("/desk/records/").content.decode()

    assert "A report is due two months after the year." in on
    assert "owes neither" not in on
    assert "owes neither the report nor the statements" in off
    assert "A report is due" not in off
    for address in ("/desk/records/report/", "/desk/records/statements/"):
        assert address in off


def test_4b_08_the_switch_and_the_words_on_data_are_on_the_form_and_saved(
    lived: User, client: Client
) -> None:
    desk = signed_in(lived)
    form = {
        "is_under_dsa": "on",
        "data_protection": "Harbour Press Ltd, dpo@harbour.example",
        "supervisory_authority": "Data Protection Commission\nDublin",
        "server_log": "Our host keeps addresses for a year (law 5651).",
        "tr_data_protection": "Liman Basın A.Ş.",
        "tr_server_log": "Barındırıcımız adresleri bir yıl saklar.",
    }

    assert desk.post(f"{SWITCH}save/", form).status_code == 302

    duties = current_duties()
    assert duties.is_under_dsa
    assert duties.data_protection == form["data_protection"]
    page, turkish = (Page(client.get(f"/moderation/{code}").content).markup for code in ("", "tr/"))
    for words in ("dpo@harbour.example", "Data Protection Commission<br>Dublin", "law 5651"):
        assert words in page
    assert "Liman Basın" in turkish
    assert "Barındırıcımız adresleri" in turkish
    assert Page(desk.get(SWITCH).content).one('[name="is_under_dsa"]').get("checked") is not None
    del form["is_under_dsa"]
    desk.post(f"{SWITCH}save/", form)
    assert not current_duties().is_under_dsa
    assert Page(desk.get(SWITCH).content).one('[name="is_under_dsa"]').get("checked") is None


def test_4b_08_art_11_3_and_12_1_what_is_missing_is_said_at_the_form(lived: User) -> None:
    desk = signed_in(lived)
    missing = desk.get(SWITCH).content.decode()
    switch(lived, on=True, languages="English, Irish", other_means="+353 20 913 0142")

    filled = desk.get(SWITCH).content.decode()

    for article in ("Art. 11(3)", "Art. 12(1)"):
        assert article in missing
        assert article not in filled


def test_4b_08_that_nobody_answers_for_personal_data_is_said_whatever_the_switch(lived: User) -> None:
    desk = signed_in(lived)
    switch(lived, on=False)
    missing = desk.get(SWITCH).content.decode()
    switch(lived, on=False, data_protection="Harbour Press Ltd")

    assert "who answers for personal data" in Page(missing).one("#missing").text
    assert 'id="missing"' not in desk.get(SWITCH).content.decode()


@pytest.mark.parametrize("article", ["Art. 21", "Art. 22", "Art. 23", "Art. 24(2)", "Art. 28", "Art. 24(3)"])
def test_4b_08_a_platform_hears_what_it_owes_besides(lived: User, article: str) -> None:
    desk = signed_in(lived)
    assert article not in desk.get(SWITCH).content.decode()
    switch(lived, on=True, is_online_platform=True)
    assert article in desk.get(SWITCH).content.decode()

    switch(lived, on=False, is_online_platform=True)

    assert article not in desk.get(SWITCH).content.decode()


def test_4b_08_art_13_the_form_says_when_a_representative_is_owed(lived: User) -> None:
    assert "Art. 13" in signed_in(lived).get(SWITCH).content.decode()


def test_4b_08_a_change_of_the_switch_prints_every_page_again_and_stands_in_the_record(lived: User) -> None:
    from kawaraban.law.models.ledger import LedgerEntry
    from kawaraban.press.models import ReprintOrder

    before = ReprintOrder.objects.filter(reason="duties").count()
    recorded = LedgerEntry.objects.filter(kind="duties_changed").count()
    switch(lived, on=False)

    assert ReprintOrder.objects.filter(reason="duties").count() == before + 1
    assert LedgerEntry.objects.filter(kind="duties_changed").count() == recorded + 1


def test_4b_08_a_new_row_is_under_it() -> None:
    assert Duties().is_under_dsa
