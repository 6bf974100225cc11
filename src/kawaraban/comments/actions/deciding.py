"""What all decisions share: how one is written, with its statement and what the record says of it."""

from datetime import datetime
from typing import Any, TypedDict

from django.db.models import prefetch_related_objects

from kawaraban.comments.actions.acts import Act
from kawaraban.comments.actions.reasons import GroundColumns, Grounds
from kawaraban.comments.models import Comment
from kawaraban.comments.phases import triage
from kawaraban.kit.clock import moment_written
from kawaraban.law.basis import OWN_INITIATIVE, Automation, Basis, Source
from kawaraban.law.models import Decision, Statement, Verdict
from kawaraban.law.statement_words import basis_facts, statement_words, with_reason
from kawaraban.people.models import User


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
    decision = Decision.objects.create(
        **facts_judged(comment),
        **decided(comment, act, grounds=grounds, basis=basis),
        moderator=moderator,
        decided_at=now,
    )
    if act.visibility:
        state(comment, decision, now, saw_hint=basis.saw_hint)
    return decision


class Decided(GroundColumns):
    """Columns of a decision: what was decided, why, and who raised it."""

    verdict: Verdict
    visibility: str
    facts: str
    source: Source
    source_reference: str
    was_machine_detected: bool
    automation: Automation


def decided(comment: Comment, act: Act, *, grounds: Grounds, basis: Basis) -> Decided:
    """What this act decides about the comment."""
    facts = basis_facts(act.visibility, basis, comment.language) if act.visibility else ""
    return {
        **grounds.columns,
        "verdict": act.verdict,
        "visibility": act.visibility or "",
        "facts": with_reason(facts, grounds.reason) if act.visibility else "",
        "source": basis.source,
        "source_reference": basis.reference,
        "was_machine_detected": was_marked(comment, basis),
        "automation": basis.automation,
    }


def write_reversal(decision: Decision, comment: Comment, *, moderator: User, now: datetime) -> Decision:
    """That a decision was taken back."""
    return Decision.objects.create(
        **facts_judged(comment),
        verdict=Verdict.REVERSED,
        moderator=moderator,
        decided_at=now,
        reverses=decision,
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


class FactsJudged(TypedDict):
    """Columns of a decision: the words that it is about, and its place among those about its subject."""

    subject: str
    place: int
    revision_number: int
    policy_number: int
    status_before: str
    content_language: str
    content_at: datetime


def facts_judged(comment: Comment, *, subject: str = "") -> FactsJudged:
    """The words that a decision is about, and where their comment stands before it.

    `subject` is what the decision is about where that is not the comment itself: the suspension of its sender.
    """
    subject = subject or comment.subject
    revision = comment.revisions.filter(number=comment.revision_number).first()
    return facts_of(
        comment,
        subject=subject,
        place=Decision.objects.about(subject).count() + 1,
        words_at=revision.sent_at if revision else comment.sent_at,
    )


def facts_of(comment: Comment, *, subject: str, place: int, words_at: datetime) -> FactsJudged:
    """The same where it is known which place the decision takes, and when the words came."""
    return {
        "subject": subject,
        "place": place,
        "revision_number": comment.revision_number,
        "policy_number": comment.policy_number,
        "status_before": comment.status,
        "content_language": comment.language,
        "content_at": words_at,
    }


def was_marked(comment: Comment, basis: Basis) -> bool:
    """Whether a program pointed at these words before a person read them."""
    if basis.was_machine_detected is not None:
        return basis.was_machine_detected
    return bool(_pointed(comment, saw_hint=basis.saw_hint))


def _marks(comment: Comment, decision: Decision, *, saw_hint: bool) -> set[str]:
    """Which programs had pointed at the words that were judged."""
    if not decision.was_machine_detected:
        return set()
    return _pointed(comment, saw_hint=saw_hint)


def _pointed(comment: Comment, *, saw_hint: bool) -> set[str]:
    """The programs that pointed whoever decided at its newest words: the model only where its hint was seen.

    One query, however often it is asked for this comment.
    """
    prefetch_related_objects([comment], "findings")
    number = comment.revision_number
    found = {finding.phase for finding in comment.findings.all() if finding.revision_number == number}
    return found if saw_hint else found - {triage.PHASE}


def state(comment: Comment, decision: Decision, now: datetime, *, saw_hint: bool) -> Statement:
    """The statement of reasons of a decision that restricts, in the language of the comment."""
    statement = statement_of(comment, decision, now, saw_hint=saw_hint)
    statement.save(force_insert=True)
    return statement


def statement_of(comment: Comment, decision: Decision, now: datetime, *, saw_hint: bool) -> Statement:
    """The same, which is not written yet."""
    marks = _marks(comment, decision, saw_hint=saw_hint)
    words = statement_words(decision, title=comment.thread.title, marks=marks)
    return Statement(
        decision=decision,
        language=comment.language,
        measure=words.measure,
        ground_words=words.ground_words,
        facts=words.facts,
        automation=words.automation,
        redress=words.redress,
        stated_at=now,
    )
