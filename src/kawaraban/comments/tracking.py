"""What the author of a comment sees behind the tracking link."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.utils.safestring import mark_safe

from kawaraban.comments import lookups
from kawaraban.comments.actions.author import MAY_BE_REVISED, MAY_BE_WITHDRAWN
from kawaraban.comments.actions.decide import undo_ends_at
from kawaraban.comments.actions.status import standing_decisions
from kawaraban.comments.forgetting.addresses import UNDECIDED
from kawaraban.comments.keyed import email_key_of
from kawaraban.comments.mails.letters import comment_url
from kawaraban.comments.models import Comment, Restriction, Status
from kawaraban.kit.html import paragraphs
from kawaraban.law.demands.sources import is_told_later, told_at
from kawaraban.law.models import Appeal, Decision, Statement, Verdict
from kawaraban.law.personal.periods import days_set
from kawaraban.law.policy.grounds import ground_named
from kawaraban.law.policy.versions import policy_url
from kawaraban.law.redress.appeals import appeal_ends_at, may_appeal
from kawaraban.law.statement_words import passage_words, reason_in
from kawaraban.people.avatars import Avatar, avatar_for

_SAMPLE = 50
# Where a decision put a comment, and nothing since.
_DECIDED = frozenset({Status.APPROVED, Status.REJECTED, Status.RETURNED, Status.WITHHELD})
# Decisions that leave everything as it was: what holds for the author is the one before.
_CHANGES_NOTHING = frozenset({Verdict.KEPT, Verdict.UPHELD})


@dataclass(frozen=True, slots=True)
class StatementView:
    """The statement of reasons as it was said then, in the author's language.

    The reason of the ground, the passage and the moderator's own words stand by themselves, and no more in `facts`:
    they are what the author looks for.
    """

    language: str
    measure: str
    ground_words: str
    reason: str  # "" in one of before there were any
    passage: str  # "" where none was marked
    note: str  # "" where none was written
    facts: str
    automation: str  # "" in one of before it was said
    redress: str


# What an order keeps back until its day.
_KEPT_BACK = ("ground_words", "reason", "passage", "note", "facts", "automation", "redress")


@dataclass(frozen=True, slots=True)
class AppealView:
    """The author's appeal. `outcome`: "granted", "upheld", or "" while it waits; `note` says why."""

    appealed_at: datetime
    outcome: str
    note: str


@dataclass(frozen=True, slots=True)
class SuspensionView:
    """What the sender is told of one. `lifted_at` and `lifted_note` once it was lifted and that holds."""

    public_id: str
    statement: StatementView
    ends_at: datetime | None
    is_in_force: bool
    lifted_at: datetime | None
    lifted_note: str
    appeal: AppealView | None
    may_appeal_until: datetime | None  # None where no appeal is possible


@dataclass(frozen=True, slots=True)
class TrackingView:
    """One comment for its author. `status` is a code of Status; while a decision may be taken back, that of before."""

    public_id: str
    tracking_token: str
    status: str
    name: str
    email: str  # to which the mails go; "" where none was left, or none will leave any more
    avatar: Avatar
    html: str  # safe
    text: str  # as it was sent, for the form that changes it
    revision_number: int
    language: str
    thread_title: str
    thread_url: str
    sent_at: datetime
    decided_at: datetime | None
    ground: str  # code, the paper's own where there is one; "" unless not shown
    ground_label: str
    note: str
    statement: StatementView | None
    reasons_follow: bool  # an order keeps them back: of the statement only what was done is there
    appeal: AppealView | None
    may_appeal_until: datetime | None  # None where no appeal is possible
    suspensions: tuple["SuspensionView", ...]  # of which this comment was the occasion, the newest first
    comment_url: str  # "" unless approved
    may_withdraw: bool
    may_revise: bool
    erasure_asked_at: datetime | None  # it goes as soon as nothing about it is open
    policy_number: int
    policy_url: str
    waiting_estimate: timedelta | None  # only while it waits

    @property
    def is_suspended(self) -> bool:
        """Whether one of the suspensions holds."""
        return any(suspension.is_in_force for suspension in self.suspensions)

    @property
    def waiting_tag(self) -> str:
        """The page's entity tag while the comment waits; "" once it was decided."""
        return _waiting_tag(Status(self.status), self.revision_number)


def track(token: str, now: datetime) -> TrackingView:
    """Raises Comment.DoesNotExist for an unknown token.

    A decision is shown when the time for undo is over, together with its message: what may still be taken back
    is not told.
    """
    comment = Comment.objects.select_related("thread").get(tracking_token=token)
    return _view(comment, *_told(comment, now), now)


def waiting_tag(token: str, now: datetime) -> str:
    """`TrackingView.waiting_tag` for whoever asks again and again: one query while the comment waits.

    Raises Comment.DoesNotExist for an unknown token.
    """
    comment = Comment.objects.get(tracking_token=token)
    status, _decision = _told(comment, now)
    return _waiting_tag(status, comment.revision_number)


def waiting_estimate() -> timedelta | None:
    """The median time from sending to decision of the last comments; None when none was decided."""
    rows = (
        Comment.objects.filter(status__in=[Status.APPROVED, Status.REJECTED])
        .order_by("-status_changed_at")
        .values_list("sent_at", "status_changed_at")[:_SAMPLE]
    )
    seconds = [(decided - sent).total_seconds() for sent, decided in rows]
    return timedelta(seconds=max(0, round(median(seconds)))) if seconds else None


def _waiting_tag(status: Status, revision_number: int) -> str:
    # Weak: what else stands on the page (the usual wait) may differ.
    return f'W/"waiting-{revision_number}"' if status == Status.PENDING else ""


def _told(comment: Comment, now: datetime) -> tuple[Status, Decision | None]:
    """Where it stands for its author, and the decision that put it there."""
    status = Status(comment.status)
    if status not in _DECIDED:
        return status, None
    for decision in standing_decisions(comment):
        if now >= undo_ends_at(decision) and decision.verdict not in _CHANGES_NOTHING:
            return status, decision if status in _DECIDED else None
        status = Status(decision.status_before)
    return status, None


def _view(comment: Comment, status: Status, decision: Decision | None, now: datetime) -> TrackingView:
    is_waiting = status == Status.PENDING
    appeal = _appeal_of(comment.subject, now)
    can_appeal = status == Status.REJECTED and appeal is None and may_appeal(decision, now=now)
    suspensions = _suspensions(comment, now)
    is_kept_back = decision is not None and is_told_later(decision, now=now)
    # Of what is shown again there are no reasons to follow; only its note may speak of the order.
    reasons_follow = decision is not None and is_kept_back and decision.visibility != ""
    is_note_told = not is_kept_back or status == Status.RETURNED
    ground = decision.ground_code if decision and not reasons_follow else ""
    return TrackingView(
        public_id=comment.public_id,
        tracking_token=comment.tracking_token,
        status=status.value,
        name=comment.name,
        email=_mailed(comment, now),
        avatar=avatar_for(comment.name),
        html=mark_safe(paragraphs(comment.text)),  # noqa: S308  (paragraphs escapes)
        text=comment.text,
        revision_number=comment.revision_number,
        language=comment.language,
        thread_title=comment.thread.title,
        thread_url=comment.thread.url,
        sent_at=comment.sent_at,
        decided_at=decision.decided_at if decision else None,
        ground=ground,
        ground_label=_label(comment, decision) if ground else "",
        note=decision.note if decision and is_note_told else "",
        statement=_statement_of(decision, is_told=not reasons_follow),
        reasons_follow=reasons_follow,
        appeal=appeal,
        may_appeal_until=appeal_ends_at(told_at(decision)) if decision and can_appeal else None,
        suspensions=suspensions,
        comment_url=comment_url(comment) if status == Status.APPROVED else "",
        may_withdraw=status in MAY_BE_WITHDRAWN,
        # What would be refused is not offered.
        may_revise=status in MAY_BE_REVISED and not _is_suspended(comment, now),
        erasure_asked_at=comment.erasure_asked_at,
        policy_number=comment.policy_number,
        policy_url=policy_url(comment.policy_number),
        waiting_estimate=waiting_estimate() if is_waiting else None,
    )


def _mailed(comment: Comment, now: datetime) -> str:
    """The address, as long as it is kept anyway: one that is kept for longer would tell its author of a hold."""
    if comment.erasure_asked_at is not None:
        return ""
    is_settled = comment.status not in UNDECIDED and comment.appealed_at is None
    until = comment.status_changed_at + timedelta(days=days_set("keep_address_days"))
    return "" if is_settled and now > until else comment.email


def _label(comment: Comment, decision: Decision | None) -> str:
    """The ground's name in the version under which the comment was sent."""
    if decision is None or not decision.ground:
        return ""
    return ground_named(decision.policy_number, decision.ground_code, comment.language).label


def _suspensions(comment: Comment, now: datetime) -> tuple[SuspensionView, ...]:
    """Those that are told: what may still be taken back is not, nor what was. One query where there is none."""
    rows = comment.restrictions.select_related("decision__statement", "lifting").order_by("-starts_at", "-pk")
    told = [row for row in rows if now >= undo_ends_at(row.decision) and not _was_taken_back(row)]
    return tuple(_suspension(row, now) for row in told)


def _is_suspended(comment: Comment, now: datetime) -> bool:
    """Whether no words are taken from its sender, for this comment or for another one."""
    found = lookups.suspension_now(comment.sender_key, email_key_of(comment.email), now=now)
    return found is not None


def _was_taken_back(restriction: Restriction) -> bool:
    return restriction.lifting is not None and restriction.lifting.verdict == Verdict.REVERSED


def _suspension(restriction: Restriction, now: datetime) -> SuspensionView:
    decision, lifting = restriction.decision, restriction.lifting
    lifted_at = restriction.lifted_at if lifting and now >= undo_ends_at(lifting) else None
    appeal = _appeal_of(restriction.subject, now)
    can_appeal = restriction.lifted_at is None and appeal is None and may_appeal(decision, now=now)
    return SuspensionView(
        public_id=restriction.public_id,
        statement=_stated(decision.statement, decision),
        ends_at=restriction.ends_at,
        is_in_force=lifted_at is None and (restriction.ends_at is None or restriction.ends_at > now),
        lifted_at=lifted_at,
        lifted_note=lifting.note if lifting and lifted_at else "",
        appeal=appeal,
        may_appeal_until=appeal_ends_at(told_at(decision)) if can_appeal else None,
    )


def _appeal_of(subject: str, now: datetime) -> AppealView | None:
    """The author's newest appeal; its outcome only when that cannot be taken back any more."""
    made = Appeal.objects.filter(subject=subject, party="author").select_related("outcome")
    appeal = made.order_by("-appealed_at").first()
    if appeal is None:
        return None
    outcome = appeal.outcome
    if outcome is None or now < undo_ends_at(outcome):
        return AppealView(appeal.appealed_at, "", "")
    is_upheld = outcome.verdict == Verdict.UPHELD
    return AppealView(appeal.appealed_at, "upheld" if is_upheld else "granted", outcome.note)


def _statement_of(decision: Decision | None, *, is_told: bool) -> StatementView | None:
    statement = Statement.objects.filter(decision=decision).first() if decision else None
    if decision is None or statement is None:
        return None
    if not is_told:
        return StatementView(
            language=statement.language,
            measure=statement.measure,
            **dict.fromkeys(_KEPT_BACK, ""),
        )
    return _stated(statement, decision)


def _stated(statement: Statement, decision: Decision) -> StatementView:
    facts, note = _without_note(statement.facts, decision.note)
    facts, passage = _without(facts, passage_words(decision.passage, statement.language), decision.passage)
    reason = reason_in(decision)
    facts, reason = _without(facts, reason, reason)
    return StatementView(
        language=statement.language,
        measure=statement.measure,
        ground_words=statement.ground_words,
        reason=reason,
        passage=passage,
        note=note,
        facts=facts,
        automation=statement.automation,
        redress=statement.redress,
    )


def _without_note(said: str, note: str) -> tuple[str, str]:
    """Facts without their last paragraph, which introduces the note, and the note; as they are where none is there."""
    facts, _blank, added = said.removesuffix(note).rpartition("\n\n")
    is_last = bool(note and facts and added) and said.endswith(note)
    return (facts, note) if is_last else (said, "")


def _without(said: str, paragraph: str, told: str) -> tuple[str, str]:
    """Facts without this last paragraph, and what it told; as they are where another version put it differently."""
    facts = said.removesuffix(f"\n\n{paragraph}") if paragraph else said
    return (facts, told) if facts != said else (said, "")
