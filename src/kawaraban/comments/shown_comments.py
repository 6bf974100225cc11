"""The comments of one thread as readers see them: order, replies, and the stubs of removed ones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.kit.html import paragraphs
from kawaraban.law.models import Decision, Verdict
from kawaraban.law.policy_grounds import grounds_of
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
    is_pinned: bool
    is_staff: bool
    parent_name: str  # "" on the first level
    parent_anchor: str
    stub: str
    replies: tuple["CommentView", ...]  # one visual level: replies to replies are here too, with parent_name


@dataclass(frozen=True, slots=True)
class ShownComments:
    """First level: the pinned one, picked ones, then newest first. Replies: oldest first, as a talk is read."""

    comments: tuple[CommentView, ...]
    approved_count: int


def shown_comments(thread: Thread, *, language: str) -> ShownComments:
    """One query, and one or two more where something was removed. `language` is that of the stubs."""
    rows = list(_visible_rows(thread))
    by_pk = {row.pk: row for row in rows}
    with override(language):
        stubs = _stubs([row for row in rows if row.status != Status.APPROVED], language)
        removed_name = _("a removed comment")
    replies: dict[int, list[Comment]] = {}
    roots: list[Comment] = []
    for row in rows:
        root = _root_of(row, by_pk)
        if root is row:
            roots.append(row)
        else:
            replies.setdefault(root.pk, []).append(row)
    drawer = _Drawer(by_pk, stubs, removed_name)
    roots.sort(key=lambda row: (*_rank(row, is_stub=row.pk in stubs), row.sent_at, row.pk), reverse=True)
    return ShownComments(
        comments=tuple(drawer.draw(root, replies.get(root.pk, ())) for root in roots),
        approved_count=len(rows) - len(stubs),
    )


@dataclass(frozen=True, slots=True)
class _Drawer:
    by_pk: dict[int, Comment]
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
        )


def _rank(row: Comment, *, is_stub: bool) -> tuple[bool, bool]:
    """What stands before time. A stub has lost its place of honour."""
    return row.is_pinned and not is_stub, row.is_picked and not is_stub


def anchor_of(comment: Comment) -> str:
    """The fragment under which a comment stands on its page."""
    return f"comment-{comment.public_id}"


def _visible_rows(thread: Thread) -> Iterable[Comment]:
    """Approved comments, and those that leave a stub: published once and taken away, or answered by shown ones."""
    is_answered = Exists(Comment.objects.filter(parent=OuterRef("pk"), status=Status.APPROVED))
    was_published = Exists(
        Decision.objects.filter(
            subject=Concat(Value("comment:"), OuterRef("public_id")),
            verdict=Verdict.APPROVED,
            reversal__isnull=True,
        )
    )
    taken_away = Q(status__in=[Status.WITHDRAWN, Status.WITHHELD, Status.REJECTED, Status.ERASED])
    return (
        thread.comments.filter(
            Q(status=Status.APPROVED)
            | (~Q(status=Status.APPROVED) & is_answered)
            | taken_away & was_published
        )
        .order_by("sent_at", "pk")
        .only(
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
    )


def _stubs(removed: Sequence[Comment], language: str) -> dict[int, str]:
    """The line that stands for each removed comment. One query for all, one more for each version of the policy."""
    if not removed:
        return {}
    restrictions = (
        Decision.objects.filter(subject__in=[row.subject for row in removed], reversal__isnull=True)
        .exclude(ground="")
        .order_by("place")
    )
    by_subject = {decision.subject: decision for decision in restrictions}
    labels = {number: _labels(number, language) for number in {d.policy_number for d in by_subject.values()}}
    return {row.pk: _stub(row, by_subject.get(row.subject), labels) for row in removed}


def _labels(policy_number: int, language: str) -> dict[str, str]:
    return {words.code: words.label for words in grounds_of(policy_number, language)}


def _stub(row: Comment, restriction: Decision | None, labels: Mapping[int, Mapping[str, str]]) -> str:
    """In the words of the version by which it was decided."""
    if row.status == Status.WITHDRAWN:
        return _("Withdrawn by its author")
    if row.status == Status.ERASED:
        return _("Erased")
    if restriction is None or row.status not in _STUB_VERDICTS.get(Verdict(restriction.verdict), ()):
        return _("This comment is being looked at again")
    code, number = restriction.ground_code, restriction.policy_number
    facts = {"ground": labels[number].get(code, code), "number": number}
    if row.status == Status.WITHHELD:
        return _("Being looked at again: %(ground)s (policy %(number)d)") % facts
    return _("Removed: %(ground)s (policy %(number)d)") % facts


# A decision speaks for a stub only while its comment stands where it put it.
_STUB_VERDICTS: dict[Verdict, tuple[Status, ...]] = {
    Verdict.REJECTED: (Status.REJECTED,),
    Verdict.WITHHELD: (Status.WITHHELD,),
}


def _root_of(row: Comment, by_pk: dict[int, Comment]) -> Comment:
    """The comment of the first level that this one stands under; itself where its parent is not shown."""
    seen = {row.pk}
    while row.parent_id in by_pk and row.parent_id not in seen:
        row = by_pk[row.parent_id]
        seen.add(row.pk)
    return row
