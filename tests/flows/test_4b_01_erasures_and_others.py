"""4b.1 An erasure that waits, and the others whom it concerns: the sender of a notice, and the publisher."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from tests.makers.comments import NOON, approved, fresh, removed, sent
from tests.makers.desk import signed_in
from tests.makers.law.redress import noticed
from tests.makers.law.waiting_erasures import LATER, UNDO, WHO, WORDS, answered, asked, minutes

from kawaraban.cli.main import main
from kawaraban.comments.actions.acts import KEEP
from kawaraban.comments.actions.appeal import appeal_notice
from kawaraban.comments.actions.author import withdraw
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.erasing.comment import erase_comment, erase_due
from kawaraban.comments.actions.erasing.person import erase_person
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.comments.record_check import verify_paper
from kawaraban.law.models import Appeal, Notice, OutboxMessage
from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.law.outbox import send_due
from kawaraban.law.policy.reasons import Reasons
from kawaraban.law.record.holds import OnHold, place_hold
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(thread: Thread, moderator: User) -> Comment:
    comment = sent(thread, f"{WORDS} for all.", **WHO)
    approved(comment, moderator)
    send_due(now=NOON + timedelta(minutes=1))
    return fresh(comment)


@pytest.fixture
def notice(shown: Comment) -> Notice:
    return noticed(shown, explanation=f"{WORDS} is a lie.")


def test_4b_01_an_appeal_against_keeping_it_lapses_when_it_is_taken_back(
    shown: Comment, notice: Notice, moderator: User
) -> None:
    decide(KEEP, Judged(shown.pk, 1), Reasons(note="An opinion."), moderator=moderator, now=NOON)
    appeal_notice(token=notice.token, words="It is not.", now=LATER)

    withdraw(tracking_token=shown.tracking_token, now=minutes(1))

    assert not Appeal.objects.open().exists()
    assert fresh(shown).appealed_at is None
    assert verify_paper().problems == []


def test_4b_01_the_sender_of_a_notice_is_told_although_the_comment_is_taken_back_just_then(
    shown: Comment, notice: Notice, moderator: User
) -> None:
    decide(KEEP, Judged(shown.pk, 1), Reasons(note="An opinion."), moderator=moderator, now=LATER)

    withdraw(tracking_token=shown.tracking_token, now=LATER + UNDO / 2)

    assert OutboxMessage.objects.due(minutes(1)).filter(recipient="nora@example.org").count() == 2


def test_4b_01_the_sender_is_told_although_it_is_erased_before_the_mail_left(
    shown: Comment, notice: Notice, moderator: User
) -> None:
    removed(fresh(shown), moderator, now=LATER)

    assert asked(shown, minutes(1)).status == Status.ERASED

    due = OutboxMessage.objects.due(minutes(1)).filter(recipient="nora@example.org")
    assert any("taken off the page" in message.body for message in due)


def test_4b_01_the_publisher_is_told_of_the_notice_and_it_is_put_off(
    shown: Comment, notice: Notice, publisher: User
) -> None:
    desk = signed_in(publisher)
    erase = {"who": shown.public_id, "reason": "Asked by letter", "is_sure": "on"}

    done = desk.post("/desk/records/erase/", erase, follow=True).content.decode()

    assert f"Put off: {shown.subject} is off the page." in done
    assert "notices 1" in done
    assert "answer them first" in done
    assert "The comment is erased." not in done
    assert fresh(shown).status == Status.WITHDRAWN
    answered(notice, publisher, minutes(1))
    desk.post("/desk/records/erase/", erase)
    Notice.objects.update(decided_at=NOON)
    again = desk.post("/desk/records/erase/", erase, follow=True).content.decode()
    assert "The comment is erased." in again


def test_4b_01_the_erasure_that_follows_says_who_asked_and_why(
    shown: Comment, notice: Notice, publisher: User
) -> None:
    kept = erase_comment(comment_id=shown.pk, reason="Art. 17, by letter", person=publisher, now=LATER)
    assert kept is not None
    assert (kept.notices, kept.demands, kept.hold) == (1, 0, None)
    answered(notice, publisher, minutes(1))

    erase_due(now=minutes(2))

    entry = LedgerEntry.objects.get(kind="comment_erased")
    assert '"reason":"Art. 17, by letter"' in entry.payload.body
    assert publisher.get_username() in entry.payload.body


def test_4b_01_the_commands_name_what_was_put_off(shown: Comment, notice: Notice, thread: Thread) -> None:
    free = sent(thread, "Free to go.", **WHO)

    done = CliRunner().invoke(
        main, ["records", "erase", "--email", "quillon@example.org", "--reason", "Asked"]
    )

    assert done.exit_code == 0, done.output
    assert "Erased: comments 1" in done.output
    assert f"Put off: {shown.subject} is off the page. Open about it: notices 1" in done.output
    assert (fresh(free).status, fresh(shown).status) == (Status.ERASED, Status.WITHDRAWN)


def test_4b_01_a_hold_stops_the_publisher_as_before(shown: Comment, notice: Notice, publisher: User) -> None:
    place_hold(subject=shown.subject, reason="Court", until=None, person=publisher, now=NOON)

    with pytest.raises(OnHold):
        erase_comment(comment_id=shown.pk, reason="Asked", person=publisher, now=LATER)
    done = erase_person(email=WHO["email"], reason="Asked", person=publisher, now=LATER)

    assert (done.held, done.put_off) == ((shown.subject,), ())
    assert fresh(shown).status == Status.APPROVED


def test_4b_01_ones_own_notice_keeps_nothing_of_oneself(shown: Comment, publisher: User) -> None:
    noticed(shown, email="quillon@example.org", name="Quillon Xerxes")

    done = erase_person(email="quillon@example.org", reason="Asked", person=publisher, now=LATER)

    assert (done.comments, done.notices, done.put_off) == (1, 1, ())
