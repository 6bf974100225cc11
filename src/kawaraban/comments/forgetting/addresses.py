"""Names and addresses that a message needed: they go when no message is left to be sent."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from kawaraban.comments.forgetting.holding import comments_not_held, notices_not_held
from kawaraban.comments.mails.reasons_told_later import awaiting_reasons
from kawaraban.comments.models import Comment, Status
from kawaraban.law.keeping.mail_files import forget_old_mail_files
from kawaraban.law.models import Appeal, Notice, OutboxMessage
from kawaraban.law.models.notices import NO_SENDER
from kawaraban.law.models.outbox import NO_MAIL
from kawaraban.law.personal.periods import Held
from kawaraban.law.personal.steps import cleared
from kawaraban.law.record.ledger import SENDERS_FORGOTTEN, record

# Somebody may still have to be told what becomes of these: their addresses are kept.
UNDECIDED = (Status.PENDING, Status.RETURNED, Status.WITHHELD)


def commenter_emails(before: datetime, now: datetime, held: Held) -> int:
    """Of comments that were decided, and about which nothing waits to be sent."""
    told = Comment.objects.exclude(email="").filter(status_changed_at__lt=before, appealed_at=None)
    waiting = OutboxMessage.objects.filter(sent_at=None, cancelled_at=None).values("recipient")
    settled = told.exclude(status__in=UNDECIDED).exclude(email__in=waiting)
    # An order may keep the reasons back for weeks: then they are told by mail, too.
    settled = settled.exclude(public_id__in=awaiting_reasons(now=now))
    return cleared(comments_not_held(settled, held), email="")


def mails(before: datetime, now: datetime, held: Held) -> int:
    """Of mails that left, or never will: to whom, and every word; also where mails are files."""
    left = OutboxMessage.objects.filter(Q(sent_at__lt=before) | Q(sent_at=None, cancelled_at__lt=before))
    said = left.exclude(recipient="", body="", heading="")
    kept = said.exclude(decision__subject__in=held) if held else said
    return cleared(kept, **NO_MAIL) + forget_old_mail_files(before.timestamp())


def notice_senders(before: datetime, now: datetime, held: Held) -> int:
    """Of notices that were answered, and about which no appeal waits."""
    over = Notice.objects.filter(decided_at__lt=before, forgotten_at=None)
    settled = over.exclude(Exists(Appeal.objects.open().filter(notice=OuterRef("pk"))))
    senders = notices_not_held(settled, held)
    # In one transaction with its entry: a notice that says nothing of its sender is one that the record knows of.
    with transaction.atomic():
        count = cleared(senders, **NO_SENDER, forgotten_at=now)
        if count:
            record(kind=SENDERS_FORGOTTEN, subject="paper", payload={"notices": count}, now=now)
    return count
