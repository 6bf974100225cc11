"""Legal holds: what must be kept although its time is over or its author asks for erasure."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Cause(models.TextChoices):
    """Why something is kept. Stored: the codes are frozen."""

    LEGAL = "legal", _("A legal reason")
    # DSA Art. 18: a crime that threatens life or safety. Whom the paper told stands beside it.
    CRIME = "crime", _("A suspected crime")


class HoldQuerySet(models.QuerySet["Hold"]):
    def standing(self, now: datetime) -> Self:
        """Neither lifted nor over, the newest first."""
        not_over = models.Q(until=None) | models.Q(until__gt=now)
        return self.filter(not_over, lifted_at=None).order_by("-placed_at", "-pk")


class Hold(models.Model):
    """One hold on a comment or a notice, by the name that the record has for it."""

    subject = models.CharField(_("subject"), max_length=64, db_index=True)
    reason = models.CharField(_("reason"), max_length=500)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    placed_at = models.DateTimeField(_("placed"))
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("placed by")
    )
    cause = models.CharField(
        pgettext_lazy("of a legal hold", "cause"),
        max_length=8,
        choices=Cause.choices,
        default=Cause.LEGAL,
        db_default=Cause.LEGAL,
    )
    told_whom = models.CharField(
        _("authority that was told"), max_length=300, blank=True, default="", db_default=""
    )
    told_at = models.DateTimeField(pgettext_lazy("an authority", "told"), null=True, blank=True)
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")

    def __str__(self) -> str:
        return self.subject
