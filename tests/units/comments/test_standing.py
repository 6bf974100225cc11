"""Which decisions about a comment stand."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.makers.comments import approved, fresh, rejected, removed, reopened, sent, withheld

from kawaraban.comments.actions.decide import undo
from kawaraban.comments.models import Thread
from kawaraban.comments.standing import (
    standing_decision,
    standing_decision_of_each,
    standing_decisions,
    told_until_now,
)
from kawaraban.law.models import Decision
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


def test_nothing_stands_before_somebody_decides(thread: Thread) -> None:
    comment = sent(thread)

    assert standing_decision(comment) is None
    assert told_until_now(comment) == []


def test_what_was_taken_back_does_not_stand_and_neither_does_the_taking_back(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    comment = sent(thread)
    first = approved(comment, moderator)
    second = withheld(fresh(comment), moderator, now=noon + timedelta(minutes=1))

    before = list(standing_decisions(comment))
    undo(decision_id=str(second.pk), moderator=moderator, now=noon + timedelta(minutes=1))

    assert before == [second, first]
    assert list(standing_decisions(comment)) == [first]
    assert Decision.objects.about(comment.subject).count() == 3


def test_of_two_decisions_of_one_moment_the_later_one_holds(thread: Thread, moderator: User) -> None:
    comment = sent(thread)
    approved(comment, moderator)
    withheld(fresh(comment), moderator)
    third = reopened(fresh(comment), moderator)

    assert standing_decision(comment) == third
    assert standing_decision_of_each([comment]) == {comment.subject: third}


def test_of_many_comments_the_decision_that_holds_is_asked_for_once(
    thread: Thread, moderator: User, noon: datetime, django_assert_num_queries: Any
) -> None:
    shown, refused, waiting = (sent(thread, text) for text in ("one", "two", "three"))
    decisions = [approved(shown, moderator), rejected(refused, moderator)]
    taken_back = removed(fresh(shown), moderator, now=noon)
    undo(decision_id=str(taken_back.pk), moderator=moderator, now=noon)

    with django_assert_num_queries(1):
        found = standing_decision_of_each([shown, refused, waiting])
        people = {decision.moderator.display_name for decision in found.values()}

    assert found == {shown.subject: decisions[0], refused.subject: decisions[1]}
    assert people == {moderator.display_name}


def test_of_no_comment_nothing_is_asked(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert standing_decision_of_each([]) == {}
