"""Erasures of people that are under way: what was asked, and how far it is. Worked on by `actions/erasing`.

A person may have left ten thousand comments, which are erased in short steps. The row stands from the asking to the
last step: a crash between two of them leaves it, and the worker goes on by itself.
"""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kawaraban.law.secret_fields import SecretTextField


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def free(self, now: datetime) -> Self:
        """Those that nobody is working on, the oldest first."""
        nobody = models.Q(worked_on_until=None) | models.Q(worked_on_until__lte=now)
        return self.filter(nobody).order_by("pk")


class Erasure(models.Model):
    """One erasure of all that a person left under an address. The row goes when it is done, and the address with it."""

    address = SecretTextField(_("e-mail"))
    # A keyed hash of it (law/address_keys.py): who asks again goes on with the same erasure.
    address_key = models.CharField(max_length=64, unique=True)
    # Both go into the record when it is done. `person` is the name of who asked; "" on the command line.
    reason = models.TextField(_("reason"))
    person = models.CharField(max_length=150, blank=True)
    asked_at = models.DateTimeField(_("asked for"))
    # Until then a process says that it works on it. One that was killed says nothing any more.
    worked_on_until = models.DateTimeField(null=True, blank=True)
    found_count = models.PositiveIntegerField(default=0)
    comments_count = models.PositiveIntegerField(default=0)
    notices_count = models.PositiveIntegerField(default=0)
    mails_count = models.PositiveIntegerField(default=0)
    suspensions_count = models.PositiveIntegerField(default=0)
    # The last suspension whose words are gone: its hashes may stay, so nothing else tells it apart.
    suspensions_up_to = models.PositiveBigIntegerField(default=0)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")

    def __str__(self) -> str:
        return f"erasure {self.pk}"
