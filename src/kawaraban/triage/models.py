"""What the paper says of triage, what it has learnt, what was said at each decision, and who else may ask.

No foreign key leads to comments: `subject` names one, as a decision does, and outlives it. No words stand here.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SiteVersion(models.Model):
    """What the desk had taught by some moment: weights over the base model, named by their hash. Never changed."""

    digest = models.CharField(max_length=64, unique=True)
    base = models.CharField(_("base model"), max_length=64)
    weights = models.BinaryField()
    # The newest lesson that is in it; younger ones are stepped on top of it (`taught`).
    up_to = models.PositiveBigIntegerField(default=0)
    lessons_count = models.PositiveIntegerField(_("learnt from"), default=0)
    made_at = models.DateTimeField(_("made"))
    # The figures by which it was published or was not: AUC before and after, how many, the gates of fairness.
    figures = models.JSONField(default=dict)
    was_published = models.BooleanField(_("published"), default=False)

    class Meta:
        verbose_name = _("version of what the desk taught")
        verbose_name_plural = _("versions of what the desk taught")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.digest[:12]


class TriageRules(models.Model):
    """The paper's own settings for triage. At most one row; without it the defaults hold."""

    is_on = models.BooleanField(_("a model looks at comments"), default=True)
    learns = models.BooleanField(_("it learns from the desk"), default=True)
    shows_hints = models.BooleanField(_("the desk sees its hints"), default=True)
    blind_percent = models.PositiveSmallIntegerField(
        _("comments whose hint nobody sees, in percent"), default=0
    )
    nudges = models.BooleanField(_("writers are asked once before they send"), default=False)
    answers_clients = models.BooleanField(_("other comment systems may ask"), default=False)
    # What is in use; None is the base model alone, or with what was learnt since.
    version = models.ForeignKey(
        SiteVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Lessons up to this one are not stepped: whoever went back does not want what came in between.
    forgets_up_to = models.PositiveBigIntegerField(default=0)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("set by"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="half_of_the_hints_stay", condition=models.Q(blind_percent__lte=50)),
        ]

    def __str__(self) -> str:
        return str(_("rules of triage"))


class HintChoice(models.Model):
    """A moderator who does not want to see the hints."""

    moderator = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="hint_choice"
    )
    hides = models.BooleanField(_("hide the hints"), default=False)

    def __str__(self) -> str:
        return f"hints of {self.moderator_id}"


class Assessment(models.Model):
    """What the model had said of the words when a person decided about them, and what is learnt from the decision.

    Written in the transaction of the decision, one for each. Numbered: what is learnt goes by these numbers.
    """

    decision = models.UUIDField(default=uuid.uuid4, unique=True)
    subject = models.CharField(max_length=64, db_index=True)
    revision_number = models.PositiveIntegerField()
    language = models.CharField(max_length=16, blank=True)
    # "" where the model said nothing: it was off, failed, or does not know the language.
    model_version = models.CharField(max_length=64, blank=True)
    score = models.FloatField(null=True)
    ground = models.CharField(_("suspected"), max_length=32, blank=True)
    was_hint_shown = models.BooleanField(default=False)
    # Where it stood in the list from which the moderator took it, from 1. None: it was not taken from a list.
    rank = models.PositiveIntegerField(null=True)
    # What is learnt: 1 it breaks the policy, 0 it does not, None nothing. A reversal writes it where it reverses.
    lesson = models.SmallIntegerField(null=True)
    decided_ground = models.CharField(max_length=32, blank=True)
    decided_at = models.DateTimeField(db_index=True)
    # How long the moderator had the card before deciding, as far as the desk knows.
    seconds = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")

    def __str__(self) -> str:
        return f"{self.subject} r{self.revision_number}"


class ApiClient(models.Model):
    """Another comment system that may ask what the model says. Its key is shown once and kept as a hash."""

    name = models.CharField(_("name"), max_length=100)
    key_hash = models.CharField(max_length=64, unique=True)
    # So that the publisher can tell two keys apart.
    key_start = models.CharField(max_length=8)
    per_second = models.PositiveIntegerField(_("questions a second at most"), default=10)
    is_trusted = models.BooleanField(_("learn from what it suggests"), default=False)
    # For Coral's external moderation phase: what its requests are signed with. "" without.
    signing_secret = models.CharField(max_length=200, blank=True, default="")
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_asked_on = models.DateField(_("last asked"), null=True, blank=True)

    class Meta:
        verbose_name = _("key of another comment system")
        verbose_name_plural = _("keys of other comment systems")

    def __str__(self) -> str:
        return self.name


class Suggestion(models.Model):
    """What a client that is trusted says of a text: hashed features and a value, and no words."""

    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="suggestions")
    features = models.BinaryField()
    language = models.CharField(max_length=16, blank=True)
    head = models.CharField(max_length=32)
    value = models.FloatField()
    # A keyed hash of the client's own name for the text: a second suggestion replaces the first.
    token_key = models.CharField(max_length=64, blank=True)
    suggested_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("suggestion of a client")
        verbose_name_plural = _("suggestions of clients")
        constraints = [
            models.UniqueConstraint(
                name="one_suggestion_of_a_text",
                fields=["client", "head", "token_key"],
                condition=~models.Q(token_key=""),
            ),
        ]

    def __str__(self) -> str:
        return f"suggestion {self.pk}"


class NudgeDay(models.Model):
    """How many were asked on a day whether they want to send their words so, and what they did. No row is a person."""

    day = models.DateField(unique=True)
    shown_count = models.PositiveIntegerField(default=0)
    changed_count = models.PositiveIntegerField(default=0)
    kept_count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.day}"
