"""The comments of one page of a thread as readers see them: order, replies, and the stubs of removed ones."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, cast
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from kawaraban.comments.actions.acts import ACTS
from kawaraban.comments.keys import PAPER_KEY
from kawaraban.comments.models import Comment, CommentQuerySet, Status, Thread
from kawaraban.comments.thread.parts import Conversation, conversations, in_reading_order
from kawaraban.comments.thread.places import HONOURED, first_of_talk
from kawaraban.comments.thread.slices import OWN_PAGE, ThreadSlice, slice_of
from kawaraban.comments.thread.visible import leaves_stub, visible_in
from kawaraban.kit.clock import utc_now
from kawaraban.kit.html import paragraphs
from kawaraban.law.demands.sources import told_later
from kawaraban.law.models import Decision
from kawaraban.law.policy.grounds import grounds_of
from kawaraban.people.avatars import Avatar, avatar_for
from kawaraban.press.printing.pieces import KEPT


@dataclass(frozen=True, slots=True)
class CommentView:
    """One comment as readers see it. `stub` is the line that stands for a removed one; then it has no text."""

    public_id: str
    anchor: str  # "comment-k7fq2m..."
    name: str
    avatar: Avatar
    html: str  # safe: escaped paragraphs with safe links
    language: str
    sent_at: datetime
    is_picked: bool
    is_pinned: bool
    is_staff: bool
    parent_name: str  # "" on the first level
    parent_anchor: str
    stub: str
    replies: tuple["CommentView", ...]  # one visual level: replies to replies are here too, with parent_name
    parent_url: str = ""  # the parent's place on this page, or its lasting address when it stands on another
    talk_url: str = ""  # where its conversation is, when it stands here without it


@dataclass(frozen=True, slots=True)
class ShownComments:
    """First level: the pinned one, picked ones, then newest first. Replies: oldest first, as a talk is read."""

    comments: tuple[CommentView, ...]  # of this page
    approved_count: (
        int | None
    )  # of the whole thread; None on later pages, which a new comment does not change
    older: int | None  # the numbers of the pages beside it
    newer: int | None
    span: (
        tuple[datetime, datetime] | None
    )  # of a later page: when its oldest and its newest comment were sent


def shown_comments(thread: Thread, *, language: str, number: int = OWN_PAGE) -> ShownComments:
    """Page `number`, of its own comments alone. Raises NoSuchPage.

    One query, two when something was removed; two more on the own page of a thread with older pages, two more on
    those. `language` is that of the stubs.
    """
    page = slice_of(thread, number)
    rows = _shown(thread, page)
    beside = _beside(thread, rows)
    heads = {row.place: row for row in beside if row.place}
    talks = conversations(rows, heads)
    is_own = number == OWN_PAGE
    honoured = _honoured(thread, {talk.root.pk for talk in talks}) if is_own and page.older else []
    talks += [Conversation(row, ()) for row in honoured]
    return ShownComments(
        comments=_drawn(
            in_reading_order(talks), {row.pk: row for row in (*honoured, *beside, *rows)}, language
        ),
        approved_count=_approved_count(page, rows) if is_own else None,
        older=page.older,
        newer=page.newer,
        span=None if is_own or not rows else _span(rows),
    )


def _shown(thread: Thread, page: ThreadSlice) -> list[Comment]:
    """In the order of their places. What has one was shown once, and mostly is: the database asks about the others."""
    is_approved = When(status=Status.APPROVED, then=Value(True))
    stays = Case(is_approved, When(leaves_stub(), then=Value(True)), default=Value(False))
    rows = page.of(_whole(thread.comments.all())).annotate(stays=stays).order_by("place")
    return [row for row in cast("Iterable[Any]", rows) if row.stays]


def _beside(thread: Thread, rows: Sequence[Comment]) -> list[Comment]:
    """What stands elsewhere and is named here: parents, and first comments of conversations that are cut."""
    here = {row.pk for row in rows}
    named = {row.parent_id for row in rows if row.parent_id} | {
        first_of_talk(row.place or "") for row in rows
    }
    missing = named - here
    return list(_whole(visible_in(thread)).filter(pk__in=missing)) if missing else []


def _honoured(thread: Thread, here: Collection[int]) -> list[Comment]:
    """What the newsroom pinned or picked among the first comments of older pages, the newest `HONOURED` of them.

    Each alone: its conversation may be long, and stays on its page.
    """
    marked = _whole(thread.comments.approved()).filter(Q(is_pinned=True) | Q(is_picked=True))
    older = marked.filter(parent=None, place__lt=thread.newest_from).exclude(pk__in=here)
    has_replies = Exists(Comment.objects.filter(parent=OuterRef("pk"), place__isnull=False))
    return list(older.annotate(has_replies=has_replies).order_by("-is_pinned", "-place")[:HONOURED])


def _approved_count(page: ThreadSlice, rows: Sequence[Comment]) -> int:
    if page.older:
        return page.approved_count or 0
    return sum(row.status == Status.APPROVED for row in rows)


def _span(rows: Sequence[Comment]) -> tuple[datetime, datetime]:
    moments = [row.sent_at for row in rows]
    return min(moments), max(moments)


def _drawn(
    page: Sequence[Conversation], rows: Mapping[int, Comment], language: str
) -> tuple[CommentView, ...]:
    here = {row.pk for talk in page for row in (talk.root, *talk.replies)}
    with override(language):
        stubs = _stubs([row for row in rows.values() if row.status != Status.APPROVED], language)
        drawer = _Drawer(rows, here, stubs, _("a removed comment"))
    return tuple(drawer.draw(talk.root, talk.replies) for talk in page)


@dataclass(frozen=True, slots=True)
class _Drawer:
    by_pk: Mapping[int, Comment]
    here: set[int]
    stubs: dict[int, str]
    removed_name: str

    def draw(self, row: Comment, replies: Iterable[Comment]) -> CommentView:
        """One comment with what answers it. A stub says nothing of its author and nothing of the text."""
        stub = self.stubs.get(row.pk, "")
        parent = self.by_pk.get(row.parent_id or 0)
        parent_name = ""
        if parent:
            parent_name = self.removed_name if parent.pk in self.stubs else parent.name
        return CommentView(
            public_id=row.public_id,
            anchor=anchor_of(row),
            name="" if stub else row.name,
            avatar=avatar_for("" if stub else row.name),
            html="" if stub else mark_safe(paragraphs(row.text)),  # noqa: S308  (paragraphs escapes)
            language=row.language,
            sent_at=row.sent_at,
            is_picked=row.is_picked and not stub,
            is_pinned=row.is_pinned and not stub,
            is_staff=False,
            parent_name=parent_name,
            parent_anchor=anchor_of(parent) if parent else "",
            stub=stub,
            replies=tuple(self.draw(reply, ()) for reply in replies),
            parent_url=self._url(parent) if parent else "",
            talk_url=lasting_address(row) if getattr(row, "has_replies", False) else "",
        )

    def _url(self, comment: Comment) -> str:
        return f"#{anchor_of(comment)}" if comment.pk in self.here else lasting_address(comment)


def lasting_address(comment: Comment) -> str:
    """It leads to the page on which the comment stands."""
    return f"/c/{comment.public_id}/"


def anchor_of(comment: Comment) -> str:
    """The fragment under which a comment stands on its page."""
    return f"comment-{comment.public_id}"


def _whole(comments: CommentQuerySet) -> CommentQuerySet:
    return comments.only(
        "pk",
        "public_id",
        "thread",
        "parent",
        "status",
        "name",
        "language",
        "text",
        "sent_at",
        "is_picked",
        "is_pinned",
        "place",
    )


def _stubs(removed: Sequence[Comment], language: str) -> dict[int, str]:
    """The line that stands for each removed comment. One query for all, one more for each version of the policy."""
    if not removed:
        return {}
    restrictions = Decision.objects.standing().exclude(ground="")
    by_subject = restrictions.newest_of_each([row.subject for row in removed])
    # What an order keeps back from its author stands on no page either, until its day prints the page again.
    silent = told_later(by_subject.values(), now=utc_now())
    numbers = {decision.policy_number for decision in by_subject.values()}
    labels = {
        # A version is never changed once it is published; the paper is printed again when another one is.
        number: KEPT.of(("grounds", number, language), partial(_labels, number, language), keys=[PAPER_KEY])
        for number in numbers
    }
    return {row.pk: _stub(row, by_subject.get(row.subject), labels, silent) for row in removed}


def _labels(policy_number: int, language: str) -> dict[str, str]:
    return {words.code: words.label for words in grounds_of(policy_number, language)}


def _stub(
    row: Comment,
    restriction: Decision | None,
    labels: Mapping[int, Mapping[str, str]],
    silent: Collection[UUID],
) -> str:
    """In the words of the version by which it was decided."""
    if row.status == Status.WITHDRAWN:
        return _("Withdrawn by its author")
    if row.status == Status.ERASED:
        return _("Erased")
    if restriction is None or row.status != _STUB_STATUS.get(restriction.verdict):
        return _("This comment is being looked at again")
    if restriction.pk in silent:
        return _("Not shown any more")
    code, number = restriction.ground_code, restriction.policy_number
    facts = {"ground": labels[number].get(code, code), "number": number}
    if row.status == Status.WITHHELD:
        return _("Being looked at again: %(ground)s (policy %(number)d)") % facts
    return _("Removed: %(ground)s (policy %(number)d)") % facts


# A decision speaks for a stub only while its comment stands where it put it.
_STUB_STATUS: dict[str, Status] = {act.verdict: act.after for act in ACTS if act.visibility}
