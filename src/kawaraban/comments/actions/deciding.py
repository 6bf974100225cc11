"""What all decisions share: which act leads where, and how one is written with its statement and its entry.

Each act starts from one status, so that somebody who decides on what is no longer there is told instead of being
obeyed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kawaraban.comments.models import Comment, Status
from kawaraban.comments.passages import passage_in
from kawaraban.kit.clock import moment_written
from kawaraban.law.basis import OWN_INITIATIVE, Basis, LegalGround
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision, Statement, Verdict, Visibility
from kawaraban.law.policy.ground_rules import Missing, missing_with
from kawaraban.law.policy.grounds import ground_named
from kawaraban.law.statement_words import basis_facts, statement_words, with_reason
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb


@dataclass(frozen=True, slots=True)
class Act:
    """`right` is who may; `kind` is what the record calls it (`status.STATUS_AFTER` says where it leads)."""

    before: Status
    verdict: Verdict
    right: Verb
    kind: str
    visibility: Visibility | None = None


APPROVE = Act(Status.PENDING, Verdict.APPROVED, Verb.APPROVE, "comment_approved")
REJECT = Act(Status.PENDING, Verdict.REJECTED, Verb.REJECT, "comment_rejected", Visibility.REFUSED)
SEND_BACK = Act(Status.PENDING, Verdict.RETURNED, Verb.SEND_BACK, "comment_returned")
WITHHOLD = Act(Status.APPROVED, Verdict.WITHHELD, Verb.WITHHOLD, "comment_withheld", Visibility.WITHHELD)
REOPEN = Act(Status.WITHHELD, Verdict.REOPENED, Verb.REOPEN, "comment_reopened")
REMOVE = Act(Status.APPROVED, Verdict.REJECTED, Verb.REJECT, "comment_removed", Visibility.REMOVED)
KEEP_OFF = Act(Status.WITHHELD, Verdict.REJECTED, Verb.REJECT, "comment_removed", Visibility.REMOVED)
KEEP = Act(Status.APPROVED, Verdict.KEPT, Verb.DECIDE_REPORT, "comment_kept")
UPHOLD = Act(Status.REJECTED, Verdict.UPHELD, Verb.DECIDE_APPEAL, "decision_upheld")
REINSTATE = Act(Status.REJECTED, Verdict.REINSTATED, Verb.DECIDE_APPEAL, "comment_reinstated")

# What taking a decision back is called, by the status that it leads back to.
REVERSED_TO: dict[Status, str] = {
    Status.PENDING: "decision_reversed",
    Status.APPROVED: "decision_reversed_to_approved",
    Status.WITHHELD: "decision_reversed_to_withheld",
    Status.REJECTED: "decision_reversed_to_rejected",
}


@dataclass(frozen=True, slots=True)
class Grounds:
    """On what a restriction rests: one of ours, the paper's own under it, the law where it is `illegal`.

    `reason` is the standard reason of the ground in the comment's language, `passage` the words that decided.
    """

    ground: Ground | None = None
    own_ground: str = ""
    note: str = ""
    law: LegalGround | None = None
    reason: str = ""
    passage: str = ""


def grounds_given(
    comment: Comment,
    *,
    ground: Ground | str | None,
    note: str,
    law: LegalGround | None,
    passage: str = "",
) -> Grounds:
    """Check what a moderator gave. `ground` is a code of the policy under which the comment was sent; None: no ground.

    Raises ValueError for a ground that this version does not know, without the words that one needs, without
    the law where it is `illegal`, for a law where it is not, and for a passage that its words do not have.
    """
    note, passage = note.strip(), passage_in(comment.text, passage)
    if ground is None:
        return Grounds(note=note, passage=passage)
    named = ground_named(comment.policy_number, str(ground), comment.language)
    for missing in missing_with(named, note=note, law=law.law if law else ""):
        lack = {Missing.WORDS: "needs words", Missing.LAW: "names the law"}[missing]
        raise ValueError(f"a decision on the ground {named.code} {lack}")
    if law and law.law.strip() and not named.needs_law:
        raise ValueError("the ground illegal, and no other, names the law")
    own = named.code if named.is_own else ""
    return Grounds(
        ground=named.parent,
        own_ground=own,
        note=note,
        law=law if named.needs_law else None,
        reason=named.reason,
        passage=passage,
    )


def write_decision(
    comment: Comment,
    act: Act,
    *,
    grounds: Grounds,
    moderator: User,
    now: datetime,
    basis: Basis = OWN_INITIATIVE,
) -> Decision:
    """The decision, judged by the policy under which the comment was sent; with its statement where it restricts."""
    law = grounds.law
    decision = Decision.objects.create(
        **judged(comment),
        verdict=act.verdict,
        visibility=act.visibility or "",
        ground=grounds.ground.value if grounds.ground else "",
        own_ground=grounds.own_ground,
        offence=law.offence if law else "",
        legal_ground=law.law.strip() if law else "",
        note=grounds.note,
        passage=grounds.passage,
        facts=with_reason(basis_facts(act.visibility, basis, comment.language), grounds.reason)
        if act.visibility
        else "",
        source=basis.source,
        source_reference=basis.reference,
        was_machine_detected=was_marked(comment, basis),
        automation=basis.automation,
        moderator=moderator,
        decided_at=now,
    )
    if act.visibility:
        state(comment, decision, now)
    return decision


def write_reversal(decision: Decision, comment: Comment, *, moderator: User, now: datetime) -> Decision:
    """That a decision was taken back."""
    return Decision.objects.create(
        **judged(comment), verdict=Verdict.REVERSED, moderator=moderator, decided_at=now, reverses=decision
    )


def said(decision: Decision) -> dict[str, Any]:
    """What the record says of a decision: all of it, with what is empty left out."""
    facts = {
        "decision": str(decision.pk),
        "verdict": str(decision.verdict),
        "before": str(decision.status_before),
        "place": decision.place,
        "revision": decision.revision_number,
        "policy": decision.policy_number,
        "moderator": decision.moderator.get_username(),
        "moderator_id": decision.moderator_id,
        "visibility": str(decision.visibility),
        "provision": str(decision.provision),
        "until": moment_written(decision.ends_at),
        "ground": decision.ground,
        "own_ground": decision.own_ground,
        "offence": str(decision.offence),
        "law": decision.legal_ground,
        "note": decision.note,
        "facts": decision.facts,
        "passage": decision.passage,
        "language": decision.content_language,
        "sent_at": decision.content_at.isoformat() if decision.content_at else "",
        "source": str(decision.source),
        "reference": decision.source_reference,
        "machine_detected": decision.was_machine_detected,
        "automation": str(decision.automation),
        "reverses": str(decision.reverses_id or ""),
    }
    return {name: value for name, value in facts.items() if value != ""}


def judged(comment: Comment) -> dict[str, Any]:
    """The words that a decision is about, and where their comment stands before it."""
    revision = comment.revisions.filter(number=comment.revision_number).first()
    return {
        "subject": comment.subject,
        "place": Decision.objects.filter(subject=comment.subject).count() + 1,
        "revision_number": comment.revision_number,
        "policy_number": comment.policy_number,
        "status_before": comment.status,
        "content_language": comment.language,
        "content_at": revision.sent_at if revision else comment.sent_at,
    }


def was_marked(comment: Comment, basis: Basis) -> bool:
    """Whether a program pointed at these words before a person read them."""
    if basis.was_machine_detected is not None:
        return basis.was_machine_detected
    return comment.findings.filter(revision_number=comment.revision_number).exists()


def _marks(comment: Comment, decision: Decision) -> set[str]:
    """Which programs had pointed at the words that were judged."""
    if not decision.was_machine_detected:
        return set()
    found = comment.findings.filter(revision_number=decision.revision_number)
    return set(found.values_list("phase", flat=True))


def state(comment: Comment, decision: Decision, now: datetime) -> Statement:
    """The statement of reasons of a decision that restricts, in the language of the comment."""
    words = statement_words(decision, title=comment.thread.title, marks=_marks(comment, decision))
    return Statement.objects.create(
        decision=decision,
        language=comment.language,
        measure=words.measure,
        ground_words=words.ground_words,
        facts=words.facts,
        automation=words.automation,
        redress=words.redress,
        stated_at=now,
    )
