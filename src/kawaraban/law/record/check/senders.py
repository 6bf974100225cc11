"""Who sent a notice, against the record: named as in the entry of its receipt, or forgotten by a recorded act."""

from collections.abc import Iterator
from datetime import UTC, datetime

from kawaraban.law.models import Notice
from kawaraban.law.record.check.entries import BATCH, Read, Said
from kawaraban.law.record.check.rows import changed
from kawaraban.law.record.check.scratch import Scratch, steps
from kawaraban.law.record.ledger import ERASED_KIND, SENDERS_FORGOTTEN
from kawaraban.law.record.sealed_tables import NOTICES, sender_seal

_RECEIVED = "notice_received"
# What forgot them before there was a kind of its own.
_RETAINED = "retention_applied"


class SenderCheck:
    """Takes the entries; then walks through the notices."""

    def __init__(self, scratch: Scratch) -> None:
        self._scratch = scratch
        self._senders: list[tuple[str, int, str]] = []
        self._forgotten: list[tuple[str, str]] = []

    def take(self, entry: Read, said: Said | None) -> None:
        """A receipt with the hash of its sender; an act by which senders were forgotten."""
        if said is None:
            return
        if entry.kind == _RECEIVED and "sender" in said:
            self._senders.append((entry.subject, entry.number, said["sender"]))
        elif entry.kind == ERASED_KIND:
            self._forgotten.append((entry.subject, _written(entry.recorded_at)))
        elif entry.kind == SENDERS_FORGOTTEN or (
            entry.kind == _RETAINED and "notice_senders" in said.get("gone", {})
        ):
            self._forgotten.append(("", _written(entry.recorded_at)))

    def flush(self) -> None:
        """Write down what was taken."""
        self._scratch.write("INSERT OR REPLACE INTO sender VALUES (?, ?, ?)", self._senders)
        self._scratch.write("INSERT OR IGNORE INTO forgotten VALUES (?, ?)", self._forgotten)
        self._senders.clear()
        self._forgotten.clear()

    def problems(self) -> Iterator[str]:
        """Notice by notice. One of before there were hashes is counted with its row."""
        for step in steps(Notice.objects.order_by("pk").iterator(BATCH)):
            found = self._scratch.taken(
                "sender", [NOTICES.key(notice.pk) for notice in step], ("entry", "seal")
            )
            yield from self._of(step, found)

    def _of(self, notices: list[Notice], found: dict[str, tuple[int, str]]) -> Iterator[str]:
        for notice in notices:
            key = NOTICES.key(notice.pk)
            number, said = found.get(key, (0, ""))
            if notice.forgotten_at is None:
                is_same = not said or said == sender_seal(notice)
            else:
                is_same = not (notice.name or notice.email or notice.sender_salt) and self._knows(
                    key, notice.forgotten_at
                )
            if not is_same:
                yield changed(number, f"{key} (sender)")

    def _knows(self, key: str, at: datetime) -> bool:
        asked = "SELECT 1 FROM forgotten WHERE subject IN ('', ?) AND at = ?"
        return self._scratch.one(asked, (key, _written(at))) is not None


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
