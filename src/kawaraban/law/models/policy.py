"""The published policy: numbered versions, one text for each language (promise P8, DSA Art. 14)."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kawaraban.law.grounds import Ground


class PolicyVersionQuerySet(models.QuerySet["PolicyVersion"]):
    def in_force_at(self, moment: datetime) -> Self:
        """Versions that had taken effect by then, the one in force first."""
        return self.filter(effective_at__lte=moment).order_by("-number")


class PolicyVersion(models.Model):
    """One edition of the policy. Old editions stay readable: comments and decisions name them."""

    number = models.PositiveIntegerField(_("number"), unique=True)
    effective_at = models.DateTimeField(_("in force from"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("policy version")
        verbose_name_plural = _("policy versions")
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number}"


class PolicyText(models.Model):
    """The words of one version in one language. Plain text; an empty line starts a paragraph."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=16)
    introduction = models.TextField(pgettext_lazy("of a policy", "introduction"))
    responsibility = models.TextField(
        _("sentence of responsibility"), help_text=_("Stands beside the button: who answers for a comment.")
    )

    class Meta:
        verbose_name = _("policy text")
        verbose_name_plural = _("policy texts")
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="one_policy_text_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.version} ({self.language})"


class PolicyGround(models.Model):
    """One ground in one version: the paper's own words for one of ours, or a ground of its own under one of ours.

    `code == parent` for one of ours. `words` by language: {"en": {"label": "...", "explanation": "...",
    "reason": "..."}}; what is left out is ours. A version without rows here says our own words for our grounds.
    """

    version = models.ForeignKey(PolicyVersion, on_delete=models.CASCADE, related_name="grounds")
    code = models.CharField(_("code"), max_length=32)
    parent = models.CharField(_("under"), max_length=32)
    position = models.PositiveSmallIntegerField(_("place"), default=0)
    words = models.JSONField(pgettext_lazy("of a ground", "words"), default=dict)

    class Meta:
        verbose_name = _("ground of a policy")
        verbose_name_plural = _("grounds of a policy")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="one_ground_per_code"),
            models.CheckConstraint(
                name="a_ground_sits_under_one_of_ours",
                condition=models.Q(parent__in=[ground.value for ground in Ground]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.version})"

    @property
    def is_own(self) -> bool:
        """Whether the paper added it."""
        return self.code != self.parent
