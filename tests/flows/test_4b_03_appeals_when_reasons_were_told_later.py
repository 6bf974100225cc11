"""4b.3 Reasons that an order kept back: what they promise, and how long, counts from the day on which they are told."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from tests.comments_factories import NOON, approved, removed, sent
from tests.demand_factories import ordered

from kawaraban.comments.actions.appeal import appeal
from kawaraban.comments.actions.demands import settle_demand
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.comments.reasons_told_later import tell_reasons
from kawaraban.comments.retention import retain
from kawaraban.comments.tracking import track
from kawaraban.law.appeals import NotAppealable
from kawaraban.law.models import Demand, DemandOutcome, Telling
from kawaraban.law.outbox import send_due
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db

SOON = NOON + timedelta(minutes=10)
MONTHS = timedelta(days=200)
PROMISE = "you can appeal within six months on the page of your comment"


def ordered_off(thread: Thread, editor: User, moderator: User, *, told: datetime) -> tuple[Comment, Demand]:
    """Taken off because of an order of which nothing may be told before that day."""
    comment = sent(thread, email="ada@example.org", now=NOON - timedelta(hours=1))
    approved(comment, moderator, now=NOON - timedelta(minutes=30))
    order = ordered(comment, person=editor, telling=Telling.LATER, tell_from=told)
    removed(comment, moderator, now=SOON)
    return comment, order


def test_4b_03_the_six_months_of_an_appeal_begin_when_the_reasons_are_told(
    thread: Thread, editor: User, moderator: User
) -> None:
    day = NOON + MONTHS
    comment, _order = ordered_off(thread, editor, moderator, told=day)

    tell_reasons(now=day)
    send_due(now=day + timedelta(minutes=1))

    told = str(mail.outbox[-1].body)
    assert PROMISE in told
    assert track(comment.tracking_token, day).may_appeal_until == day + timedelta(days=184)
    late = day + timedelta(days=183)
    assert appeal(tracking_token=comment.tracking_token, words="It is true.", now=late).words == "It is true."


def test_4b_03_nobody_uses_up_the_one_appeal_before_the_reasons_are_told(
    thread: Thread, editor: User, moderator: User
) -> None:
    day = NOON + timedelta(days=60)
    comment, _order = ordered_off(thread, editor, moderator, told=day)
    before = day - timedelta(days=1)

    assert track(comment.tracking_token, before).may_appeal_until is None
    with pytest.raises(NotAppealable):
        appeal(tracking_token=comment.tracking_token, words="Why?", now=before)


def test_4b_03_time_erases_nothing_of_which_the_reasons_are_still_owed(
    thread: Thread, editor: User, moderator: User
) -> None:
    day = NOON + timedelta(days=399)
    comment, order = ordered_off(thread, editor, moderator, told=day)
    settle_demand(
        demand_id=order.pk, outcome=DemandOutcome.DONE, answer="It is off.", person=editor, now=SOON
    )

    for moment in (day - timedelta(minutes=1), day + timedelta(days=184)):
        retain(now=moment)
        comment.refresh_from_db()
        assert comment.status == Status.REJECTED, moment
    retain(now=day + timedelta(days=366))

    comment.refresh_from_db()
    assert comment.status == Status.ERASED
