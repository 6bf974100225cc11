"""How long personal data is kept: one table, applied by the worker and by `kawaraban records retain`.

The network address of a reader is in none of its lines: no table and no log ever holds it whole. What is on legal
hold is left alone. The record gets the figures of each time that something went.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kawaraban.comments.models import Comment, Restriction, Status
from kawaraban.comments.reasons_told_later import awaiting_reasons
from kawaraban.law.holds import held_subjects
from kawaraban.law.ledger import SENDERS_FORGOTTEN, record
from kawaraban.law.mail_files import forget_old_mail_files
from kawaraban.law.models import Appeal, Notice, OutboxMessage, Report
from kawaraban.law.overwriting import overwrite_on_commit
from kawaraban.people.models import SignInTry

Held = frozenset[str]
_BATCH = 1000
_SIGN_IN_DAYS = 1
_COMMENT_HASHES = ("sender_key", "wide_key", "widest_key", "fingerprint", "proof", "text_key")
# Somebody may still have to be told what becomes of these.
_UNDECIDED = (Status.PENDING, Status.RETURNED, Status.WITHHELD)


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table. `knob`: the setting that says for how many days; "" where there is none."""

    code: str
    what: Promise
    since: Promise
    knob: str
    forget: Callable[[datetime, datetime, Held], int]

    @property
    def days(self) -> int:
        """At least one: a message may be taken back and restored within the time for undo."""
        return max(1, int(getattr(settings, self.knob.upper()))) if self.knob else _SIGN_IN_DAYS


def retain(*, now: datetime) -> dict[str, int]:
    """Forget what is over. Returns how many of each; records it where there was something."""
    held = held_subjects(now)
    counts = {rule.code: rule.forget(now - timedelta(days=rule.days), now, held) for rule in RULES}
    gone = {code: count for code, count in counts.items() if count}
    if gone:
        with transaction.atomic():
            payload = {"gone": gone, "held": len(held)}
            record(kind="retention_applied", subject="paper", payload=payload, now=now)
    overwrite_on_commit()
    return counts


def _emails(before: datetime, now: datetime, held: Held) -> int:
    told = Comment.objects.exclude(email="").filter(status_changed_at__lt=before, appealed_at=None)
    waiting = OutboxMessage.objects.filter(sent_at=None, cancelled_at=None).values("recipient")
    settled = told.exclude(status__in=_UNDECIDED).exclude(email__in=waiting)
    # An order may keep the reasons back for weeks: then they are told by mail, too.
    settled = settled.exclude(public_id__in=awaiting_reasons(now=now))
    return _cleared(_not_held_comments(settled, held), email="")


def _mails(before: datetime, now: datetime, held: Held) -> int:
    left = OutboxMessage.objects.filter(Q(sent_at__lt=before) | Q(sent_at=None, cancelled_at__lt=before))
    said = left.exclude(recipient="", body="", heading="")
    kept = said.exclude(decision__subject__in=held) if held else said
    return _cleared(kept, recipient="", body="", heading="") + forget_old_mail_files(before.timestamp())


def _sender_hashes(before: datetime, now: datetime, held: Held) -> int:
    emptied = dict.fromkeys(_COMMENT_HASHES, "")
    old = Comment.objects.filter(sent_at__lt=before).exclude(**emptied)
    return _cleared(_not_held_comments(old, held), **emptied)


def _restriction_hashes(before: datetime, now: datetime, held: Held) -> int:
    over = Restriction.objects.over(before).exclude(sender_key="", email_key="")
    kept = over.exclude(comment__public_id__in=_held_ids(held)) if held else over
    return _cleared(kept, sender_key="", email_key="")


def _reporter_hashes(before: datetime, now: datetime, held: Held) -> int:
    reports = Report.objects.filter(reported_at__lt=before).exclude(reporter_key="")
    notices = Notice.objects.filter(received_at__lt=before).exclude(sender_key="")
    return _cleared(reports.exclude(subject__in=held), reporter_key="") + _cleared(
        _not_held_notices(notices, held), sender_key=""
    )


def _notice_senders(before: datetime, now: datetime, held: Held) -> int:
    over = Notice.objects.filter(decided_at__lt=before, forgotten_at=None)
    settled = over.exclude(Exists(Appeal.objects.open().filter(notice=OuterRef("pk"))))
    senders = _not_held_notices(settled, held)
    # In one transaction with its entry: a notice that says nothing of its sender is one that the record knows of.
    with transaction.atomic():
        count = _cleared(senders, name="", email="", sender_salt="", forgotten_at=now)
        if count:
            record(kind=SENDERS_FORGOTTEN, subject="paper", payload={"notices": count}, now=now)
    return count


def _staff_sign_ins(before: datetime, now: datetime, held: Held) -> int:
    sessions, _each = Session.objects.filter(expire_date__lt=before).delete()
    tries, _each = SignInTry.objects.filter(tried_at__lt=before).delete()
    return sessions + tries


RULES: tuple[Rule, ...] = (
    Rule(
        "commenter_emails",
        _("The e-mail address that a commenter left"),
        _("after the last decision about the comment"),
        "keep_address_days",
        _emails,
    ),
    Rule(
        "mails",
        _("Address and words of each mail to a reader"),
        _("after it left or was stopped"),
        "keep_address_days",
        _mails,
    ),
    Rule(
        "sender_hashes",
        _("Keyed hashes of the sender’s network and of the words of a comment"),
        _("after it was sent"),
        "keep_hash_days",
        _sender_hashes,
    ),
    Rule(
        "restriction_hashes",
        _("Keyed hashes of network and e-mail address of a commenter who was suspended"),
        _("after the suspension ended or was lifted"),
        "keep_hash_days",
        _restriction_hashes,
    ),
    Rule(
        "reporter_hashes",
        _("Keyed hashes of the networks of those who report"),
        _("after the report or the notice"),
        "keep_hash_days",
        _reporter_hashes,
    ),
    Rule(
        "notice_senders",
        _("Name and e-mail address of the sender of a notice"),
        _("after the notice was answered"),
        "keep_notice_days",
        _notice_senders,
    ),
    Rule(
        "staff_sign_ins",
        _("Sessions of the staff, and their wrong passwords"),
        _("after they ended"),
        "",
        _staff_sign_ins,
    ),
)


def _not_held_comments(rows: QuerySet[Comment], held: Held) -> QuerySet[Comment]:
    names = _held_ids(held)
    return rows.exclude(public_id__in=names) if names else rows


def _held_ids(held: Held) -> list[str]:
    return [name.removeprefix("comment:") for name in held if name.startswith("comment:")]


def _not_held_notices(rows: QuerySet[Notice], held: Held) -> QuerySet[Notice]:
    names = [name.removeprefix("notice:") for name in held if name.startswith("notice:")]
    return rows.exclude(subject__in=held).exclude(pk__in=names)


def _cleared(rows: QuerySet[Any], **emptied: Any) -> int:
    """In small transactions: nobody who wants to send a comment waits for a table of years."""
    count = 0
    while numbers := list(rows.values_list("pk", flat=True)[:_BATCH]):
        with transaction.atomic():
            count += rows.model._default_manager.filter(pk__in=numbers).update(**emptied)
    return count
