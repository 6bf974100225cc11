"""Holds: placed and lifted by the publisher, obeyed by retention and erasure.

place_hold(subject="comment:k7fq2m...", reason="Court of Izmir, 2026/114", until=None, person=..., now=...)
suspect_crime(subject=..., reason="Threat to a person's life", told=Told("Police of Izmir", at), ...)
tell_authority(hold_id=3, told=Told("Police of Izmir", at), person=..., now=...)
held_subjects(now)      # what nothing may be taken from

A suspected crime (DSA Art. 18) is kept like anything else on hold; which authority was told of it and when stands
beside it. Whoever is suspected is not told by us: see `comments/people/file.py` and the tracking page.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from kawaraban.law.models import Hold
from kawaraban.law.models.holds import Cause
from kawaraban.law.record.ledger import record
from kawaraban.law.record.sealed_tables import hold_rows
from kawaraban.law.record.seals import Row
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, require
from kawaraban.press.turn import one_turn


class OnHold(Exception):
    """It must be kept. `hold` says why and until when."""

    def __init__(self, hold: Hold) -> None:
        super().__init__(hold.subject)
        self.hold = hold


# Kinds of entries that whoever they are about is not told of: who is suspected of a crime must not learn it from us.
UNTOLD = frozenset({"hold_placed", "hold_lifted", "authority_told", "evidence_gathered"})


@dataclass(frozen=True, slots=True)
class Told:
    """Which authority was told of a suspected crime, and when."""

    whom: str
    at: datetime


def place_hold(*, subject: str, reason: str, until: datetime | None, person: User, now: datetime) -> Hold:
    """Keep all about a comment or a notice. Raises PermissionDenied; ValueError without a reason or in the past."""
    return _placed(Hold(subject=subject, reason=reason, until=until), person=person, now=now)


def suspect_crime(
    *, subject: str, reason: str, told: Told | None, until: datetime | None, person: User, now: datetime
) -> Hold:
    """Keep all about a comment because of a suspected crime; `told` is None while no authority was told.

    Raises as `place_hold` does; ValueError also for an authority without a name, or told in the future.
    """
    hold = Hold(subject=subject, reason=reason, until=until, cause=Cause.CRIME)
    if told:
        _write_told(hold, told, now)
    return _placed(hold, person=person, now=now)


def tell_authority(*, hold_id: int, told: Told, person: User, now: datetime) -> Hold:
    """Note which authority was told of a suspected crime. A later one takes its place; the record keeps both.

    Raises PermissionDenied, Hold.DoesNotExist where no crime is suspected; ValueError as `suspect_crime` does.
    """
    require(person, Verb.LEGAL_HOLD)
    with one_turn():
        hold = Hold.objects.select_for_update().get(pk=hold_id, cause=Cause.CRIME)
        _write_told(hold, told, now)
        hold.save(update_fields=["told_whom", "told_at"])
        payload = {"hold": hold.pk, **_said_of_telling(hold), "person": person.get_username()}
        rows = hold_rows(hold)
        record(kind="authority_told", subject=hold.subject, payload=payload, now=now, rows=rows)
    return hold


def record_evidence(*, subject: str, sha256: str, person: User, now: datetime) -> None:
    """Note that somebody gathered the evidence about a comment, and which file that was. Raises PermissionDenied."""
    require(person, Verb.LEGAL_HOLD)
    payload = {"sha256": sha256, "person": person.get_username()}
    with one_turn():
        record(kind="evidence_gathered", subject=subject, payload=payload, now=now)


def keep_by_law(*, subject: str, reason: str, until: datetime | None, person: User, now: datetime) -> Hold:
    """A hold that nobody chooses: the law asks for it with what this person does. So it asks for no right of its own.

    Raises ValueError without a reason or in the past.
    """
    return _kept(Hold(subject=subject, reason=reason, until=until), person=person, now=now)


def _placed(hold: Hold, *, person: User, now: datetime) -> Hold:
    require(person, Verb.LEGAL_HOLD)
    return _kept(hold, person=person, now=now)


def _kept(hold: Hold, *, person: User, now: datetime) -> Hold:
    hold.reason, hold.placed_at, hold.placed_by = hold.reason.strip(), now, person
    if not hold.reason:
        raise ValueError("a hold says why")
    if hold.until is not None and hold.until <= now:
        raise ValueError("a hold ends after it began")
    with one_turn():
        hold.save()
        # The reason may name a case: it stays in the table, the record tells that there was one, and holds its hash.
        payload = {
            "hold": hold.pk,
            "cause": str(hold.cause),
            "until": hold.until.isoformat() if hold.until else "",
            "person": person.get_username(),
            **_said_of_telling(hold),
        }
        record(kind="hold_placed", subject=hold.subject, payload=payload, now=now, rows=hold_rows(hold))
    return hold


def _write_told(hold: Hold, told: Told, now: datetime) -> None:
    if not told.whom.strip():
        raise ValueError("an authority that was told has a name")
    if told.at > now:
        raise ValueError("nobody was told in the future")
    hold.told_whom, hold.told_at = told.whom.strip(), told.at


def _said_of_telling(hold: Hold) -> dict[str, str]:
    if hold.told_at is None:
        return {}
    return {"told_whom": hold.told_whom, "told_at": hold.told_at.isoformat()}


def lift_hold(*, hold_id: int, person: User, now: datetime) -> Hold:
    """End it before its time. Idempotent. Raises PermissionDenied, Hold.DoesNotExist."""
    require(person, Verb.LEGAL_HOLD)
    return let_go(hold_id, person=person, now=now)


def let_go(hold_id: int, *, person: User, now: datetime) -> Hold:
    """The same for what placed one by law and is taken back. Idempotent. Raises Hold.DoesNotExist."""
    with one_turn():
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


def hold_rows_about(subject: str) -> list[Row]:
    """All holds on a comment or a notice, standing or over, as entries hold them."""
    return hold_rows_of([subject]).get(subject, [])


def hold_rows_of(subjects: Collection[str]) -> dict[str, list[Row]]:
    """The same of several, by subject. One query."""
    rows: dict[str, list[Row]] = {}
    for hold in Hold.objects.filter(subject__in=subjects):
        rows.setdefault(hold.subject, []).extend(hold_rows(hold))
    return rows
