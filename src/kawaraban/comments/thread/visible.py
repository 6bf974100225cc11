"""Which comments of a thread its pages show: those that are approved, and those for which a line stands."""

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat

from kawaraban.comments.models import Comment, CommentQuerySet, Status, Thread, subject_of
from kawaraban.law.models import Decision, Verdict


def visible_in(thread: Thread) -> CommentQuerySet:
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
        Q(status=Status.APPROVED) | (~Q(status=Status.APPROVED) & is_answered) | taken_away & was_published,
        place__isnull=False,
    )
    return visible
