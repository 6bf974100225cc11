"""Which comments of a thread its pages show: those that are approved, and those for which a line stands."""

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat

from kawaraban.comments.models import Comment, CommentQuerySet, Status, Thread, subject_of
from kawaraban.law.models import Decision, Verdict


def visible_in(thread: Thread) -> CommentQuerySet:
    """Approved comments, and those that leave a stub: published once and taken away, or answered by shown ones."""
    visible: CommentQuerySet = thread.comments.filter(
        Q(status=Status.APPROVED) | (~Q(status=Status.APPROVED) & leaves_stub()), place__isnull=False
    )
    return visible


def leaves_stub() -> Q:
    """Of what is not approved: whether a line stands for it."""
    is_answered = Exists(Comment.objects.filter(parent=OuterRef("pk"), status=Status.APPROVED))
    was_published = Exists(
        Decision.objects.standing().filter(
            subject=Concat(Value(subject_of("")), OuterRef("public_id")),
            verdict__in=[Verdict.APPROVED, Verdict.REINSTATED],
        )
    )
    taken_away = Q(status__in=[Status.WITHDRAWN, Status.WITHHELD, Status.REJECTED, Status.ERASED])
    return Q(is_answered) | taken_away & Q(was_published)
