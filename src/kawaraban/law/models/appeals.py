"""Appeals: the author of a comment, or the sender of a notice, asks that another person decides again."""

import uuid
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kawaraban.law.models.decisions import Decision
from kawaraban.law.models.notices import Notice


class Party(models.TextChoices):
    """Who appeals. Stored: the codes are frozen."""

    AUTHOR = "author", _("The author")
    NOTIFIER = "notifier", _("The sender of a notice")


class AppealQuerySet(models.QuerySet["Appeal"]):
    def open(self) -> Self:
        """Not decided yet, the oldest first."""
        return self.filter(outcome=None, lapsed_at=None).order_by("appealed_at", "pk")

    def about(self, subject: str) -> Self:
        """About one comment, or about one suspension."""
        return self.filter(subject=subject)


class Appeal(models.Model):
    """One appeal against one decision. `outcome` is the decision that settles it, by another person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField(_("subject"), max_length=64, db_index=True)
    party = models.CharField(_("who appeals"), max_length=16, choices=Party.choices)
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="appeals", verbose_name=_("appealed decision")
    )
    notice = models.ForeignKey(
        Notice, null=True, blank=True, on_delete=models.PROTECT, related_name="appeals"
    )
    words = models.TextField(_("reasons"))
    appealed_at = models.DateTimeField(_("appealed"))
    outcome = models.ForeignKey(
        Decision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="settled_appeals",
        verbose_name=_("decided by"),
    )

    # What it was about was erased before anybody decided.
    lapsed_at = models.DateTimeField(_("lapsed"), null=True, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints = [
            models.UniqueConstraint(
                name="one_appeal_of_the_author", fields=["decision"], condition=models.Q(party="author")
            ),
            models.UniqueConstraint(
                name="one_appeal_of_each_notice", fields=["notice"], condition=models.Q(party="notifier")
            ),
            models.CheckConstraint(
                name="a_notifier_names_the_notice",
                condition=(
                    models.Q(party="author", notice=None)
                    | (models.Q(party="notifier") & ~models.Q(notice=None))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.party}"
