"""Which comments a notice, an order or a letter names, and where it is decided."""

from django.db.models import QuerySet

from kawaraban.comments.models import Comment, Status, public_id_of
from kawaraban.law.models import Demand, Notice

# There the decision about the comment answers the notice, too.
_DECIDED_THERE = frozenset({Status.PENDING, Status.APPROVED, Status.WITHHELD})


def comment_of(notice: Notice) -> Comment | None:
    """The comment that a notice is about, with its thread; None where it leads to none of ours."""
    public_id = public_id_of(notice.subject)
    rows = Comment.objects.select_related("thread").filter(public_id=public_id)
    return rows.first() if public_id else None


def section_of(comment: Comment | None) -> str:
    """In whose section a notice is; "" where it is about no comment: that concerns the whole paper."""
    return comment.thread.section if comment else ""


def is_decided_there(comment: Comment | None) -> bool:
    """Whether a decision about the comment is what answers its notices."""
    return comment is not None and comment.status in _DECIDED_THERE


def comments_of(demand: Demand) -> QuerySet[Comment]:
    """The comments that it names and that are still there, in their order."""
    ids = [public_id_of(subject) for subject in demand.items.values_list("subject", flat=True)]
    return Comment.objects.filter(public_id__in=ids).select_related("thread").order_by("pk")
