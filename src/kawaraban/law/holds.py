"""Legal holds: placed and lifted by the publisher, obeyed by retention and erasure.

place_hold(subject="comment:k7fq2m...", reason="Court of Izmir, 2026/114", until=None, person=..., now=...)
held_subjects(now)      # what nothing may be taken from
"""

from datetime import datetime

from django.db import transaction

from kawaraban.law.ledger import record
from kawaraban.law.models import Hold
from kawaraban.law.sealed_tables import hold_rows
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, require


class OnHold(Exception):
    """It must be kept. `hold` says why and until when."""

    def __init__(self, hold: Hold) -> None:
        super().__init__(hold.subject)
        self.hold = hold


def place_hold(*, subject: str, reason: str, until: datetime | None, person: User, now: datetime) -> Hold:
    """Keep all about a comment or a notice. Raises PermissionDenied; ValueError without a reason or in the past."""
    require(person, Verb.LEGAL_HOLD)
    return keep_by_law(subject=subject, reason=reason, until=until, person=person, now=now)


def keep_by_law(*, subject: str, reason: str, until: datetime | None, person: User, now: datetime) -> Hold:
    """A hold that nobody chooses: the law asks for it with what this person does. So it asks for no right of its own.

    Raises ValueError without a reason or in the past.
    """
    if not reason.strip():
        raise ValueError("a hold says why")
    if until is not None and until <= now:
        raise ValueError("a hold ends after it began")
    with transaction.atomic():
        hold = Hold.objects.create(
            subject=subject, reason=reason.strip(), until=until, placed_at=now, placed_by=person
        )
        # The reason may name a case: it stays in the table, the record tells that there was one, and holds its hash.
        payload = {
            "hold": hold.pk,
            "until": until.isoformat() if until else "",
            "person": person.get_username(),
        }
        record(kind="hold_placed", subject=subject, payload=payload, now=now, rows=hold_rows(hold))
    return hold


def lift_hold(*, hold_id: int, person: User, now: datetime) -> Hold:
    """End it before its time. Idempotent. Raises PermissionDenied, Hold.DoesNotExist."""
    require(person, Verb.LEGAL_HOLD)
    return let_go(hold_id, person=person, now=now)


def let_go(hold_id: int, *, person: User, now: datetime) -> Hold:
    """The same for what placed one by law and is taken back. Idempotent. Raises Hold.DoesNotExist."""
    with transaction.atomic():
        hold = Hold.objects.select_for_update().get(pk=hold_id)
        if hold.lifted_at is None:
            hold.lifted_at = now
            hold.save(update_fields=["lifted_at"])
            payload = {"hold": hold.pk, "person": person.get_username()}
            rows = hold_rows(hold)
            record(kind="hold_lifted", subject=hold.subject, payload=payload, now=now, rows=rows)
    return hold


def check_not_held(subject: str, *, now: datetime) -> None:
    """Raises OnHold."""
    hold = Hold.objects.standing(now).filter(subject=subject).first()
    if hold:
        raise OnHold(hold)


def held_subjects(now: datetime) -> frozenset[str]:
    """The names of all comments and notices that are on hold."""
    return frozenset(Hold.objects.standing(now).values_list("subject", flat=True))
