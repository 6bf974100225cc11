"""The ledger's two tables. Only this room touches them; `law/record/ledger.py` is the only writer.

An entry holds a salted digest of its payload, never the payload: erasing a payload (a person's data) leaves
the chain whole. Entries are never changed or deleted; triggers (`law/record/append_only.py`) refuse it.
"""

import json

from django.db import models


class LedgerEntry(models.Model):
    """One link of the chain. `mac` = HMAC-SHA256 over number, previous, kind, subject, recorded_at and digest."""

    number = models.PositiveBigIntegerField(primary_key=True)
    kind = models.CharField(max_length=32)
    subject = models.CharField(max_length=64, db_index=True)
    recorded_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    mac = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["kind", "number"], name="ledger_kind")]

    def __str__(self) -> str:
        return f"{self.number} {self.kind} {self.subject}"


class LedgerPayload(models.Model):
    """What an entry says, and the salt of its digest. May be erased; the entry stays."""

    entry = models.OneToOneField(
        LedgerEntry, on_delete=models.PROTECT, primary_key=True, related_name="payload"
    )
    salt = models.CharField(max_length=32)
    body = models.TextField()

    def __str__(self) -> str:
        return f"payload of {self.entry_id}"

    @property
    def erased_numbers(self) -> set[int]:
        """The entries whose payloads an erasure took away, when that is what this payload records."""
        return set(json.loads(self.body).get("numbers", ()))
