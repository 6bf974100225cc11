"""4b.1 The words of reports, notices, appeals, holds and suspensions are forgotten a year after all is answered."""

import pytest
from django.db import connection, transaction
from tests.makers.comments import NOON, approved
from tests.makers.law.forgotten_words import NAME, WORDS, after, holders, said, whole
from tests.makers.law.redress import notice_words, noticed, reported
from tests.makers.law.restrictions import restricted

from kawaraban.comments.actions.acts import KEEP
from kawaraban.comments.actions.appeal import appeal_notice
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.erasing.comment import erase_own
from kawaraban.comments.actions.erasing.person import erase_person
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.actions.notices import answer_in_words
from kawaraban.comments.actions.report import give_notice
from kawaraban.comments.actions.restrictions import lift
from kawaraban.comments.forgetting.retention import retain
from kawaraban.comments.models import Restriction, Thread
from kawaraban.comments.record_check import verify_paper
from kawaraban.law.models import Appeal, Decision, Hold, Notice, Outcome, Report
from kawaraban.law.outbox import send_due
from kawaraban.law.policy.reasons import Reasons
from kawaraban.law.record.holds import lift_hold, place_hold
from kawaraban.law.record.sealed_tables import APPEALS, DECISIONS, REPORTS
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


# Words about a comment


def test_4b_01_the_words_of_reports_and_appeals_go_a_year_after_all_is_answered(
    thread: Thread, moderator: User, editor: User, publisher: User
) -> None:
    comment = said(thread, "Stays on the page.")
    approved(comment, moderator)
    reported(comment, words=f"It says {WORDS}.", sender="198.51.100.1")
    decide(KEEP, Judged(comment.pk, 1), Reasons(note="An opinion."), moderator=moderator, now=NOON)
    reported(comment, words=f"Again {WORDS}.", sender="198.51.100.2", now=after(100))

    retain(now=after(400))
    assert Report.objects.exclude(words="").count() == 2  # the second one is open
    decide(KEEP, Judged(comment.pk, 1), Reasons(note="Still one."), moderator=moderator, now=after(401))
    retain(now=after(765))
    assert Report.objects.exclude(words="").count() == 2
    counts = retain(now=after(766.1))

    assert counts["matter_words"] == 1
    assert Report.objects.count() == 2
    assert set(Decision.objects.exclude(note="").values_list("note", flat=True)) == {
        "An opinion.",
        "Still one.",
    }
    whole(WORDS)


def test_4b_01_no_entry_holds_a_hash_by_which_a_short_word_could_be_guessed(
    thread: Thread, moderator: User, publisher: User
) -> None:
    comment = said(thread, "Stays on the page.")
    approved(comment, moderator)
    report = reported(comment, words="liar", sender="198.51.100.1")
    first = REPORTS.rows(Report.objects.filter(pk=report.pk))[0]
    decide(KEEP, Judged(comment.pk, 1), Reasons(note="An opinion."), moderator=moderator, now=NOON)
    answered = REPORTS.rows(Report.objects.filter(pk=report.pk))[0]
    assert holders(first) == holders(answered) == 1

    retain(now=after(366))

    assert holders(first) == holders(answered) == 0
    assert verify_paper().problems == []
    # What is left is held as before: the decision, and the report without its words.
    for forged in ("UPDATE law_decision SET note = 'Another.'", "UPDATE law_report SET words = 'thief'"):
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(forged)
            assert verify_paper().problems
            transaction.set_rollback(True)
    # Nor of the note, when the comment goes later.
    note = Decision.objects.get(verdict="kept")
    with_note = DECISIONS.rows(Decision.objects.filter(pk=note.pk))[0]
    assert holders(with_note) == 1
    erase_own(tracking_token=comment.tracking_token, now=after(367))
    assert holders(with_note) == 0
    assert verify_paper().problems == []


def test_4b_01_a_reason_of_a_hold_goes_with_them(thread: Thread, moderator: User, publisher: User) -> None:
    comment = said(thread, "Stays on the page.")
    approved(comment, moderator)
    hold = place_hold(
        subject=comment.subject, reason=f"{NAME} v Port", until=None, person=publisher, now=NOON
    )

    retain(now=after(500))
    assert Hold.objects.get().reason
    lift_hold(hold_id=hold.pk, person=publisher, now=after(500))
    retain(now=after(866))

    assert Hold.objects.get().reason == ""
    assert verify_paper().problems == []


def test_4b_01_the_reason_of_a_hold_goes_with_an_erasure_too(
    thread: Thread, moderator: User, publisher: User
) -> None:
    comment = said(thread)
    hold = place_hold(
        subject=comment.subject, reason=f"{NAME} v Port", until=None, person=publisher, now=NOON
    )
    lift_hold(hold_id=hold.pk, person=publisher, now=NOON)

    erase_own(tracking_token=comment.tracking_token, now=after(1))

    whole(NAME)


def test_4b_01_the_words_of_notices_and_answers_go_a_year_after_the_answer(
    thread: Thread, moderator: User, editor: User
) -> None:
    comment = said(thread, "Stays on the page.")
    approved(comment, moderator)
    noticed(comment, explanation=f"{WORDS} is a lie.", law=f"{WORDS} Act")
    decide(KEEP, Judged(comment.pk, 1), Reasons(note="An opinion."), moderator=moderator, now=NOON)
    elsewhere = notice_words(f"https://other.example/?{WORDS}", explanation=f"{WORDS}!")
    other = give_notice(elsewhere, sender_address="", now=NOON)
    answer_in_words(notice_id=other.pk, outcome=Outcome.GONE, answer=f"{WORDS}?", person=editor, now=NOON)
    open_one = give_notice(
        notice_words("https://other.example/2", explanation="Is open."), sender_address="", now=NOON
    )

    send_due(now=after(1))
    retain(now=after(364))
    assert Notice.objects.exclude(explanation="").count() == 3
    counts = retain(now=after(365.1))

    assert counts["notice_words"] == 2
    assert [notice.pk for notice in Notice.objects.exclude(explanation="")] == [open_one.pk]
    whole(WORDS)


def test_4b_01_a_notice_with_a_younger_appeal_keeps_its_words(
    thread: Thread, moderator: User, editor: User
) -> None:
    comment = said(thread, "Stays on the page.")
    approved(comment, moderator)
    notice = noticed(comment)
    decide(KEEP, Judged(comment.pk, 1), Reasons(note="An opinion."), moderator=moderator, now=NOON)
    appeal_notice(token=notice.token, words=f"{WORDS}.", now=after(100))
    retain(now=after(500))
    assert Notice.objects.get().explanation
    decide(KEEP, Judged(comment.pk, 1), Reasons(note="Still."), moderator=editor, now=after(500))

    retain(now=after(864))
    assert Notice.objects.get().explanation
    retain(now=after(866))

    assert Notice.objects.get().explanation == ""
    assert Appeal.objects.get().words == ""
    whole(WORDS)


def test_4b_01_the_appeal_of_a_sender_who_is_erased_leaves_no_hash(
    thread: Thread, moderator: User, publisher: User
) -> None:
    comment = said(thread, "Stays on the page.")
    approved(comment, moderator)
    notice = noticed(comment)
    decide(KEEP, Judged(comment.pk, 1), Reasons(note="An opinion."), moderator=moderator, now=NOON)
    appeal_notice(token=notice.token, words="liar", now=after(1))
    guessed = APPEALS.rows(Appeal.objects.all())[0]
    assert holders(guessed) == 1

    erase_person(email="nora@example.org", reason="Art. 17", person=publisher, now=after(2))

    assert holders(guessed) == 0
    assert verify_paper().problems == []


def test_4b_01_the_note_of_a_suspension_goes_a_year_after_its_end(
    thread: Thread, moderator: User, editor: User
) -> None:
    comment = said(thread, "Stays on the page.", sender_address="203.0.113.7")
    approved(comment, moderator)
    restriction = restricted(comment, moderator, note=f"{WORDS}, enough.")
    endless = said(thread, "Stays, too.", sender_address="203.0.113.8")
    approved(endless, moderator)
    kept = restricted(endless, moderator, note="Goes on.")
    Restriction.objects.filter(pk=kept.pk).update(ends_at=None)
    lift(public_id=restriction.public_id, note=f"Sorry for {WORDS}.", moderator=editor, now=after(1))

    retain(now=after(365))
    assert Decision.objects.filter(subject=restriction.subject).exclude(note="").exists()
    counts = retain(now=after(366.1))

    assert counts["suspension_words"] == 1
    assert retain(now=after(367))["suspension_words"] == 0
    Restriction.objects.filter(pk=kept.pk).update(ends_at=kept.ends_at)
    whole(WORDS)
    assert Decision.objects.filter(subject=kept.subject).exclude(note="").exists()
