"""One comment as the desk shows it: as readers would see it, and all that helps to decide.

card_view(comment, walk=walk, now=now)     # frozen, ready strings; at most 24 queries, however long the queue
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kawaraban.comments.models import Comment, Status
from kawaraban.doors.desk.card.author_record import AuthorRecord, author_record
from kawaraban.doors.desk.card.findings import FindingView, findings_in_words, quotes
from kawaraban.doors.desk.card.grounds import GroundView, grounds_for, grounds_to_choose
from kawaraban.doors.desk.card.hints import HintView, hint_of, seen
from kawaraban.doors.desk.card.history import (
    DecisionView,
    UndoView,
    decisions_in_words,
    decisions_of,
    undo_of,
)
from kawaraban.doors.desk.card.marking import marked
from kawaraban.doors.desk.card.matters import MattersView, matters_view
from kawaraban.doors.desk.card.notes import NoteView, notes_about
from kawaraban.doors.desk.card.similar import SimilarView, similar_decisions
from kawaraban.doors.desk.card.suspensions import DrawerView, drawer_view
from kawaraban.doors.desk.lane.lanes import waits_since
from kawaraban.doors.desk.lane.neighbours import neighbours
from kawaraban.doors.desk.lane.waiting_time import WaitingTime, duration_words, waiting_time
from kawaraban.doors.desk.lane.walk import Walk
from kawaraban.doors.desk.models import Claim
from kawaraban.kit.html import paragraphs
from kawaraban.people.avatars import Avatar, avatar_for
from kawaraban.people.permissions import Verb, may

# A longer parent is folded, so that the comment itself stays in sight.
_LONG_PARENT = 400


@dataclass(frozen=True, slots=True)
class RevisionView:
    """Words that the author has changed since."""

    number: int
    html: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class ContextView:
    """Where the comment would stand: the story, and the comment that it answers ("" where it answers none)."""

    thread_id: int
    title: str
    url: str
    section: str
    language: str
    closed_reason: str
    is_open: bool
    parent_name: str
    parent_html: str
    parent_language: str
    is_parent_long: bool


@dataclass(frozen=True, slots=True)
class HolderView:
    """The colleague who reads it just now, and for how long."""

    name: str
    since: str


@dataclass(frozen=True, slots=True)
class CardView:
    """Everything on the card. `is_waiting`: no one has decided yet; `waiting` is None where nobody waits, neither for
    that nor for another look. `html` is safe and has the words that findings mean in <mark>,
    and what weighed for the model. `rank` is its place in the walk, `shown_at` seconds since the epoch."""

    public_id: str
    status: str
    is_waiting: bool
    is_approved: bool
    is_picked: bool
    is_pinned: bool
    status_label: str
    name: str
    avatar: Avatar
    html: str
    language: str
    sent_at: datetime
    waiting: WaitingTime | None
    matters: MattersView
    revision_number: int
    earlier: tuple[RevisionView, ...]
    context: ContextView
    findings: tuple[FindingView, ...]
    hint: HintView | None
    grounds: tuple[GroundView, ...]
    record: AuthorRecord
    notes: tuple[NoteView, ...]
    restrictions: DrawerView
    similar: tuple[SimilarView, ...]
    history: tuple[DecisionView, ...]
    is_to_be_erased: bool
    may_hold: bool
    holder: HolderView | None
    undo: UndoView | None
    next_id: str
    previous_id: str
    rank: int
    shown_at: int

    @property
    def may_keep(self) -> bool:
        """Whether it can be let stay: it is on the page, something waits, and another person need not decide."""
        return self.is_approved and not self.matters.is_empty and not self.matters.must_be_other

    @property
    def keep_needs_words(self) -> bool:
        """Whether somebody is told why it stays."""
        return bool(self.matters.notices or self.matters.appeals or self.matters.asking)

    @property
    def needs_note(self) -> str:
        """The codes of the grounds that need a note, for the script."""
        return " ".join(ground.code for ground in self.grounds if ground.needs_words)

    @property
    def needs_law(self) -> str:
        """The codes of the grounds that need a law, for the script."""
        return " ".join(ground.code for ground in self.grounds if ground.needs_law)


def card_view(
    comment: Comment,
    *,
    walk: Walk,
    now: datetime,
    held_by_others: Mapping[int, str],
    claim: Claim | None = None,
) -> CardView:
    """The card of a comment in any status; its neighbours are those of this walk that no colleague reads.

    `claim` is a colleague's claim on it, `held_by_others` all that colleagues hold.
    """
    since = waits_since(comment, walk.lane)
    hint = hint_of(comment, sees_hints=walk.sees_hints)
    found = comment.findings.filter(revision_number=comment.revision_number)
    findings = seen(found, is_hint_seen=hint is not None and hint.is_visible)
    decisions = decisions_of(comment)
    beside = neighbours(walk, comment, without=held_by_others)
    return CardView(
        public_id=comment.public_id,
        status=comment.status,
        is_waiting=comment.status == Status.PENDING,
        is_approved=comment.status == Status.APPROVED,
        is_picked=comment.is_picked,
        is_pinned=comment.is_pinned,
        status_label=comment.get_status_display(),
        name=comment.name,
        avatar=avatar_for(comment.name),
        html=marked(paragraphs(comment.text), quotes(findings), weighed=hint.weighed if hint else ()),
        language=comment.language,
        sent_at=comment.sent_at,
        waiting=waiting_time(since, now=now, target=walk.target) if since else None,
        matters=matters_view(comment, walk=walk, now=now),
        revision_number=comment.revision_number,
        earlier=_earlier_revisions(comment),
        context=_context(comment, walk),
        findings=findings_in_words(findings),
        hint=hint,
        grounds=grounds_to_choose(grounds_for(comment), findings, text=comment.text, keys=walk.keys),
        record=author_record(comment, moderator=walk.moderator, now=now),
        notes=notes_about(comment),
        restrictions=drawer_view(comment, moderator=walk.moderator, now=now),
        similar=similar_decisions(comment, moderator=walk.moderator),
        history=decisions_in_words(decisions),
        is_to_be_erased=comment.erasure_asked_at is not None,
        may_hold=may(walk.moderator, Verb.LEGAL_HOLD),
        holder=_holder(claim, now),
        undo=undo_of(decisions[-1] if decisions else None, comment, now=now),
        next_id=beside.next_id,
        previous_id=beside.previous_id,
        rank=beside.rank,
        shown_at=int(now.timestamp()),
    )


def _holder(claim: Claim | None, now: datetime) -> HolderView | None:
    if claim is None:
        return None
    return HolderView(claim.moderator.display_name, duration_words(now - claim.taken_at))


def _earlier_revisions(comment: Comment) -> tuple[RevisionView, ...]:
    if comment.revision_number == 1:
        return ()
    rows = comment.revisions.filter(number__lt=comment.revision_number).order_by("-number")
    return tuple(RevisionView(row.number, paragraphs(row.text), row.sent_at) for row in rows)


def _context(comment: Comment, walk: Walk) -> ContextView:
    thread, parent = comment.thread, comment.parent
    anchor = f"#comment-{comment.public_id}" if comment.status == Status.APPROVED else ""
    return ContextView(
        thread_id=thread.pk,
        title=thread.title,
        url=thread.url + anchor,
        section=walk.section_names.title(thread.section) if thread.section else "",
        language=thread.language,
        closed_reason=thread.closed_reason,
        is_open=thread.is_open,
        parent_name=parent.name if parent else "",
        parent_html=paragraphs(parent.text) if parent else "",
        parent_language=parent.language if parent else "",
        is_parent_long=parent is not None and len(parent.text) > _LONG_PARENT,
    )
