"""3.12 (DSA Art. 16) A notice of illegal content: fields a to d, a receipt, a decision, and the clock in between."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from tests.makers.comments import NOON
from tests.makers.law.redress import notice_words, noticed

from kawaraban.comments.actions.acts import KEEP, REMOVE
from kawaraban.comments.actions.decide import decide, undo
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.actions.report import give_notice
from kawaraban.comments.models import Comment
from kawaraban.law.basis import LegalGround, Offence, Source
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Notice, Outcome
from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.law.outbox import send_due
from kawaraban.law.policy.reasons import Reasons
from kawaraban.law.redress.notices import AlreadyAnswered, answer_notice
from kawaraban.people.models import User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("acts alone, and no page: their code cannot know of stories"),
]
LATER = NOON + timedelta(hours=3)
AFTER_UNDO = timedelta(seconds=11)


def test_3_12_art_16_a_notice_is_confirmed_and_comes_to_the_desk(shown: Comment) -> None:
    notice = noticed(shown)
    send_due(now=NOON + AFTER_UNDO)

    shown.refresh_from_db()
    assert (notice.subject, shown.reported_at) == (shown.subject, NOON)
    [receipt] = [m for m in mail.outbox if m.to == ["nora@example.org"]]
    assert "received" in receipt.subject
    assert notice.token in receipt.body


def test_3_12_art_16_the_decision_is_told_with_its_redress_and_the_clock_began_with_the_receipt(
    shown: Comment, moderator: User
) -> None:
    notice = noticed(shown)
    decision = decide(
        REMOVE,
        Judged(shown.pk, 1),
        Reasons(
            ground=Ground.ILLEGAL,
            note="It accuses a named person of a crime.",
            law=LegalGround("Penal Code, section 187", Offence.DEFAMATION),
        ),
        moderator=moderator,
        now=LATER,
    )
    send_due(now=LATER + AFTER_UNDO)

    notice.refresh_from_db()
    assert (notice.outcome, notice.decision, notice.decided_by) == (Outcome.ACTED, decision, moderator)
    assert (decision.source, decision.source_reference) == (Source.NOTICE, str(notice.pk))
    assert notice.decided_at == LATER
    told = mail.outbox[-1] if mail.outbox[-1].to == ["nora@example.org"] else mail.outbox[-2]
    assert "was taken off" in told.body
    assert "Penal Code, section 187" in told.body
    assert "within six months" not in told.body, "it was followed: there is nothing to appeal against"
    assert "go to court" in told.body


def test_3_12_art_16_what_stays_is_told_too_and_an_undo_tells_nobody(shown: Comment, moderator: User) -> None:
    notice = noticed(shown)
    send_due(now=NOON + AFTER_UNDO)
    first = decide(KEEP, Judged(shown.pk, 1), Reasons(note="An opinion."), moderator=moderator, now=LATER)
    undo(decision_id=str(first.pk), moderator=moderator, now=LATER)
    notice.refresh_from_db()
    assert notice.outcome == ""
    sent_before = len(mail.outbox)
    send_due(now=LATER + AFTER_UNDO)
    assert len(mail.outbox) == sent_before

    decide(KEEP, Judged(shown.pk, 1), Reasons(note="An opinion."), moderator=moderator, now=LATER)
    send_due(now=LATER + AFTER_UNDO)

    notice.refresh_from_db()
    assert notice.outcome == Outcome.NO_ACTION
    assert "An opinion." in mail.outbox[-1].body


def test_3_12_art_16_nobody_has_to_say_who_they_are(shown: Comment) -> None:
    unnamed = noticed(shown, offence=Offence.DEFAMATION, name="", email="")

    send_due(now=NOON + AFTER_UNDO)
    assert (unnamed.name, unnamed.email, mail.outbox) == ("", "", [])


def test_3_12_art_16_a_notice_about_no_comment_is_answered_in_words(moderator: User) -> None:
    notice = give_notice(notice_words("https://paper.example/town/gulls/"), sender_address="", now=NOON)

    with pytest.raises(ValueError, match="why"), transaction.atomic():
        answer_notice(notice_id=notice.pk, outcome=Outcome.NO_ACTION, answer=" ", person=moderator, now=LATER)
    with transaction.atomic():
        answer_notice(
            notice_id=notice.pk, outcome=Outcome.NO_ACTION, answer="It is true.", person=moderator, now=LATER
        )
    with pytest.raises(AlreadyAnswered), transaction.atomic():
        answer_notice(notice_id=notice.pk, outcome=Outcome.ACTED, answer="No.", person=moderator, now=LATER)
    send_due(now=LATER + AFTER_UNDO)

    assert "It is true." in mail.outbox[-1].body
    kinds = LedgerEntry.objects.filter(subject=notice.record_name).values_list("kind", flat=True)
    assert list(kinds) == ["notice_received", "notice_decided"]


def test_3_12_art_16_a_place_on_a_page_leads_to_the_comment_as_its_own_address_does(shown: Comment) -> None:
    notice = give_notice(
        notice_words(f"https://paper.example/town/gulls/#comment-{shown.public_id}"),
        sender_address="",
        now=NOON,
    )

    assert Notice.objects.get(pk=notice.pk).subject == shown.subject
