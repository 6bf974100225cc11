"""How long a decision can be taken back."""

from datetime import datetime, timedelta

from django.conf import settings

from kawaraban.law.models import Decision


def undo_ends_at(decision: Decision) -> datetime:
    """Until then the decision can be taken back; then its message leaves."""
    return decision.decided_at + timedelta(seconds=settings.UNDO_SECONDS)
