"""Suspending the sender of a comment, and ending it.

    restrict(Judged(comment.pk, 1), Reasons(ground="insult"), days=7, moderator=mika, now=now)
    lift(public_id=..., note="...", moderator=ines, now=now)          before its time, also where an appeal is granted
    uphold(public_id=..., note="...", moderator=ines, now=now)        an appeal against it is dismissed
    undo_restricting(decision_id=..., moderator=mika, now=now)        any of the three, within the time for undo

Each is one transaction: the row, a decision of its own subject, the statement of reasons where it restricts, an entry
in the record, and a message that waits for the time of undo. A suspension is a restriction of the service (DSA
Art. 17(1)(c)) and holds in all sections: a moderator of some sections cannot restrict, and without an end only editors
and publishers can.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from kawaraban.comments.actions.decide import TooLateToUndo
from kawaraban.comments.actions.deciding import facts_judged, said, state, was_marked
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.actions.permission import may_act
from kawaraban.comments.actions.reasons import Grounds, WordsNeeded, reasons_given
from kawaraban.comments.actions.words import check_words
from kawaraban.comments.keyed import email_key_of
from kawaraban.comments.mails.letters import post_letter
from kawaraban.comments.mails.suspension_letters import RESTRICTION_LETTERS
from kawaraban.comments.models import Comment, Restriction
from kawaraban.comments.raised.about import basis_of
from kawaraban.comments.restrictions import DAYS, SUBJECT_PREFIX
from kawaraban.comments.sealed_rows import RESTRICTIONS
from kawaraban.comments.standing import standing_decision
from kawaraban.law.basis import DESK_ITSELF, Basis, Source
from kawaraban.law.models import Appeal, Decision, Provision, Verdict
from kawaraban.law.outbox import cancel_for, restore_for
from kawaraban.law.policy.reasons import REFUSAL_NEEDS, Reasons
from kawaraban.law.record.ledger import record
from kawaraban.law.record.sealed_tables import APPEALS, decision_rows
from kawaraban.law.record.undo_time import undo_ends_at
from kawaraban.law.redress.appeals import check_other_person, reopen_appeals, settle_appeals
from kawaraban.law.statement_words import basis_facts, with_reason
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb
from kawaraban.press.turn import one_turn

# Who raised the matter of a comment has raised that of its sender with it.
_RAISED = frozenset({Source.NOTICE, Source.LETTER, Source.REPORT})


class NothingKnown(Exception):
    """Neither connection nor e-mail address of the sender is known (any more): nobody could be told apart."""


class AlreadyRestricted(Exception):
    """A colleague was faster: this comment is the occasion of a suspension that holds."""


class NotInForce(Exception):
    """It was lifted or is over, and nobody appealed against it."""


def restrict(
    judged: Judged, reasons: Reasons, *, days: int | None, moderator: User, now: datetime
) -> Restriction:
    """Take no more comments from where this revision came, for so many days; None is without an end.

    Raises PermissionDenied, WordsChanged, NothingKnown, AlreadyRestricted, Comment.DoesNotExist; ValueError for other
    days than `DAYS` and as `reasons_given` does.
    """
    with one_turn():
        comment = Comment.objects.locked(judged.comment_id)
        may_act(moderator, _right(is_endless=days is None), comment.thread)
        check_words(comment, judged.revision_number)
        if days is not None and days not in DAYS:
            raise ValueError(f"nobody is suspended for {days} days")
        email_key = email_key_of(comment.email)
        if not comment.sender_key and not email_key:
            raise NothingKnown(comment.public_id)
        if comment.restrictions.in_force(now).exists():
            raise AlreadyRestricted(comment.public_id)
        grounds = reasons_given(comment, REFUSAL_NEEDS, reasons)
        restriction = Restriction(
            comment=comment,
            sender_key=comment.sender_key,
            email_key=email_key,
            starts_at=now,
            ends_at=None if days is None else now + timedelta(days=days),
        )
        restriction.decision = _suspended(restriction, grounds, judged, moderator=moderator, now=now)
        restriction.save()
        state(comment, restriction.decision, now, saw_hint=judged.saw_hint)
        _record(restriction, restriction.decision, "commenter_restricted", now, appeals=[])
        _tell(restriction, restriction.decision, "commenter_restricted", now)
    return restriction


def lift(*, public_id: str, note: str, moderator: User, now: datetime) -> Decision:
    """End it; an appeal against it is thereby granted. Its sender is told if they were told of it.

    Raises PermissionDenied, NotInForce, SamePerson, Restriction.DoesNotExist; WordsNeeded without a note.
    """
    with one_turn():
        restriction = _taken(public_id, note, moderator, now)
        is_appealed = _is_appealed(restriction)
        decision, appeals = _decided(restriction, Verdict.LIFTED, note, moderator=moderator, now=now)
        if restriction.lifted_at is None:
            restriction.lifted_at, restriction.lifting = now, decision
            restriction.save(update_fields=["lifted_at", "lifting"])
        told = not cancel_for(restriction.decision, now=now)
        _record(restriction, decision, "restriction_lifted", now, appeals=appeals)
        if told or is_appealed:
            _tell(restriction, decision, "restriction_lifted", now)
    return decision


def uphold(*, public_id: str, note: str, moderator: User, now: datetime) -> Decision:
    """Dismiss the appeal against it. Raises as `lift` does; NotInForce where nobody appealed."""
    with one_turn():
        restriction = _taken(public_id, note, moderator, now)
        if not _is_appealed(restriction):
            raise NotInForce(public_id)
        decision, appeals = _decided(restriction, Verdict.UPHELD, note, moderator=moderator, now=now)
        _record(restriction, decision, "restriction_upheld", now, appeals=appeals)
        _tell(restriction, decision, "restriction_upheld", now)
    return decision


def undo_restricting(*, decision_id: str, moderator: User, now: datetime) -> Decision:
    """Take back the newest decision about a suspension within the time for undo; no message of it leaves.

    Raises PermissionDenied, TooLateToUndo; Decision.DoesNotExist.
    """
    with one_turn():
        decision = Decision.objects.get(pk=decision_id)
        restriction = _locked(decision.subject.removeprefix(SUBJECT_PREFIX))
        may_act(moderator, _right(is_endless=restriction.ends_at is None), restriction.comment.thread)
        is_newest = decision == _newest(restriction)
        if not is_newest or now >= undo_ends_at(decision) or not cancel_for(decision, now=now):
            raise TooLateToUndo(decision_id)
        reversal = Decision.objects.create(
            **facts_judged(restriction.comment, subject=restriction.subject),
            verdict=Verdict.REVERSED,
            reverses=decision,
            moderator=moderator,
            decided_at=now,
        )
        if decision == restriction.decision:
            restriction.lifted_at, restriction.lifting = now, reversal
        elif decision == restriction.lifting:
            restriction.lifted_at, restriction.lifting = None, None
        restriction.save(update_fields=["lifted_at", "lifting"])
        appeals = reopen_appeals(decision, now=now)
        _record(restriction, reversal, "restriction_reversed", now, appeals=appeals)
        before = _newest(restriction)
        if before:
            restore_for(before, now=now)
    return reversal


def _right(*, is_endless: bool) -> Verb:
    return Verb.RESTRICT_WITHOUT_END if is_endless else Verb.RESTRICT_AUTHOR


def _locked(public_id: str) -> Restriction:
    rows = Restriction.objects.select_for_update(of=("self",)).select_related("comment__thread", "decision")
    return rows.get(public_id=public_id)


def _taken(public_id: str, note: str, moderator: User, now: datetime) -> Restriction:
    """The suspension, locked, where there is something to decide about it."""
    if not note.strip():
        raise WordsNeeded("who is suspended, and the record, are told why")
    restriction = _locked(public_id)
    may_act(moderator, _right(is_endless=restriction.ends_at is None), restriction.comment.thread)
    if not restriction.is_in_force(now) and not _is_appealed(restriction):
        raise NotInForce(public_id)
    check_other_person(restriction.subject, moderator)
    return restriction


def _is_appealed(restriction: Restriction) -> bool:
    return Appeal.objects.open().about(restriction.subject).exists()


def _suspended(
    restriction: Restriction, grounds: Grounds, judged: Judged, *, moderator: User, now: datetime
) -> Decision:
    """The decision itself. It rests on what the decision about its occasion rests on."""
    comment = restriction.comment
    basis = replace(_basis(comment), saw_hint=judged.saw_hint)
    return Decision.objects.create(
        **facts_judged(restriction.comment, subject=restriction.subject),
        verdict=Verdict.SUSPENDED,
        provision=Provision.PARTIAL_SUSPENSION,
        ends_at=restriction.ends_at,
        **grounds.columns,
        facts=with_reason(basis_facts(Provision.PARTIAL_SUSPENSION, basis, comment.language), grounds.reason),
        source=basis.source,
        source_reference=basis.reference,
        was_machine_detected=was_marked(comment, basis),
        moderator=moderator,
        decided_at=now,
    )


def _basis(comment: Comment) -> Basis:
    """Who raised the matter: whoever led to what was decided about the comment, else what waits about it.

    An order asks for a comment to be taken off, and for nothing else: that its sender is suspended is the desk's own.
    """
    standing = standing_decision(comment)
    if standing and standing.measure and standing.source in _RAISED:
        return Basis(source=Source(standing.source), reference=standing.source_reference)
    if standing and standing.measure and standing.source == Source.ORDER:
        return DESK_ITSELF
    waiting = basis_of(comment)
    return DESK_ITSELF if waiting.source in {Source.APPEAL, Source.ORDER} else waiting


def _decided(
    restriction: Restriction, verdict: Verdict, note: str, *, moderator: User, now: datetime
) -> tuple[Decision, list[Appeal]]:
    """A later decision about it, and the appeals that it settles."""
    appeal = Appeal.objects.open().about(restriction.subject).first()
    decision = Decision.objects.create(
        **facts_judged(restriction.comment, subject=restriction.subject),
        verdict=verdict,
        note=note.strip(),
        source=Source.APPEAL if appeal else Source.OWN_INITIATIVE,
        source_reference=str(appeal.pk) if appeal else "",
        moderator=moderator,
        decided_at=now,
    )
    return decision, settle_appeals(restriction.subject, decision)


def _newest(restriction: Restriction) -> Decision | None:
    """The newest decision about it that was not taken back."""
    return Decision.objects.standing().about(restriction.subject).newest_first().first()


def _record(
    restriction: Restriction, decision: Decision, kind: str, now: datetime, *, appeals: Sequence[Appeal]
) -> None:
    payload = said(decision) | {"comment": restriction.comment.public_id}
    rows = [RESTRICTIONS.row(restriction), *decision_rows(decision), *map(APPEALS.row, appeals)]
    record(kind=kind, subject=restriction.subject, payload=payload, now=now, rows=rows)


def _tell(restriction: Restriction, decision: Decision, kind: str, now: datetime) -> None:
    post_letter(RESTRICTION_LETTERS.get(kind), restriction.comment, decision, now=now)
