"""The numbered log of reprint orders: what must be printed again, in the order in which it was said."""

from django.db import models


class ReprintOrder(models.Model):
    """One order, written in the same transaction as the change that causes it.

    `id` is the number of the log. A page whose rendering began before an order for one of its keys may not
    be stored: see `press/store/store.py`.
    """

    keys = models.JSONField()
    # What the order is about: printed first, and also where the store has no print of it yet.
    addresses = models.JSONField(default=list)
    # Readers must no longer see something: a page that cannot be printed anew is dropped.
    takes_away = models.BooleanField(default=False, db_default=False)
    reason = models.CharField(max_length=64)
    ordered_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.pk} {self.reason} {' '.join(self.keys)}"


class Lease(models.Model):
    """Which node does what only one may do at a time, and until when by the database's clock: `press/lease.py`."""

    name = models.CharField(max_length=100, primary_key=True)
    # The node, and which of its processes.
    holder = models.CharField(max_length=200)
    until = models.DateTimeField()

    class Meta:
        db_table = "press_lease"

    def __str__(self) -> str:
        return f"{self.name} {self.holder} {self.until}"


class KeyFingerprint(models.Model):
    """By what a node knows that its keys are the paper's: `config/postgresql/same_keys.py`. It gives no key away."""

    name = models.CharField(max_length=20, primary_key=True)
    fingerprint = models.CharField(max_length=64)

    class Meta:
        db_table = "press_keyfingerprint"

    def __str__(self) -> str:
        return self.name


class BackupTarget(models.Model):
    """A place that the paper is copied to: who is at it, and how the last copies went (`press/backup_targets.py`)."""

    # Its address, without what its keys are.
    target = models.CharField(max_length=500, unique=True)
    # Of the machine that copies now, by the database's clock; None when nobody does.
    alive_at = models.DateTimeField(null=True)
    node = models.CharField(max_length=255, default="")
    finished_at = models.DateTimeField(null=True)
    name = models.CharField(max_length=255, default="")
    files_count = models.PositiveBigIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)
    failure = models.TextField(default="")

    def __str__(self) -> str:
        return self.target
