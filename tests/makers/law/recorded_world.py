"""A paper in which everything has happened once that the record tells of, each by its own verb."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import override_settings
from tests.makers.comments import NOON, approved, rejected, removed, returned, sent, withheld
from tests.makers.law.demands import order_words, ordered, written
from tests.makers.law.redress import noticed, reported
from tests.makers.law.restrictions import restricted

from kawaraban.comments.actions.acts import KEEP, Act
from kawaraban.comments.actions.appeal import appeal, appeal_notice, appeal_restriction
from kawaraban.comments.actions.author import revise, withdraw
from kawaraban.comments.actions.decide import decide, undo
from kawaraban.comments.actions.demands import (
    confirm_receipt,
    correct_demand,
    settle_demand,
    take_back_entry,
)
from kawaraban.comments.actions.erasing.comment import erase_own
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.actions.marks import pick, pin
from kawaraban.comments.actions.notices import answer_in_words
from kawaraban.comments.actions.report import give_notice
from kawaraban.comments.actions.restrictions import lift
from kawaraban.comments.forgetting.retention import retain
from kawaraban.comments.models import Comment, Thread
from kawaraban.law.dsa.duties import save_duties
from kawaraban.law.dsa.publishing import draft_report, publish_report
from kawaraban.law.dsa.yearly_report import Publication
from kawaraban.law.grounds import Ground
from kawaraban.law.models import DemandOutcome, Duties, Outcome, PolicyVersion, Telling
from kawaraban.law.policy.actions import GroundDraft, PolicyDraft, publish_policy
from kawaraban.law.policy.reasons import Reasons
from kawaraban.law.record.holds import (
    Told,
    lift_hold,
    place_hold,
    record_evidence,
    suspect_crime,
    tell_authority,
)
from kawaraban.people.models import User

LATER = NOON + timedelta(minutes=30)
YEARS_LATER = NOON + timedelta(days=400)


def publish_policies(publisher: User) -> None:
    """Two versions, the second one with grounds of the paper."""
    words = {"en": ("Be kind.", "You answer.")}
    since = NOON - timedelta(days=10)
    publish_policy(PolicyDraft(words), effective_at=since, person=publisher, now=since)
    grounds = tuple(
        GroundDraft(code, Ground.INSULT, {"en": (code, "Not here.")}) for code in ("insult", "shouting")
    )
    publish_policy(PolicyDraft(words, grounds), effective_at=since, person=publisher, now=since)


def live_through(*, moderator: User, editor: User, publisher: User) -> None:
    """Everything, once."""
    PolicyVersion.objects.all().delete()
    publish_policies(publisher)
    thread, other = (
        Thread.objects.create(locator=f"story-{n}", url=f"/{n}/", title=f"Story {n}", language="en")
        for n in (901, 902)
    )
    _decide(thread, moderator)
    _bring_matters(other, moderator, editor)
    _suspend(thread, moderator, editor)
    _demand(other, moderator, editor)
    _hold(publisher)
    _erase(thread, moderator)
    save_duties(
        Duties(provider_name="Harbour Ltd", words={"1": "x"}, translations={"tr": {"a": "b"}}),
        contact=None,
        person=publisher,
        now=NOON,
    )
    _publish(publisher)


def _publish(publisher: User) -> None:
    """The reports of two years that are over, the second with a version that corrects it."""
    with override_settings(SITE_URL="https://harbour.press"):
        for number, year in enumerate((2024, 2025, 2025)):
            Duties.objects.update(service_name=f"The Harbour {number}")
            save_duties(Duties.objects.get(), contact=None, person=publisher, now=NOON)
            draft = draft_report(year, Publication(NOON.date(), bool(number)), zone=UTC, now=NOON)
            publish_report(draft, reason="The name was wrong.", person=publisher, now=NOON)


def forget_senders() -> None:
    """Time passes, and who sent notices is forgotten."""
    retain(now=YEARS_LATER)


def _decide(thread: Thread, moderator: User) -> None:
    shown = sent(thread, "Shown.")
    approved(shown, moderator)
    answer = sent(thread, "An answer.", parent_public_id=shown.public_id)
    approved(answer, moderator)
    revised = sent(thread, "Not yet.")
    returned(revised, moderator)
    revise(tracking_token=revised.tracking_token, text="Better now.", now=LATER)
    rejected(sent(thread, "Refused."), moderator, ground=Ground.ILLEGAL, note="By law.", passage="Refused")
    off = sent(thread, "Taken off.")
    approved(off, moderator)
    removed(off, moderator)
    hidden = sent(thread, "Withheld.")
    approved(hidden, moderator)
    withheld(hidden, moderator)
    wavering = sent(thread, "Taken back.")
    undo(decision_id=str(approved(wavering, moderator).pk), moderator=moderator, now=NOON)
    gone = sent(thread, "Withdrawn.")
    withdraw(tracking_token=gone.tracking_token, now=LATER)
    pick(comment_id=shown.pk, person=moderator, now=LATER)
    pin(comment_id=answer.pk, person=moderator, now=LATER)


def _bring_matters(thread: Thread, moderator: User, editor: User) -> None:
    kept = sent(thread, "Reported and kept.")
    approved(kept, moderator)
    reported(kept, words="Look at this.", sender="198.51.100.1")
    noticed(kept)
    _judged(KEEP, kept, moderator, note="An opinion.")
    reported(kept, words="Again.", sender="198.51.100.2", now=LATER)
    off = sent(thread, "Refused and appealed.")
    rejected(off, moderator, note="Rude.")
    appeal(tracking_token=off.tracking_token, words="It is not.", now=LATER)
    elsewhere = give_notice(_elsewhere(), sender_address="", now=NOON)
    answer_in_words(notice_id=elsewhere.pk, outcome=Outcome.GONE, answer="Not ours.", person=editor, now=NOON)
    open_one = sent(thread, "Noticed.")
    approved(open_one, moderator)
    noticed(open_one, more=("https://other.example/also",))
    taken_back = sent(thread, "Noticed, kept, appealed and withdrawn.")
    approved(taken_back, moderator)
    notice = noticed(taken_back)
    _judged(KEEP, taken_back, moderator, note="An opinion.")
    appeal_notice(token=notice.token, words="It is not.", now=LATER + timedelta(minutes=1))
    withdraw(tracking_token=taken_back.tracking_token, now=LATER + timedelta(minutes=2))


def _elsewhere() -> Any:
    from tests.makers.law.redress import notice_words

    return notice_words("https://other.example/page")


def _judged(act: Act, comment: Comment, moderator: User, *, note: str, now: datetime = LATER) -> Any:
    return decide(act, Judged(comment.pk, 1), Reasons(note=note), moderator=moderator, now=now)


def _suspend(thread: Thread, moderator: User, editor: User) -> None:
    for number in range(2):
        comment = sent(thread, f"Suspended {number}.", sender_address=f"203.0.113.{number + 1}")
        restriction = restricted(comment, moderator, note="Enough.")
        if number:
            appeal_restriction(
                tracking_token=comment.tracking_token,
                public_id=restriction.public_id,
                words="Why?",
                now=LATER,
            )
            lift(public_id=restriction.public_id, note="Sorry.", moderator=editor, now=LATER)


def _demand(thread: Thread, moderator: User, editor: User) -> None:
    first, second, third = (sent(thread, f"Asked about {number}.") for number in range(3))
    for comment in (first, second, third):
        approved(comment, moderator)
    order = ordered(first, second, person=editor, offence="terrorism")
    confirm_receipt(demand_id=order.pk, person=editor, now=NOON)
    for comment in (first, second):
        removed(comment, moderator, now=LATER)
    settle_demand(demand_id=order.pk, outcome=DemandOutcome.DONE, answer="Done.", person=editor, now=LATER)
    written(third, person=editor)
    undo(decision_id=str(removed(third, moderator, now=LATER).pk), moderator=moderator, now=LATER)
    open_one = ordered(third, person=editor)
    correct_demand(
        demand_id=open_one.pk,
        words=order_words(telling=Telling.LATER, tell_from=YEARS_LATER, due_at=LATER),
        public_ids=[second.public_id],
        person=editor,
        now=LATER,
    )
    take_back_entry(demand_id=written(third, person=editor, words="No.").pk, person=editor, now=NOON)


def _hold(publisher: User) -> None:
    for comment in Comment.objects.order_by("pk")[:2]:
        hold = place_hold(
            subject=comment.subject, reason="Court of Izmir", until=None, person=publisher, now=NOON
        )
    lift_hold(hold_id=hold.pk, person=publisher, now=LATER)
    suspicion = suspect_crime(
        subject=Comment.objects.order_by("pk")[2].subject,
        reason="A threat to life",
        told=Told("Police of Izmir", NOON),
        until=LATER,
        person=publisher,
        now=NOON,
    )
    tell_authority(hold_id=suspicion.pk, told=Told("Europol", NOON), person=publisher, now=LATER)
    record_evidence(subject=suspicion.subject, sha256="0" * 64, person=publisher, now=LATER)


def _erase(thread: Thread, moderator: User) -> None:
    comment = sent(thread, "Erased, with all about it.")
    approved(comment, moderator)
    reported(comment, words="He names me.", sender="198.51.100.3")
    noticed(comment)
    removed(comment, moderator, note="As you say.", now=LATER, passage="with all")
    erase_own(tracking_token=comment.tracking_token, now=LATER + timedelta(hours=1))
    to_be_erased = sent(thread, "Erased when its notice is answered.")
    approved(to_be_erased, moderator)
    noticed(to_be_erased)
    erase_own(tracking_token=to_be_erased.tracking_token, now=LATER)
