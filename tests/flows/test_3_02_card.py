"""Promise 3.2: the card says why a comment waits, who its author is to this paper, and what was decided before."""

import re
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.makers.comments import rejected, sent
from tests.makers.desk import found, signed_in, waiting_comment
from tests.makers.law.restrictions import ELSEWHERE, HOME
from tests.page import Page

from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.doors.desk.models import AuthorNote
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


def opened(desk: Client, comment: Comment) -> Page:
    return Page(desk.get(reverse("desk:card", args=[comment.public_id])).content)


def card(desk: Client, comment: Comment) -> str:
    return opened(desk, comment).markup


def section_named(page: Page, title: str) -> str:
    """The part of the side under this heading; "" where there is none."""
    found = [part for part in page.all("section:has(> h3)") if part.one("h3").text == title]
    return found[0].markup if found else ""


def test_3_02_every_finding_stands_in_words_with_its_words_marked(desk: Client, thread: Thread) -> None:
    comment = sent(
        thread,
        "WHAT A MESS!!!!!! Call +90 532 555 01 99 or see https://loans.example/now",
        now=timezone.now(),
    )
    phases = set(comment.findings.values_list("phase", flat=True))

    page = opened(desk, comment)

    assert {"links", "contact_data", "shouting"} <= phases
    assert len([words for words in page.texts(".findings > li > span:last-child") if words]) == len(phases)
    assert len(page.all(".findings > li")) == len(phases)
    assert "+90 532 555 01 99" in page.texts("mark")
    assert page.has('mark > a[href="https://loans.example/now"]:only-child')


def test_3_02_where_nothing_was_found_the_card_says_why_it_waits(desk: Client, thread: Thread) -> None:
    assert "Nothing was found in it. It waits because every comment does." in card(
        desk, waiting_comment(thread)
    )


def test_3_02_a_finding_of_an_unknown_phase_is_still_explained(desk: Client, thread: Thread) -> None:
    comment = waiting_comment(thread)
    found(comment, phase="some_later_phase", ground="", quote="the road")

    assert "some_later_phase: the road" in card(desk, comment)


def test_3_02_the_drawer_tells_the_authors_decisions_by_ground_and_the_last_of_them(
    desk: Client, moderator: User, thread: Thread
) -> None:
    now = timezone.now()
    rejected(sent(thread, "You idiots.", sender_address="203.0.113.9", now=now), moderator, now=now)
    comment = sent(thread, "And now politely.", sender_address="203.0.113.9", now=now)
    sent(thread, "Somebody else.", sender_address="203.0.113.10", now=now)

    drawer = opened(desk, comment).one("aside.side > section:first-of-type")

    assert '<dt class="of">Insult or swearing</dt><dd>1</dd>' in drawer.markup
    assert "You idiots." in drawer.text
    assert "Somebody else." not in drawer.text


def test_3_02_a_note_about_an_author_is_read_at_all_their_comments_and_removed(
    desk: Client, editor: User, thread: Thread
) -> None:
    one = waiting_comment(thread, sender=HOME, email="A@example.org")
    same_address = waiting_comment(thread, sender=HOME, text="And the pier?")
    same_mail = waiting_comment(thread, email="a@example.org")
    other = waiting_comment(thread, sender=ELSEWHERE)
    address = reverse("desk:add_note", args=[one.public_id])

    answer = desk.post(address, {"text": "Spoke by telephone; means well."})
    colleague = signed_in(editor)
    shown = [
        "means well" in section_named(opened(colleague, comment), "Notes of the desk")
        for comment in (one, same_address, same_mail, other)
    ]
    note = AuthorNote.objects.get()
    colleague.post(reverse("desk:remove_note", args=[same_mail.public_id, note.pk]))

    assert answer.status_code == HTTPStatus.OK
    assert shown == [True, True, True, False]
    assert "a@example.org" not in f"{note.email_key}{note.sender_key}{note.text}".lower()
    assert not AuthorNote.objects.exists()


def test_3_02_a_note_is_removed_only_where_it_is_shown(desk: Client, thread: Thread) -> None:
    one, other = waiting_comment(thread, sender=HOME), waiting_comment(thread, sender=ELSEWHERE)
    desk.post(reverse("desk:add_note", args=[one.public_id]), {"text": "A note."})

    desk.post(reverse("desk:remove_note", args=[other.public_id, AuthorNote.objects.get().pk]))

    assert AuthorNote.objects.count() == 1


@pytest.mark.parametrize("text", ["", "x" * 501])
def test_3_02_an_empty_or_endless_note_is_not_kept(text: str, desk: Client, thread: Thread) -> None:
    comment = waiting_comment(thread)

    answer = desk.post(reverse("desk:add_note", args=[comment.public_id]), {"text": text})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not AuthorNote.objects.exists()


def test_3_02_the_same_words_decided_before_are_shown_with_ground_and_person(
    desk: Client, moderator: User, thread: Thread
) -> None:
    now = timezone.now()
    rejected(sent(thread, "Great article, see my page!", name="One", now=now), moderator, now=now)
    comment = sent(thread, "great article,  SEE my page!", name="Two", now=now)

    before = section_named(opened(desk, comment), "Decided like this before")

    assert "Great article, see my page!" in before
    assert "Insult or swearing · Mika" in before
    assert "the same words" in before


def test_3_02_likeness_is_counted_in_shared_words_and_said(
    desk: Client, moderator: User, thread: Thread
) -> None:
    now = timezone.now()
    like = sent(thread, "Look where the mayor lives, the third floor at the quay.", name="One", now=now)
    rejected(like, moderator, now=now)
    rejected(
        sent(thread, "Something else entirely was written here.", name="Two", now=now), moderator, now=now
    )
    comment = sent(
        thread, "Look where the mayor lives: third floor, the quay, everybody!", name="Three", now=now
    )

    before = section_named(opened(desk, comment), "Decided like this before")

    assert re.search(r"shares \d of \d+ words", before)
    assert like.public_id in before
    assert "Something else" not in before


def test_3_02_nothing_alike_shows_nothing(desk: Client, moderator: User, thread: Thread) -> None:
    now = timezone.now()
    rejected(sent(thread, "The bread is too dear in this town.", name="One", now=now), moderator, now=now)
    comment = sent(thread, "My father spliced the first cable by hand.", name="Two", now=now)

    assert "Decided like this before" not in card(desk, comment)


def test_3_02_the_grounds_are_those_of_the_policy_it_was_sent_under(
    desk: Client, thread: Thread, policy: object
) -> None:
    from kawaraban.law.models import PolicyGround, PolicyVersion

    PolicyGround.objects.create(
        version=PolicyVersion.objects.get(number=1),
        code="doxing",
        parent="personality_rights",
        words={"en": {"label": "Doxing", "explanation": "Where somebody lives."}},
    )
    comment = waiting_comment(thread)

    page = opened(desk, comment)
    answer = desk.post(
        reverse("desk:reject", args=[comment.public_id]),
        {"revision_number": 1, "ground": "doxing"},
        follow=True,
    )

    button = page.one('#reject button[type="submit"][name="ground"][value="doxing"]')
    assert button["title"] == "Where somebody lives."
    comment.refresh_from_db()
    assert comment.status == Status.REJECTED
    assert "Not published: Doxing" in answer.content.decode()


def test_3_02_against_the_law_names_the_law(desk: Client, thread: Thread) -> None:
    comment = waiting_comment(thread)
    address = reverse("desk:reject", args=[comment.public_id])
    fields = {"revision_number": 1, "ground": "illegal", "note": "It calls for a crime."}

    without = desk.post(address, fields)
    with_law = desk.post(address, fields | {"law": "Criminal Code, section 111", "offence": "violence"})

    comment.refresh_from_db()
    assert without.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Name the law" in without.content.decode()
    assert with_law.status_code == HTTPStatus.SEE_OTHER
    assert comment.status == Status.REJECTED
