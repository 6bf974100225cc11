"""What readers report about comments that they see."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kawaraban.law.models.decisions import Decision


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> Self:
        """Not answered by a decision yet, the oldest first."""
        return self.filter(decision=None).order_by("reported_at", "pk")

    def about(self, subject: str) -> Self:
        """About one comment."""
        return self.filter(subject=subject)


class Report(models.Model):
    """One reader's report on one revision of one comment. Answered by the next decision about the comment."""

    subject = models.CharField(_("subject"), max_length=64, db_index=True)
    revision_number = models.PositiveIntegerField(_("revision reported"))
    ground = models.CharField(_("category"), max_length=32)
    words = models.TextField(_("what the reader says"), blank=True)
    # A keyed hash of the reader's network: so that one person counts once. The address itself is not kept.
    reporter_key = models.CharField(max_length=64, blank=True)
    reported_at = models.DateTimeField(_("reported"))
    decision = models.ForeignKey(
        Decision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reports",
        verbose_name=_("answered by"),
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        indexes = [models.Index(fields=["reporter_key", "reported_at"], name="report_rate")]
        constraints = [
            models.UniqueConstraint(
                name="one_open_report_per_reader",
                fields=["subject", "revision_number", "reporter_key"],
                condition=models.Q(decision=None) & ~models.Q(reporter_key=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.ground}"
