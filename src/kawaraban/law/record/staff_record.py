"""What was done to the accounts of staff, in the record: who may decide is as much part of it as what was decided.

    with one_turn():
        ...the change...
        record_staff_change(StaffVerb.CHANGED, user, by=publisher, facts={"was_role": "moderator"}, now=now)

An entry names people by their number alone, so that the record holds no name of somebody who left.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from kawaraban.law.record.following import Entry, newest_of
from kawaraban.law.record.ledger import record
from kawaraban.people.models import User

_PREFIX = "staff:"


class StaffVerb(StrEnum):
    """The kinds of these entries. Stored: the codes are frozen."""

    ADDED = "staff_added"
    CHANGED = "staff_changed"
    CLOSED = "staff_closed"
    OPENED = "staff_opened"
    FACTORS_RESET = "staff_factors_reset"
    LINK_SENT = "staff_link_sent"
    PASSWORD_SET = "staff_password_set"  # noqa: S105  the name of an act


def record_staff_change(
    verb: StaffVerb, user: User, *, by: User | None, now: datetime, facts: Mapping[str, Any] | None = None
) -> None:
    """Append one entry, in the transaction of the change. `by` is None for the command line of the server.

    It holds the number, the role and the sections that the person has from now on, and `facts`: nothing that
    names or reaches them.
    """
    payload = {
        "user": user.pk,
        "role": user.role,
        "sections": list(user.sections),
        "by": by.pk if by else None,
        **(facts or {}),
    }
    record(kind=verb.value, subject=f"{_PREFIX}{user.pk}", payload=payload, now=now)


def staff_changes(*, before: int | None, limit: int) -> list[Entry]:
    """The newest of these entries first, older than the entry `before` where one is named. One query."""
    return newest_of([verb.value for verb in StaffVerb], before=before, limit=limit)
