"""3.13 An appeal within six months, decided by another person; what was told before is corrected."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from tests.makers.comments import NOON, approved, rejected, sent
from tests.makers.law.redress import noticed
from tests.makers.public import OUR_PAGE, tracking_path, words

from kawaraban.comments.actions.acts import KEEP, REINSTATE, REMOVE, UPHOLD
from kawaraban.comments.actions.appeal import appeal, appeal_notice
from kawaraban.comments.actions.decide import decide, undo
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.kit.clock import utc_now
from kawaraban.law.basis import Source
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Appeal, Notice, Party, Verdict
from kawaraban.law.outbox import send_due
from kawaraban.law.policy.reasons import Reasons
from kawaraban.law.redress.appeals import NotAppealable, SamePerson
from kawaraban.people.models import Role, User
from kawaraban.press.models import ReprintOrder

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=2)
AFTER_UNDO = timedelta(seconds=11)


@pytest.fixture
def colleague(db: None) -> User:
    return User.objects.create_user("aiko", password="a-long-password", role=Role.MODERATOR)


@pytest.fixture
def refused(thread: Thread, moderator: User) -> Comment:
    """A comment that was not published, and whose author left an address."""
    comment = sent(thread, email="ada@example.org")
    rejected(comment, moderator, ground=Ground.INSULT)
    comment.refresh_from_db()
    return comment


def appealed(comment: Comment, *, now: datetime = LATER) -> Appeal:
    return appeal(tracking_token=comment.tracking_token, words="It is a quotation.", now=now)


def test_3_13_the_author_appeals_and_the_comment_comes_to_the_desk_again(refused: Comment) -> None:
    filed = appealed(refused)

    refused.refresh_from_db()
    assert refused.appealed_at == LATER
    assert (filed.party, filed.decision.verdict) == (Party.AUTHOR, Verdict.REJECTED)


def test_3_13_who_decided_does_not_decide_the_appeal(
    refused: Comment, moderator: User, colleague: User
) -> None:
    appealed(refused)

    with pytest.raises(SamePerson):
        decide(REINSTATE, Judged(refused.pk, 1), moderator=moderator, now=LATER)
    refused.refresh_from_db()
    assert refused.status == Status.REJECTED
    decide(REINSTATE, Judged(refused.pk, 1), moderator=colleague, now=LATER)

    refused.refresh_from_db()
    assert (refused.status, refused.appealed_at) == (Status.APPROVED, None)


def test_3_13_a_reversal_prints_the_comment_and_corrects_what_was_told(
    refused: Comment, moderator: User, colleague: User
) -> None:
    send_due(now=NOON + AFTER_UNDO)
    appealed(refused)
    orders = ReprintOrder.objects.count()

    decision = decide(
        REINSTATE, Judged(refused.pk, 1), Reasons(note="Right."), moderator=colleague, now=LATER
    )
    send_due(now=LATER + AFTER_UNDO)

    assert ReprintOrder.objects.count() == orders + 1
    assert decision.source == Source.APPEAL
    assert Appeal.objects.get().outcome == decision
    assert "does not hold any more" in mail.outbox[-1].body


def test_3_13_a_dismissed_appeal_is_told_with_its_reasons_and_cannot_be_repeated(
    refused: Comment, colleague: User
) -> None:
    appealed(refused)
    with pytest.raises(ValueError, match="why"):
        decide(UPHOLD, Judged(refused.pk, 1), moderator=colleague, now=LATER)

    decide(UPHOLD, Judged(refused.pk, 1), Reasons(note="Not a quotation."), moderator=colleague, now=LATER)
    send_due(now=LATER + AFTER_UNDO)

    refused.refresh_from_db()
    assert (refused.status, refused.appealed_at) == (Status.REJECTED, None)
    assert "Not a quotation." in mail.outbox[-1].body
    with pytest.raises(NotAppealable):
        appealed(refused, now=LATER + timedelta(days=1))


def test_3_13_an_outcome_can_be_taken_back_and_the_appeal_waits_again(
    refused: Comment, colleague: User
) -> None:
    appealed(refused)
    decision = decide(UPHOLD, Judged(refused.pk, 1), Reasons(note="No."), moderator=colleague, now=LATER)

    undo(decision_id=str(decision.pk), moderator=colleague, now=LATER)

    refused.refresh_from_db()
    assert (refused.status, refused.appealed_at) == (Status.REJECTED, LATER)
    assert Appeal.objects.open().count() == 1


@pytest.mark.parametrize(("days", "is_taken"), [(181, True), (184, False)])
def test_3_13_an_appeal_is_taken_for_six_months(refused: Comment, days: int, *, is_taken: bool) -> None:
    moment = NOON + timedelta(days=days)

    if is_taken:
        appealed(refused, now=moment)
    else:
        with pytest.raises(NotAppealable):
            appealed(refused, now=moment)


def test_3_13_nobody_can_appeal_against_what_was_not_restricted(thread: Thread, moderator: User) -> None:
    comment = sent(thread)
    approved(comment, moderator)

    with pytest.raises(NotAppealable):
        appealed(comment)


def test_3_13_the_sender_of_a_notice_appeals_and_another_person_takes_the_comment_off(
    thread: Thread, moderator: User, colleague: User
) -> None:
    comment = sent(thread)
    approved(comment, moderator)
    notice = noticed(comment)
    decide(KEEP, Judged(comment.pk, 1), Reasons(note="Opinion."), moderator=moderator, now=NOON)
    appeal_notice(token=notice.token, words="It is a claim of fact.", now=LATER)

    with pytest.raises(SamePerson):
        decide(KEEP, Judged(comment.pk, 1), moderator=moderator, now=LATER)
    decide(REMOVE, Judged(comment.pk, 1), Reasons(ground=Ground.DEFAMATION), moderator=colleague, now=LATER)
    send_due(now=LATER + AFTER_UNDO)

    comment.refresh_from_db()
    assert (comment.status, comment.appealed_at) == (Status.REJECTED, None)
    assert any("decided differently" in m.body for m in mail.outbox if m.to == [notice.email])


def test_3_13_who_gave_notice_is_told_when_the_author_wins_the_appeal(
    thread: Thread, moderator: User, colleague: User
) -> None:
    comment = sent(thread)
    approved(comment, moderator)
    notice = noticed(comment)
    decide(REMOVE, Judged(comment.pk, 1), Reasons(ground=Ground.INSULT), moderator=moderator, now=NOON)
    appealed(comment)

    decide(REINSTATE, Judged(comment.pk, 1), moderator=colleague, now=LATER)
    send_due(now=LATER + AFTER_UNDO)

    assert Notice.objects.get().decision is not None
    assert "is shown again" in next(m.body for m in reversed(mail.outbox) if m.to == [notice.email])


def test_3_13_the_author_appeals_on_the_tracking_page_and_reads_there_what_came_of_it(
    thread: Thread, moderator: User, colleague: User
) -> None:
    long_ago = utc_now() - timedelta(days=1)
    comment = sent(thread, now=long_ago)
    rejected(comment, moderator, now=long_ago)
    page = tracking_path(comment)
    assert "Appeal against this decision" in words(Client().get(page))

    empty = Client().post(f"{page}appeal/", {"words": " "}, headers=OUR_PAGE)
    answer = Client().post(f"{page}appeal/", {"words": "It is a quotation."}, headers=OUR_PAGE)

    assert (empty.status_code, answer.status_code) == (422, 303)
    assert "Another person decides" in words(Client().get(page))
    again = Client().post(f"{page}appeal/", {"words": "Once more."}, headers=OUR_PAGE)
    assert again.status_code == 409
    assert "Once more." in words(again)
    decide(UPHOLD, Judged(comment.pk, 1), Reasons(note="It is none."), moderator=colleague, now=long_ago)
    seen = words(Client().get(page))
    assert "the decision holds" in seen
    assert "It is none." in seen
    assert "Insult or swearing" in seen, "the first decision still stands there with its reasons"
