"""The paper's rules for its desk, as they hold now."""

from datetime import timedelta

from kawaraban.doors.desk.models import DeskRules


def desk_rules() -> DeskRules:
    """The one row, or the defaults where the publisher has set nothing. One query."""
    return DeskRules.objects.first() or DeskRules()


def waiting_target() -> timedelta:
    """How long a comment waits at most, by the paper's own promise; one that waits longer is marked."""
    return timedelta(minutes=desk_rules().target_minutes)
