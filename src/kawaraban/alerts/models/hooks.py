"""Addresses that are told what happens, what is on its way to them, and how each try went."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class Hook(models.Model):
    """One address that wants to know. `secret` is enciphered; it is shown once, when it is made."""

    address = models.URLField(_("address"), max_length=500)
    events = models.JSONField(_("events"), default=list)
    secret = models.CharField(max_length=300, editable=False)
    is_on = models.BooleanField(_("on"), default=True)
    made_at = models.DateTimeField(_("made"))

    def __str__(self) -> str:
        return self.address


class HookCursor(models.Model):
    """How far the record has been followed. One row."""

    number = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"followed to {self.number}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, now: datetime) -> Self:
        """Neither delivered nor given up, and its hook is on. Oldest first.

        Further ahead than a day nothing is put off: there a clock was wrong, as in the outbox.
        """
        is_due = models.Q(due_at__lte=now) | models.Q(due_at__gt=now + timedelta(days=1))
        waiting = self.filter(is_due, delivered_at=None, dead_at=None, hook__is_on=True)
        return waiting.order_by("due_at", "pk")


class Delivery(models.Model):
    """One event on its way to one hook. `entry_number` is that of the record; none for a test."""

    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="deliveries")
    entry_number = models.PositiveBigIntegerField(null=True)
    event = models.CharField(max_length=40)
    body = models.TextField()
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts_count = models.PositiveIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True, blank=True)
    dead_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hook", "entry_number"], name="one_delivery_per_hook_and_entry")
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(delivered_at=None, dead_at=None), name="delivery_due"
            ),
            models.Index(fields=["made_at"], name="delivery_age"),
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.hook}"


class Attempt(models.Model):
    """One try: the status that the other side answered, or what went wrong. Never its words."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    tried_at = models.DateTimeField()
    status = models.PositiveIntegerField(null=True, blank=True)
    fault = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["-tried_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.status or self.fault}"
