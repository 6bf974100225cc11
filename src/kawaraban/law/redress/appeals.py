"""Appeals: filed within six months against one decision, settled by the next one, which another person takes."""

from datetime import datetime, timedelta

from django.db import IntegrityError, connection
from django.db.models import QuerySet

from kawaraban.law.demands.sources import told_at
from kawaraban.law.models import Appeal, Decision, Notice, Outcome, Party, Provision
from kawaraban.law.periods import APPEAL_DAYS as APPEAL_DAYS
from kawaraban.law.record.ledger import record
from kawaraban.law.record.sealed_tables import APPEALS
from kawaraban.people.models import User
from kawaraban.press.turn import one_turn


class NotAppealable(Exception):
    """There is nothing to appeal against, it is too late, or there was an appeal before."""


class SamePerson(Exception):
    """An appeal is decided by somebody else than the person who decided before."""


def appeal_ends_at(told: datetime) -> datetime:
    """Until then an appeal is taken: six months after it was decided and could be told."""
    return told + timedelta(days=APPEAL_DAYS)


def may_appeal(decision: Decision | None, *, now: datetime) -> bool:
    """Whether the author may appeal against this decision: it restricts for good or suspends, and nobody did before.

    Not before its reasons may be told, and for six months from then: there is one appeal, and it answers them.
    """
    if decision is None:
        return False
    told = told_at(decision)
    return (
        (decision.visibility in {"refused", "removed"} or decision.provision != "")
        and told <= now < appeal_ends_at(told)
        and not decision.appeals.filter(party=Party.AUTHOR).exists()
    )


def may_appeal_notice(notice: Notice, *, is_shown: bool, now: datetime) -> bool:
    """Whether the sender of a notice may appeal: the comment was looked at, stayed, and is shown now.

    One rule for the words of the mail, for the form on the page and for the appeal itself. An answer in words is
    none about a comment that somebody could decide about again.
    """
    return (
        is_shown
        and notice.outcome == Outcome.NO_ACTION
        and notice.decision is not None
        and notice.decided_at is not None
        and now < appeal_ends_at(notice.decided_at)
        and not notice.appeals.exists()
    )


def file_appeal(
    *, decision: Decision, party: Party, words: str, now: datetime, notice: Notice | None = None
) -> Appeal:
    """Keep the appeal. Must be called inside the transaction that holds the comment's row.

    Raises NotAppealable, also where two come at once; ValueError without words.
    """
    assert connection.in_atomic_block, "an appeal is filed in the transaction that holds its comment"
    if not words.strip():
        raise ValueError("an appeal says why")
    try:
        with one_turn():
            appeal = Appeal.objects.create(
                subject=decision.subject,
                party=party,
                decision=decision,
                notice=notice,
                words=words.strip(),
                appealed_at=now,
            )
    except IntegrityError as second:
        raise NotAppealable from second
    payload = {"appeal": str(appeal.pk), "decision": str(decision.pk), "party": str(party)}
    rows = [APPEALS.row(appeal)]
    record(kind="appeal_received", subject=decision.subject, payload=payload, now=now, rows=rows)
    return appeal


def check_other_person(subject: str, person: User) -> None:
    """Whoever decided what is appealed does not decide the appeal. Raises SamePerson."""
    if Appeal.objects.open().about(subject).filter(decision__moderator=person).exists():
        raise SamePerson(subject)


def open_suspension_appeals() -> QuerySet[Appeal]:
    """Appeals against suspensions that nobody has decided, the oldest first."""
    return Appeal.objects.open().filter(decision__provision=Provision.PARTIAL_SUSPENSION)


def settle_appeals(subject: str, decision: Decision) -> list[Appeal]:
    """The decision settles every open appeal about the subject. Returns them, as they are now."""
    open_ones = list(Appeal.objects.open().about(subject).select_related("decision", "notice"))
    for appeal in open_ones:
        appeal.outcome = decision
        appeal.save(update_fields=["outcome"])
    return open_ones


def lapse_appeals(*subjects: str, now: datetime) -> list[Appeal]:
    """What they are about is not there any more: nobody decides them. Returns them, as they are now."""
    return _lapsed(Appeal.objects.open().filter(subject__in=subjects), now)


def lapse_appeals_of(notice: Notice, *, now: datetime) -> list[Appeal]:
    """Their sender is not there any more: nobody decides them. Returns them, as they are now."""
    return _lapsed(Appeal.objects.open().filter(notice=notice), now)


def _lapsed(appeals: QuerySet[Appeal], now: datetime) -> list[Appeal]:
    open_ones = list(appeals.select_related("notice"))
    for appeal in open_ones:
        appeal.lapsed_at = now
        appeal.save(update_fields=["lapsed_at"])
    return open_ones


def reopen_appeals(decision: Decision, *, now: datetime) -> list[Appeal]:
    """The decision that settled them was taken back: they wait again. Returns them, as they are now.

    That of a sender who was erased meanwhile has lapsed.
    """
    settled = list(decision.settled_appeals.select_related("notice"))
    for appeal in settled:
        appeal.outcome = None
        if appeal.notice and appeal.notice.forgotten_at is not None:
            appeal.lapsed_at = now
        appeal.save(update_fields=["outcome", "lapsed_at"])
    return settled
