"""Keeping when somebody wants a digest."""

from collections.abc import Sequence
from datetime import datetime

from kawaraban.alerts.models import DigestWish
from kawaraban.people.models import User


def keep_wish(
    *, user: User, times: Sequence[str], more_than: int | None, longer_than_hours: int | None, now: datetime
) -> DigestWish:
    """Replace what the person wished before. A time of day that is over today comes first tomorrow."""
    wish, _made = DigestWish.objects.update_or_create(
        user=user,
        defaults={
            "times": sorted(set(times)),
            "more_than": more_than,
            "longer_than_hours": longer_than_hours,
            "wished_at": now,
        },
    )
    return wish
