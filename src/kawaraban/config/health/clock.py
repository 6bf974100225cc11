"""Whether something is dated in the future, as a clock that was set wrong leaves it."""

from collections.abc import Iterator
from datetime import timedelta

from kawaraban.alerts.health.findings import HealthFinding
from kawaraban.config.env import DataDir

# Clocks of several machines differ by seconds.
_TOLERATED = timedelta(minutes=5)
_FAR = timedelta(days=1)


def clock(_data: DataDir) -> Iterator[HealthFinding]:
    """A sentence for comments, decisions and entries of the record from the future, and for mails put off too far."""
    from kawaraban.comments.models import Comment
    from kawaraban.kit.clock import utc_now
    from kawaraban.law.models import OutboxMessage
    from kawaraban.law.record.ledger import entries_after

    now = utc_now()
    waiting = OutboxMessage.objects.filter(sent_at=None, cancelled_at=None, due_at__gt=now + _FAR)
    found = {
        "Comments dated in the future": Comment.objects.filter(sent_at__gt=now + _TOLERATED).count(),
        "Entries of the record dated in the future": entries_after(now + _TOLERATED),
        "Mails that are due in more than a day": waiting.count(),
    }
    for what, count in found.items():
        if count:
            yield HealthFinding(
                "misdated",
                f"{what}: {count}. The clock of this machine was wrong, or is: it says"
                f" {now.isoformat(timespec='minutes')}.",
            )
