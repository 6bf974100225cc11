"""3.2 The author's drawer: whoever sent a comment is suspended, is told why, appeals, and is let in again."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.answer import Answer
from tests.makers.comments import sent
from tests.makers.desk import signed_in
from tests.makers.law.restrictions import AGO, ELSEWHERE, HOME, restricted, suspended
from tests.makers.public import JSON, OUR_PAGE, post, tracking_path, words
from tests.page import Page

from kawaraban.comments.actions.restrictions import lift, undo_restricting
from kawaraban.comments.models import Comment, Restriction, Thread
from kawaraban.comments.record_check import verify_paper as verify
from kawaraban.law.contact import set_contact_email
from kawaraban.law.models import Appeal, Decision
from kawaraban.law.outbox import send_due
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


def form(comment: Comment, **said: str) -> dict[str, str]:
    return {"revision_number": "1", "lane": "queue", "days": "7", "ground": "insult", "note": "", **said}


def suspend(desk: Client, comment: Comment, **said: str) -> Answer:
    return desk.post(f"/desk/card/{comment.public_id}/restrict", form(comment, **said))


def from_home(client: Client, thread: Thread, text: str, **more: Any) -> Answer:
    client.defaults["REMOTE_ADDR"] = HOME
    return post(client, thread, text=text, **more)


def test_3_02_from_the_drawer_to_the_refused_form_and_back(
    client: Client, thread: Thread, comment: Comment, moderator: User
) -> None:
    set_contact_email("paper@example.org")
    desk = signed_in(moderator)
    card = desk.get(f"/desk/card/{comment.public_id}/").content.decode()

    done = suspend(desk, comment, note="Calm down for a week.")

    assert "Its sender was never suspended." in card
    assert "network connection and e-mail address" in card
    assert "a household" in card.lower()
    assert 'value="without_end"' not in card
    assert "Suspended until" in words(done)
    assert 'id="suspended"' in words(done)
    refused = from_home(client, thread, "One more thing, <b>friends</b>.", email="ada@example.org")
    page = words(refused)
    assert refused.status_code == 403
    assert "No comments are taken from this connection or e-mail address until" in page
    assert "Insult or swearing" in page
    assert "paper@example.org" in page
    assert "One more thing, &lt;b&gt;friends&lt;/b&gt;." in page
    assert Comment.objects.count() == 1
    restriction = Restriction.objects.get()
    answer = desk.post(
        f"/desk/card/{comment.public_id}/restrict/lift",
        {"lane": "queue", "restriction": restriction.public_id, "note": "It was a library."},
    )
    assert "The suspension is lifted" in words(answer)
    assert "Lifted by <bdi>Mika</bdi>" in Page(answer.content).markup
    assert 'id="suspended"' not in words(answer)
    assert from_home(client, thread, "Thank you.").status_code == 303
    assert verify().problems == []


def test_3_02_the_refusal_is_in_the_language_of_the_sender(
    client: Client, thread: Thread, comment: Comment, moderator: User
) -> None:
    suspended(comment, moderator)
    Thread.objects.update(language="tr")

    ada = {"email": "ada@example.org", "language": "tr"}
    page = words(from_home(client, thread, "Merhaba.", **ada))
    said = from_home(client, thread, "Merhaba.", **ada, headers={**OUR_PAGE, **JSON})

    assert "Bu bağlantıdan veya e-posta adresinden" in page
    assert "Bu bağlantıdan" in said.json()["error"]
    assert said.status_code == 403
    assert said.json()["reason"] == "suspended"


def test_3_02_a_neighbour_is_not_refused(
    client: Client, thread: Thread, comment: Comment, moderator: User
) -> None:
    suspended(comment, moderator)

    client.defaults["REMOTE_ADDR"] = ELSEWHERE

    assert post(client, thread, text="Good morning.").status_code == 303


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"ground": ""}, "Choose a ground"),
        ({"ground": "nothing"}, "Choose a ground of the policy."),
        ({"days": "2"}, "Choose for how long."),
        ({"ground": "other"}, "This ground says nothing by itself"),
        ({"ground": "illegal"}, "Name the law"),
    ],
)
def test_3_02_what_is_missing_is_said_and_what_was_typed_is_kept(
    comment: Comment, moderator: User, said: dict[str, str], sentence: str
) -> None:
    note = {} if said.get("ground") == "other" else {"note": "Kept <words>."}

    page = suspend(signed_in(moderator), comment, **note, **said)

    assert page.status_code == 422
    assert sentence in words(page)
    assert not note or "Kept &lt;words&gt;." in page.content.decode()
    assert Page(page.content).has("details#restrict.noting[open]")
    assert not Restriction.objects.exists()


def test_3_02_without_an_end_only_an_editor(comment: Comment, moderator: User, editor: User) -> None:
    refused = suspend(signed_in(moderator), comment, days="without_end")
    done = suspend(signed_in(editor), comment, days="without_end")

    assert refused.status_code == 403
    assert "Suspended without an end" in words(done)
    assert "sender suspended without an end" in words(done)
    page = words(signed_in(moderator).get("/desk/restrictions/"))
    assert "without an end" in page
    assert "Lift it now" not in page


def test_3_02_undo_from_the_message(comment: Comment, moderator: User) -> None:
    desk = signed_in(moderator)
    page = suspend(desk, comment).content.decode()
    url = Page(page).form("/restrict/undo").action

    answer = desk.post(url, {"decision": Restriction.objects.get().decision_id})

    assert "Taken back" in words(answer)
    assert not Restriction.objects.in_force(timezone.now()).exists()


def test_3_02_what_was_decided_by_a_colleague_meanwhile_is_said(
    comment: Comment, moderator: User, editor: User
) -> None:
    suspended(comment, editor)
    desk = signed_in(moderator)
    restriction = Restriction.objects.get()

    twice = suspend(desk, comment)
    lift(public_id=restriction.public_id, note="No.", moderator=editor, now=timezone.now())
    said = {"restriction": restriction.public_id, "note": "No."}
    late = desk.post(f"/desk/card/{comment.public_id}/restrict/lift", said)
    late_too = desk.post("/desk/restrictions/decide", {**said, "act": "lift"})
    undone = desk.post(f"/desk/card/{comment.public_id}/restrict/undo", {"decision": restriction.decision_id})

    assert [answer.status_code for answer in (twice, late, late_too, undone)] == [409, 409, 409, 409]
    assert "A colleague was faster" in words(twice)
    assert "does not hold any more" in words(late)


def test_3_02_a_comment_whose_sender_nobody_knows_offers_nothing(thread: Thread, moderator: User) -> None:
    unknown = sent(thread, "From nowhere.")
    desk = signed_in(moderator)

    card = words(desk.get(f"/desk/card/{unknown.public_id}/"))
    answer = suspend(desk, unknown)

    assert "nobody could be told apart" in card
    assert 'id="restrict"' not in card
    assert answer.status_code == 409


def test_3_02_the_page_lists_those_in_force_lifts_them_and_takes_it_back(
    thread: Thread, comment: Comment, moderator: User
) -> None:
    restriction = suspended(comment, moderator, note="Calm down.")
    desk = signed_in(moderator)

    page = words(desk.get("/desk/restrictions/"))
    wordless = desk.post("/desk/restrictions/decide", {"restriction": restriction.public_id, "act": "lift"})
    lifted = desk.post(
        "/desk/restrictions/decide",
        {"restriction": restriction.public_id, "act": "lift", "note": "Enough."},
        follow=True,
    )

    assert "From 1 sender no comments are taken for now." in page
    assert "Calm down." in page
    assert f"/desk/card/{comment.public_id}/" in page
    assert wordless.status_code == 422
    assert "Say why" in words(wordless)
    assert "The suspension is lifted." in words(lifted)
    assert "Nobody is suspended." in words(lifted)
    decision = Page(lifted.content).one('[name="decision"]')["value"]
    assert "From 1 sender" in words(desk.post("/desk/restrictions/undo", {"decision": decision}, follow=True))


def test_3_02_the_page_goes_on_where_there_are_many(
    thread: Thread, moderator: User, django_assert_max_num_queries: Any
) -> None:
    now = timezone.now()
    for number in range(53):
        one = sent(
            thread,
            f"Words {number}.",
            sender_address=f"203.{number}.113.7",
            now=now - timedelta(minutes=100 - number),
        )
        restricted(one, moderator, now=now - timedelta(minutes=100 - number))
    desk = signed_in(moderator)

    with django_assert_max_num_queries(16):
        answer = desk.get("/desk/restrictions/")
    page = Page(answer.content)
    earlier = page.one('a[href^="/desk/restrictions/?before="]')["href"]
    rest = Page(desk.get(earlier).content)

    assert len([words for words in page.texts("summary") if words.startswith("Lift it")]) == 50
    assert len([words for words in rest.texts("summary") if words.startswith("Lift it")]) == 3


def test_3_02_the_sender_reads_the_statement_and_appeals_on_the_page_of_the_comment(
    client: Client, comment: Comment, moderator: User, editor: User
) -> None:
    restriction = suspended(comment, moderator, note="Calm down.")
    path = tracking_path(comment)
    appeal = f"{path}suspension/{restriction.public_id}/appeal/"

    page = words(client.get(path))
    empty = client.post(appeal, {"words": ""}, headers=OUR_PAGE)
    client.post(appeal, {"words": "It was my <brother>."}, headers=OUR_PAGE)
    waiting = words(client.get(path))
    again = client.post(appeal, {"words": "Again."}, headers=OUR_PAGE)

    assert "No new comments are taken for now" in page
    assert "New comments from the connection or the e-mail address" in page
    assert "Calm down." in page
    assert "No machine decided: a person did." in page
    assert "Appeal against this decision" in page
    assert empty.status_code == 422
    assert "Another person decides." in waiting
    assert "Appeal against this decision" not in waiting
    assert again.status_code == 409
    desk = signed_in(editor)
    assert 'Suspensions <b class="num">1</b>' in Page(desk.get("/desk/").content).markup
    assert "It was my &lt;brother&gt;." in desk.get("/desk/restrictions/").content.decode()
    assert "Somebody else must decide" in words(signed_in(moderator).get("/desk/restrictions/"))
    said = {"restriction": restriction.public_id, "note": "It was you.", "act": "uphold"}
    assert signed_in(moderator).post("/desk/restrictions/decide", said).status_code == 409
    held = desk.post("/desk/restrictions/decide", said, follow=True)
    assert "The suspension holds" in words(held)
    outcome = Appeal.objects.get().outcome
    assert outcome is not None
    assert outcome.verdict == "upheld"
    Decision.objects.filter(verdict="upheld").update(decided_at=timezone.now() - AGO)
    told = words(client.get(path))
    assert "another person looked again, and the decision holds" in told
    assert "It was you." in told


def test_3_02_nothing_is_told_that_may_still_be_taken_back(
    client: Client, comment: Comment, moderator: User
) -> None:
    now = timezone.now()
    restriction = restricted(comment, moderator, now=now)
    early = words(client.get(tracking_path(comment)))

    undo_restricting(decision_id=str(restriction.decision_id), moderator=moderator, now=now)
    Decision.objects.update(decided_at=now - AGO)

    assert "No new comments are taken" not in early
    assert "No new comments are taken" not in words(client.get(tracking_path(comment)))


def test_3_02_a_lifted_one_says_so_and_the_mails_say_the_same(
    client: Client, comment: Comment, moderator: User, mailoutbox: list[Any]
) -> None:
    restriction = suspended(comment, moderator)
    send_due(now=timezone.now())
    lift(
        public_id=restriction.public_id,
        note="A library.",
        moderator=moderator,
        now=timezone.now() - timedelta(minutes=1),
    )
    send_due(now=timezone.now())

    page = words(client.get(tracking_path(comment)))

    assert "you can send comments again" in page
    assert "A library." in page
    first, second = mailoutbox
    assert "New comments from the connection or the e-mail address" in first.body
    assert "appeal within six months" in first.body
    assert "A library." in second.body


def test_3_02_the_erasure_says_what_stays(client: Client, comment: Comment, moderator: User) -> None:
    suspended(comment, moderator)

    assert "The suspension goes on holding" in words(client.get(tracking_path(comment)))
