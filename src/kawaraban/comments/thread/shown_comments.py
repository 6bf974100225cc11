"""The comments of one page of a thread as readers see them: order, replies, and the stubs of removed ones."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from kawaraban.comments.actions.acts import ACTS
from kawaraban.comments.keys import PAPER_KEY
from kawaraban.comments.models import Comment, CommentQuerySet, Status, Thread, subject_of
from kawaraban.comments.thread.parts import PER_PAGE, Conversation, ThreadPlace, thread_pages
from kawaraban.kit.clock import utc_now
from kawaraban.kit.html import paragraphs
from kawaraban.law.demands.sources import told_later
from kawaraban.law.models import Decision, Verdict
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


@dataclass(frozen=True, slots=True)
class ShownComments:
    """First level: the pinned one, picked ones, then newest first. Replies: oldest first, as a talk is read."""

    comments: tuple[CommentView, ...]  # of this page; none beyond the last
    approved_count: int  # of the whole thread
    pages_count: int


def shown_comments(thread: Thread, *, language: str, number: int = 1) -> ShownComments:
    """Page `number`. Two queries, one when nothing was removed; one more where the thread has several pages.

    `language` is that of the stubs.
    """
    visible = _visible(thread)
    rows = {row.pk: row for row in _whole(visible)[: PER_PAGE + 1]}
    places = [ThreadPlace(*(getattr(row, name) for name in ThreadPlace._fields)) for row in rows.values()]
    if len(rows) > PER_PAGE:
        # A long thread: its order is found from a few columns, and only one page of it is read whole.
        places = _places(visible)
        rows = {}
    pages = thread_pages(places)
    page = next(islice(pages, number - 1, number), [])
    return ShownComments(
        comments=_drawn(page, rows or _rows_of(page), language),
        approved_count=sum(place.status == Status.APPROVED for place in places),
        pages_count=len(pages),
    )


def page_of(comment: Comment) -> int:
    """The number of the page of its thread on which the comment stands; 1 where it is not shown. One query."""
    for number, page in enumerate(thread_pages(_places(_visible(comment.thread))), start=1):
        if any(comment.pk in conversation.pks for conversation in page):
            return number
    return 1


def _places(comments: CommentQuerySet) -> list[ThreadPlace]:
    return [ThreadPlace(*row) for row in comments.values_list(*ThreadPlace._fields)]


def _rows_of(page: Sequence[Conversation]) -> dict[int, Comment]:
    """The comments of the page, and the parents of its replies."""
    pks = {pk for conversation in page for pk in conversation.pks}
    parents = {row.parent_id for conversation in page for row in conversation.replies if row.parent_id}
    return {row.pk: row for row in _whole(Comment.objects.filter(pk__in=pks | parents))}


def _drawn(
    page: Sequence[Conversation], rows: Mapping[int, Comment], language: str
) -> tuple[CommentView, ...]:
    here = {pk for conversation in page for pk in conversation.pks}
    with override(language):
        stubs = _stubs([row for row in rows.values() if row.status != Status.APPROVED], language)
        drawer = _Drawer(rows, here, stubs, _("a removed comment"))
    return tuple(
        drawer.draw(rows[conversation.root.pk], [rows[place.pk] for place in conversation.replies])
        for conversation in page
    )


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
        )

    def _url(self, comment: Comment) -> str:
        return f"#{anchor_of(comment)}" if comment.pk in self.here else f"/c/{comment.public_id}/"


def anchor_of(comment: Comment) -> str:
    """The fragment under which a comment stands on its page."""
    return f"comment-{comment.public_id}"


def _visible(thread: Thread) -> CommentQuerySet:
    """Approved comments, and those that leave a stub: published once and taken away, or answered by shown ones."""
    is_answered = Exists(Comment.objects.filter(parent=OuterRef("pk"), status=Status.APPROVED))
    was_published = Exists(
        Decision.objects.standing().filter(
            subject=Concat(Value(subject_of("")), OuterRef("public_id")),
            verdict__in=[Verdict.APPROVED, Verdict.REINSTATED],
        )
    )
    taken_away = Q(status__in=[Status.WITHDRAWN, Status.WITHHELD, Status.REJECTED, Status.ERASED])
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
        "is_pinned",
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
