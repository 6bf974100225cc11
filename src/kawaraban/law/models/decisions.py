"""What was decided about a comment or its sender, on which ground, by whom, and what the author was told.

`subject` names a comment by its public id ("comment:k7fq2m..."), or the suspension of a commenter
("restriction:p4xw9z..."), without a foreign key: a decision stays when the comment is erased.
"""

import uuid
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kawaraban.kit.seeing.families import DECISIONS
from kawaraban.kit.seeing.tally import TALLY
from kawaraban.law.basis import Automation, Offence, Source
from kawaraban.law.grounds import Ground


class Verdict(models.TextChoices):
    """What a decision did. Stored: the codes are frozen."""

    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Not published")
    REVERSED = "reversed", _("Taken back")
    RETURNED = "returned", _("Sent back for changes")
    WITHHELD = "withheld", _("Withheld")
    REOPENED = "reopened", _("Shown again")
    # Looked at again on a report or a notice: it stays where readers see it.
    KEPT = "kept", _("Stays published")
    # On an appeal: what was decided holds, or it does not.
    UPHELD = "upheld", _("Decision upheld")
    REINSTATED = "reinstated", _("Published on appeal")
    # About whoever sent a comment, not about the comment.
    SUSPENDED = "suspended", _("Suspended")
    LIFTED = "lifted", _("Suspension lifted")


class Visibility(models.TextChoices):
    """How a decision restricts what readers see; stored as "" where it does not. The codes are frozen."""

    REFUSED = "refused", _("Never published")
    REMOVED = "removed", _("Taken off the page")
    WITHHELD = "withheld", _("Not shown while it is looked at again")


class Provision(models.TextChoices):
    """How a decision restricts the service itself (DSA Art. 17(1)(c)); stored as "" where it does not. Frozen."""

    PARTIAL_SUSPENSION = "partial_suspension", _("Cannot send comments")


Measure = Visibility | Provision


class DecisionQuerySet(models.QuerySet["Decision"]):
    def bulk_create(self, objs: Iterable["Decision"], *args: Any, **kwargs: Any) -> list["Decision"]:
        """As Django has it; what was decided is counted when it holds."""
        made = super().bulk_create(objs, *args, **kwargs)
        _count_when_it_holds(made)
        return made

    def about(self, subject: str) -> Self:
        """About one comment, or about one suspension."""
        return self.filter(subject=subject)

    def standing(self) -> Self:
        """Those that nobody took back. That something was taken back is no decision that stands."""
        return self.filter(reversal__isnull=True).exclude(verdict=Verdict.REVERSED)

    def newest_first(self) -> Self:
        """In the order of one subject, backwards."""
        return self.order_by("-place")

    def newest_of_each(self, subjects: Collection[str]) -> "dict[str, Decision]":
        """Of each of these subjects the newest, by subject. One query, none where there is no subject."""
        if not subjects:
            return {}
        return {found.subject: found for found in self.filter(subject__in=subjects).order_by("place")}


def _count_when_it_holds(decisions: Sequence["Decision"]) -> None:
    verdicts = [str(decision.verdict) for decision in decisions]

    def count() -> None:
        for verdict in verdicts:
            TALLY.count(DECISIONS, verdict)

    transaction.on_commit(count, robust=True)


class Decision(models.Model):
    """One act of one person on one revision of one comment, or on whoever sent it.

    Holds all that a statement of reasons asks for (DSA Art. 17, Transparency Database schema v2), or leads to it by
    `law/dsa/terms.py`. `status_before` is the code of the comment's status then: an undo goes back to it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField(pgettext_lazy("of a decision", "subject"), max_length=64, db_index=True)
    # The first decision about a comment is 1: two that were taken at one moment have an order, and only one is next.
    place = models.PositiveIntegerField(_("place"), default=1)
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
    status_before = models.CharField(_("status before"), max_length=16, default="pending")
    visibility = models.CharField(_("restriction"), max_length=16, choices=Visibility.choices, blank=True)
    provision = models.CharField(
        _("restriction of the service"), max_length=24, choices=Provision.choices, blank=True, default=""
    )
    # Of a suspension; None is without an end. What a later decision makes of it is that one's.
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    own_ground = models.CharField(
        _("ground of the paper"), max_length=32, blank=True, help_text=_("Sits under the ground.")
    )
    offence = models.CharField(_("field of law"), max_length=32, choices=Offence.choices, blank=True)
    legal_ground = models.CharField(_("law"), max_length=500, blank=True)
    facts = models.TextField(
        _("facts"), blank=True, help_text=_("In standard words, without any personal data.")
    )
    # The words of the comment that decided it, marked by the moderator or by a finding. They go when the comment does.
    passage = models.TextField(
        pgettext_lazy("of a comment", "passage"), blank=True, default="", db_default=""
    )
    content_language = models.CharField(_("language of the content"), max_length=16, blank=True)
    content_at = models.DateTimeField(_("content sent"), null=True, blank=True)
    source = models.CharField(
        pgettext_lazy("of a decision", "source"),
        max_length=16,
        choices=Source.choices,
        default=Source.OWN_INITIATIVE,
    )
    source_reference = models.CharField(_("report, notice or appeal"), max_length=64, blank=True)
    was_machine_detected = models.BooleanField(_("marked by a program"), default=False)
    automation = models.CharField(
        _("automation"), max_length=16, choices=Automation.choices, default=Automation.NONE
    )
    reverses = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reversal",
        verbose_name=_("takes back"),
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["decided_at", "place"]
        indexes = [models.Index(fields=["decided_at"], name="decision_time")]
        constraints = [
            models.UniqueConstraint(name="one_decision_is_next", fields=["subject", "place"]),
            models.CheckConstraint(
                name="a_refusal_names_its_ground",
                condition=(
                    models.Q(verdict__in=["rejected", "suspended"], ground__in=[g.value for g in Ground])
                    # What is withheld may be looked at again before anybody can name a ground.
                    | models.Q(verdict="withheld", ground__in=["", *(g.value for g in Ground)])
                    | (~models.Q(verdict__in=["rejected", "suspended", "withheld"]) & models.Q(ground=""))
                ),
            ),
            models.CheckConstraint(
                name="an_illegal_ground_names_its_law",
                condition=(
                    (models.Q(ground="illegal") & ~models.Q(legal_ground="") & ~models.Q(offence=""))
                    | (~models.Q(ground="illegal") & models.Q(legal_ground="", offence=""))
                ),
            ),
            models.CheckConstraint(
                name="a_restriction_says_what_it_restricts",
                condition=(
                    models.Q(verdict="rejected", visibility__in=["refused", "removed"])
                    | models.Q(verdict="withheld", visibility="withheld")
                    | (~models.Q(verdict__in=["rejected", "withheld"]) & models.Q(visibility=""))
                ),
            ),
            models.CheckConstraint(
                name="a_suspension_says_what_it_suspends",
                condition=(
                    (
                        models.Q(verdict="suspended", provision="partial_suspension")
                        & (models.Q(ends_at=None) | models.Q(ends_at__gt=models.F("decided_at")))
                    )
                    | (~models.Q(verdict="suspended") & models.Q(provision="", ends_at=None))
                ),
            ),
            models.CheckConstraint(
                name="what_came_from_outside_is_named",
                condition=~models.Q(source__in=["order", "letter"]) | ~models.Q(source_reference=""),
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

    def save(self, *args: Any, **kwargs: Any) -> None:
        """As Django has it; a new one is counted when it holds."""
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if is_new:
            _count_when_it_holds([self])

    @property
    def ground_code(self) -> str:
        """The code that the moderator chose: the paper's own where there is one."""
        return self.own_ground or self.ground

    @property
    def measure(self) -> Measure | None:
        """What it restricts; None where nothing."""
        if self.provision:
            return Provision(self.provision)
        return Visibility(self.visibility) if self.visibility else None


class Statement(models.Model):
    """The statement of reasons of a restriction, in the author's language (DSA Art. 17).

    A snapshot of words: a later change of the wording does not change what was said then.
    """

    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, related_name="statement", primary_key=True
    )
    language = models.CharField(_("language"), max_length=16)
    measure = models.TextField(_("measure"))
    ground_words = models.TextField(_("ground in words"))
    facts = models.TextField(_("facts"))
    automation = models.TextField(_("automation used"), blank=True)
    redress = models.TextField(_("redress"))
    stated_at = models.DateTimeField(_("stated"))

    class Meta:
        verbose_name = _("statement of reasons")
        verbose_name_plural = _("statements of reasons")

    def __str__(self) -> str:
        return str(self.decision)
