"""What the desk keeps for itself: who reads what now, its rules, a person's keys, notes, and jobs on many comments.

Nothing here says where a comment stands: that is the comments' own. All of it could be lost without losing a decision.
"""

from datetime import datetime
from typing import Final, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kawaraban.comments.models import Comment
from kawaraban.kit.ids import new_public_id
from kawaraban.law.basis import Offence


class ClaimQuerySet(models.QuerySet["Claim"]):
    def live(self, now: datetime) -> Self:
        return self.filter(expires_at__gt=now)


class Claim(models.Model):
    """A moderator reads this comment. A lease, no lock: it keeps colleagues away and never stops a decision."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="claim", primary_key=True)
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="claims", verbose_name=_("moderator")
    )
    taken_at = models.DateTimeField(pgettext_lazy("a colleague reads it", "since"))
    expires_at = models.DateTimeField(_("until"))

    objects = ClaimQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.moderator} reads {self.comment_id}"


class DeskRules(models.Model):
    """The paper's own settings for its desk. At most one row; without it the defaults hold."""

    target_minutes = models.PositiveIntegerField(_("a comment waits at most, in minutes"), default=120)
    closes_when_full = models.BooleanField(
        _("close the comments when the queue outgrows the desk"), default=False
    )
    close_at_minutes = models.PositiveIntegerField(_("close above, in minutes of work"), default=600)
    reopen_at_minutes = models.PositiveIntegerField(_("open again below, in minutes of work"), default=240)
    full_reason = models.CharField(_("what readers are told meanwhile"), max_length=300, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("set by"),
    )
    # The rule has closed the paper's comments and has not opened them again.
    full_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="desk_reopens_below_where_it_closes",
                condition=models.Q(reopen_at_minutes__lt=models.F("close_at_minutes")),
            ),
            models.CheckConstraint(name="desk_target_is_positive", condition=models.Q(target_minutes__gte=1)),
        ]

    def __str__(self) -> str:
        return str(_("rules of the desk"))


class KeyChoice(models.Model):
    """The keys of one person where they differ from the desk's own. Codes of acts to one key each."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="desk_keys", primary_key=True
    )
    are_on = models.BooleanField(_("keyboard shortcuts"), default=True)
    keys = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"keys of {self.person}"


class AuthorNote(models.Model):
    """What staff notes about an author, for staff alone. The author is known by address or e-mail, both hashed."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="desk_notes")
    sender_key = models.CharField(max_length=64, blank=True, db_index=True)
    email_key = models.CharField(max_length=64, blank=True, db_index=True)
    text = models.CharField(_("note"), max_length=500)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written"))

    class Meta:
        ordering = ["-written_at"]

    def __str__(self) -> str:
        return self.text[:40]


# Of jobs: what the worker has to do something about. Short, however many there were: an index holds these alone.
UNFINISHED: Final = (
    models.Q(ended_at=None)
    | models.Q(undo_asked_at__isnull=False, undone_at__isnull=True)
    | models.Q(held_until__isnull=False)
)


class BulkJob(models.Model):
    """One act on many comments, asked for once and done by the worker.

    The items of comments that were chosen one by one are written when it is asked for. Of a whole list `selection`
    names it as it was then, and the worker writes the items step by step before it does the first.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    act = models.CharField(_("act"), max_length=16)
    ground = models.CharField(_("ground"), max_length=64, blank=True)
    # Where the ground is against the law: which law, the same for all of them.
    law = models.CharField(_("law"), max_length=500, blank=True)
    offence = models.CharField(_("field of law"), max_length=32, choices=Offence.choices, blank=True)
    note = models.TextField(_("note to the authors"), blank=True)
    # The fields of the list's address, with the moment at which it was looked at; empty: chosen one by one.
    selection = models.JSONField(default=dict, blank=True)
    expected_count = models.PositiveIntegerField(default=0)
    # Behind which comment the next step of writing items begins; and when the last one was written.
    collected_up_to = models.CharField(max_length=64, blank=True)
    collected_at = models.DateTimeField(null=True, blank=True)
    # Until then its messages wait, if nothing is heard of it any more; None when it holds none.
    held_until = models.DateTimeField(null=True, blank=True)
    # Since when they leave: from then on nothing can be taken back.
    let_go_at = models.DateTimeField(null=True, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked for by")
    )
    asked_at = models.DateTimeField(_("asked for"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    undo_asked_at = models.DateTimeField(_("undo asked for"), null=True, blank=True)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        indexes = [
            models.Index(fields=["asked_at"], name="bulk_unfinished", condition=UNFINISHED),
        ]

    def __str__(self) -> str:
        return f"{self.public_id}: {self.act}"

    @property
    def is_taken_back(self) -> bool:
        """Whether that was asked for, and is not done yet."""
        return self.undo_asked_at is not None and self.undone_at is None

    @property
    def is_collecting(self) -> bool:
        """Whether not all of its items are written yet."""
        return bool(self.selection) and self.collected_at is None and self.undo_asked_at is None


class BulkItem(models.Model):
    """One comment of a job. Its state is written in the transaction of what was done to the comment."""

    class State(models.TextChoices):
        """Stored: the codes are frozen."""

        TO_DO = "to_do", _("to do")
        DONE = "done", _("done")
        SKIPPED = "skipped", _("skipped")
        UNDONE = "undone", _("taken back")
        KEPT = "kept", _("could not be taken back")

    job = models.ForeignKey(BulkJob, on_delete=models.CASCADE, related_name="items")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")
    revision_number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.TO_DO)
    # Why it was skipped or kept: a code of `bulk/selection.py`.
    reason = models.CharField(max_length=24, blank=True)
    decision_id = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "comment"], name="bulk_item_once")]
        indexes = [models.Index(fields=["job", "state", "id"], name="bulk_item_state")]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.state}"


class SearchCursor(models.Model):
    """How far the search index has read: every revision, and every erasure in the record, up to these numbers.

    At most one row.
    """

    revision_id = models.PositiveBigIntegerField(default=0)
    entry_number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"up to revision {self.revision_id}"


class SearchVolume(models.Model):
    """A volume of the search index: the words of so many comments, in a table that Django's models do not know."""

    number = models.PositiveIntegerField(primary_key=True)
    # Words that were taken out may still stand in its pieces; or it is full, and shall be one piece.
    is_to_be_written_anew = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"volume {self.number}"


class ClosedDay(models.Model):
    """What a day's decisions come to, counted once when nothing of it can be taken back any more: numbers alone.

    `zone` is whose midnights part it from the next; `counts` is written and read by `figures/day_counts.py`.
    """

    day = models.DateField()
    zone = models.CharField(max_length=64)
    counts = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "day"], name="a_day_is_counted_once")]

    def __str__(self) -> str:
        return f"{self.day} in {self.zone}"
