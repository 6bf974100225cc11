"""Suspensions of commenters: from where no comments are taken, and until when.

A commenter has no account. Who is suspended is whoever sends from the same network connection or with the same e-mail
address: keyed hashes of both, and nothing else of them, are kept. On which ground, in which words and by whom stands
in the decision; when it is over and for how long the hashes stay, in `comments/forgetting/retention.py`. Written by
`comments/actions/restrictions.py` alone.
"""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kawaraban.kit.ids import new_public_id
from kawaraban.law.models import Decision

# For how many days somebody may be suspended. None, without an end, needs a right of its own.
DAYS: tuple[int, ...] = (1, 7, 30, 90)
SUBJECT_PREFIX = "restriction:"


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    def in_force(self, now: datetime) -> Self:
        """Neither lifted nor over, the newest first."""
        not_over = models.Q(ends_at=None) | models.Q(ends_at__gt=now)
        return self.filter(not_over, lifted_at=None).order_by("-starts_at", "-pk")

    def over(self, before: datetime) -> Self:
        """Lifted or ended before this moment."""
        return self.filter(models.Q(lifted_at__lt=before) | models.Q(ends_at__lt=before))

    def of_sender(self, *, sender_key: str, email_key: str) -> Self:
        """Of whoever these hashes stand for; none where there is none."""
        same = models.Q(pk__in=())
        if sender_key:
            same |= models.Q(sender_key=sender_key)
        if email_key:
            same |= models.Q(email_key=email_key)
        return self.filter(same)


class Restriction(models.Model):
    """One suspension. `comment` is its occasion, `decision` what was decided, `lifting` the decision that ended it."""

    public_id = models.CharField(
        _("public id"), max_length=16, unique=True, default=new_public_id, editable=False
    )
    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.PROTECT, related_name="restrictions", verbose_name=_("occasion")
    )
    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, related_name="+", verbose_name=_("decision")
    )
    # Keyed hashes (comments/intake.py); "" where nothing is known, or any more.
    sender_key = models.CharField(max_length=64, blank=True)
    email_key = models.CharField(max_length=64, blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True, help_text=_("Empty is without an end."))
    lifted_at = models.DateTimeField(pgettext_lazy("a suspension", "lifted"), null=True, blank=True)
    lifting = models.OneToOneField(
        Decision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("lifted by"),
    )

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        indexes = [
            # Asked for every batch of comments: those that are lifted do not make them longer.
            models.Index(
                fields=["sender_key"],
                condition=models.Q(lifted_at__isnull=True),
                name="restriction_sender",
            ),
            models.Index(
                fields=["email_key"],
                condition=models.Q(lifted_at__isnull=True),
                name="restriction_email",
            ),
            # An erasure looks for those that are lifted, too.
            models.Index(
                fields=["email_key"], condition=~models.Q(email_key=""), name="restriction_any_email"
            ),
            models.Index(fields=["-starts_at", "-id"], name="restriction_time"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_restriction_ends_after_it_starts",
                condition=models.Q(ends_at=None) | models.Q(ends_at__gt=models.F("starts_at")),
            ),
            models.CheckConstraint(
                name="a_lifting_is_a_decision",
                condition=(
                    models.Q(lifted_at=None, lifting=None)
                    | (~models.Q(lifted_at=None) & ~models.Q(lifting=None))
                ),
            ),
            models.CheckConstraint(
                name="a_restriction_without_end_restricts_somebody",
                condition=(
                    ~models.Q(ends_at=None)
                    | ~models.Q(lifted_at=None)
                    | ~models.Q(sender_key="")
                    | ~models.Q(email_key="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def subject(self) -> str:
        """What decisions and the ledger call it."""
        return f"{SUBJECT_PREFIX}{self.public_id}"

    def is_in_force(self, now: datetime) -> bool:
        """Neither lifted nor over."""
        return self.lifted_at is None and (self.ends_at is None or self.ends_at > now)
