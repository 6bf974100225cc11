"""3.11 A reader's report always reaches the desk: of any comment, counted once, with what was decided before."""

from datetime import timedelta

import pytest
from tests.makers.comments import NOON, approved, sent
from tests.makers.law.redress import reported

from kawaraban.comments.actions.acts import KEEP, REMOVE, REOPEN, WITHHOLD
from kawaraban.comments.actions.decide import decide, undo
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.law.basis import Source
from kawaraban.law.grounds import Ground
from kawaraban.law.models import OutboxMessage, Report
from kawaraban.law.policy.reasons import Reasons
from kawaraban.law.redress.reports import looks_count
from kawaraban.law.reporters import TooManyAtOnce
from kawaraban.people.models import User
from kawaraban.press.models import ReprintOrder

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def test_3_11_a_report_brings_an_approved_comment_to_the_desk(shown: Comment) -> None:
    reported(shown, ground=Ground.THREAT, words="He says where she lives.", now=LATER)

    shown.refresh_from_db()
    assert shown.reported_at == LATER
    assert shown.status == Status.APPROVED
    assert Report.objects.get().words == "He says where she lives."


def test_3_11_the_same_reader_counts_once_and_another_counts_too(shown: Comment) -> None:
    reported(shown, sender="198.51.100.7")
    reported(shown, sender="198.51.100.7", ground=Ground.SPAM)
    reported(shown, sender="203.0.113.9")

    assert Report.objects.open().count() == 2
    assert "198.51.100.7" not in str(list(Report.objects.values()))


def test_3_11_what_was_looked_at_and_stayed_can_be_reported_again_and_the_desk_is_told_how_often(
    shown: Comment, moderator: User
) -> None:
    reported(shown, sender="198.51.100.7")
    decide(KEEP, Judged(shown.pk, 1), moderator=moderator, now=LATER)
    shown.refresh_from_db()
    assert shown.reported_at is None

    reported(shown, sender="198.51.100.7", now=LATER)

    shown.refresh_from_db()
    assert shown.reported_at == LATER
    assert looks_count(shown.subject, 1) == 1


def test_3_11_keeping_a_comment_prints_nothing_and_tells_its_author_nothing(
    shown: Comment, moderator: User
) -> None:
    reported(shown)
    orders, mails = ReprintOrder.objects.count(), OutboxMessage.objects.count()

    decision = decide(KEEP, Judged(shown.pk, 1), moderator=moderator, now=LATER)

    assert decision.source == Source.REPORT
    assert (ReprintOrder.objects.count(), OutboxMessage.objects.count()) == (orders, mails)
    assert Report.objects.get().decision == decision


def test_3_11_a_removal_answers_the_reports_and_an_undo_brings_them_back(
    shown: Comment, moderator: User
) -> None:
    reported(shown)
    decision = decide(
        REMOVE, Judged(shown.pk, 1), Reasons(ground=Ground.INSULT), moderator=moderator, now=LATER
    )
    shown.refresh_from_db()
    assert (decision.source, shown.reported_at) == (Source.REPORT, None)

    undo(decision_id=str(decision.pk), moderator=moderator, now=LATER)

    shown.refresh_from_db()
    assert (shown.status, shown.reported_at) == (Status.APPROVED, NOON)
    assert Report.objects.open().count() == 1


def test_3_11_what_is_withheld_while_it_is_looked_at_stays_among_the_reported(
    shown: Comment, moderator: User
) -> None:
    reported(shown)

    decide(WITHHOLD, Judged(shown.pk, 1), moderator=moderator, now=LATER)
    shown.refresh_from_db()
    assert shown.reported_at == NOON

    decide(REOPEN, Judged(shown.pk, 1), moderator=moderator, now=LATER)
    shown.refresh_from_db()
    assert shown.reported_at is None


def test_3_11_one_reader_cannot_flood_the_desk(thread: Thread, moderator: User, settings: object) -> None:
    comments = [sent(thread, f"Number {n}.") for n in range(11)]
    for comment in comments:
        approved(comment, moderator)

    for comment in comments[:10]:
        reported(comment, sender="198.51.100.7")

    with pytest.raises(TooManyAtOnce) as told:
        reported(comments[10], sender="198.51.100.7", now=NOON + timedelta(minutes=59))
    assert 0 < told.value.seconds <= 61
    reported(comments[10], sender="198.51.100.7", now=NOON + timedelta(minutes=61))


def test_3_11_what_readers_cannot_see_cannot_be_reported(thread: Thread) -> None:
    waiting = sent(thread)

    with pytest.raises(Comment.DoesNotExist):
        reported(waiting)
