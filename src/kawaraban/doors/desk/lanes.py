"""The lanes of the desk, each a status in one order, walked by keyset: how long a lane is costs nothing.

    WAITING.after(comment).first()     # the next one, wherever the queue stands

Every lane is walked along the index comment_queue (status, sent_at, id).
"""

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kawaraban.comments.models import Comment, CommentQuerySet, Status


@dataclass(frozen=True, slots=True)
class Lane:
    """One tab. `code` is its address name, `is_oldest_first` its order by time of sending.

    `sections`: only comments under threads of these, for a moderator who is bound to them; None shows all.
    """

    code: str
    status: Status
    label: Promise
    is_oldest_first: bool = False
    sections: frozenset[str] | None = None

    @property
    def is_waiting(self) -> bool:
        return self.status == Status.PENDING

    def within(self, sections: frozenset[str] | None) -> "Lane":
        """The same lane, seen by somebody with these sections."""
        return replace(self, sections=sections)

    def comments(self) -> CommentQuerySet:
        """All of the lane, in its order."""
        return _rising(self._rows()) if self.is_oldest_first else _falling(self._rows())

    def after(self, comment: Comment) -> CommentQuerySet:
        """What follows this comment, nearest first; it need not be in the lane itself."""
        return self._later(comment) if self.is_oldest_first else self._earlier(comment)

    def before(self, comment: Comment) -> CommentQuerySet:
        """What stands before this comment, nearest first."""
        return self._earlier(comment) if self.is_oldest_first else self._later(comment)

    def newest_id(self) -> str:
        """The public id of the comment sent last; "" of an empty lane."""
        return _falling(self._rows()).values_list("public_id", flat=True).first() or ""

    def _rows(self) -> CommentQuerySet:
        rows = Comment.objects.filter(status=self.status)
        return rows if self.sections is None else rows.filter(thread__section__in=sorted(self.sections))

    # Both bounds are ranges of the index; the second condition only drops what was sent in the same instant.
    def _later(self, comment: Comment) -> CommentQuerySet:
        rows = self._rows().filter(sent_at__gte=comment.sent_at)
        return _rising(rows.exclude(sent_at=comment.sent_at, pk__lte=comment.pk))

    def _earlier(self, comment: Comment) -> CommentQuerySet:
        rows = self._rows().filter(sent_at__lte=comment.sent_at)
        return _falling(rows.exclude(sent_at=comment.sent_at, pk__gte=comment.pk))


def _rising(rows: CommentQuerySet) -> CommentQuerySet:
    return rows.order_by("sent_at", "pk")


def _falling(rows: CommentQuerySet) -> CommentQuerySet:
    return rows.order_by("-sent_at", "-pk")


WAITING = Lane("queue", Status.PENDING, _("Waiting"), is_oldest_first=True)
LANES: tuple[Lane, ...] = (
    WAITING,
    Lane("approved", Status.APPROVED, _("Approved")),
    Lane("not_published", Status.REJECTED, _("Not published")),
)


def lane_named(code: str) -> Lane:
    """The lane with this code. Raises KeyError."""
    return {lane.code: lane for lane in LANES}[code]


def lane_of(comment: Comment) -> Lane:
    """The lane that shows this comment; the queue for one that no lane shows, as a withdrawn one."""
    return next((lane for lane in LANES if lane.status == comment.status), WAITING)


def next_waiting(comment: Comment, sections: frozenset[str] | None = None) -> Comment | None:
    """The comment to read after this one: the next in the queue, at its end the one that has waited longest."""
    waiting = WAITING.within(sections)
    following, oldest = waiting.after(comment), waiting.comments().exclude(pk=comment.pk)
    return _with_context(following).first() or _with_context(oldest).first()


def _with_context(rows: CommentQuerySet) -> CommentQuerySet:
    return rows.select_related("thread", "parent")
