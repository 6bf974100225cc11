"""Promise 1.13, the page side: a queue, a comment in its context, and decisions that never both win."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.answer import Answer
from tests.makers.desk import crowd, found, shown_comment, signed_in, waiting_comment
from tests.makers.law.restrictions import ELSEWHERE, HOME
from tests.page import Page

from kawaraban.comments.actions import author
from kawaraban.comments.actions.acts import APPROVE
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision, OutboxMessage, Verdict
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db

FRAGMENT = {"HX-Request": "true"}


def url(verb: str, comment: Comment) -> str:
    return reverse(f"desk:{verb}", args=[comment.public_id])


def approve(client: Client, comment: Comment, **extra: Any) -> Answer:
    return client.post(url("approve", comment), {"revision_number": comment.revision_number}, **extra)


def reject(client: Client, comment: Comment, ground: str, note: str = "", **extra: Any) -> Answer:
    fields = {"revision_number": comment.revision_number, "ground": ground, "note": note}
    return client.post(url("reject", comment), fields, **extra)


def test_1_13_the_queue_shows_the_oldest_first_with_its_waiting_time(desk: Client, thread: Thread) -> None:
    waiting_comment(thread, name="Late Leyla", minutes=130)
    waiting_comment(thread, name="Young Yuki", minutes=12)

    page = Page(desk.get("/desk/").content)

    assert [row.name for row in page.rows] == ["Late Leyla", "Young Yuki"]
    assert "2 h 10 min" in page.text
    assert "12 min" in page.text
    assert page.opened == "Late Leyla"


def test_1_13_the_card_shows_the_comment_in_its_context(
    desk: Client, thread: Thread, moderator: User
) -> None:
    parent = shown_comment(thread, moderator, name="Emre", text="It feeds the town.")
    comment = waiting_comment(thread, name="Hakan", parent=parent, text="You idiots believe him.")
    found(comment, phase="words", ground="insult", quote="idiots")

    page = Page(desk.get(url("card", comment)).content)

    assert "/city/harbour/" in page.links
    assert "The harbour" in page.text
    assert "In reply to <bdi>Emre</bdi>" in page.markup
    assert "It feeds the town." in page.text
    assert "You <mark>idiots</mark> believe him." in page.markup
    assert page.has('button[value="insult"].suggested')


def test_1_13_approving_publishes_and_opens_the_next_with_a_way_back(
    desk: Client, moderator: User, thread: Thread
) -> None:
    first, second = waiting_comment(thread, minutes=20), waiting_comment(thread, name="Noor", minutes=10)

    response = approve(desk, first, follow=True)

    first.refresh_from_db()
    decision = Decision.objects.get(subject=first.subject)
    page = response.content.decode()
    assert first.status == Status.APPROVED
    assert (decision.verdict, decision.moderator) == (Verdict.APPROVED, moderator)
    assert response.redirect_chain == [(f"{url('card', second)}?done={decision.pk}", HTTPStatus.SEE_OTHER)]
    assert "<p>Approved · <a" in Page(page).markup
    assert url("undo", first) in page
    assert str(decision.pk) in page


def test_1_13_with_the_script_the_answer_is_the_next_card_and_what_changed(
    desk: Client, thread: Thread
) -> None:
    first, second = waiting_comment(thread, minutes=20), waiting_comment(thread, name="Noor", minutes=10)

    response = approve(desk, first, headers=FRAGMENT)

    page = response.content.decode()
    assert response.status_code == HTTPStatus.OK
    assert "<html" not in page
    assert f'data-id="{second.public_id}"' in page
    assert Page(page).one(f"li#row-{first.public_id}")["hx-swap-oob"] == "delete"
    assert "Approved. Next: Noor. 1 waits." in page
    assert response.headers["HX-Push-Url"] == url("card", second)


def test_1_13_a_refusal_carries_ground_and_note(desk: Client, thread: Thread) -> None:
    comment = waiting_comment(thread, email="leyla@example.org")

    response = reject(desk, comment, "insult", "Please without the name-calling.")

    comment.refresh_from_db()
    decision = Decision.objects.get(subject=comment.subject)
    assert response.status_code == HTTPStatus.SEE_OTHER
    assert comment.status == Status.REJECTED
    assert (decision.ground, decision.note) == (Ground.INSULT, "Please without the name-calling.")
    assert decision.statement.ground_words
    assert OutboxMessage.objects.get(decision=decision).due_at >= decision.decided_at + timedelta(seconds=10)


@pytest.mark.parametrize("headers", [{}, FRAGMENT])
def test_1_13_a_refusal_without_a_ground_is_not_taken_and_keeps_the_note(
    desk: Client, thread: Thread, headers: dict[str, str]
) -> None:
    comment = waiting_comment(thread)

    response = reject(desk, comment, "", "a long <b>thought</b>", headers=headers)

    comment.refresh_from_db()
    page = response.content.decode()
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert comment.status == Status.PENDING
    assert "Choose a ground" in page
    assert Page(page).form("/reject").field("note").value == "a long <b>thought</b>"
    assert Page(page).one("details#refuse")["open"] == ""


def test_1_13_the_ground_other_needs_words(desk: Client, thread: Thread) -> None:
    comment = waiting_comment(thread)

    wordless = reject(desk, comment, "other", "   ")
    with_words = reject(desk, comment, "other", "It names a child.")

    comment.refresh_from_db()
    assert wordless.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "write a note to the author" in wordless.content.decode()
    assert with_words.status_code == HTTPStatus.SEE_OTHER
    assert comment.status == Status.REJECTED


def test_1_13_undo_in_time_brings_it_back_and_no_message_leaves(desk: Client, thread: Thread) -> None:
    comment = waiting_comment(thread, email="leyla@example.org")
    reject(desk, comment, "spam")
    decision = Decision.objects.get(subject=comment.subject)

    response = desk.post(url("undo", comment), {"decision": decision.pk}, follow=True)

    comment.refresh_from_db()
    assert comment.status == Status.PENDING
    assert OutboxMessage.objects.due(timezone.now() + timedelta(days=1)).count() == 0
    assert Decision.objects.get(reverses=decision).verdict == Verdict.REVERSED
    assert f'data-id="{comment.public_id}"' in response.content.decode()
    assert "Taken back, it waits again" in response.content.decode()


@pytest.mark.parametrize("headers", [{}, FRAGMENT])
def test_1_13_undo_after_its_time_answers_with_a_sentence(
    desk: Client, moderator: User, thread: Thread, headers: dict[str, str]
) -> None:
    comment = waiting_comment(thread)
    long_ago = timezone.now() - timedelta(seconds=11)
    decision = decide(APPROVE, Judged(comment.pk, 1), moderator=moderator, now=long_ago)

    response = desk.post(url("undo", comment), {"decision": decision.pk}, headers=headers)

    comment.refresh_from_db()
    assert response.status_code == HTTPStatus.CONFLICT
    assert comment.status == Status.APPROVED
    assert "Too late to undo" in response.content.decode()


def test_1_13_an_undo_names_a_decision_of_this_very_comment(desk: Client, thread: Thread) -> None:
    one, other = waiting_comment(thread, minutes=2), waiting_comment(thread, minutes=1)
    approve(desk, one)

    response = desk.post(url("undo", other), {"decision": Decision.objects.get(subject=one.subject).pk})

    one.refresh_from_db()
    assert response.status_code == HTTPStatus.NOT_FOUND
    assert one.status == Status.APPROVED


@pytest.mark.parametrize("headers", [{}, FRAGMENT])
def test_1_13_of_two_moderators_the_second_is_told_who_did_what(
    desk: Client, editor: User, thread: Thread, headers: dict[str, str]
) -> None:
    comment = waiting_comment(thread)
    approve(signed_in(editor), comment)

    response = reject(desk, comment, "insult", "my long note", headers=headers)

    comment.refresh_from_db()
    page = response.content.decode()
    assert response.status_code == HTTPStatus.CONFLICT
    assert comment.status == Status.APPROVED
    assert "Ines was faster and approved this comment." in page
    assert "my long note" in Page(page).texts("textarea")
    assert Decision.objects.filter(subject=comment.subject).count() == 1


def test_1_13_a_decision_about_words_that_the_author_has_changed_is_not_taken(
    desk: Client, thread: Thread
) -> None:
    comment = waiting_comment(thread, text="The first words.")
    author.revise(tracking_token=comment.tracking_token, text="The second words.", now=timezone.now())

    response = reject(desk, comment, "vulgar", "kept for you")

    comment.refresh_from_db()
    page = response.content.decode()
    assert response.status_code == HTTPStatus.CONFLICT
    assert comment.status == Status.PENDING
    assert "The author changed the comment while you read." in page
    assert "The second words." in page
    assert "The first words." in page
    assert Page(page).form("/reject").hidden["revision_number"] == "2"
    assert "kept for you" in Page(page).texts("textarea")


def test_1_13_a_decision_about_a_withdrawn_comment_is_not_taken(desk: Client, thread: Thread) -> None:
    comment = waiting_comment(thread)
    author.withdraw(tracking_token=comment.tracking_token, now=timezone.now())

    response = approve(desk, comment)

    assert response.status_code == HTTPStatus.CONFLICT
    assert "The author took this comment back." in response.content.decode()


def test_1_13_the_lanes_show_what_was_decided_and_by_whom(desk: Client, thread: Thread) -> None:
    published = waiting_comment(thread, name="Published Pia", minutes=3)
    refused = waiting_comment(thread, name="Refused Rolf", minutes=2)
    approve(desk, published)
    reject(desk, refused, "insult", "Not like this.")

    approved_page = desk.get("/desk/approved/").content.decode()
    refused_page = desk.get("/desk/not-published/").content.decode()

    assert "Published Pia" in approved_page
    assert "Refused Rolf" not in approved_page
    assert "Mika approved it." in approved_page
    assert "Mika did not publish it: Insult or swearing." in refused_page
    assert "Not like this." in refused_page


def test_1_13_the_authors_record_counts_by_address_and_by_e_mail(desk: Client, thread: Thread) -> None:
    for minute in (9, 8):
        approve(desk, waiting_comment(thread, text=f"Number {minute}.", minutes=minute, sender=HOME))
    reject(desk, waiting_comment(thread, minutes=7, email="h@example.org"), "insult")
    waiting_comment(thread, minutes=5, sender=ELSEWHERE)
    comment = waiting_comment(thread, minutes=3, email="h@example.org", sender=HOME)

    record = Page(desk.get(url("card", comment)).content).one("dl.record")

    assert ("Approved", "2") in record.terms
    assert ("Not published", "1") in record.terms
    assert ("Insult or swearing", "1") in record.terms
    assert record.texts("dt.of") == ["Insult or swearing"]


def test_1_13_what_a_reader_typed_runs_nowhere(desk: Client, thread: Thread) -> None:
    evil = "<script>alert(1)</script>"
    comment = waiting_comment(thread, name=f"{evil}N", text=f"{evil} <img src=x onerror=y> idiots")
    found(comment, phase="words", ground="insult", quote=f"{evil} <img")
    found(comment, phase="links", ground="spam", quote='"><b>')

    card = desk.get(url("card", comment)).content.decode()
    conflict = (
        reject(desk, comment, "other", "").content.decode()
        + reject(desk, comment, "nonsense", f"</textarea>{evil}").content.decode()
    )
    decided = approve(desk, comment, headers=FRAGMENT).content.decode()

    for page in (card, conflict, decided):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert "<mark>&lt;script&gt;" in Page(card).markup


def test_1_13_the_queue_may_be_long_and_the_next_card_costs_the_same(desk: Client, thread: Thread) -> None:
    few = crowd(thread, 5)
    with CaptureQueriesContext(
        connection,
    ) as with_few:
        approve(desk, few[0], headers=FRAGMENT)
    many = crowd(thread, 1000)

    with CaptureQueriesContext(connection) as with_many:
        approve(desk, many[500], headers=FRAGMENT)
    with CaptureQueriesContext(connection) as page:
        desk.get(url("card", many[600]))

    assert len(with_many) <= len(with_few) + 1
    # Two of them ask, along an index, which orders and letters name the comment that is decided, and the next one.
    # And one, along another, what was decided about the same words: whatever came in has a key of its words.
    assert len(with_many) <= 56
    # One of them asks which pages are kept from readers.
    # And two for the clock of orders in the head of the desk.
    # And one what was decided about the same words.
    assert len(page) <= 51
    assert not any("OFFSET" in query["sql"] for query in [*with_many, *page])


@pytest.mark.parametrize("verb", ["approve", "reject", "undo"])
def test_1_13_deciding_is_for_moderators_and_by_post_alone(
    verb: str, thread: Thread, moderator: User
) -> None:
    comment = waiting_comment(thread)
    stranger = User.objects.create_user("stranger", password="a long password")
    fields = {"revision_number": 1, "ground": "spam", "decision": "0" * 32}

    anonymous = Client().post(url(verb, comment), fields)
    without_role = signed_in(stranger).post(url(verb, comment), fields)
    by_get = signed_in(moderator).get(url(verb, comment))
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(moderator)
    without_token = careful.post(url(verb, comment), fields)

    comment.refresh_from_db()
    assert anonymous.status_code == HTTPStatus.FOUND
    assert anonymous.headers["Location"] == "/desk/sign-in/?next=/desk/"
    assert without_role.status_code == HTTPStatus.FORBIDDEN
    assert by_get.status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert without_token.status_code == HTTPStatus.FORBIDDEN
    assert comment.status == Status.PENDING


@pytest.mark.parametrize("path", ["", "approved/", "not-published/", "arrivals/", "card/{id}/", "list/{id}/"])
def test_1_13_the_desk_is_for_moderators_and_kept_by_nobody(path: str, thread: Thread, desk: Client) -> None:
    address = "/desk/" + path.format(id=waiting_comment(thread).public_id)
    stranger = User.objects.create_user("stranger", password="a long password")

    page = desk.get(address)
    anonymous = Client().get(address)
    by_script = Client().get(address, headers=FRAGMENT)

    assert page.status_code == HTTPStatus.OK
    assert "no-store" in page.headers["Cache-Control"]
    assert "private" in page.headers["Cache-Control"]
    assert "Surrogate-Key" not in page.headers
    assert anonymous.headers["Location"] == f"/desk/sign-in/?next={address}"
    assert by_script.status_code == HTTPStatus.UNAUTHORIZED
    assert signed_in(stranger).get(address).status_code == HTTPStatus.FORBIDDEN


def test_1_13_what_arrives_is_told_and_moves_nothing(desk: Client, thread: Thread) -> None:
    known = waiting_comment(thread, minutes=5)
    waiting_comment(thread, minutes=4)
    waiting_comment(thread, minutes=3)

    answer = desk.get("/desk/arrivals/", {"after": known.public_id}).json()

    assert answer == {"new": 2, "label": "2 new comments", "readers": {}}


def test_1_13_an_empty_desk_is_calm(desk: Client, policy: object) -> None:
    page = desk.get("/desk/").content.decode()

    assert "Nobody waits." in page
    assert 'id="approve"' not in page
