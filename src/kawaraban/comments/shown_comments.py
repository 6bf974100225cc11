"""The comments of one page of a thread as readers see them: order, replies, and the stubs of removed ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from kawaraban.comments.models import Comment, CommentQuerySet, Status, Thread
from kawaraban.comments.thread_pages import PER_PAGE, Conversation, thread_pages
from kawaraban.kit.html import paragraphs
from kawaraban.law.models import Decision, Verdict
from kawaraban.law.wording import ground_label
from kawaraban.people.avatars import Avatar, avatar_for


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
    is_staff: bool
    parent_name: str  # "" on the first level
    parent_anchor: str
    stub: str
    replies: tuple["CommentView", ...]  # one visual level: replies to replies are here too, with parent_name
    parent_url: str = ""  # the parent's place on this page, or its lasting address when it stands on another


@dataclass(frozen=True, slots=True)
class ShownComments:
    """First level: picked first, then newest first. Replies: oldest first, as a talk is read."""

    comments: tuple[CommentView, ...]  # of this page; none beyond the last
    approved_count: int  # of the whole thread
    pages_count: int


def shown_comments(thread: Thread, *, language: str, number: int = 1) -> ShownComments:
    """Page `number`. Two queries, one when nothing was removed; one more where the thread has several pages.

    `language` is that of the stubs.
    """
    visible = _visible(thread)
    rows: Sequence[Comment] = list(_whole(visible)[: PER_PAGE + 1])
    if len(rows) <= PER_PAGE:
        pages = thread_pages(rows)
        approved_count = sum(row.status == Status.APPROVED for row in rows)
        return _shown(
            _page(pages, number), rows, language, approved_count=approved_count, pages_count=len(pages)
        )
    # A long thread: its order is found from a few columns, and only one page of it is read whole.
    places = list(visible.values_list(*_PLACE, named=True))
    pages_of_places = thread_pages(places)
    wanted = _page(pages_of_places, number)
    pks = {row.pk for conversation in wanted for row in (conversation.root, *conversation.replies)}
    parents = {row.parent_id for conversation in wanted for row in conversation.replies} - {None}
    whole = {row.pk: row for row in _whole(thread.comments.filter(pk__in=pks | parents))}
    page = [
        Conversation(whole[conversation.root.pk], [whole[row.pk] for row in conversation.replies])
        for conversation in wanted
    ]
    return _shown(
        page,
        list(whole.values()),
        language,
        approved_count=sum(row.status == Status.APPROVED for row in places),
        pages_count=len(pages_of_places),
    )


def page_of(comment: Comment) -> int:
    """The number of the page of its thread on which the comment stands; 1 where it is not shown. One query."""
    places = list(_visible(comment.thread).values_list(*_PLACE, named=True))
    if len(places) <= PER_PAGE:
        return 1
    for number, page in enumerate(thread_pages(places), start=1):
        for conversation in page:
            if any(row.pk == comment.pk for row in (conversation.root, *conversation.replies)):
                return number
    return 1


def _page(pages: Sequence[list[Conversation]], number: int) -> list[Conversation]:
    return next(islice(pages, number - 1, number), [])


def _shown(
    page: Iterable[Conversation[Comment]],
    rows: Sequence[Comment],
    language: str,
    *,
    approved_count: int,
    pages_count: int,
) -> ShownComments:
    """`rows` are those of the page and the parents of its replies."""
    page = list(page)
    here = {row.pk for conversation in page for row in (conversation.root, *conversation.replies)}
    with override(language):
        stubs = _stubs([row for row in rows if row.status != Status.APPROVED])
        drawer = _Drawer({row.pk: row for row in rows}, here, stubs, _("a removed comment"))
    return ShownComments(
        comments=tuple(drawer.draw(conversation.root, conversation.replies) for conversation in page),
        approved_count=approved_count,
        pages_count=pages_count,
    )


@dataclass(frozen=True, slots=True)
class _Drawer:
    by_pk: dict[int, Comment]
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
            is_staff=False,
            parent_name=parent_name,
            parent_anchor=anchor_of(parent) if parent else "",
            stub=stub,
            replies=tuple(self.draw(reply, ()) for reply in replies),
            parent_url=self._url(parent) if parent else "",
        )

    def _url(self, comment: Comment) -> str:
        return f"#{anchor_of(comment)}" if comment.pk in self.here else f"/c/{comment.public_id}/"


def anchor_of(comment: Comment) -> str:
    """The fragment under which a comment stands on its page."""
    return f"comment-{comment.public_id}"


# What `thread_pages` asks of a comment.
_PLACE = ("pk", "parent_id", "status", "is_picked", "sent_at")


def _visible(thread: Thread) -> CommentQuerySet:
    """Approved comments, and those that leave a stub: published once and taken away, or answered by shown ones."""
    is_answered = Exists(Comment.objects.filter(parent=OuterRef("pk"), status=Status.APPROVED))
    was_published = Exists(
        Decision.objects.filter(
            subject=Concat(Value("comment:"), OuterRef("public_id")),
            verdict=Verdict.APPROVED,
            reversal__isnull=True,
        )
    )
    taken_away = Q(status__in=[Status.WITHDRAWN, Status.WITHHELD, Status.ERASED])
    visible: CommentQuerySet = thread.comments.filter(
        Q(status=Status.APPROVED) | (~Q(status=Status.APPROVED) & is_answered) | taken_away & was_published
    ).order_by("sent_at", "pk")
    return visible


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
    )


def _stubs(removed: Sequence[Comment]) -> dict[int, str]:
    """The line that stands for each removed comment. One query, none when there is none."""
    if not removed:
        return {}
    refusals = Decision.objects.filter(
        subject__in=[row.subject for row in removed], verdict=Verdict.REJECTED, reversal__isnull=True
    ).order_by("decided_at")
    by_subject = {decision.subject: decision for decision in refusals}
    return {row.pk: _stub(row, by_subject.get(row.subject)) for row in removed}


def _stub(row: Comment, refusal: Decision | None) -> str:
    if row.status == Status.WITHDRAWN:
        return _("Withdrawn by its author")
    if row.status == Status.ERASED:
        return _("Erased")
    if row.status == Status.REJECTED and refusal:
        return _("Removed: %(ground)s (policy %(number)d)") % {
            "ground": ground_label(refusal.ground),
            "number": refusal.policy_number,
        }
    return _("This comment is being looked at again")
