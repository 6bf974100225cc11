"""Promise 6.5: the card says what the model suspects and how sure it is; a hint that is hidden is hidden whole."""

from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.makers.desk import signed_in, waiting_comment
from tests.page import Page

from kawaraban.comments.models import Comment, CommentScore, Thread
from kawaraban.people.models import User
from kawaraban.triage.models import HintChoice, TriageRules

pytestmark = pytest.mark.django_db
RUDE = "You are a complete idiot and a moron, shut up."
CALM = "The ferry leaves at nine on weekdays."


def opened(desk: Client, comment: Comment) -> Page:
    return Page(desk.get(reverse("desk:card", args=[comment.public_id])).content)


def set_rules(**changes: Any) -> None:
    TriageRules.objects.update_or_create(pk=1, defaults=changes)


def blind(comment: Comment) -> Comment:
    """The comment, as one of the sample."""
    CommentScore.objects.filter(comment=comment).update(is_blind=True)
    return comment


def assert_shows_nothing(page: Page, comment: Comment) -> None:
    """Neither the card nor the list nor a form says anything of what the model suspects."""
    card = page.one("#card")
    assert not card.has("mark")
    assert not card.has(".suspicion")
    assert not card.has('input[name="hint"]')
    assert not card.has("#nudged")
    assert not card.has(".suggested")
    assert "Insult" not in page.one(f"#row-{comment.public_id}").text
    assert "probably" not in page.one(f"#row-{comment.public_id}").text


def test_6_05_the_card_names_the_ground_and_how_sure_the_model_is_in_words(
    desk: Client, thread: Thread
) -> None:
    comment = waiting_comment(thread, text=RUDE)

    hint = opened(desk, comment).one("#hint")

    assert hint.one("b").text == "Insult or swearing"
    assert "The model thinks that this very probably breaks the policy." in hint.text
    assert "Its estimate: 99%." in hint.text


def test_6_05_what_weighed_is_marked_in_the_text_and_named_beside_it(desk: Client, thread: Thread) -> None:
    page = opened(desk, waiting_comment(thread, text=RUDE))

    marked = page.texts(".shown mark.weighed")

    assert "idiot" in marked
    assert "What weighed most, dotted in the text:" in page.one("#hint").text
    assert set(marked) <= set(page.texts("#hint q bdi"))
    assert page.one(".shown .text").text == RUDE


def test_6_05_the_list_says_how_sure_the_model_is(desk: Client, thread: Thread) -> None:
    comment = waiting_comment(thread, text=RUDE)

    row = opened(desk, comment).one(f"#row-{comment.public_id}")

    assert row.one(".why").text == "very probably: Insult or swearing"


def test_6_05_a_ground_that_was_found_stands_in_the_list_without_a_suspicion_of_it(
    desk: Client, thread: Thread
) -> None:
    comment = waiting_comment(thread, text=RUDE)
    comment.findings.create(revision_number=1, phase="words", ground="insult", weight=0.9, quote="idiot")

    assert opened(desk, comment).one(f"#row-{comment.public_id} .why").text == "Insult or swearing"


def test_6_05_that_nothing_is_suspected_is_said(desk: Client, thread: Thread) -> None:
    page = opened(desk, waiting_comment(thread, text=CALM))

    assert page.one("#hint").text == "The model suspects nothing in it."
    assert page.has('#card input[name="hint"]')


def test_6_05_a_language_that_it_does_not_know_is_said(desk: Client, thread: Thread) -> None:
    comment = waiting_comment(thread, text="港は明日の朝まで開いていますか。", language="ja")

    page = opened(desk, comment)

    assert page.one("#hint").text == "Not checked: the model does not know this language."
    assert not page.has('#card input[name="hint"]')


def test_6_05_a_failure_is_said(desk: Client, thread: Thread) -> None:
    comment = waiting_comment(thread)
    CommentScore.objects.filter(comment=comment).update(state="failed", score=None)

    assert opened(desk, comment).one("#hint").text == "Not checked: the model could not look at it."


def test_6_05_of_a_comment_that_came_while_it_was_off_nothing_is_said(desk: Client, thread: Thread) -> None:
    set_rules(is_on=False)
    comment = waiting_comment(thread, text=RUDE)
    set_rules(is_on=True)

    assert not opened(desk, comment).has("#hint")


def test_6_05_of_words_that_were_changed_since_nothing_is_said(desk: Client, thread: Thread) -> None:
    comment = waiting_comment(thread, text=RUDE)
    CommentScore.objects.filter(comment=comment).update(revision_number=2)

    page = opened(desk, comment)

    assert not page.has("#hint")
    assert_shows_nothing(page, comment)


def test_6_05_of_the_sample_the_card_says_that_it_is_hidden_and_nothing_else(
    desk: Client, thread: Thread
) -> None:
    comment = blind(waiting_comment(thread, text=RUDE))
    Comment.objects.filter(pk=comment.pk).update(was_nudged=True)

    page = opened(desk, comment)

    assert page.one("#hint").text == "What the model says is hidden: the comment belongs to a random sample."
    assert_shows_nothing(page, comment)


def test_6_05_a_paper_hides_it_from_everybody(desk: Client, thread: Thread) -> None:
    comment = waiting_comment(thread, text=RUDE)

    set_rules(shows_hints=False)

    page = opened(desk, comment)
    assert not page.has("#hint")
    assert_shows_nothing(page, comment)
    assert "This paper shows it to nobody." in Page(desk.get("/desk/keys/").content).text


def test_6_05_a_moderator_hides_it_from_themselves_alone_and_takes_it_back(
    moderator: User, publisher: User, thread: Thread
) -> None:
    comment = waiting_comment(thread, name="Ada", text=RUDE)
    own, other = signed_in(moderator), signed_in(publisher)

    answer = own.post(reverse("desk:hints"), {"hides": "1"})

    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert Page(own.get(answer["Location"]).content).one("#hides").get("checked") is not None
    assert_shows_nothing(opened(own, comment), comment)
    assert opened(other, comment).has(".suspicion")

    own.post(reverse("desk:hints"), {})

    assert opened(own, comment).has(".suspicion")
    assert HintChoice.objects.count() == 1


def test_6_05_hiding_takes_a_form_of_the_desk_and_a_person_who_is_signed_in(moderator: User) -> None:
    client = Client(enforce_csrf_checks=True)
    address = reverse("desk:hints")

    strange = client.post(address, {"hides": "1"})
    client.force_login(moderator)

    assert strange.status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.FOUND}
    assert client.post(address, {"hides": "1"}).status_code == HTTPStatus.FORBIDDEN
    assert client.get(address).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert not HintChoice.objects.exists()


def test_6_05_need_puts_what_is_suspected_first_and_waiting_stays_the_default(
    desk: Client, thread: Thread
) -> None:
    calm = waiting_comment(thread, text=CALM, minutes=60)
    rude = waiting_comment(thread, text=RUDE, minutes=10)
    starving = waiting_comment(thread, text=f"{CALM} Truly.", minutes=7 * 60)

    by_age = Page(desk.get(reverse("desk:queue")).content)
    by_need = Page(desk.get(reverse("desk:queue") + "?order=need").content)

    ids = [f"row-{comment.public_id}" for comment in (starving, calm, rude)]
    assert [row.get("id") for row in by_age.all("li[id^=row-]")] == ids
    ids = [f"row-{comment.public_id}" for comment in (starving, rude, calm)]
    assert [row.get("id") for row in by_need.all("li[id^=row-]")] == ids


def test_6_05_the_card_says_that_its_writer_was_asked(desk: Client, thread: Thread) -> None:
    comment = waiting_comment(thread, text=RUDE)
    assert not opened(desk, comment).has("#nudged")

    Comment.objects.filter(pk=comment.pk).update(was_nudged=True)

    assert "its writer was asked whether to send it so" in opened(desk, comment).one("#nudged").text
