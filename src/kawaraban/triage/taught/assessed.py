"""What the model had said when somebody decided, written beside the decision: in its transaction, one row for each.

assess_decisions([Assessed(decision=..., subject=..., ...)])
reverse_lessons([decision.pk])          # it was taken back
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import Case, IntegerField, Value, When

from kawaraban.triage.models import Assessment

BREAKS, FINE = 1, 0


def assess_decisions(rows: Sequence[Assessment]) -> None:
    """Write the rows: one statement, however many."""
    if rows:
        Assessment.objects.bulk_create(rows)


def reverse_lessons(decisions: Collection[UUID]) -> None:
    """What these decisions taught is learnt the other way round: they were taken back. One statement."""
    Assessment.objects.filter(decision__in=decisions, lesson__isnull=False).update(
        lesson=Case(When(lesson=BREAKS, then=Value(FINE)), default=Value(BREAKS), output_field=IntegerField())
    )


def forget_lessons(decisions: Collection[UUID]) -> None:
    """Nothing is learnt from these any more: they were taken back, and left everything as it was. One statement."""
    Assessment.objects.filter(decision__in=decisions).update(lesson=None)
