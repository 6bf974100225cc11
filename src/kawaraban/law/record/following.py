"""Reading the record forward, for whoever tells others what happened.

    for entry in entries_after(cursor, limit=200): ...

Numbers are committed in their order (`law/record/ledger.py` gives the chain to one transaction at a time), so that a
cursor that has passed a number has missed nothing before it.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.law.record.ledger import ROWS, ChainLink


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as its reader needs it. `payload` is empty when it was erased."""

    number: int
    kind: str
    subject: str
    recorded_at: datetime
    payload: Mapping[str, Any]


def newest_number() -> int:
    """The number of the newest entry; 0 before the first."""
    return LedgerEntry.objects.order_by("-number").values_list("number", flat=True).first() or 0


def entries_after(number: int, *, limit: int) -> list[Entry]:
    """What was recorded since, oldest first. One query."""
    rows = LedgerEntry.objects.filter(number__gt=number).select_related("payload").order_by("number")[:limit]
    return [Entry(row.number, row.kind, row.subject, row.recorded_at, _said(row)) for row in rows]


def subjects_after(number: int, *, kind: str, limit: int) -> list[tuple[int, str]]:
    """What was recorded of one kind since: (number, subject), oldest first. One query, along the index of kinds."""
    rows = LedgerEntry.objects.filter(kind=kind, number__gt=number).order_by("number")
    return list(rows.values_list("number", "subject")[:limit])


def entries_about(subject: str) -> list[Entry]:
    """All that was recorded about a comment or a notice, oldest first."""
    rows = LedgerEntry.objects.filter(subject=subject).select_related("payload").order_by("number")
    return [Entry(row.number, row.kind, row.subject, row.recorded_at, _said(row)) for row in rows]


def links_about(subject: str) -> list[ChainLink]:
    """The same entries without what they say: as they stand in the chain, to be shown to somebody who may check it."""
    rows = LedgerEntry.objects.filter(subject=subject).order_by("number")
    return [ChainLink(*row) for row in rows.values_list(*ChainLink._fields)]


def links_of(subjects: Collection[str], *, but: Collection[str] = ()) -> dict[str, list[ChainLink]]:
    """The same about several, by subject; without the entries of these kinds. One query."""
    rows = LedgerEntry.objects.filter(subject__in=subjects).exclude(kind__in=but).order_by("number")
    links: dict[str, list[ChainLink]] = {}
    for row in rows.values_list(*ChainLink._fields):
        link = ChainLink(*row)
        links.setdefault(link.subject, []).append(link)
    return links


def was_recorded(kind: str, subject: str) -> bool:
    """Whether there is an entry of this kind about it."""
    return LedgerEntry.objects.filter(subject=subject, kind=kind).exists()


def recorded_among(kind: str, subjects: Collection[str]) -> set[str]:
    """Of these subjects those about which there is an entry of this kind. One query; none for no subject."""
    found = LedgerEntry.objects.filter(subject__in=subjects, kind=kind)
    return set(found.values_list("subject", flat=True)) if subjects else set()


def newest_of(kinds: Sequence[str], *, before: int | None, limit: int) -> list[Entry]:
    """The newest entries of these kinds, newest first; older than the number `before` where one is given. One query.

    It reads the entries of these kinds, along their index, and no others.
    """
    rows = LedgerEntry.objects.filter(kind__in=kinds)
    rows = rows.filter(number__lt=before) if before is not None else rows
    # Adding nothing keeps a database from walking along the number, through all that is of other kinds.
    newest = rows.order_by((F("number") + 0).desc()).values("number")[:limit]
    found = LedgerEntry.objects.filter(number__in=newest).select_related("payload").order_by("-number")
    return [Entry(row.number, row.kind, row.subject, row.recorded_at, _said(row)) for row in found]


def _said(row: LedgerEntry) -> Mapping[str, Any]:
    """Without the hashes of rows, which only the check of the record reads."""
    payload = getattr(row, "payload", None)
    said = json.loads(payload.body) if payload else {}
    return {name: value for name, value in said.items() if name != ROWS}
