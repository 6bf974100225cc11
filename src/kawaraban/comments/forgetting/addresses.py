"""Names and addresses that a message needed: they go when no message is left to be sent."""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import Exists, OuterRef

from kawaraban.comments.forgetting.holding import comments_not_held, notices_not_held
from kawaraban.comments.mails.reasons_told_later import awaiting_reasons
from kawaraban.comments.models import Comment, Status
from kawaraban.law.keeping.mail_files import forget_old_mail_files
from kawaraban.law.models import Appeal, Notice, OutboxMessage
from kawaraban.law.models.notices import NO_SENDER
from kawaraban.law.models.outbox import NO_MAIL
from kawaraban.law.personal.periods import Held
from kawaraban.law.personal.steps import cleared, one_by_one
from kawaraban.law.record.ledger import SENDERS_FORGOTTEN, record

# Somebody may still have to be told what becomes of these: their addresses are kept.
UNDECIDED = (Status.PENDING, Status.RETURNED, Status.WITHHELD)


def commenter_emails(before: datetime, now: datetime, held: Held) -> int:
    """Of comments that were decided, and about which nothing waits to be sent."""
    # Along `comment_address_over`: of those alone that have an address.
    told = Comment.objects.exclude(email="").filter(status_changed_at__lt=before, appealed_at=None)
    told = told.exclude(status__in=UNDECIDED)
    waiting = OutboxMessage.objects.filter(sent_at=None, cancelled_at=None).values("recipient")
    # An order may keep the reasons back for weeks: then they are told by mail, too.
    settled = told.exclude(email__in=waiting).exclude(public_id__in=awaiting_reasons(now=now))
    return cleared(comments_not_held(settled, held), still=told, email="")


def mails(before: datetime, now: datetime, held: Held) -> int:
    """Of mails that left, or never will: to whom, and every word; also where mails are files."""
    # Each along an index of its own: of those alone that still have their words.
    said = OutboxMessage.objects.exclude(recipient="")
    left = said.filter(sent_at__isnull=False, sent_at__lt=before)
    stopped = said.filter(sent_at__isnull=True, cancelled_at__isnull=False, cancelled_at__lt=before)
    gone = 0
    for over in (left, stopped):
        kept = over.exclude(decision__subject__in=held) if held else over
        gone += cleared(kept, still=over, **NO_MAIL)
    return gone + forget_old_mail_files(before.timestamp())


def notice_senders(before: datetime, now: datetime, held: Held) -> int:
    """Of notices that were answered, and about which no appeal waits."""
    over = Notice.objects.filter(decided_at__lt=before, forgotten_at=None)
    settled = over.exclude(Exists(Appeal.objects.open().filter(notice=OuterRef("pk"))))

    def forget(pk: UUID) -> bool:
        return bool(settled.filter(pk=pk).update(**NO_SENDER, forgotten_at=now))

    names = list(notices_not_held(settled, held).values_list("pk", flat=True))
    return one_by_one(names, forget, recorded=partial(_record_forgotten, now=now))


def _record_forgotten(count: int, *, now: datetime) -> None:
    """In one transaction with them: a notice that says nothing of its sender is one that the record knows of."""
    record(kind=SENDERS_FORGOTTEN, subject="paper", payload={"notices": count}, now=now)
