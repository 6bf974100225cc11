"""Threads, comments, their revisions, what the phases found, erasures.

A thread belongs to a page by (locator, url) and knows no story: "story-42" here, an address of another site
in the embedded form. Only `comments/actions` writes a comment's `status`. Suspensions are in `restrictions.py`, what
triage said in `scores.py`.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kawaraban.comments.restrictions import Restriction as Restriction
from kawaraban.comments.scores import CommentScore as CommentScore
from kawaraban.kit.clock import utc_now
from kawaraban.kit.ids import new_public_id, new_token
from kawaraban.law.secret_fields import SecretTextField, SecretTokenField

_SUBJECT_PREFIX = "comment:"
# By these senders and repeats are known again, until the retention empties them.
SENDER_HASHES = ("sender_key", "wide_key", "widest_key", "fingerprint", "proof", "text_key")
# A longer list is asked for in parts.
_LIST = 500
# Whoever works on an erasure says so for a minute.
_FURTHEST_AHEAD = timedelta(hours=1)


class Status(models.TextChoices):
    """Where a comment stands. Stored: the codes are frozen."""

    PENDING = "pending", _("Waiting")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Not published")
    RETURNED = "returned", _("Sent back for changes")
    WITHHELD = "withheld", _("Withheld")
    WITHDRAWN = "withdrawn", _("Withdrawn by its author")
    ERASED = "erased", _("Erased")


class Thread(models.Model):
    """The comments of one page."""

    locator = models.CharField(_("locator"), max_length=255, unique=True)
    # A letter of most scripts takes nine in an address that is written out.
    url = models.TextField(_("address"))
    title = models.CharField(_("title"), max_length=300)
    section = models.CharField(_("section"), max_length=255, blank=True)
    language = models.CharField(_("language"), max_length=16)
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_reason = models.CharField(_("reason for closing"), max_length=300, blank=True)
    # What the page itself said last. Only when it says something else does it open or close the thread: until then
    # what the desk did holds.
    page_is_open = models.BooleanField(default=True, db_default=True)
    page_closed_reason = models.CharField(max_length=300, blank=True, default="", db_default="")
    # From which place on its comments stand on the page itself; older ones have pages of their own. None: it has all.
    newest_from = models.CharField(max_length=64, null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class ThreadPage(models.Model):
    """A page of older comments of a thread: from the place `start` to the start of the next page.

    `number` is its name and its address, never another's. The oldest begins with "", the others in no order of numbers:
    a page that grew too long is cut in two. The newest comments are on the thread's own page, which has no row. The row
    of a page that is gone keeps the number: its `start` is behind every place (`comments/thread/places.py`).
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="pages", db_index=False)
    number = models.PositiveIntegerField()
    start = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="one_thread_page_of_a_number"),
            models.UniqueConstraint(fields=["thread", "start"], name="one_thread_page_at_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} page {self.number}"


# Where a comment stands while something waits for another look at it.
REPORTED_WHERE = frozenset({Status.APPROVED, Status.WITHHELD})
APPEALED_WHERE = frozenset({Status.APPROVED, Status.WITHHELD, Status.REJECTED})


class CommentQuerySet(models.QuerySet["Comment"]):
    def pending(self) -> Self:
        return self.filter(status=Status.PENDING)

    def approved(self) -> Self:
        return self.filter(status=Status.APPROVED)

    def reported(self) -> Self:
        """On the page or withheld from it, with a report or a notice that nobody has answered."""
        return self._with("reported_at", REPORTED_WHERE)

    def appealed(self) -> Self:
        """With an appeal that nobody has decided."""
        return self._with("appealed_at", APPEALED_WHERE)

    # By what is left out, so that no database takes an index of the status for it: there are few of these, and they
    # have an index of their own.
    def _with(self, moment: str, where: frozenset[Status]) -> Self:
        return self.filter(**{f"{moment}__isnull": False}).exclude(status__in=sorted(set(Status) - where))

    def locked(self, pk: int) -> "Comment":
        """The row with its thread, locked until the transaction ends (on SQLite the IMMEDIATE transaction is the lock).

        The thread is read and not locked: others decide about its other comments meanwhile.
        """
        return self.with_lock().get(pk=pk)

    def with_lock(self) -> Self:
        """Rows as `locked` gives them; many in the order of their keys, so that two who lock do not cross."""
        return self.select_related("thread").select_for_update(of=("self",)).order_by("pk")

    def leading_to(self, pks: Sequence[int]) -> "Iterator[Comment]":
        """What leads to the authors of these, and nothing else of them; some at a time."""
        for at in range(0, len(pks), _LIST):
            rows = self.filter(pk__in=pks[at : at + _LIST])
            yield from rows.only("public_id", "sender_key", "email_key").order_by("pk")

    def locked_all(self, pks: Collection[int]) -> Self:
        """The same of several, in the order of their coming; those that are not there are left out."""
        return self.with_lock().select_related("thread", "parent").filter(pk__in=pks)


class Comment(models.Model):
    """What one reader sent to one thread. Its words are in its newest revision."""

    public_id = models.CharField(
        _("public id"), max_length=16, unique=True, default=new_public_id, editable=False
    )
    tracking_token = SecretTokenField(unique=True, default=new_token)
    thread = models.ForeignKey(
        Thread, on_delete=models.PROTECT, related_name="comments", verbose_name=_("thread")
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replies",
        verbose_name=_("in reply to"),
    )
    status = models.CharField(_("status"), max_length=16, choices=Status.choices, default=Status.PENDING)
    name = models.CharField(_("name"), max_length=80)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=16, help_text=_("Of the page it was written on."))
    text = models.TextField(_("text"), help_text=_("Of the newest revision, as it was sent."))
    revision_number = models.PositiveIntegerField(_("newest revision"), default=1)
    policy_number = models.PositiveIntegerField(_("policy version"))
    sent_at = models.DateTimeField(_("sent"))
    status_changed_at = models.DateTimeField(_("status since"))
    # Sorts the queue by need: see comments/need.py. Written with the findings; until then the moment of storing.
    need_at = models.DateTimeField(default=utc_now, editable=False)
    is_picked = models.BooleanField(_("picked"), default=False)
    is_pinned = models.BooleanField(_("pinned"), default=False, help_text=_("Stands on top of its thread."))
    # Since when something waits for another look: the oldest open report or notice, the open appeal.
    reported_at = models.DateTimeField(_("reported"), null=True, blank=True, editable=False)
    appealed_at = models.DateTimeField(_("appealed"), null=True, blank=True, editable=False)
    # A keyed hash of the sender's network address, for rates and repeats; the address itself is not kept.
    sender_key = models.CharField(max_length=64, blank=True)
    # The same of the /56 and the /48 around an IPv6 address; "" of IPv4.
    wide_key = models.CharField(max_length=64, blank=True, default="")
    widest_key = models.CharField(max_length=64, blank=True, default="")
    # A keyed hash of sender, thread, parent, name and text: a reload or a double click finds its first sending.
    fingerprint = models.CharField(max_length=64)
    # A keyed hash of the fingerprint and of the form's nonce: who sends both again is who sent them first.
    proof = models.CharField(max_length=64, blank=True, default="")
    # A keyed hash of the normalised text: the same words under other stories are found by it.
    text_key = models.CharField(max_length=64, blank=True)

    # A keyed hash of the e-mail address, kept as long as the comment: by it whoever left the address finds their
    # comments after the address itself is gone (comments/people/finding.py).
    email_key = models.CharField(max_length=64, blank=True, default="", db_default="")
    # Where it stands in its thread since it was first shown (comments/thread/places.py). None: no page shows it, nor a
    # line for it.
    place = models.CharField(max_length=64, null=True, blank=True, editable=False)
    # Its author was asked before sending whether the words shall go out so.
    was_nudged = models.BooleanField(default=False, db_default=False, editable=False)
    # Its author has asked for erasure while something about it is open: it is off the page, and goes after the answer.
    erasure_asked_at = models.DateTimeField(_("erasure asked for"), null=True, blank=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [
            # The desk's lanes, one index for each order. Thread and language stand at the end so that a filter is
            # answered inside the index, without a look at the rows it passes over.
            models.Index(fields=["status", "sent_at", "id", "thread", "language"], name="comment_queue"),
            models.Index(fields=["status", "need_at", "id", "thread", "language"], name="comment_need"),
            models.Index(fields=["sent_at", "id", "thread", "language"], name="comment_all"),
            models.Index(fields=["thread", "status", "sent_at"], name="comment_thread"),
            models.Index(fields=["fingerprint", "sent_at"], name="comment_fingerprint"),
            models.Index(fields=["sender_key", "sent_at"], name="comment_sender"),
            # Nothing stands in them for IPv4.
            *(
                models.Index(
                    fields=[f"{name}_key", "sent_at"],
                    condition=~models.Q(**{f"{name}_key": ""}),
                    name=f"comment_{name}_sender",
                )
                for name in ("wide", "widest")
            ),
            models.Index(fields=["email", "sent_at"], name="comment_email"),
            models.Index(fields=["text_key", "sent_at"], name="comment_text"),
            models.Index(fields=["email_key"], condition=~models.Q(email_key=""), name="comment_email_key"),
            models.Index(
                fields=["erasure_asked_at"],
                condition=models.Q(erasure_asked_at__isnull=False),
                name="comment_to_erase",
            ),
            models.Index(fields=["status_changed_at"], name="comment_changed"),
            # A page of a thread is a range of it. What was never shown is not in it, however much of it comes.
            models.Index(
                fields=["thread", "place", "status"],
                condition=models.Q(place__isnull=False),
                name="comment_place",
            ),
            models.Index(
                fields=["thread", "place"],
                condition=models.Q(is_picked=True) | models.Q(is_pinned=True),
                name="comment_honoured",
            ),
            # For the retention: what has something to forget, and since when. What was forgotten is in neither.
            models.Index(
                fields=["status_changed_at"], condition=~models.Q(email=""), name="comment_address_over"
            ),
            models.Index(
                fields=["sent_at"],
                condition=~models.Q(**dict.fromkeys(SENDER_HASHES, "")),
                name="comment_hashes_over",
            ),
            models.Index(
                fields=["reported_at", "id"],
                condition=models.Q(reported_at__isnull=False),
                name="comment_reported",
            ),
            models.Index(
                fields=["appealed_at", "id"],
                condition=models.Q(appealed_at__isnull=False),
                name="comment_appealed",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="comment_has_text", condition=~models.Q(text="") | models.Q(status="erased")
            ),
            models.CheckConstraint(
                name="comment_has_name", condition=~models.Q(name="") | models.Q(status="erased")
            ),
            models.UniqueConstraint(
                name="one_pinned_comment_per_thread", fields=["thread"], condition=models.Q(is_pinned=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} ({self.status})"

    @property
    def subject(self) -> str:
        """What decisions and the ledger call this comment."""
        return subject_of(self.public_id)


def subject_of(public_id: str) -> str:
    """What decisions and the ledger call the comment of this id."""
    return f"{_SUBJECT_PREFIX}{public_id}"


def public_id_of(subject: str) -> str:
    """The id of the comment that decisions and the ledger call so."""
    return subject.removeprefix(_SUBJECT_PREFIX)


class Revision(models.Model):
    """The words of a comment at one time, as they were sent. Never changed."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    text = models.TextField(_("text"))
    sent_at = models.DateTimeField(_("sent"))

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["comment", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.comment} r{self.number}"


class StoredFinding(models.Model):
    """What a phase found in one revision. Findings advise; a person decides."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="findings")
    revision_number = models.PositiveIntegerField()
    phase = models.CharField(max_length=32)
    ground = models.CharField(max_length=32, blank=True)
    weight = models.FloatField()
    quote = models.TextField(blank=True)

    class Meta:
        ordering = ["-weight"]

    def __str__(self) -> str:
        return f"{self.phase} on {self.comment_id}"


class HouseRules(models.Model):
    """The paper's own settings for its comments. One row, made by `init`."""

    is_open = models.BooleanField(
        _("comments are open"), default=True, help_text=_("Off closes every thread of the paper at once.")
    )
    closed_reason = models.CharField(_("reason shown while closed"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("rules for comments")
        verbose_name_plural = _("rules for comments")

    def __str__(self) -> str:
        return str(_("rules for comments"))


class NoticeText(models.Model):
    """What a sender reads after sending, in one language (promise P7)."""

    rules = models.ForeignKey(HouseRules, on_delete=models.CASCADE, related_name="notices")
    language = models.CharField(_("language"), max_length=16)
    text = models.TextField(_("notice after sending"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rules", "language"], name="one_notice_per_language")]

    def __str__(self) -> str:
        return f"{self.language}"


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def free(self, now: datetime) -> Self:
        """Those that nobody is working on, the oldest first.

        A moment further ahead than anybody says was written by a clock that was wrong: it is not believed.
        """
        nobody = models.Q(worked_on_until=None) | models.Q(worked_on_until__lte=now)
        return self.filter(nobody | models.Q(worked_on_until__gt=now + _FURTHEST_AHEAD)).order_by("pk")


class Erasure(models.Model):
    """One erasure of all that a person left under an address, in short steps (`actions/erasing`): how far it is.

    The row stands from the asking to the last step: a crash leaves it, and the worker goes on. It goes with the last.
    """

    address = SecretTextField(_("e-mail"))
    # A keyed hash of it (law/address_keys.py): who asks again goes on with the same erasure.
    address_key = models.CharField(max_length=64, unique=True)
    # Both go into the record when it is done. `person` is the name of who asked; "" on the command line.
    reason = models.TextField(_("reason"))
    person = models.CharField(max_length=150, blank=True)
    asked_at = models.DateTimeField(_("asked for"))
    # Until then a process says that it works on it. One that was killed says nothing any more.
    worked_on_until = models.DateTimeField(null=True, blank=True)
    found_count = models.PositiveIntegerField(default=0)
    comments_count = models.PositiveIntegerField(default=0)
    notices_count = models.PositiveIntegerField(default=0)
    mails_count = models.PositiveIntegerField(default=0)
    suspensions_count = models.PositiveIntegerField(default=0)
    # The last suspension whose words are gone: its hashes may stay, so nothing else tells it apart.
    suspensions_up_to = models.PositiveBigIntegerField(default=0)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")

    def __str__(self) -> str:
        return f"erasure {self.pk}"
