"""4b.3 Reasons that an order keeps back: nobody else reads them before, and what they promise counts from their day."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from tests.makers.comments import NOON, approved, removed, reopened, sent, withheld
from tests.makers.law.demands import ordered
from tests.makers.law.redress import noticed

from kawaraban.comments.actions.acts import KEEP
from kawaraban.comments.actions.appeal import appeal, appeal_notice
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.demands import settle_demand
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.forgetting.retention import retain
from kawaraban.comments.mails.reasons_told_later import tell_reasons
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.comments.person import about_email
from kawaraban.comments.tracking import track
from kawaraban.kit.clock import utc_now
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Demand, DemandOutcome, PolicyVersion, Telling
from kawaraban.law.outbox import send_due
from kawaraban.law.policy.reasons import Reasons
from kawaraban.law.redress.appeals import NotAppealable
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
        tell_reasons(now=moment)
        retain(now=moment)
        comment.refresh_from_db()
        assert comment.status == Status.REJECTED, moment
    retain(now=day + timedelta(days=366))

    comment.refresh_from_db()
    assert comment.status == Status.ERASED


SECRETS = ("Kiel", "By order", "Public Offers Act", "Against the law:", "Insult")


def test_4b_03_who_gave_notice_reads_no_reasons_that_the_author_may_not_read_yet(
    thread: Thread, editor: User, moderator: User, policy: PolicyVersion, client: Client
) -> None:
    """The author may have given the notice, or may know who did."""
    now = utc_now() - timedelta(hours=1)
    comment = sent(thread, now=now)
    approved(comment, moderator, now=now)
    notice = noticed(comment, now=now, email="nora@example.org")
    order = ordered(
        comment, person=editor, now=now, telling=Telling.LATER, tell_from=now + timedelta(days=40)
    )
    removed(comment, moderator, ground=Ground.ILLEGAL, note="By order of the court of Kiel.", now=now)
    send_due(now=utc_now())
    page = f"/notice/follow/{notice.token}/"

    read = [
        str(mail.outbox[-1].body),
        client.get(page).content.decode(),
        str(about_email("nora@example.org", now=utc_now())),
    ]
    Demand.objects.filter(pk=order.pk).update(tell_from=now + timedelta(minutes=5))
    after = client.get(page).content.decode()

    assert "The content was taken off the page." in read[0]
    for words in read:
        assert not [secret for secret in SECRETS if secret in words]
    assert "Public Offers Act" in after, "the day has come"


def test_4b_03_nor_does_whoever_appealed_against_the_answer(
    thread: Thread, editor: User, moderator: User, policy: PolicyVersion, client: Client
) -> None:
    now = utc_now() - timedelta(hours=2)
    comment = sent(thread, now=now)
    approved(comment, moderator, now=now)
    notice = noticed(comment, now=now, email="nora@example.org")
    decide(KEEP, Judged(comment.pk, 1), Reasons(note="It stays."), moderator=moderator, now=now)
    later = now + timedelta(hours=1)
    appeal_notice(token=notice.token, words="Look again.", now=later)
    ordered(comment, person=editor, now=later, telling=Telling.LATER, tell_from=later + timedelta(days=40))
    removed(comment, editor, note="By order of the court of Kiel.", now=later)
    send_due(now=utc_now())

    read = [str(mail.outbox[-1].body), client.get(f"/notice/follow/{notice.token}/").content.decode()]

    assert "another person decided differently" in read[0]
    for words in read:
        assert not [secret for secret in SECRETS if secret in words]


@pytest.mark.parametrize("before", ["waiting", "withheld"])
def test_4b_03_what_is_shown_after_an_order_is_said_to_be_shown(
    before: str, thread: Thread, editor: User, moderator: User, policy: PolicyVersion, client: Client
) -> None:
    """An order that was not followed, or that was followed for a while."""
    now = utc_now() - timedelta(hours=1)
    comment = sent(thread, email="ada@example.org", now=now)
    day = now + timedelta(days=40)
    if before == "waiting":
        ordered(comment, person=editor, now=now, telling=Telling.LATER, tell_from=day)
        approved(comment, moderator, now=now + timedelta(minutes=5))
    else:
        approved(comment, moderator, now=now)
        ordered(comment, person=editor, now=now, telling=Telling.LATER, tell_from=day)
        withheld(comment, moderator, now=now + timedelta(minutes=5))
        reopened(comment, moderator, note="The court of Kiel took it back.", now=now + timedelta(minutes=9))
    send_due(now=utc_now())

    page = client.get(f"/track/{comment.tracking_token}/").content.decode()

    assert "Your comment is published" in page
    assert "Your comment is not shown" not in page
    for words in (page, str(mail.outbox[-1].body)):
        assert "Kiel" not in words
