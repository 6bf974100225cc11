"""Messages that wait to be sent: written in the transaction of their cause, sent by the worker."""

from datetime import datetime, timedelta
from typing import Final, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kawaraban.law.address_keys import address_key
from kawaraban.law.models.decisions import Decision
from kawaraban.law.models.notices import Notice
from kawaraban.law.secret_fields import SecretTextField

# The longest pause between two tries is six hours; a job of the desk holds its mails for one.
FURTHEST_AHEAD: Final = timedelta(days=1)
# What is left of a mail that is forgotten: to whom, and every word.
NO_MAIL: Final = {"recipient": "", "recipient_key": "", "heading": "", "body": ""}


class OutboxMessageQuerySet(models.QuerySet["OutboxMessage"]):
    def to_address(self, email: str) -> Self:
        """Those that still know that they go to this address, however it was written; none for ""."""
        # Said once more for the sake of the index, which leaves out those without.
        return self.filter(recipient_key=address_key(email)).exclude(recipient_key="")

    def due(self, now: datetime) -> Self:
        """Neither sent nor cancelled, and the time for undo is over. Oldest first.

        A moment further ahead than anything is ever put off was written by a clock that was wrong: it is not believed.
        """
        is_due = models.Q(due_at__lte=now) | models.Q(due_at__gt=now + FURTHEST_AHEAD)
        return self.filter(is_due, sent_at=None, cancelled_at=None).order_by("due_at", "pk")


class ForgottenMail(models.Model):
    """A mail that was forgotten, and that may still lie in the folder for mails: see law/keeping/mail_files.py.

    `about` is what such a mail says, where not all mails to the address are meant. The row goes with the files.
    """

    address = SecretTextField()
    about = SecretTextField(blank=True)

    def __str__(self) -> str:
        return f"forgotten mail {self.pk}"


class OutboxMessage(models.Model):
    """One mail to one person. `due_at` leaves the moderator the time to undo."""

    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="messages"
    )
    # The notice that this mail answers in words, where no decision about a comment does.
    answered_notice = models.ForeignKey(
        Notice, null=True, blank=True, on_delete=models.PROTECT, related_name="answers"
    )
    # What it is about, as the record calls it: "comment:..." and "restriction:..." to an author, "notice:..." to who
    # sent the notice. "" of mails to the staff.
    subject = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    recipient = models.EmailField(_("recipient"))
    # A keyed hash of it (law/address_keys.py), by which an erasure finds the mail. Emptied with it.
    recipient_key = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    heading = models.CharField(pgettext_lazy("of a mail", "subject"), max_length=200)
    # It holds links whose knowledge is the permission: to follow a comment, to set a password, to decide.
    body = SecretTextField(_("text"))
    language = models.CharField(_("language"), max_length=16)
    due_at = models.DateTimeField(_("due"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    attempts_count = models.PositiveIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)

    objects = OutboxMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(sent_at=None, cancelled_at=None), name="outbox_due"
            ),
            models.Index(fields=["subject"], name="outbox_subject"),
            models.Index(
                fields=["recipient_key"], condition=~models.Q(recipient_key=""), name="outbox_recipient"
            ),
            # For the retention: what left or was stopped, and still has its words.
            models.Index(
                fields=["sent_at"],
                condition=~models.Q(recipient="") & models.Q(sent_at__isnull=False),
                name="outbox_left",
            ),
            models.Index(
                fields=["cancelled_at"],
                condition=~models.Q(recipient="")
                & models.Q(sent_at__isnull=True)
                & models.Q(cancelled_at__isnull=False),
                name="outbox_stopped",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.heading} ({self.language})"
