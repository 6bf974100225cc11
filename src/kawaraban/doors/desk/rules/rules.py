"""The paper's rules for its desk: how they are read, and how the publisher changes them."""

from datetime import datetime, timedelta

from kawaraban.doors.desk.models import DeskRules
from kawaraban.law.programs.listed import PROGRAMS_KEY
from kawaraban.law.record.ledger import record
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, require
from kawaraban.press.orders import order_reprint
from kawaraban.press.turn import one_turn


def desk_rules() -> DeskRules:
    """The one row, or the defaults where the publisher has set nothing. One query."""
    return DeskRules.objects.first() or DeskRules()


def waiting_target() -> timedelta:
    """How long a comment waits at most, by the paper's own promise; one that waits longer is marked."""
    return timedelta(minutes=desk_rules().target_minutes)


def change_desk_rules(rules: DeskRules, *, person: User, now: datetime) -> DeskRules:
    """Keep changed rules, record what they are now, print again what readers are told of them.

    Raises ValidationError, PermissionDenied.
    """
    require(person, Verb.EDIT_PAPER)
    rules.set_by = person
    rules.full_clean()
    with one_turn():
        rules.save()
        payload = {
            "target_minutes": rules.target_minutes,
            "closes_when_full": rules.closes_when_full,
            "close_at_minutes": rules.close_at_minutes,
            "reopen_at_minutes": rules.reopen_at_minutes,
            "full_reason": rules.full_reason,
            "person": person.get_username(),
        }
        order_reprint(keys=[PROGRAMS_KEY], reason="desk_rules", now=now)
        record(kind="desk_rules_changed", subject="desk", payload=payload, now=now)
    return rules
