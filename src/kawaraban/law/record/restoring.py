"""An honest restore, in the record: which copy it was taken from, and which entries were lost by it.

    record_restore(copied_at="2026-11-28T03:00:00+00:00", now=now)     # `kawaraban restore` does it

The heads of lost entries stay in the file of heads for good. This act names their range and the time of the newest
of them: the check of the record then tells the gap as a note (`law/record/check/heads.py`). Whoever restores to hide
a decision is seen by it.
"""

import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.law.record.heads import Head, each_line, newest_heads
from kawaraban.law.record.ledger import record
from kawaraban.press.turn import one_turn

logger = logging.getLogger(__name__)

RESTORED_KIND = "paper_restored"
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Restore:
    """What one act says. `first` and `last` are 0 where no head tells of a lost entry; times as they are written."""

    copied_at: str
    newest_entry: int
    first: int
    last: int
    newest_lost_at: str

    def explains(self, number: int, written: str) -> bool:
        """Whether the head of this number, written then, is of an entry that was lost by this restore."""
        return self.first <= number <= self.last and written <= self.newest_lost_at


def record_restore(*, copied_at: str, now: datetime) -> Restore:
    """Record that this paper was restored from a copy made then ("" where nobody knows)."""
    with one_turn():
        newest = LedgerEntry.objects.order_by("-number").values_list("number", flat=True).first() or 0
        first, last, newest_lost_at = _lost(_all_astray())
        restore = Restore(copied_at, newest, first, last, newest_lost_at)
        payload = {
            "copied_at": copied_at,
            "newest_entry": newest,
            "first": first,
            "last": last,
            "newest_lost_at": newest_lost_at,
        }
        record(kind=RESTORED_KIND, subject="paper", payload=payload, now=now)
    return restore


def restore_of(said: Mapping[str, Any]) -> Restore | None:
    """What the payload of such an entry says; None where it is none of ours."""
    try:
        return Restore(
            str(said["copied_at"]),
            int(said["newest_entry"]),
            int(said["first"]),
            int(said["last"]),
            str(said["newest_lost_at"]),
        )
    except (KeyError, TypeError, ValueError):
        return None


def restores() -> list[tuple[datetime, Restore]]:
    """Every restore that the record knows, the oldest first."""
    entries = LedgerEntry.objects.filter(kind=RESTORED_KIND).select_related("payload").order_by("number")
    found = ((entry.recorded_at, restore_of(json.loads(entry.payload.body))) for entry in entries)
    return [(at, restore) for at, restore in found if restore]


def warn_of_lost_entries() -> None:
    """Say in the log that the heads know entries which the table lacks: a copy was put back and nobody recorded it.

    The file is read from its end, and no further than such heads stand there: a start must not wait for all of it. What
    was lost before thousands of others are signed is told by `records verify`.
    """
    first, last, _newest_lost_at = _lost(_newest_astray())
    if last:
        logger.warning(
            "Entries %d to %d of the record were signed and are missing. If this paper was put back from a copy,"
            " record it with: kawaraban records restored",
            first,
            last,
        )


def _lost(astray: Iterable[Head]) -> tuple[int, int, str]:
    """Of the heads that the table lacks, or has with another mac, and that no restore before explains."""
    earlier: list[Restore] | None = None
    first, last, newest_lost_at = 0, 0, ""
    for head in astray:
        written = written_at(head)
        earlier = [restore for _at, restore in restores()] if earlier is None else earlier
        if any(restore.explains(head.number, written) for restore in earlier):
            continue
        first = min(first or head.number, head.number)
        last = max(last, head.number)
        newest_lost_at = max(newest_lost_at, written)
    return first, last, newest_lost_at


def _all_astray() -> Iterator[Head]:
    return _astray(line.head for line in each_line() if line.head is not None)


def _newest_astray() -> Iterator[Head]:
    """Those at the end of the file. Heads of lost entries stand there together, until others were signed."""
    for heads in newest_heads():
        astray = list(_astray(heads))
        if heads and not astray:
            return
        yield from astray


def _astray(heads: Iterable[Head]) -> Iterator[Head]:
    rest = iter(heads)
    while batch := list(islice(rest, _BATCH)):
        numbers = {head.number for head in batch}
        macs = dict(LedgerEntry.objects.filter(number__in=numbers).values_list("number", "mac"))
        yield from (head for head in batch if macs.get(head.number) != head.mac)


def written_at(head: Head) -> str:
    """When a head was written, so that texts sort as times do."""
    return head.written_at.astimezone(UTC).isoformat(timespec="microseconds")
