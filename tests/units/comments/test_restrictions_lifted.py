"""Suspensions: lifted, taken back, and appealed against."""

from datetime import timedelta
from functools import partial

import pytest
from tests.makers.comments import NOON
from tests.makers.law.restrictions import HOME, restricted
from tests.makers.law.suspended_author import TOLD, appealed, is_taken, occasion

from kawaraban.comments.actions.appeal import appeal_restriction
from kawaraban.comments.actions.decide import TooLateToUndo
from kawaraban.comments.actions.reasons import WordsNeeded
from kawaraban.comments.actions.restrictions import NotInForce, lift, undo_restricting, uphold
from kawaraban.comments.models import Restriction, Thread
from kawaraban.comments.record_check import verify_paper as verify
from kawaraban.law.basis import Source
from kawaraban.law.models import Appeal, OutboxMessage
from kawaraban.law.outbox import send_due
from kawaraban.law.redress.appeals import NotAppealable, SamePerson
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


def test_lifting_needs_words_lets_in_again_and_tells_who_was_told(thread: Thread, moderator: User) -> None:
    restriction = restricted(occasion(thread), moderator)
    send_due(now=TOLD)

    with pytest.raises(WordsNeeded):
        lift(public_id=restriction.public_id, note=" ", moderator=moderator, now=TOLD)
    lift(public_id=restriction.public_id, note="It was a library.", moderator=moderator, now=TOLD)

    assert is_taken(thread, "From home.", sender_address=HOME)
    assert "It was a library." in OutboxMessage.objects.get(sent_at=None).body
    with pytest.raises(NotInForce):
        lift(public_id=restriction.public_id, note="Again.", moderator=moderator, now=TOLD)
    assert verify().problems == []


def test_who_was_never_told_is_not_told_of_the_lifting(thread: Thread, moderator: User) -> None:
    restriction = restricted(occasion(thread), moderator)

    lift(public_id=restriction.public_id, note="The wrong one.", moderator=moderator, now=NOON)

    assert not OutboxMessage.objects.filter(cancelled_at=None).exists()


def test_undo_takes_back_and_takes_back_the_taking_back(thread: Thread, moderator: User) -> None:
    restriction = restricted(occasion(thread), moderator)
    undo = partial(undo_restricting, moderator=moderator, now=NOON + timedelta(seconds=5))

    lifting = lift(public_id=restriction.public_id, note="No.", moderator=moderator, now=NOON)
    undo(decision_id=str(lifting.pk))
    is_back = not is_taken(thread, "One.", sender_address=HOME, now=NOON + timedelta(seconds=6))
    waiting = OutboxMessage.objects.filter(cancelled_at=None).count()
    undo(decision_id=str(restriction.decision_id))

    assert is_back
    assert waiting == 1
    assert is_taken(thread, "Two.", sender_address=HOME, now=NOON + timedelta(seconds=6))
    assert not OutboxMessage.objects.filter(cancelled_at=None).exists()
    with pytest.raises(TooLateToUndo):
        undo(decision_id=str(restriction.decision_id))
    assert verify().problems == []


def test_undo_has_its_time(thread: Thread, moderator: User) -> None:
    restriction = restricted(occasion(thread), moderator)

    with pytest.raises(TooLateToUndo):
        undo_restricting(
            decision_id=str(restriction.decision_id), moderator=moderator, now=NOON + timedelta(seconds=10)
        )


def test_an_appeal_is_decided_by_another_person_and_once(
    thread: Thread, moderator: User, editor: User
) -> None:
    comment = occasion(thread)
    restriction = restricted(comment, moderator)
    hold_to = partial(uphold, public_id=restriction.public_id, note="It was you.", now=TOLD)

    with pytest.raises(NotInForce):
        hold_to(moderator=editor)
    appealed(comment, restriction)
    with pytest.raises(SamePerson):
        hold_to(moderator=moderator)
    decision = hold_to(moderator=editor)

    assert Appeal.objects.get().outcome == decision
    assert not is_taken(thread, "Still.", sender_address=HOME)
    with pytest.raises(NotAppealable):
        appealed(comment, restriction)
    undo_restricting(decision_id=str(decision.pk), moderator=editor, now=TOLD)
    assert Appeal.objects.open().count() == 1
    assert verify().problems == []


def test_a_granted_appeal_lifts_it_even_when_it_is_over(
    thread: Thread, moderator: User, editor: User
) -> None:
    comment = occasion(thread)
    restriction = restricted(comment, moderator, days=1)
    appealed(comment, restriction)

    decision = lift(
        public_id=restriction.public_id, note="Right.", moderator=editor, now=NOON + timedelta(days=3)
    )

    restriction.refresh_from_db()
    assert restriction.lifting == Appeal.objects.get().outcome == decision
    assert decision.source == Source.APPEAL
    assert OutboxMessage.objects.filter(heading="You can send comments again").count() == 1


def test_no_appeal_before_anybody_was_told_nor_against_what_was_lifted(
    thread: Thread, moderator: User
) -> None:
    comment = occasion(thread)
    restriction = restricted(comment, moderator)
    words = {"tracking_token": comment.tracking_token, "public_id": restriction.public_id, "words": "No."}

    with pytest.raises(NotAppealable):
        appeal_restriction(**words, now=NOON)
    lift(public_id=restriction.public_id, note="No.", moderator=moderator, now=TOLD)
    with pytest.raises(NotAppealable):
        appeal_restriction(**words, now=TOLD)
    with pytest.raises(Restriction.DoesNotExist):
        appeal_restriction(**{**words, "public_id": "nothing"}, now=TOLD)
