"""Notices of illegal content (DSA Art. 16): who says that what is against which law, and what came of it."""

import uuid
from typing import Final, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kawaraban.kit.ids import new_token
from kawaraban.law.address_keys import address_key
from kawaraban.law.basis import Offence
from kawaraban.law.models.decisions import Decision
from kawaraban.law.secret_fields import SecretTokenField

# What is left of who sent a notice when they are forgotten.
NO_SENDER: Final = {"name": "", "email": "", "email_key": "", "sender_salt": ""}


class Outcome(models.TextChoices):
    """What a notice led to. Stored: the codes are frozen."""

    ACTED = "acted", _("The content was taken off")
    NO_ACTION = "no_action", _("The content stays")
    GONE = "gone", _("The content was not there any more")
    WITHDRAWN = "withdrawn", _("Withdrawn by its sender")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def open(self) -> Self:
        """Not answered yet, the oldest first: the clock runs from the receipt."""
        return self.filter(outcome="").order_by("received_at", "pk")

    def from_address(self, email: str) -> Self:
        """Those that still know that they came from this address, however it was written; none for ""."""
        # Said once more for the sake of the index, which leaves out those without.
        return self.filter(email_key=address_key(email)).exclude(email_key="")

    def about(self, subject: str) -> Self:
        """About one comment."""
        return self.filter(subject=subject)


class Notice(models.Model):
    """One notice. `subject` names the comment it is about; "" where the address leads to none of ours.

    Art. 16(2): (a) `explanation`, (b) `address`, (c) `name` and `email`, which nobody has to
    give (recital 50), (d) `is_in_good_faith`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = SecretTokenField(unique=True, default=new_token)
    subject = models.CharField(_("subject"), max_length=64, blank=True, db_index=True)
    revision_number = models.PositiveIntegerField(_("revision reported"), default=0)
    address = models.CharField(_("address of the content"), max_length=1000)
    explanation = models.TextField(_("why it is illegal"))
    offence = models.CharField(_("field of law"), max_length=32, choices=Offence.choices)
    law = models.CharField(_("law"), max_length=500, blank=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    # A keyed hash of it (law/address_keys.py), by which the notice is found. Emptied with it.
    email_key = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    # Of the hash of name and address that the record holds: it goes with them, and the hash tells nothing any more.
    sender_salt = models.CharField(max_length=32, blank=True, default="", db_default="", editable=False)
    is_in_good_faith = models.BooleanField(_("in good faith"))
    language = models.CharField(_("language"), max_length=16)
    sender_key = models.CharField(max_length=64, blank=True)
    received_at = models.DateTimeField(_("received"))
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome.choices, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="answered_notices",
        verbose_name=_("decided by"),
    )
    # The decision about the comment that answers the notice; none where there was no comment to decide about.
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="notices"
    )

    # Of several addresses in one notice each has a row, with an answer of its own; the first one's id joins them.
    bundle = models.UUIDField(null=True, blank=True, editable=False, db_index=True)
    # Since when it says nothing of its sender any more: their time was over, or they asked for it.
    forgotten_at = models.DateTimeField(_("sender forgotten"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice of illegal content")
        verbose_name_plural = _("notices of illegal content")
        indexes = [
            models.Index(fields=["received_at"], condition=models.Q(outcome=""), name="notice_open"),
            models.Index(fields=["sender_key", "received_at"], name="notice_rate"),
            models.Index(fields=["email_key"], condition=~models.Q(email_key=""), name="notice_email_key"),
            # For the retention: those that were answered, and still know their sender, or have their words.
            models.Index(
                fields=["decided_at"],
                condition=models.Q(forgotten_at__isnull=True),
                name="notice_sender_known",
            ),
            models.Index(
                fields=["decided_at"],
                condition=~models.Q(explanation="", law="", answer=""),
                name="notice_with_words",
            ),
            models.Index(fields=["received_at"], name="notice_received"),
        ]
        constraints = [
            models.CheckConstraint(
                name="an_answered_notice_says_when",
                condition=(
                    models.Q(outcome="", decided_at=None)
                    | (~models.Q(outcome="") & ~models.Q(decided_at=None))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.received_at:%Y-%m-%d} {self.address}"

    @property
    def record_name(self) -> str:
        """What the ledger calls this notice."""
        return f"notice:{self.pk}"
