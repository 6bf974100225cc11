"""What the author of a comment sees behind the tracking link."""

from datetime import datetime, timedelta

import pytest
from tests.makers.comments import approved, rejected, sent
from tests.makers.law.restrictions import ELSEWHERE, HOME, restricted

from kawaraban.comments.actions.author import withdraw
from kawaraban.comments.actions.decide import undo
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.comments.tracking import track
from kawaraban.law.grounds import Ground
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
UNDO = timedelta(seconds=10)


def test_a_waiting_comment(thread: Thread, noon: datetime) -> None:
    comment = sent(thread, "one\n\n<two>")

    seen = track(comment.tracking_token, noon)

    assert (seen.status, seen.decided_at, seen.comment_url) == (Status.PENDING, None, "")
    assert (seen.may_withdraw, seen.may_revise) == (True, True)
    assert (seen.text, seen.thread_title, seen.thread_url) == (
        "one\n\n<two>",
        "The harbour",
        "/city/harbour/",
    )
    assert "&lt;two&gt;" in seen.html
    assert (seen.policy_number, seen.policy_url, seen.waiting_estimate) == (1, "/policy/1/", None)


def test_an_unknown_link_is_unknown(db: None, noon: datetime) -> None:
    with pytest.raises(Comment.DoesNotExist):
        track("unknown", noon)


def test_an_approved_comment_has_its_address_when_the_time_for_undo_is_over(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    comment = sent(thread)
    approved(comment, moderator)

    before, after = track(comment.tracking_token, noon + UNDO / 2), track(comment.tracking_token, noon + UNDO)

    assert (before.status, before.comment_url, before.decided_at) == (Status.PENDING, "", None)
    assert (after.status, after.decided_at) == (Status.APPROVED, noon)
    assert after.comment_url.endswith(f"/c/{comment.public_id}/")
    assert (after.may_withdraw, after.may_revise) == (True, False)


def test_a_refused_comment_shows_ground_note_and_statement_then(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    comment = sent(thread)
    rejected(comment, moderator, ground=Ground.THREAT, note="The last sentence.")

    before, after = track(comment.tracking_token, noon), track(comment.tracking_token, noon + UNDO)

    assert (before.status, before.ground, before.note, before.statement) == (Status.PENDING, "", "", None)
    assert (after.status, after.ground, after.ground_label) == (Status.REJECTED, "threat", "Threat")
    assert after.note == "The last sentence."
    assert after.statement
    assert after.statement.ground_words.startswith("Threat: ")
    assert after.statement.note == "The last sentence."
    assert "The last sentence." not in after.statement.facts
    assert after.statement.facts.startswith("You sent it to ")
    assert (after.may_withdraw, after.may_revise) == (False, False)


def test_a_decision_that_was_taken_back_was_never_told(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    comment = sent(thread)
    undo(decision_id=str(rejected(comment, moderator).pk), moderator=moderator, now=noon)

    seen = track(comment.tracking_token, noon + UNDO)

    assert (seen.status, seen.statement) == (Status.PENDING, None)


def test_a_withdrawn_comment(thread: Thread, noon: datetime) -> None:
    comment = sent(thread)
    withdraw(tracking_token=comment.tracking_token, now=noon)

    seen = track(comment.tracking_token, noon)

    assert (seen.status, seen.may_withdraw, seen.may_revise) == (Status.WITHDRAWN, False, False)


def test_the_estimate_is_the_median_of_the_last_decisions(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    for minutes in (10, 20, 600):
        approved(sent(thread, f"after {minutes}"), moderator, now=noon + timedelta(minutes=minutes))

    seen = track(sent(thread, "the next").tracking_token, noon)

    assert seen.waiting_estimate == timedelta(minutes=20)


def test_whoever_is_suspended_is_not_offered_to_change_the_words_of_any_comment(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    occasion, other = sent(thread, "one", sender_address=HOME), sent(thread, "two", sender_address=HOME)
    of_a_neighbour = sent(thread, "three", sender_address=ELSEWHERE)
    restricted(occasion, moderator)

    offered = [
        track(comment.tracking_token, noon + UNDO).may_revise for comment in (occasion, other, of_a_neighbour)
    ]
    afterwards = track(other.tracking_token, noon + timedelta(days=8)).may_revise

    assert offered == [False, False, True]
    assert afterwards
