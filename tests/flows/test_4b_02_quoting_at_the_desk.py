"""4b.2 The sheet of the grounds takes the words in question, says what cannot be quoted, and keeps what was typed."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.makers.comments import NOON, sent
from tests.makers.desk import found, shown_comment, waiting_comment
from tests.makers.law.quoted_words import TEXT, judged, refuse
from tests.makers.law.restrictions import HOME
from tests.page import Page

from kawaraban.comments.actions.author import revise
from kawaraban.comments.models import Thread
from kawaraban.law.models import Decision, Verdict
from kawaraban.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def test_4b_02_at_the_desk_a_passage_is_pasted_without_a_script(desk: Client, thread: Thread) -> None:
    comment = waiting_comment(thread, text=TEXT)
    page = desk.get(f"/desk/card/{comment.public_id}/").content.decode()
    assert 'name="passage"' in page

    refuse(desk, comment, ground="insult", passage=" a liar,\n Mr  Vell ")

    assert Decision.objects.get().passage == "a liar, Mr Vell"
    history = desk.get(f"/desk/card/{comment.public_id}/").content.decode()
    assert "The words in question: “<bdi>a liar, Mr Vell</bdi>”" in Page(history).markup


@pytest.mark.parametrize(
    ("passage", "sentence"),
    [
        ("you idiot", "The comment does not say this: quote it in its own words."),
        ("ab " * 250, "The passage is too long: at most 500 characters."),
    ],
)
def test_4b_02_what_cannot_be_quoted_is_said_at_its_field_and_kept(
    passage: str, sentence: str, desk: Client, thread: Thread
) -> None:
    comment = waiting_comment(thread, text=TEXT)

    answer = refuse(desk, comment, ground="insult", passage=passage, note="Calm.")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert Page(page).form("/reject").field("passage").value == passage
    assert Page(page).form("/reject").field("note").value == "Calm."
    assert not Decision.objects.exists()


def test_4b_02_a_passage_of_older_words_is_said_to_be_no_more(desk: Client, thread: Thread) -> None:
    comment = sent(thread, TEXT)
    revise(tracking_token=comment.tracking_token, text="Better now.", now=NOON + timedelta(seconds=1))

    answer = refuse(desk, comment, ground="insult", passage="a liar")

    assert answer.status_code == 409
    assert "The comment does not say this" in answer.content.decode()
    assert not Decision.objects.exists()


def test_4b_02_the_second_of_two_presses_decides_nothing(desk: Client, thread: Thread) -> None:
    comment = waiting_comment(thread, text=TEXT)
    refuse(desk, comment, ground="insult", passage="liar")

    answer = refuse(desk, comment, ground="insult", passage="fool")

    assert answer.status_code == 409
    assert Decision.objects.get().passage == "liar"


def test_4b_02_what_a_finding_marked_is_offered_with_its_ground_and_can_be_left_out(
    desk: Client, thread: Thread
) -> None:
    left, taken, typed, other = (
        waiting_comment(thread, text=f"Call 0532 111 22 33, fool {n}.") for n in range(4)
    )
    for comment in (left, taken, typed, other):
        found(comment, phase="repeated_text", ground="spam", quote="2")
    page = Page(desk.get(f"/desk/card/{left.public_id}/").content)
    assert page.form("/reject").sent["offer_personality_rights"] == ["0532 111 22 33"]
    assert not page.has('[name="offer_spam"]')
    offer = {"offer_personality_rights": "0532 111 22 33"}

    refuse(desk, left, ground="personality_rights", **offer)
    refuse(desk, taken, ground="personality_rights")
    refuse(desk, typed, ground="personality_rights", passage="fool", **offer)
    refuse(desk, other, ground="insult", **offer)

    quoted = {decision.subject: decision.passage for decision in Decision.objects.all()}
    assert [quoted[comment.subject] for comment in (left, taken, typed, other)] == [
        "0532 111 22 33",
        "",
        "fool",
        "",
    ]


def test_4b_02_an_offer_that_was_taken_away_stays_away_while_something_is_missing(
    desk: Client, thread: Thread
) -> None:
    comment = waiting_comment(thread, text="Call 0532 111 22 33, fool.")

    sheet = Page(refuse(desk, comment, ground="other").content).form("/reject")

    assert sheet.has('[value="0532 111 22 33"]')
    assert not sheet.has("[checked]")


def test_4b_02_withholding_and_suspending_at_the_desk_take_a_passage(
    desk: Client, thread: Thread, moderator: User
) -> None:
    comment = shown_comment(thread, moderator, text=TEXT, sender=HOME)
    said = judged(comment, passage="liar", lane="approved")

    desk.post(f"/desk/card/{comment.public_id}/restrict", said | {"ground": "insult", "days": "7"})
    desk.post(f"/desk/card/{comment.public_id}/withhold", said | {"ground": ""})

    decided = Decision.objects.exclude(verdict=Verdict.APPROVED)
    assert sorted(decided.values_list("verdict", "passage")) == [
        ("suspended", "liar"),
        ("withheld", "liar"),
    ]


def test_4b_02_the_sheet_says_that_a_ground_alone_is_thin_and_blocks_nothing(
    desk: Client, thread: Thread
) -> None:
    comment = waiting_comment(thread, text=TEXT)

    page = desk.get(f"/desk/card/{comment.public_id}/").content.decode()

    assert "A ground that accuses somebody says little without a quote or a note." in page
    assert refuse(desk, comment, ground="defamation").status_code == 303
