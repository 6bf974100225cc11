"""Decisions about one comment, and taking one back.

    approve   reject   send_back      from the queue
    withhold  remove                  from the page
    reopen    keep_off                of what is withheld
    keep                              on the page, although it was reported
    uphold    reinstate               on the author's appeal
    undo                              of any of them, within the time for undo

Each is one transaction: status, decision, statement of reasons where something is restricted, ledger entry,
reprint order where readers see a difference, and a message that waits for the time of undo. Each starts from one
status and one revision: whoever decides on something that is no longer so is told who was faster. Whoever may not
do it in this section is refused with PermissionDenied.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kawaraban.comments.actions.deciding import (
    APPROVE,
    KEEP,
    KEEP_OFF,
    REINSTATE,
    REJECT,
    REMOVE,
    REOPEN,
    REVERSED_TO,
    SEND_BACK,
    UPHOLD,
    WITHHOLD,
    Act,
    Grounds,
    grounds_given,
    said,
    write_decision,
    write_reversal,
)
from kawaraban.comments.actions.matters import (
    answer_matters,
    appeal_about,
    asks_why,
    checked_basis,
    release_matters,
    reopen_matters,
    settle_matters,
)
from kawaraban.comments.actions.permission import may_act
from kawaraban.comments.actions.status import (
    STATUS_AFTER,
    change_status,
    standing_decision,
    standing_decisions,
    told_until_now,
)
from kawaraban.comments.mails.letters import (
    post_approval,
    post_reinstatement,
    post_reopening,
    post_return,
    post_statement,
    post_upholding,
)
from kawaraban.comments.models import Comment, Status, public_id_of
from kawaraban.law.basis import OWN_INITIATIVE, Basis, LegalGround
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision, Verdict
from kawaraban.law.outbox import cancel_for, restore_for, was_told
from kawaraban.law.record.sealed_tables import decision_rows
from kawaraban.law.redress.appeals import check_other_person
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb


class AlreadyDecided(Exception):
    """Somebody was faster. `decision` says who did what; None when its author withdrew or changed the comment."""

    def __init__(self, comment: Comment, decision: Decision | None) -> None:
        super().__init__(comment.public_id)
        self.comment = comment
        self.decision = decision


class WordsNeeded(ValueError):
    """Somebody is to be told why, and nothing was said."""


class TooLateToUndo(Exception):
    """The time for undo is over, or the decision was already taken back or followed by another."""


def approve(
    *, comment_id: int, revision_number: int, moderator: User, now: datetime, basis: Basis = OWN_INITIATIVE
) -> Decision:
    """Publish this revision. Raises AlreadyDecided when it is no longer pending or no longer this revision."""
    with transaction.atomic():
        comment = _taken(APPROVE, comment_id, revision_number, moderator)
        decision, _told = _done(comment, APPROVE, Grounds(), moderator=moderator, now=now, basis=basis)
        post_approval(comment, decision, now=now)
    return decision


def reject(  # noqa: PLR0913  (what is judged, and why in each of its parts)
    *,
    comment_id: int,
    revision_number: int,
    ground: Ground | str,
    note: str,
    moderator: User,
    now: datetime,
    law: LegalGround | None = None,
    passage: str = "",
    basis: Basis = OWN_INITIATIVE,
) -> Decision:
    """Refuse a waiting revision on one ground of the policy under which it was sent, ours or the paper's own.

    `law` is named where the ground is `illegal`; `passage`, quoted to the author, is words of this revision. `basis` is
    who raised the matter: what is open about the comment says so itself unless somebody chose. Raises AlreadyDecided,
    NotRaised; ValueError (see `grounds_given`).
    """
    with transaction.atomic():
        comment = _taken(REJECT, comment_id, revision_number, moderator)
        grounds = grounds_given(comment, ground=ground, note=note, law=law, passage=passage)
        return _restricted(comment, REJECT, grounds, moderator=moderator, now=now, basis=basis)


def remove(  # noqa: PLR0913  (what is judged, and why in each of its parts)
    *,
    comment_id: int,
    revision_number: int,
    ground: Ground | str,
    note: str,
    moderator: User,
    now: datetime,
    law: LegalGround | None = None,
    passage: str = "",
    basis: Basis = OWN_INITIATIVE,
) -> Decision:
    """Take an approved comment off the page for good. Its place says why. Raises as `reject` does."""
    with transaction.atomic():
        comment = _taken(REMOVE, comment_id, revision_number, moderator)
        grounds = grounds_given(comment, ground=ground, note=note, law=law, passage=passage)
        return _restricted(comment, REMOVE, grounds, moderator=moderator, now=now, basis=basis)


def keep_off(  # noqa: PLR0913  (what is judged, and why in each of its parts)
    *,
    comment_id: int,
    revision_number: int,
    ground: Ground | str,
    note: str,
    moderator: User,
    now: datetime,
    law: LegalGround | None = None,
    passage: str = "",
    basis: Basis = OWN_INITIATIVE,
) -> Decision:
    """Do not publish again what is withheld. Raises as `reject` does."""
    with transaction.atomic():
        comment = _taken(KEEP_OFF, comment_id, revision_number, moderator)
        grounds = grounds_given(comment, ground=ground, note=note, law=law, passage=passage)
        return _restricted(comment, KEEP_OFF, grounds, moderator=moderator, now=now, basis=basis)


def withhold(  # noqa: PLR0913  (what is judged, and why in each of its parts)
    *,
    comment_id: int,
    revision_number: int,
    ground: Ground | str | None,
    note: str,
    moderator: User,
    now: datetime,
    law: LegalGround | None = None,
    passage: str = "",
    basis: Basis = OWN_INITIATIVE,
) -> Decision:
    """Take an approved comment off the page while it is looked at again; `ground` is None while nobody can name one.

    Raises as `reject` does.
    """
    with transaction.atomic():
        comment = _taken(WITHHOLD, comment_id, revision_number, moderator)
        grounds = grounds_given(comment, ground=ground, note=note, law=law, passage=passage)
        return _restricted(comment, WITHHOLD, grounds, moderator=moderator, now=now, basis=basis)


def reopen(
    *,
    comment_id: int,
    revision_number: int,
    note: str,
    moderator: User,
    now: datetime,
    basis: Basis = OWN_INITIATIVE,
) -> Decision:
    """Show again what was withheld. Its author is told if they were told of the withholding. Raises AlreadyDecided."""
    with transaction.atomic():
        comment = _taken(REOPEN, comment_id, revision_number, moderator)
        grounds = Grounds(note=note.strip())
        decision, told = _done(comment, REOPEN, grounds, moderator=moderator, now=now, basis=basis)
        if told:
            post_reopening(comment, decision, now=now)
        elif not any(was_told(earlier) for earlier in standing_decisions(comment)):
            # The withholding came so soon that it stopped the first message, too.
            post_approval(comment, decision, now=now)
    return decision


def send_back(
    *, comment_id: int, revision_number: int, note: str, moderator: User, now: datetime
) -> Decision:
    """Ask the author to change something; their next revision waits in the old place. Nothing is restricted.

    Raises AlreadyDecided; ValueError without a note that says what to change.
    """
    if not note.strip():
        raise ValueError("what is sent back needs words: what should be changed?")
    with transaction.atomic():
        comment = _taken(SEND_BACK, comment_id, revision_number, moderator)
        grounds = Grounds(note=note.strip())
        decision, _told = _done(comment, SEND_BACK, grounds, moderator=moderator, now=now)
        post_return(comment, decision, now=now)
    return decision


def keep(
    *,
    comment_id: int,
    revision_number: int,
    note: str,
    moderator: User,
    now: datetime,
    basis: Basis = OWN_INITIATIVE,
) -> Decision:
    """Let stay on the page what was reported: every open report and notice about it is answered.

    Nothing changes for readers or the author. Raises AlreadyDecided, also where nothing waits any more; SamePerson
    where it decides an appeal; WordsNeeded where the sender of a notice is to be told why.
    """
    with transaction.atomic():
        comment = _taken(KEEP, comment_id, revision_number, moderator)
        if comment.reported_at is None and comment.appealed_at is None:
            raise AlreadyDecided(comment, standing_decision(comment))
        check_other_person(comment.subject, moderator)
        if not note.strip() and asks_why(comment):
            raise WordsNeeded("who sent a notice or appealed is told why the comment stays")
        grounds = Grounds(note=note.strip())
        decision, _told = _done(comment, KEEP, grounds, moderator=moderator, now=now, basis=basis)
    return decision


def uphold(*, comment_id: int, revision_number: int, note: str, moderator: User, now: datetime) -> Decision:
    """Dismiss the author's appeal. Raises AlreadyDecided, SamePerson; ValueError without words."""
    if not note.strip():
        raise ValueError("who appealed is told why the decision holds")
    with transaction.atomic():
        comment = _taken(UPHOLD, comment_id, revision_number, moderator)
        _must_be_appealed(comment)
        grounds = Grounds(note=note.strip())
        basis = appeal_about(comment)
        decision, _told = _done(comment, UPHOLD, grounds, moderator=moderator, now=now, basis=basis)
        post_upholding(comment, decision, now=now)
    return decision


def reinstate(
    *, comment_id: int, revision_number: int, note: str, moderator: User, now: datetime
) -> Decision:
    """Grant the author's appeal: the comment is published, and what was told before is corrected.

    Raises AlreadyDecided, SamePerson.
    """
    with transaction.atomic():
        comment = _taken(REINSTATE, comment_id, revision_number, moderator)
        _must_be_appealed(comment)
        grounds = Grounds(note=note.strip())
        basis = appeal_about(comment)
        decision, _told = _done(comment, REINSTATE, grounds, moderator=moderator, now=now, basis=basis)
        post_reinstatement(comment, decision, now=now)
    return decision


def undo(*, decision_id: str, moderator: User, now: datetime, ends_at: datetime | None = None) -> Decision:
    """Take a decision back within the time for undo: a recorded reversal to the status before; no message leaves.

    `ends_at` is the end of that time where it is not the decision's own: of one that was taken with many others and
    is taken back with them. A message of the decision before, which this one had stopped, leaves after all. Raises
    TooLateToUndo; Decision.DoesNotExist.
    """
    with transaction.atomic():
        decision = Decision.objects.get(pk=_uuid(decision_id))
        comment = _locked_subject(decision)
        may_act(moderator, Verb.UNDO, comment.thread)
        is_in_time = now < (ends_at or undo_ends_at(decision))
        if not is_in_time or not _still_stands(decision, comment) or not cancel_for(decision, now=now):
            raise TooLateToUndo(decision_id)
        reversal = write_reversal(decision, comment, moderator=moderator, now=now)
        kind = REVERSED_TO[Status(decision.status_before)]
        rows = release_matters(decision).rows
        change_status(comment, kind=kind, payload=said(reversal), now=now, rows=rows)
        reopen_matters(comment, decision, person=moderator, now=now)
        for before in told_until_now(comment):
            restore_for(before, now=now)
    return reversal


def undo_ends_at(decision: Decision) -> datetime:
    """Until then the decision can be taken back; then its message leaves."""
    return decision.decided_at + timedelta(seconds=settings.UNDO_SECONDS)


def _taken(act: Act, comment_id: int, revision_number: int, moderator: User) -> Comment:
    """The comment, locked, if it stands where the act starts with these words. The first one wins."""
    comment = Comment.objects.locked(comment_id)
    may_act(moderator, act.right, comment.thread)
    if comment.status != act.before or comment.revision_number != revision_number:
        raise AlreadyDecided(comment, standing_decision(comment))
    return comment


def _done(
    comment: Comment,
    act: Act,
    grounds: Grounds,
    *,
    moderator: User,
    now: datetime,
    basis: Basis = OWN_INITIATIVE,
) -> tuple[Decision, bool]:
    """Write, change, record. Returns the decision, and whether the author was told of the one before.

    A message to the author about the one before that has not left yet does not leave where it would tell what is no
    longer so. Whoever gave notice is told what was decided about it, whatever follows.
    """
    told = False
    if _changes_something(act):
        stopped = [
            cancel_for(before, now=now, holding=comment.tracking_token) for before in told_until_now(comment)
        ]
        told = not all(stopped)
    basis = checked_basis(comment, basis)
    decision = write_decision(comment, act, grounds=grounds, moderator=moderator, now=now, basis=basis)
    answered = answer_matters(comment, decision)
    rows = [*decision_rows(decision), *answered.rows]
    change_status(comment, kind=act.kind, payload=said(decision), now=now, rows=rows)
    settle_matters(comment, decision, answered, now=now)
    return decision, told


def _changes_something(act: Act) -> bool:
    """Whether it stands elsewhere afterwards: what is kept or upheld is as its author was told."""
    return act.before != STATUS_AFTER[act.kind]


def _restricted(
    comment: Comment, act: Act, grounds: Grounds, *, moderator: User, now: datetime, basis: Basis
) -> Decision:
    decision, _told = _done(comment, act, grounds, moderator=moderator, now=now, basis=basis)
    post_statement(comment, decision, now=now)
    return decision


def _must_be_appealed(comment: Comment) -> None:
    if comment.appealed_at is None:
        raise AlreadyDecided(comment, standing_decision(comment))


def _locked_subject(decision: Decision) -> Comment:
    public_id = public_id_of(decision.subject)
    comment = Comment.objects.select_for_update().filter(public_id=public_id).first()
    if comment is None:
        raise TooLateToUndo(str(decision.pk))
    return comment


def _still_stands(decision: Decision, comment: Comment) -> bool:
    return standing_decision(comment) == decision and comment.status == _STATUS_OF[Verdict(decision.verdict)]


_STATUS_OF: dict[Verdict, Status] = {
    act.verdict: STATUS_AFTER[act.kind]
    for act in (
        *(APPROVE, REJECT, SEND_BACK, WITHHOLD, REOPEN, REMOVE, KEEP_OFF),
        *(KEEP, UPHOLD, REINSTATE),
    )
}


def _uuid(decision_id: str) -> UUID:
    try:
        return UUID(decision_id)
    except ValueError:
        raise Decision.DoesNotExist(decision_id) from None
