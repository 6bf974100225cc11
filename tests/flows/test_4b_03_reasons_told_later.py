"""4b.3 Reasons that an order keeps back: nobody else reads them before, and what they promise counts from their day."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from tests.makers.comments import NOON, approved, fresh, removed, reopened, sent, withheld
from tests.makers.law.demands import order_words, ordered
from tests.makers.law.person_file import said_of
from tests.makers.law.redress import noticed

from kawaraban.comments.actions.acts import KEEP
from kawaraban.comments.actions.appeal import appeal, appeal_notice
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.demands import correct_demand, settle_demand
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.forgetting.retention import retain
from kawaraban.comments.mails.reasons_told_later import tell_reasons
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.comments.people.file import about_email
from kawaraban.comments.record_check import verify_paper
from kawaraban.comments.thread.shown_comments import shown_comments
from kawaraban.comments.tracking import track
from kawaraban.kit.clock import utc_now
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Demand, DemandOutcome, OutboxMessage, PolicyVersion, Telling
from kawaraban.law.outbox import send_due
from kawaraban.law.policy.reasons import Reasons
from kawaraban.law.redress.appeals import NotAppealable
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db

SOON, LATER = NOON + timedelta(minutes=10), NOON + timedelta(hours=2)
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
        str(said_of(about_email("nora@example.org", now=utc_now()))),
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


def test_4b_03_reasons_that_may_not_be_told_yet_follow_when_the_day_has_come(
    seen: Comment, editor: User, moderator: User, client: Client
) -> None:
    day = LATER + timedelta(days=40)
    ordered(seen, person=editor, telling=Telling.LATER, tell_from=day)
    removed(seen, moderator, note="By order of the court.", now=LATER)
    send_due(now=LATER + timedelta(seconds=11))
    [first] = mail.outbox
    url = f"/track/{seen.tracking_token}/"
    before = track(seen.tracking_token, LATER + timedelta(minutes=1))

    for moment in (LATER, day - timedelta(seconds=1)):
        assert tell_reasons(now=moment) == 0
    retain(now=day - timedelta(seconds=1))
    assert fresh(seen).email == "ada@example.org", "who is to be told yet is not forgotten"
    told = [tell_reasons(now=day), tell_reasons(now=day), tell_reasons(now=day + timedelta(days=1))]
    send_due(now=day + timedelta(seconds=11))
    [_first, second] = mail.outbox
    after = track(seen.tracking_token, day)

    assert "taken off the page" in first.body
    assert "told to you later" in first.body
    for secret in ("Kiel", "order", "court", "Insult"):
        assert secret.lower() not in first.body.lower()
    assert (before.ground, before.ground_label, before.note, before.reasons_follow) == ("", "", "", True)
    assert before.statement is not None
    assert (before.statement.ground_words, before.statement.facts, before.statement.redress) == ("", "", "")
    assert told == [1, 0, 0]
    assert "An order of District Court of Kiel" in second.body
    assert "By order of the court." in second.body
    assert after.reasons_follow is False
    assert after.statement is not None
    assert "Kiel" in after.statement.facts
    assert verify_paper().problems == []
    assert client.get(url).status_code == 200


def test_4b_03_the_pages_keep_back_what_the_author_may_not_read_yet(
    seen: Comment, editor: User, moderator: User, client: Client
) -> None:
    now = utc_now()
    ordered(seen, person=editor, now=now, telling=Telling.LATER, tell_from=now + timedelta(days=40))
    removed(seen, moderator, now=now - timedelta(minutes=1))

    tracked = client.get(f"/track/{seen.tracking_token}/").content.decode()
    [place] = shown_comments(seen.thread, language="en").comments

    assert "told to you later" in tracked
    assert "taken off the page" in tracked
    assert "Here is why" not in tracked
    assert place.stub == "Not shown any more"
    for secret in ("Kiel", "An order", "court, ", "Insult"):
        assert secret not in tracked


def test_4b_03_reasons_of_what_does_not_hold_any_more_are_not_told(
    seen: Comment, editor: User, moderator: User
) -> None:
    day = LATER + timedelta(days=40)
    ordered(seen, person=editor, telling=Telling.LATER, tell_from=day)
    withheld(seen, moderator, now=SOON)
    reopened(seen, moderator, now=LATER)
    mails = OutboxMessage.objects.count()

    assert tell_reasons(now=day) == 1

    assert OutboxMessage.objects.count() == mails
    assert tell_reasons(now=day) == 0


def test_4b_03_a_day_that_is_moved_is_obeyed_and_nothing_is_untold(
    seen: Comment, editor: User, moderator: User
) -> None:
    first, sooner = LATER + timedelta(days=40), LATER + timedelta(days=3)
    order = ordered(seen, person=editor, telling=Telling.LATER, tell_from=first)
    removed(seen, moderator, now=SOON)

    def moved(to: datetime, now: datetime) -> Any:
        words = order_words(telling=Telling.LATER, tell_from=to)
        ids = [seen.public_id]
        corrected = correct_demand(demand_id=order.pk, words=words, public_ids=ids, person=editor, now=now)
        return corrected.tell_from

    assert moved(NOON, LATER) == LATER, "at once, and not before something was decided"
    assert tell_reasons(now=LATER) == 1
    assert moved(sooner, LATER) == LATER, "it was told"
