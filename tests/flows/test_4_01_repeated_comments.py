"""4.1: a comment that is sent again gives its link only to who can prove that they sent it first."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.answer import Answer
from tests.makers.clerk_letters import letter
from tests.makers.comments import NOON, approved, kept_off, rejected, removed, returned, withheld
from tests.makers.public import JSON, OUR_PAGE, post, words
from tests.page import Page

from kawaraban.comments.actions.author import revise, withdraw
from kawaraban.comments.actions.decide import undo
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.doors.public.form.clerk import take
from kawaraban.law.models import Decision, OutboxMessage
from kawaraban.law.outbox import send_due
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
NONCE = "5f0e1c2d3b4a59687766554433221100"
AS_SCRIPT = {**OUR_PAGE, **JSON}


def link_in(answer: Answer) -> str:
    """The tracking link of an answer, wherever it stands; "" of none."""
    everywhere = f"{answer.get('Location', '')} {answer.content.decode()} {answer.headers}"
    found = re.search(r"/track/[^/\"'\s]+/", everywhere)
    return found[0] if found else ""


@pytest.fixture
def comment(client: Client, thread: Thread) -> Comment:
    """Sent by somebody whose network others share."""
    post(client, thread)
    return Comment.objects.get()


@pytest.mark.parametrize("headers", [OUR_PAGE, AS_SCRIPT], ids=["page", "script"])
@pytest.mark.parametrize("nonce", ["", "00112233445566778899aabbccddeeff", "1", " " * 32])
def test_4_1_a_stranger_who_sends_public_words_again_gets_the_address_and_no_link(
    thread: Thread, comment: Comment, moderator: User, headers: dict[str, str], nonce: str
) -> None:
    approved(comment, moderator)

    answer = post(Client(), thread, headers=headers, nonce=nonce)

    assert not link_in(answer)
    assert comment.tracking_token not in f"{answer.headers}{answer.content.decode()}"
    assert f"/c/{comment.public_id}/" in answer.get("Location", "") + answer.content.decode()
    assert Comment.objects.count() == 1


def is_withheld(comment: Comment, person: User, decision: Decision) -> None:
    withheld(comment, person)


def is_removed(comment: Comment, person: User, decision: Decision) -> None:
    removed(comment, person)


def is_taken_back(comment: Comment, person: User, decision: Decision) -> None:
    undo(decision_id=str(decision.pk), moderator=person, now=NOON)


def is_kept_off(comment: Comment, person: User, decision: Decision) -> None:
    withheld(comment, person)
    comment.refresh_from_db()
    kept_off(comment, person)


@pytest.mark.parametrize("since", [is_withheld, is_removed, is_taken_back, is_kept_off])
def test_4_1_words_that_were_public_once_prove_nothing_ever_after(
    thread: Thread, comment: Comment, moderator: User, since: Callable[[Comment, User, Decision], None]
) -> None:
    decision = approved(comment, moderator)
    comment.refresh_from_db()
    since(comment, moderator, decision)

    answer = post(Client(), thread)

    assert not link_in(answer)


def test_4_1_words_that_are_public_on_another_page_prove_nothing(
    client: Client, thread: Thread, comment: Comment, moderator: User
) -> None:
    other = Thread.objects.create(locator="story-2", url="/b/", title="B", language="en")
    post(client, other)
    approved(comment, moderator)

    answer = post(Client(), other)

    assert not link_in(answer)
    assert Comment.objects.count() == 2


@pytest.mark.parametrize("address", ["127.0.0.1", "198.51.100.5"], ids=["here", "elsewhere"])
@pytest.mark.parametrize("name", ["Ömer", "ömer", "Somebody"])
def test_4_1_words_that_were_public_from_another_network_or_under_another_name_prove_nothing(
    client: Client, thread: Thread, moderator: User, address: str, name: str
) -> None:
    other = Thread.objects.create(locator="story-2", url="/b/", title="B", language="en")
    post(Client(REMOTE_ADDR=address), other, name=name)
    approved(Comment.objects.get(), moderator)
    post(client, thread, name="ömer")

    assert not link_in(post(Client(), thread, name="ömer"))


def test_4_1_words_that_were_public_on_another_page_and_changed_since_prove_nothing(
    client: Client, thread: Thread, comment: Comment, moderator: User
) -> None:
    other = Thread.objects.create(locator="story-2", url="/b/", title="B", language="en")
    post(client, other)
    decision = approved(comment, moderator)
    undo(decision_id=str(decision.pk), moderator=moderator, now=NOON)
    revise(tracking_token=comment.tracking_token, text="Other words.", now=timezone.now())

    assert not link_in(post(Client(), other))
    assert not link_in(post(Client(), thread))


def test_4_1_what_was_taken_back_and_sent_again_is_a_comment_of_its_own(
    thread: Thread, comment: Comment, moderator: User
) -> None:
    approved(comment, moderator)
    withdraw(tracking_token=comment.tracking_token, now=timezone.now())

    answer = post(Client(), thread)

    assert link_in(answer) not in {"", f"/track/{comment.tracking_token}/"}


@pytest.mark.parametrize("headers", [OUR_PAGE, AS_SCRIPT], ids=["page", "script"])
def test_4_1_the_nonce_of_the_form_finds_the_receipt_also_after_approval(
    client: Client, thread: Thread, moderator: User, headers: dict[str, str]
) -> None:
    first = post(client, thread, headers=headers, nonce=NONCE)
    approved(Comment.objects.get(), moderator)

    again = post(client, thread, headers=headers, nonce=NONCE)

    assert link_in(again) == link_in(first) != ""


def test_4_1_the_nonce_of_one_comment_opens_no_other(client: Client, thread: Thread, moderator: User) -> None:
    post(client, thread, nonce=NONCE)
    post(client, thread, nonce="", text="Without one.")
    for comment in Comment.objects.all():
        approved(comment, moderator)

    assert not link_in(post(client, thread, nonce=NONCE, text="Without one."))


def test_4_1_two_comments_of_one_form_do_not_tell_each_other_in_the_database(
    client: Client, thread: Thread
) -> None:
    post(client, thread, nonce=NONCE, text="One.")
    post(client, thread, nonce=NONCE, text="Two.")

    proofs = set(Comment.objects.values_list("proof", flat=True))

    assert len(proofs - {""}) == 2
    assert not any(NONCE in proof for proof in proofs)


@pytest.mark.parametrize("nonce", ["", NONCE])
@pytest.mark.parametrize("headers", [OUR_PAGE, AS_SCRIPT], ids=["page", "script"])
def test_4_1_a_double_click_a_reload_and_a_lost_answer_find_the_receipt_while_nobody_has_read_the_words(
    client: Client, thread: Thread, nonce: str, headers: dict[str, str]
) -> None:
    links = {link_in(post(client, thread, headers=headers, nonce=nonce)) for _ in range(3)}
    links.add(link_in(post(client, thread, headers=headers)))

    assert Comment.objects.count() == 1
    assert links == {f"/track/{Comment.objects.get().tracking_token}/"}


def test_4_1_words_that_were_refused_unread_still_find_their_receipt(
    thread: Thread, comment: Comment, moderator: User
) -> None:
    rejected(comment, moderator)

    assert link_in(post(Client(), thread)) == f"/track/{comment.tracking_token}/"


@pytest.mark.parametrize("json", [True, False])
def test_4_1_the_clerk_answers_as_the_app_does(thread: Thread, moderator: User, json: bool) -> None:
    form = letter(thread, json=json, text="By the clerk.")
    take([form])
    comment = Comment.objects.get()
    approved(comment, moderator)

    [alone] = take([form])
    [one, two] = take([form, form])
    by_app = Client().generic(
        "POST",
        "/comments/",
        form.body,
        content_type=form.content_type,
        headers={"accept": form.accept, "sec-fetch-site": "same-origin"},
        REMOTE_ADDR=form.address,
    )

    assert one == two == alone
    assert comment.tracking_token not in f"{alone.location}{alone.body!r}"
    assert (alone.status, alone.location) == (by_app.status_code, by_app.get("Location", ""))
    assert json is (alone.body == by_app.content != b"")


def test_4_1_the_page_that_asks_once_more_keeps_the_nonce(
    client: Client, thread: Thread, moderator: User
) -> None:
    asked = Page(post(client, thread, headers={}, nonce=NONCE).content)
    sent = client.post("/comments/", asked.form("/comments/").hidden)
    approved(Comment.objects.get(), moderator)

    again = post(client, thread, nonce=NONCE)

    assert link_in(again) == link_in(sent) != ""


def test_4_1_the_printed_form_holds_no_nonce_of_its_own(client: Client, thread: Thread) -> None:
    page = words(post(client, thread, text=" ", nonce=NONCE))

    assert "nonce" not in page


# A corrected address.
WRONG, RIGHT = "rae@exmaple.org", "rae@example.org"


def sent_mails() -> list[str]:
    send_due(now=timezone.now() + timedelta(minutes=2))
    return [to for message in mail.outbox for to in message.to]


@pytest.mark.parametrize("first", [WRONG, ""])
@pytest.mark.parametrize("nonce", ["", NONCE])
def test_4_1_a_corrected_address_in_a_repeated_sending_is_taken(
    client: Client, thread: Thread, moderator: User, first: str, nonce: str
) -> None:
    post(client, thread, email=first, nonce=nonce)
    again = post(client, thread, email=RIGHT, nonce=nonce)
    approved(Comment.objects.get(), moderator, now=timezone.now())

    assert Comment.objects.get().email == RIGHT
    assert sent_mails() == [RIGHT]
    assert RIGHT in words(client.get(again["Location"]))


@pytest.mark.parametrize("order", [[WRONG, RIGHT], ["", RIGHT], [WRONG, "", RIGHT, RIGHT]])
def test_4_1_a_corrected_address_is_taken_within_one_batch(thread: Thread, order: list[str]) -> None:
    replies = take([letter(thread, text="In one batch.", email=email) for email in order])

    assert Comment.objects.get().email == RIGHT
    assert len({reply.location for reply in replies}) == 1


def test_4_1_without_an_address_the_first_one_stays(client: Client, thread: Thread) -> None:
    post(client, thread, email=RIGHT)
    post(client, thread, email="")

    assert Comment.objects.get().email == RIGHT


def test_4_1_the_mail_that_waits_goes_to_the_corrected_address(
    client: Client, thread: Thread, moderator: User
) -> None:
    post(client, thread, email=WRONG, nonce=NONCE)
    approved(Comment.objects.get(), moderator, now=timezone.now())

    post(client, thread, email=RIGHT, nonce=NONCE)

    assert sent_mails() == [RIGHT]


def test_4_1_a_stranger_with_public_words_corrects_nothing(
    client: Client, thread: Thread, moderator: User
) -> None:
    post(client, thread, email=RIGHT, nonce=NONCE)
    approved(Comment.objects.get(), moderator, now=timezone.now())

    answer = post(Client(), thread, headers=AS_SCRIPT, email="thief@example.org")

    assert Comment.objects.get().email == RIGHT
    assert sent_mails() == [RIGHT]
    assert "Nothing was changed" in answer.json()["notice"]
    assert RIGHT not in answer.content.decode()


def test_4_1_an_address_that_was_mistyped_is_forgotten_with_the_comment(
    client: Client, thread: Thread, moderator: User
) -> None:
    post(client, thread, email=WRONG, nonce=NONCE)
    comment = Comment.objects.get()
    returned(comment, moderator, now=timezone.now())
    sent_mails()
    post(client, thread, email=RIGHT, nonce=NONCE)

    client.post(f"/track/{comment.tracking_token}/erase/", headers=OUR_PAGE)

    comment.refresh_from_db()
    assert comment.status == Status.ERASED
    assert set(OutboxMessage.objects.values_list("recipient", flat=True)) == {""}


def test_4_1_twelve_households_of_one_network_are_not_twelve_senders(client: Client, thread: Thread) -> None:
    statuses = [
        client.post(
            "/comments/",
            {
                "thread": thread.locator,
                "name": f"Reader {number}",
                "text": f"Text {number}",
                "language": "en",
            },
            headers=AS_SCRIPT,
            REMOTE_ADDR=f"2001:db8:7:{number:x}00::1",
        ).status_code
        for number in range(12)
    ]

    assert 429 in statuses
    assert statuses[:4] == [201] * 4, "neighbours are not shut out by one of them"


def test_4_1_whoever_has_a_wide_network_is_one_sender_in_a_batch_too(thread: Thread) -> None:
    replies = take(
        [
            letter(thread, json=True, text=f"Text {number}", address=f"2001:db8:7:{number:x}::1")
            for number in range(12)
        ]
    )

    assert [reply.status for reply in replies].count(201) == 6
