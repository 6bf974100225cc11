"""What all erasures share: one comment without its words, its mails, the suspensions that it led to."""

from datetime import datetime

from kawaraban.comments.actions.erasing.put_off import put_off
from kawaraban.comments.actions.status import change_status
from kawaraban.comments.kept_for import KeptFor, kept_for
from kawaraban.comments.keys import thread_key
from kawaraban.comments.models import Comment, Restriction, Status
from kawaraban.comments.sealed_rows import RESTRICTIONS, comment_row
from kawaraban.law.keeping.erasure import erase_subject, forget_mails
from kawaraban.law.keeping.mail_files import note_forgotten
from kawaraban.law.models import OutboxMessage
from kawaraban.law.personal.lines import Who
from kawaraban.law.personal.table import erase_with
from kawaraban.law.record.holds import OnHold
from kawaraban.law.record.seals import Row
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, require
from kawaraban.press.orders import order_reprint


def check_may_erase(person: User | None, reason: str) -> None:
    """Raises PermissionDenied; ValueError without a reason. The command line is no person."""
    if person is not None:
        require(person, Verb.ERASE_PERSON)
    if not reason.strip():
        raise ValueError("an erasure says why")


def name_of(person: User | None) -> str:
    """Whom the record names; "" for the command line."""
    return person.get_username() if person else ""


def erase_restriction(restriction: Restriction, *, reason: str, now: datetime) -> None:
    """Every word about it. Its hashes stay while it holds, or an erasure would be the way out of it (decision 0024)."""
    erase_subject(restriction.subject, reason=reason, now=now, also=[RESTRICTIONS.row(restriction)])
    if not restriction.is_in_force(now):
        restriction.sender_key = restriction.email_key = ""
        restriction.save(update_fields=["sender_key", "email_key"])


def _forget_mails_to_author(comment: Comment, *, now: datetime) -> None:
    """Also those to an address that was corrected since: whoever was written to as the author has the link."""
    subjects = [comment.subject, *(restriction.subject for restriction in comment.restrictions.all())]
    found = dict(OutboxMessage.objects.filter(subject__in=subjects).values_list("pk", "recipient"))
    # Whoever gave notice of their own comment was told about it in another mail.
    told = OutboxMessage.objects.to_address(comment.email).filter(decision__subject=comment.subject)
    numbers = {*found, *(told.values_list("pk", flat=True) if comment.email else ())}
    if numbers:
        forget_mails(OutboxMessage.objects.filter(pk__in=numbers), now=now)
    note_forgotten({comment.email, *found.values()}, about=comment.tracking_token)


def _left_of(comment: Comment) -> Row:
    """What stays of it: where it stood, and when."""
    return comment_row(
        comment.public_id,
        locator=comment.thread.locator,
        parent=comment.parent.public_id if comment.parent else "",
        name="",
        language=comment.language,
        sent_at=comment.sent_at,
    )


def erase_or_put_off(comment: Comment, *, reason: str, by: str, now: datetime) -> KeptFor | None:
    """What the publisher's erasure does to one, whose row is locked. Raises OnHold."""
    kept = kept_for(comment, now=now) if comment.status != Status.ERASED else None
    if kept and kept.hold:
        raise OnHold(kept.hold)
    if kept:
        put_off(comment, reason=reason, by=by, now=now)
    else:
        erase_words(comment, reason=reason, by=by, now=now)
    return kept


def erase_words(comment: Comment, *, reason: str, by: str, now: datetime) -> None:
    """Nothing keeps it (`comments/kept_for.py`); the caller holds its row."""
    if comment.status == Status.ERASED:
        return
    _forget_mails_to_author(comment, now=now)
    erase_subject(comment.subject, reason=reason, now=now)
    for restriction in comment.restrictions.all():
        erase_restriction(restriction, reason=reason, now=now)
    erase_with(Who(public_ids=frozenset({comment.public_id})), now=now)
    was_on_a_page = comment.status != Status.PENDING
    payload = {
        "revision": comment.revision_number,
        "policy": comment.policy_number,
        "reason": reason,
        "person": by,
    }
    change_status(comment, kind="comment_erased", payload=payload, now=now, rows=[_left_of(comment)])
    comment.revisions.all().delete()
    comment.findings.update(quote="")
    comment.name = comment.email = comment.text = ""
    comment.sender_key = comment.wide_key = comment.widest_key = ""
    comment.fingerprint = comment.proof = comment.text_key = comment.email_key = ""
    comment.is_picked = comment.is_pinned = False
    comment.reported_at = comment.appealed_at = comment.erasure_asked_at = None
    comment.save()
    if was_on_a_page:
        order_reprint(keys=[thread_key(comment.thread)], reason="comment_erased", now=now)
