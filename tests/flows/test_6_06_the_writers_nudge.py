"""6.6: who may hurt readers is asked once, before anything is stored; the words are kept, and the desk sees it."""

from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone
from tests.makers.public import JSON, OUR_PAGE, post, words
from tests.page import Page

from kawaraban.comments.models import Comment, Thread
from kawaraban.comments.nudge import asked_before, asked_token
from kawaraban.comments.submission import NudgeAnswer
from kawaraban.people.models import User
from kawaraban.triage.models import NudgeDay
from kawaraban.triage.taught.rules import change_rules, rules

RUDE = "You are a disgusting idiot and a pathetic moron."
KIND = "The harbour looks lovely this morning."

pytestmark = pytest.mark.django_db


@pytest.fixture
def nudging() -> None:
    change_rules(replace(rules(), nudges=True), person=None, now=timezone.now())


def figures() -> tuple[int, int, int]:
    """NudgeAnswer, changed, kept."""
    days = list(NudgeDay.objects.all())
    return (
        sum(day.shown_count for day in days),
        sum(day.changed_count for day in days),
        sum(day.kept_count for day in days),
    )


def test_6_06_nobody_is_asked_where_the_paper_has_not_turned_it_on(client: Client, thread: Thread) -> None:
    answer = post(client, thread, text=RUDE)

    assert answer.status_code == 303
    assert not Comment.objects.get().was_nudged


def test_6_06_without_a_script_the_writer_is_asked_once_and_sends_it_as_it_is(
    client: Client, thread: Thread, nudging: None
) -> None:
    asked = post(client, thread, text=RUDE)

    assert asked.status_code == 422
    assert "Readers may find this insulting" in words(asked)
    assert RUDE in words(asked)
    assert not Comment.objects.exists()
    token = Page(asked.content).one('input[name="asked"]')["value"]
    again = post(client, thread, text=RUDE, asked=token)
    assert again.status_code == 303
    assert Comment.objects.get().was_nudged
    assert figures() == (1, 0, 1)


def test_6_06_other_words_are_not_asked_about_again(client: Client, thread: Thread, nudging: None) -> None:
    token = post(client, thread, headers=OUR_PAGE | JSON, text=RUDE).json()["asked"]

    answer = post(client, thread, text="You are still an idiot, and a moron.", asked=token)

    assert answer.status_code == 303
    assert Comment.objects.get().was_nudged
    assert figures() == (1, 1, 0)


def test_6_06_who_writes_kindly_is_never_asked(client: Client, thread: Thread, nudging: None) -> None:
    assert post(client, thread, text=KIND).status_code == 303

    assert not Comment.objects.get().was_nudged
    assert figures() == (0, 0, 0)


def test_6_06_a_script_is_told_the_sentence_and_the_token(
    client: Client, thread: Thread, nudging: None
) -> None:
    body = post(client, thread, headers=OUR_PAGE | JSON, text=RUDE).json()

    assert body["reason"] == "asked"
    assert body["field"] == "text"
    assert asked_before(body["asked"], RUDE) is NudgeAnswer.KEPT


@pytest.mark.parametrize("token", ["", "forged", asked_token, "a" * 5000, "\u0130:x:y"])
def test_6_06_a_token_that_is_none_asks_again(
    client: Client, thread: Thread, nudging: None, token: object
) -> None:
    said = token("other words")[:-1] if callable(token) else str(token)

    assert post(client, thread, text=RUDE, asked=said).status_code == 422
    assert not Comment.objects.exists()


def test_6_06_line_ends_and_spaces_make_no_other_words() -> None:
    token = asked_token("You idiot.\r\nGo away.")

    assert asked_before(token, "You idiot.\nGo  away. ") is NudgeAnswer.KEPT
    assert asked_before(token, "You fool.\nGo away.") is NudgeAnswer.CHANGED


def test_6_06_a_form_with_something_else_wrong_is_not_asked_about(
    client: Client, thread: Thread, nudging: None
) -> None:
    answer = post(client, thread, text=RUDE, name="")

    assert "give a name" in words(answer)
    assert figures() == (0, 0, 0)


def test_6_06_the_page_that_refuses_otherwise_keeps_that_it_was_asked(
    client: Client, thread: Thread, nudging: None
) -> None:
    token = post(client, thread, headers=OUR_PAGE | JSON, text=RUDE).json()["asked"]

    refused = post(client, thread, text=RUDE, name="", asked=token)

    assert Page(refused.content).one('input[name="asked"]')["value"] == token


def test_6_06_the_publisher_reads_what_became_of_the_question(
    client: Client, thread: Thread, nudging: None, publisher: User
) -> None:
    token = post(client, thread, headers=OUR_PAGE | JSON, text=RUDE).json()["asked"]
    post(client, thread, headers=OUR_PAGE | JSON, text=RUDE + " Yes.")
    post(client, thread, text=KIND, asked=token)
    client.force_login(publisher)

    told = dict(Page(client.get("/desk/triage/").content).one("#nudges").terms)

    assert told["Writers asked"] == "2"
    assert told["Changed their words"] == "1"
    assert told["Sent nothing more, as far as the paper knows"] == "1"


def test_6_06_the_desk_sees_that_it_was_asked(
    client: Client, thread: Thread, nudging: None, moderator: User
) -> None:
    token = post(client, thread, headers=OUR_PAGE | JSON, text=RUDE).json()["asked"]
    post(client, thread, text=RUDE, asked=token)
    client.force_login(moderator)

    card = Page(client.get(f"/desk/card/{Comment.objects.get().public_id}/").content)

    assert card.has("#nudged")
