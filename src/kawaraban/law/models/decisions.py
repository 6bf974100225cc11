"""What was decided about a comment, on which ground, by whom, and what its author was told.

`subject` names a comment by its public id ("comment:k7fq2m..."), without a foreign key: a decision stays
when the comment is erased.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kawaraban.law.grounds import Ground


class Verdict(models.TextChoices):
    """What a decision did. Stored: the codes are frozen."""

    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Not published")
    REVERSED = "reversed", _("Taken back")


class Decision(models.Model):
    """One act of one person on one revision of one comment."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField(_("subject"), max_length=64, db_index=True)
    revision_number = models.PositiveIntegerField(_("revision judged"))
    verdict = models.CharField(_("verdict"), max_length=16, choices=Verdict.choices)
    ground = models.CharField(_("ground"), max_length=32, blank=True)
    note = models.TextField(_("note to the author"), blank=True)
    policy_number = models.PositiveIntegerField(_("policy version"))
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="decisions",
        verbose_name=_("moderator"),
    )
    decided_at = models.DateTimeField(_("decided"))
    reverses = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reversal",
        verbose_name=_("takes back"),
    )

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["decided_at"]
        constraints = [
            models.CheckConstraint(
                name="a_refusal_names_its_ground",
                condition=(
                    models.Q(verdict="rejected", ground__in=[g.value for g in Ground])
                    | (~models.Q(verdict="rejected") & models.Q(ground=""))
                ),
            ),
            models.CheckConstraint(
                name="a_reversal_names_what_it_reverses",
                condition=(
                    models.Q(verdict="reversed", reverses__isnull=False)
                    | (~models.Q(verdict="reversed") & models.Q(reverses__isnull=True))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.verdict}"


class Statement(models.Model):
    """The statement of reasons of a refusal, in the author's language (DSA Art. 17).

    A snapshot of words: a later change of the wording does not change what was said then.
    """

    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, related_name="statement", primary_key=True
    )
    language = models.CharField(_("language"), max_length=16)
    measure = models.TextField(_("measure"))
    ground_words = models.TextField(_("ground in words"))
    facts = models.TextField(_("facts"))
    redress = models.TextField(_("redress"))
    stated_at = models.DateTimeField(_("stated"))

    class Meta:
        verbose_name = _("statement of reasons")
        verbose_name_plural = _("statements of reasons")

    def __str__(self) -> str:
        return str(self.decision)
