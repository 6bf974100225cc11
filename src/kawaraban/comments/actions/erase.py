"""Erasing a comment, or all that a person left: the record keeps that it was there and what was decided, and no word.

erase_comment(comment_id=..., reason="...", person=publisher, now=now)      at the desk
erase_own(tracking_token=..., now=now)                                      the author, from the tracking page
erase_person(email="...", reason="...", person=None, now=now)               everything under an address
erase_over(comment_id=..., now=now)                                        the retention, when its time is over
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kawaraban.comments.actions.matters import mark_matters
from kawaraban.comments.actions.status import change_status
from kawaraban.comments.keyed import email_key_of
from kawaraban.comments.keys import thread_key
from kawaraban.comments.models import Comment, Restriction, Status
from kawaraban.comments.sealed_rows import RESTRICTIONS, comment_row
from kawaraban.law.erasure import erase_subject, forget_mails, forget_notice, mails_with
from kawaraban.law.forgetting import BY_TIME
from kawaraban.law.holds import OnHold, check_not_held
from kawaraban.law.ledger import record
from kawaraban.law.mail_files import forget_mail_files
from kawaraban.law.models import Notice, OutboxMessage
from kawaraban.law.overwriting import overwrite_on_commit
from kawaraban.law.personal.lines import Who
from kawaraban.law.personal.table import erase_with
from kawaraban.law.seals import Row
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, require
from kawaraban.press.orders import order_reprint

BY_AUTHOR = "asked for by the author"


@dataclass(slots=True)
class Erased:
    """What went, and the subjects of what must stay because of a legal hold."""

    comments: int = 0
    notices: int = 0
    mails: int = 0
    held: tuple[str, ...] = ()


def erase_comment(*, comment_id: int, reason: str, person: User | None, now: datetime) -> Comment:
    """Erase everything about one comment. `person` is None on the command line. Idempotent.

    Raises PermissionDenied, OnHold, Comment.DoesNotExist; ValueError without a reason.
    """
    _allowed(person, reason)
    with transaction.atomic():
        comment = Comment.objects.locked(comment_id)
        _erase(comment, reason=reason.strip(), by=_name_of(person), now=now)
        overwrite_on_commit()
    return comment


def erase_own(*, tracking_token: str, now: datetime) -> Comment:
    """The author takes the comment back and every word with it. Raises OnHold, Comment.DoesNotExist."""
    with transaction.atomic():
        comment = Comment.objects.select_for_update().get(tracking_token=tracking_token)
        _erase(comment, reason=BY_AUTHOR, by="", now=now)
        overwrite_on_commit()
    return comment


def erase_over(*, comment_id: int, now: datetime) -> bool:
    """Erase a comment whose time is over, inside the caller's transaction. False where it is on hold, or erased."""
    comment = Comment.objects.locked(comment_id)
    if comment.status == Status.ERASED:
        return False
    try:
        _erase(comment, reason=BY_TIME, by="", now=now)
    except OnHold:
        return False
    return True


def erase_person(*, email: str, reason: str, person: User | None, now: datetime) -> Erased:
    """Every comment, notice and mail under an address, whatever its letters' case.

    What is on hold stays and is named. Raises PermissionDenied; ValueError without an address or a reason.
    """
    _allowed(person, reason)
    email, reason = email.strip(), reason.strip()
    if not email:
        raise ValueError("an erasure names an address")
    erased, held = Erased(), []
    with transaction.atomic():
        who = _who(email)
        for comment in Comment.objects.select_for_update().filter(email__iexact=email).order_by("pk"):
            try:
                _erase(comment, reason=reason, by=_name_of(person), now=now)
                erased.comments += 1
            except OnHold as hold:
                held.append(hold.hold.subject)
        for notice in Notice.objects.select_for_update().filter(email__iexact=email).order_by("pk"):
            try:
                _erase_notice(notice, reason=reason, now=now)
                erased.notices += 1
            except OnHold as hold:
                held.append(hold.hold.subject)
        for restriction in Restriction.objects.filter(email_key=email_key_of(email)).select_related(
            "comment"
        ):
            if restriction.comment.subject not in held:
                _erase_restriction(restriction, reason=reason, now=now)
        erase_with(who, now=now)
        if not held:
            erased.mails = forget_mails(OutboxMessage.objects.filter(recipient__iexact=email), now=now)
            erased.mails += forget_mail_files(email)
        payload = {
            "comments": erased.comments,
            "notices": erased.notices,
            "mails": erased.mails,
            "held": len(held),
            "reason": reason,
            "person": _name_of(person),
        }
        record(kind="person_erased", subject="paper", payload=payload, now=now)
        overwrite_on_commit()
    erased.held = tuple(held)
    return erased


def _who(email: str) -> Who:
    """Whom this address stands for, before anything of them goes: their comments, and what leads to them."""
    found = Comment.objects.filter(email__iexact=email).values_list("public_id", "sender_key")
    return Who(
        public_ids=frozenset(public_id for public_id, _key in found),
        sender_keys=frozenset(key for _public_id, key in found if key),
        email_keys=frozenset({email_key_of(email)}),
        emails=frozenset({email}),
    )


def _allowed(person: User | None, reason: str) -> None:
    if person is not None:
        require(person, Verb.ERASE_PERSON)
    if not reason.strip():
        raise ValueError("an erasure says why")


def _name_of(person: User | None) -> str:
    return person.get_username() if person else ""


def _erase_notice(notice: Notice, *, reason: str, now: datetime) -> None:
    check_not_held(notice.record_name, now=now)
    if notice.subject:
        check_not_held(notice.subject, now=now)
    forget_notice(notice, reason=reason, now=now)
    public_id = notice.subject.removeprefix("comment:")
    comment = Comment.objects.select_for_update().filter(public_id=public_id).first()
    if comment is not None:
        mark_matters(comment)


def _erase_restriction(restriction: Restriction, *, reason: str, now: datetime) -> None:
    """Every word about it. Its hashes stay while it holds, or an erasure would be the way out of it (decision 0024)."""
    erase_subject(restriction.subject, reason=reason, now=now, also=[RESTRICTIONS.row(restriction)])
    if not restriction.is_in_force(now):
        restriction.sender_key = restriction.email_key = ""
        restriction.save(update_fields=["sender_key", "email_key"])


def _forget_mails_to_author(comment: Comment, *, now: datetime) -> None:
    """Also those to an address that was corrected since: whoever was written to as the author has the link."""
    subjects = [comment.subject, *(restriction.subject for restriction in comment.restrictions.all())]
    about = OutboxMessage.objects.filter(decision__subject__in=subjects)
    to_author = OutboxMessage.objects.filter(recipient__iexact=comment.email) if comment.email else about
    mails = mails_with(comment.tracking_token, among=about | to_author)
    addresses = {comment.email, *mails.values_list("recipient", flat=True)} - {""}
    if comment.email:
        mails |= about.filter(decision__subject=comment.subject, recipient__iexact=comment.email)
    forget_mails(mails, now=now)
    for address in addresses:
        forget_mail_files(address, about=comment.tracking_token)


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


def _erase(comment: Comment, *, reason: str, by: str, now: datetime) -> None:
    check_not_held(comment.subject, now=now)
    for notice in Notice.objects.filter(subject=comment.subject, forgotten_at=None):
        check_not_held(notice.record_name, now=now)
    if comment.status == Status.ERASED:
        return
    _forget_mails_to_author(comment, now=now)
    erase_subject(comment.subject, reason=reason, now=now)
    for restriction in comment.restrictions.all():
        _erase_restriction(restriction, reason=reason, now=now)
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
    comment.reported_at = comment.appealed_at = None
    comment.save()
    if was_on_a_page:
        order_reprint(keys=[thread_key(comment.thread)], reason="comment_erased", now=now)
