"""The record of what was done: an append-only chain, and a signed head in a file of its own.

    with transaction.atomic():
        ...the change...
        record(kind="comment_approved", subject=comment.subject, payload={...}, now=now)

Each entry carries an HMAC over its own fields and the entry before it; its payload stands apart under a salted
digest, so that a person's data can be erased and the chain stays whole. After the commit the head (number and
mac, signed) is appended to `settings.LEDGER_HEADS_FILE`. Checked by `law/record/verification.py`; against whom it
protects stands in docs/ledger.md.
"""

import hashlib
import hmac
import json
import logging
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol

from django.conf import settings
from django.db import connection, transaction

from kawaraban.kit.clock import utc_now
from kawaraban.kit.complaints import Complaint
from kawaraban.kit.faults import said_plainly
from kawaraban.kit.signing import derived_key
from kawaraban.kit.work.turn import take_turn
from kawaraban.law.models.ledger import LedgerEntry, LedgerPayload
from kawaraban.law.record.heads import Head, append_head, newest_number
from kawaraban.law.record.rows import insert_rows
from kawaraban.law.record.seals import Row, seals
from kawaraban.press.lease import other_nodes

logger = logging.getLogger(__name__)
# In this process. A head that could not be written is written later by the worker: `heal_heads`.
UNSEALED = Complaint(logger, "heads of the record cannot be written")

GENESIS = "0" * 64
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
ERASED_KIND = "payload_erased"
# What is left of rows of which some words were forgotten.
LEFT_KIND = "words_forgotten"
SENDERS_FORGOTTEN = "notice_senders_forgotten"
# Where a payload says what the rows hash to. Stored.
ROWS = "rows"
# More than a large paper writes in some days.
_NEWEST = 20_000


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that was done. `payload` may hold what json can: it is what an erasure takes away.

    `rows` are those that the change left behind: their hashes go into the payload (`law/record/seals.py`).
    """

    kind: str
    subject: str
    payload: Mapping[str, Any]
    rows: Sequence[Row] = ()


class ChainLink(NamedTuple):
    """One entry as it was written, without the weight of a model: the fields of LedgerEntry, in their order."""

    number: int
    kind: str
    subject: str
    recorded_at: datetime
    digest: str
    previous: str
    mac: str


class Linked(Protocol):
    """What stands in an entry, however it was read."""

    @property
    def number(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def recorded_at(self) -> datetime: ...
    @property
    def digest(self) -> str: ...
    @property
    def previous(self) -> str: ...


def record(
    *, kind: str, subject: str, payload: Mapping[str, Any], now: datetime, rows: Sequence[Row] = ()
) -> ChainLink:
    """Append one entry. Must be called inside the transaction of the change, as late in it as may be."""
    return record_many([Record(kind, subject, payload, rows)], now=now)[0]


def record_many(records: Sequence[Record], *, now: datetime) -> list[ChainLink]:
    """Append entries in the order given, all under one head. Raises RuntimeError outside a transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("the ledger is written inside the transaction of the change it records")
    if not records:
        return []
    # Salts and digests need no chain: they are made before it is taken.
    payloads = [_payload(item) for item in records]
    digests = [digest_of(salt, body) for salt, body in payloads]
    key, stamp = _entry_key(), _stamp(now)
    number, mac = _take_chain()
    links = []
    for item, digest in zip(records, digests, strict=True):
        number, previous = number + 1, mac
        mac = _mac(key, (number, previous, item.kind, item.subject, stamp, digest))
        links.append(ChainLink(number, item.kind, item.subject, now, digest, previous, mac))
    insert_rows(LedgerEntry, ChainLink._fields, links)
    insert_rows(
        LedgerPayload,
        ("entry_id", "salt", "body"),
        [(link.number, salt, body) for link, (salt, body) in zip(links, payloads, strict=True)],
    )
    _seal_on_commit(Head(number, mac, now))
    return links


def _payload(item: Record) -> tuple[str, str]:
    """Its salt, and how it is written down."""
    salt = secrets.token_hex(16)
    said = {**item.payload, ROWS: seals(salt, item.rows)} if item.rows else item.payload
    return salt, canonical(said)


def _seal_on_commit(head: Head) -> None:
    def seal() -> None:
        try:
            append_head(head)
            UNSEALED.over()
        except OSError as refused:
            UNSEALED.hear(said_plainly(refused))

    # Robust: the change is committed, and its sender must not be told that it failed. The next head heals.
    # (A function with a name: Django's own message about a robust one asks for it.)
    transaction.on_commit(seal, robust=True)


def erase_payloads(
    *, subject: str, reason: str, now: datetime, rows: Callable[[], Sequence[Row]] | None = None
) -> int:
    """Erase what the entries about `subject` say, and record that. The entries stay. Returns how many.

    `rows` gives all that is left of those that the erased payloads spoke of: whoever gives them vouches that there
    are no others.
    """
    left = (lambda: {subject: rows()}) if rows else None
    return erase_payloads_of([subject], reason=reason, now=now, rows=left).get(subject, 0)


def erase_payloads_of(
    subjects: Collection[str],
    *,
    reason: str,
    now: datetime,
    rows: Callable[[], Mapping[str, Sequence[Row]]] | None,
) -> dict[str, int]:
    """The same of several subjects, in as few statements; `rows` gives what is left of each. How many of which."""
    payloads = LedgerPayload.objects.filter(entry__subject__in=subjects).exclude(entry__kind=ERASED_KIND)
    numbers: dict[str, list[int]] = {}
    for number, subject in payloads.order_by("entry_id").values_list("entry_id", "entry__subject"):
        numbers.setdefault(subject, []).append(number)
    _erase_numbers(numbers, reason=reason, now=now, rows=rows)
    return {subject: len(erased) for subject, erased in numbers.items()}


def erase_payloads_naming(
    keys: Collection[str],
    *,
    subject: str,
    reason: str,
    now: datetime,
    rows: Callable[[Collection[str]], Sequence[Row] | None],
) -> int:
    """The same of those entries alone that hold a hash of one of these rows. Returns how many.

    `rows` gives what is left of all rows that such an entry speaks of; None where it does not know one of them: then
    the entry keeps what it says. What is left may hold other words, so its hashes stand in an entry of their own,
    which a later erasure takes away.
    """
    payloads = LedgerPayload.objects.filter(entry__subject=subject).exclude(entry__kind=ERASED_KIND)
    numbers: list[int] = []
    left: dict[str, Row] = {}
    for number, body in payloads.order_by("entry_id").values_list("entry_id", "body"):
        names = _spoken_of(body)
        known = rows(names) if names & set(keys) else None
        if known is not None:
            numbers.append(number)
            left |= {row.key: row for row in known}
    _erase_numbers({subject: numbers}, reason=reason, now=now, rows=dict)
    if numbers:
        payload = {"entries": len(numbers)}
        record(kind=LEFT_KIND, subject=subject, payload=payload, now=now, rows=list(left.values()))
    return len(numbers)


def _erase_numbers(
    numbers: Mapping[str, Sequence[int]],
    *,
    reason: str,
    now: datetime,
    rows: Callable[[], Mapping[str, Sequence[Row]]] | None,
) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("the ledger is written inside the transaction of the change it records")
    erased = {subject: found for subject, found in numbers.items() if found}
    if not erased:
        return
    LedgerPayload.objects.filter(entry_id__in=[each for found in erased.values() for each in found]).delete()
    left = rows() if rows else {}
    entries = [
        Record(
            ERASED_KIND,
            subject,
            {"numbers": found, "reason": reason, **({ROWS: {}} if rows else {})},
            left.get(subject, ()),
        )
        for subject, found in erased.items()
    ]
    record_many(entries, now=now)


def _spoken_of(body: str) -> set[str]:
    """The rows of which a payload holds a hash; with the decision that it tells in clear."""
    said = json.loads(body)
    named = set(said.get(ROWS, ()))
    if {"decision", "moderator"} <= said.keys():
        named |= {f"{table}:{said['decision']}" for table in ("decision", "decision_more", "statement")}
    return named


def heal_heads() -> bool:
    """Append the newest head where a crash kept it out of the file. True when there was something to heal.

    Heals only forward: a file that knows more than the table is a finding for `records verify`, not for us.
    """
    last = LedgerEntry.objects.order_by("-number").first()
    known = newest_number()
    if last is None or last.number <= known:
        return False
    append_head(Head(last.number, last.mac, utc_now()))
    # Of several nodes each signs what the others wrote, too: then a tail that is cut off is missed by all of them.
    level = logging.INFO if other_nodes() else logging.WARNING
    logger.log(level, "the head of the record was written late: entry %d, file knew %d", last.number, known)
    return True


def entries_after(moment: datetime) -> int:
    """How many of the newest entries are dated later than this.

    They are written in the order of time, and no index is kept of it: what a clock that was wrong has dated stands at
    the end.
    """
    newest = LedgerEntry.objects.order_by("-number").values_list("number", flat=True).first() or 0
    return LedgerEntry.objects.filter(number__gt=newest - _NEWEST, recorded_at__gt=moment).count()


class HeadsKeeper:
    """The worker's look at the file, every few seconds: a head that could not be written in its time is written.

    Only what was missing at two looks is missing: between a commit and its head lies a moment.
    """

    def __init__(self) -> None:
        self._missing: int | None = None

    def look(self) -> None:
        """Raises nothing of the file: it complains, and `UNSEALED` stands until the head is there."""
        newest = LedgerEntry.objects.order_by("-number").values_list("number", flat=True).first()
        if newest is None or newest <= newest_number():
            self._missing = None
            UNSEALED.over()
            return
        was_missing, self._missing = self._missing, newest
        if was_missing is None:
            return
        try:
            heal_heads()
            UNSEALED.over()
        except OSError as refused:
            UNSEALED.hear(said_plainly(refused))


def canonical(payload: Mapping[str, Any]) -> str:
    """The one way in which a payload is written down. Raises TypeError for what json cannot hold."""
    return _CANONICAL.encode(payload)


def digest_of(salt: str, body: str) -> str:
    """SHA-256 of salt and body. The salt keeps a short payload from being guessed after its erasure."""
    return hashlib.sha256(salt.encode("ascii") + body.encode()).hexdigest()


def mac_of(entry: Linked, *, number: int | None = None) -> str:
    """The entry's HMAC-SHA256, over a JSON list so that no field can lend characters to its neighbour."""
    fields = (
        entry.number if number is None else number,
        entry.previous,
        entry.kind,
        entry.subject,
        _stamp(entry.recorded_at),
        entry.digest,
    )
    return _mac(_entry_key(), fields)


def _mac(key: bytes, fields: Sequence[int | str]) -> str:
    return hmac.digest(key, json.dumps(fields).encode(), "sha256").hex()


def _entry_key() -> bytes:
    return derived_key(settings.LEDGER_KEY, "ledger entry")


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _take_chain() -> tuple[int, str]:
    """The newest number and mac; nobody else may append until this transaction ends."""
    take_turn(connection)
    with connection.cursor() as cursor:
        # By hand: everybody who writes waits while this is asked.
        cursor.execute("SELECT number, mac FROM law_ledgerentry ORDER BY number DESC LIMIT 1")
        number, mac = cursor.fetchone() or (0, GENESIS)
    return number, mac
