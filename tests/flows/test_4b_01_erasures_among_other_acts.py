"""4b.1 Erasures where other acts meet them: a decision that is undone, an appeal that waits, a mail that leaves."""

from datetime import timedelta
from typing import Any, TypeVar

import pytest
from django.db.models import Model
from tests.makers.comments import NOON, approved, removed, sent
from tests.makers.law.redress import noticed, reported
from tests.rigs.database import everything

from kawaraban.comments.actions.acts import KEEP
from kawaraban.comments.actions.appeal import appeal_notice
from kawaraban.comments.actions.decide import decide, undo
from kawaraban.comments.actions.erasing.comment import erase_own
from kawaraban.comments.actions.erasing.person import erase_person
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.comments.record_check import verify_paper
from kawaraban.law.models import Appeal, Notice, OutboxMessage, Outcome
from kawaraban.law.outbox import send_due
from kawaraban.law.policy.reasons import Reasons
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
NORA = "nora@example.org"
A_MOMENT = timedelta(seconds=1)


M = TypeVar("M", bound=Model)


def fresh(row: M) -> M:
    found: M = type(row)._default_manager.get(pk=row.pk)
    return found


def kept(comment: Comment, person: User, *, now: Any, note: str = "An opinion.") -> Any:
    return decide(KEEP, Judged(comment.pk, 1), Reasons(note=note), moderator=person, now=now)


@pytest.fixture
def shown(thread: Thread, moderator: User) -> Comment:
    comment = sent(thread, "The harbour is closed.", email="ada@example.org")
    approved(comment, moderator, now=NOON - timedelta(hours=1))
    return fresh(comment)


def test_4b_01_who_was_erased_does_not_wait_again_when_their_answer_is_undone(
    shown: Comment, moderator: User, publisher: User
) -> None:
    notice = noticed(shown, now=NOON)
    decision = removed(shown, moderator, now=NOON + A_MOMENT)
    erase_person(email=NORA, reason="Asked.", person=publisher, now=NOON + 2 * A_MOMENT)

    undo(decision_id=str(decision.pk), moderator=moderator, now=NOON + 3 * A_MOMENT)

    assert fresh(notice).outcome == Outcome.WITHDRAWN
    assert fresh(notice).decision_id is None
    assert not Notice.objects.open().exists()
    assert fresh(shown).reported_at is None
    assert verify_paper().problems == []
    send_due(now=NOON + timedelta(minutes=1))
    assert NORA not in everything()


def test_4b_01_nobody_has_to_decide_the_appeal_of_who_was_erased(
    shown: Comment, moderator: User, publisher: User
) -> None:
    notice = noticed(shown, now=NOON)
    kept(shown, moderator, now=NOON + A_MOMENT)
    appeal_notice(token=notice.token, words="It names me.", now=NOON + timedelta(minutes=1))
    assert fresh(shown).appealed_at is not None

    erase_person(email=NORA, reason="Asked.", person=publisher, now=NOON + timedelta(minutes=2))

    assert not Appeal.objects.open().exists()
    assert fresh(shown).appealed_at is None
    assert verify_paper().problems == []
    assert NORA not in everything()


def test_4b_01_an_appeal_of_who_was_erased_does_not_wait_again_either(
    shown: Comment, moderator: User, editor: User, publisher: User
) -> None:
    notice = noticed(shown, now=NOON)
    kept(shown, moderator, now=NOON + A_MOMENT)
    appeal_notice(token=notice.token, words="It names me.", now=NOON + timedelta(minutes=1))
    decision = kept(shown, editor, now=NOON + timedelta(minutes=2))
    erase_person(email=NORA, reason="Asked.", person=publisher, now=NOON + timedelta(minutes=2, seconds=1))

    undo(decision_id=str(decision.pk), moderator=editor, now=NOON + timedelta(minutes=2, seconds=2))

    assert not Appeal.objects.open().exists()
    assert fresh(shown).appealed_at is None
    assert verify_paper().problems == []


def test_4b_01_a_mail_that_was_forgotten_does_not_leave_when_the_next_decision_is_undone(
    shown: Comment, moderator: User, publisher: User
) -> None:
    noticed(shown, now=NOON)
    kept(shown, moderator, now=NOON + A_MOMENT)
    erase_person(email=NORA, reason="Asked.", person=publisher, now=NOON + 2 * A_MOMENT)
    decision = removed(shown, moderator, now=NOON + 3 * A_MOMENT)
    undo(decision_id=str(decision.pk), moderator=moderator, now=NOON + 4 * A_MOMENT)

    assert not OutboxMessage.objects.filter(sent_at=None, cancelled_at=None, recipient="").exists()


def test_4b_01_whoever_gave_notice_is_answered_although_another_decision_follows_at_once(
    shown: Comment, moderator: User
) -> None:
    noticed(shown, now=NOON)
    send_due(now=NOON + timedelta(minutes=1))
    kept(shown, moderator, now=NOON + timedelta(minutes=2))
    removed(shown, moderator, now=NOON + timedelta(minutes=2, seconds=3))
    send_due(now=NOON + timedelta(minutes=3))

    assert OutboxMessage.objects.filter(recipient=NORA, sent_at__isnull=False).count() == 2


def test_4b_01_an_author_is_told_although_a_report_is_answered_before_the_mail_left(
    thread: Thread, moderator: User
) -> None:
    comment = sent(thread, "The harbour is shut.", email="ada@example.org")
    approved(comment, moderator, now=NOON)
    reported(fresh(comment), now=NOON + A_MOMENT)
    kept(comment, moderator, now=NOON + 2 * A_MOMENT)
    assert OutboxMessage.objects.filter(recipient="ada@example.org", cancelled_at=None).count() == 1

    decision = removed(comment, moderator, now=NOON + 3 * A_MOMENT)
    [mail] = OutboxMessage.objects.filter(recipient="ada@example.org", cancelled_at=None)
    assert mail.decision == decision
    undo(decision_id=str(decision.pk), moderator=moderator, now=NOON + 4 * A_MOMENT)

    [mail] = OutboxMessage.objects.filter(recipient="ada@example.org", cancelled_at=None)
    assert mail.heading == "Your comment is published"


@pytest.mark.parametrize("note", ["e", "The", "you"])
def test_4b_01_the_answer_to_a_notice_stays_whole_without_the_note(
    shown: Comment, moderator: User, note: str
) -> None:
    """What the note says may stand anywhere else in the mail."""
    noticed(shown, now=NOON)
    removed(shown, moderator, now=NOON + A_MOMENT, note=note)
    [before] = [row.body for row in OutboxMessage.objects.filter(decision__isnull=False, recipient=NORA)]
    erase_own(tracking_token=shown.tracking_token, now=NOON + timedelta(seconds=20))

    assert fresh(shown).status == Status.ERASED
    [after] = [row.body for row in OutboxMessage.objects.filter(decision__isnull=False, recipient=NORA)]
    assert after == before.replace(f"\n\n{note}\n\n", "\n\n")
