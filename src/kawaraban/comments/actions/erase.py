"""Erasing a comment, or all that a person left: the record keeps that it was there and what was decided, and no word.

erase_comment(comment_id=..., reason="...", person=publisher, now=now)      at the desk
erase_own(tracking_token=..., now=now)                                      the author, from the tracking page
erase_person(email="...", reason="...", person=None, now=now)               everything under an address
erase_over(comment_id=..., now=now)                                         the retention, when its time is over
erase_due(now=now)                                                          the worker: what was put off, and is free

While something about a comment is open (`comments/kept_for.py`) it is taken off the page at once and erased after the
answer. A hold stops the publisher, who placed it, and puts the author's own erasure off: nobody is told why.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kawaraban.comments.actions.matters import mark_matters
from kawaraban.comments.actions.put_off import asking, put_off
from kawaraban.comments.actions.status import change_status
from kawaraban.comments.finding_people import Traces, traces_of, who_is
from kawaraban.comments.kept_for import Kept, asked_and_free, kept_for
from kawaraban.comments.keys import thread_key
from kawaraban.comments.models import Comment, Restriction, Status, public_id_of
from kawaraban.comments.sealed_rows import RESTRICTIONS, comment_row
from kawaraban.law.keeping.erasure import erase_subject, forget_mails, forget_notice, mails_with
from kawaraban.law.keeping.forgetting import BY_TIME
from kawaraban.law.keeping.mail_files import forget_mail_files
from kawaraban.law.models import Notice, OutboxMessage
from kawaraban.law.personal.lines import Who
from kawaraban.law.personal.steps import let_others_write
from kawaraban.law.personal.table import erase_with
from kawaraban.law.record.holds import OnHold, check_not_held
from kawaraban.law.record.ledger import record
from kawaraban.law.record.overwriting import overwrite_on_commit
from kawaraban.law.record.seals import Row
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, require
from kawaraban.press.orders import order_reprint

BY_AUTHOR = "asked for by the author"
logger = logging.getLogger(__name__)


class NothingFound(Exception):
    """The paper finds nothing under this address; `finding_people.blind_spots` says what it could not find."""


@dataclass(slots=True)
class Erased:
    """What went.

    `held` names what must stay because of a hold; `put_off` what is off the page and goes by itself after the answer.
    """

    comments: int = 0
    notices: int = 0
    mails: int = 0
    suspensions: int = 0
    held: tuple[str, ...] = ()
    put_off: tuple[Kept, ...] = ()

    def keep(self, subject: str) -> None:
        """It is on hold. A comment and a notice about it may be so by one hold: that is named once."""
        self.held = tuple(dict.fromkeys([*self.held, subject]))


def erase_comment(*, comment_id: int, reason: str, person: User | None, now: datetime) -> Kept | None:
    """Erase everything about one comment. `person` is None on the command line. Idempotent.

    Returns None when it is erased, else for whose sake that is put off: an answer that the publisher may give first.
    Raises PermissionDenied, OnHold, Comment.DoesNotExist; ValueError without a reason.
    """
    _allowed(person, reason)
    with transaction.atomic():
        comment = Comment.objects.locked(comment_id)
        kept = _erase_or_put_off(comment, reason=reason.strip(), by=_name_of(person), now=now)
        overwrite_on_commit()
    return kept


def erase_own(*, tracking_token: str, now: datetime) -> Comment:
    """The author takes the comment back, and every word with it as soon as nothing about it is open.

    Raises Comment.DoesNotExist.
    """
    with transaction.atomic():
        comment = Comment.objects.select_for_update().get(tracking_token=tracking_token)
        if comment.status != Status.ERASED and kept_for(comment, now=now):
            put_off(comment, reason=BY_AUTHOR, by="", now=now)
        else:
            _erase(comment, reason=BY_AUTHOR, by="", now=now)
            overwrite_on_commit()
    return comment


def erase_over(*, comment_id: int, now: datetime) -> bool:
    """Erase a comment whose time is over, inside the caller's transaction. False where it is kept, or erased."""
    comment = Comment.objects.locked(comment_id)
    if comment.status == Status.ERASED or kept_for(comment, now=now):
        return False
    _erase(comment, reason=BY_TIME, by="", now=now)
    return True


def erase_due(*, now: datetime) -> int:
    """Erase what was put off and is free by now: answered, settled, lifted, or its day is over. Returns how many.

    Each in a transaction of its own, so that one that fails keeps no other waiting; it is tried again.
    """
    count = 0
    for number, comment in enumerate(list(asked_and_free(now))):
        if number:
            let_others_write()
        if kept_for(comment, now=now) is None:
            try:
                count += _erase_free(comment.pk, now)
            except Exception:  # the next one is somebody else's
                logger.exception("comment %d could not be erased; it is tried again", comment.pk)
    return count


def _erase_free(comment_id: int, now: datetime) -> bool:
    with transaction.atomic():
        comment = Comment.objects.locked(comment_id)
        if comment.erasure_asked_at is None or kept_for(comment, now=now):
            return False
        asked = asking(comment)
        _erase(comment, reason=asked.get("reason", BY_AUTHOR), by=asked.get("person", ""), now=now)
        overwrite_on_commit()
    return True


def erase_person(*, email: str, reason: str, person: User | None, now: datetime) -> Erased:
    """All comments, notices, suspensions and mails under an address, however written, also where it was forgotten.

    What is on hold stays and is named; what is open is put off, and named. Not at once: what a crash leaves is found
    again by the address. Raises PermissionDenied, NothingFound; ValueError without an address or a reason.
    """
    _allowed(person, reason)
    email, reason = email.strip(), reason.strip()
    if not email:
        raise ValueError("an erasure names an address")
    found = traces_of(email)
    if found.is_empty:
        raise NothingFound(email)
    by, erased = _name_of(person), Erased()
    with transaction.atomic():
        # Before anything of them goes: by their comments the rest is found.
        who = who_is(Comment.objects.filter(pk__in=found.comments), email)
        _erase_notices_of(found, erased, reason=reason, now=now)
        erase_with(who, now=now)
    # After the notices: one of the same person is taken back, and keeps nothing any more.
    _erase_comments_of(found, erased, reason=reason, by=by, now=now)
    with transaction.atomic():
        _erase_suspensions_of(found, erased, reason=reason, now=now)
        if not erased.held:
            erased.mails = _forget_mails_to(email, found, now=now)
        payload = {
            "comments": erased.comments,
            "notices": erased.notices,
            "mails": erased.mails,
            "held": len(erased.held),
            "put_off": len(erased.put_off),
            "reason": reason,
            "person": by,
        }
        record(kind="person_erased", subject="paper", payload=payload, now=now)
        overwrite_on_commit()
    return erased


def _erase_notices_of(found: Traces, erased: Erased, *, reason: str, now: datetime) -> None:
    for notice in Notice.objects.select_for_update().filter(pk__in=found.notices).order_by("pk"):
        try:
            _erase_notice(notice, reason=reason, now=now)
            erased.notices += 1
        except OnHold as held:
            erased.keep(held.hold.subject)


def _erase_comments_of(found: Traces, erased: Erased, *, reason: str, by: str, now: datetime) -> None:
    """Each in a transaction of its own: others write meanwhile, however many there are."""
    for number, pk in enumerate(found.comments):
        if number:
            let_others_write()
        try:
            with transaction.atomic():
                kept = _erase_or_put_off(Comment.objects.locked(pk), reason=reason, by=by, now=now)
        except OnHold as held:
            erased.keep(held.hold.subject)
            continue
        erased.put_off += (kept,) if kept else ()
        erased.comments += kept is None


def _erase_suspensions_of(found: Traces, erased: Erased, *, reason: str, now: datetime) -> None:
    """Those whose comment is kept stay with it."""
    kept = {*erased.held, *(each.subject for each in erased.put_off)}
    for restriction in Restriction.objects.filter(pk__in=found.suspensions).select_related("comment"):
        if restriction.comment.subject not in kept:
            _erase_restriction(restriction, reason=reason, now=now)
            erased.suspensions += 1


def _forget_mails_to(email: str, found: Traces, *, now: datetime) -> int:
    """Those of the outbox, and as files under every way in which the address was written."""
    mails = OutboxMessage.objects.filter(pk__in=found.mails)
    spellings = {email, *mails.values_list("recipient", flat=True)} - {""}
    gone = forget_mails(mails, now=now)
    return gone + sum(forget_mail_files(spelling) for spelling in sorted(spellings))


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
    public_id = public_id_of(notice.subject)
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


def _erase_or_put_off(comment: Comment, *, reason: str, by: str, now: datetime) -> Kept | None:
    """What the publisher's erasure does to one, whose row is locked. Raises OnHold."""
    kept = kept_for(comment, now=now) if comment.status != Status.ERASED else None
    if kept and kept.hold:
        raise OnHold(kept.hold)
    if kept:
        put_off(comment, reason=reason, by=by, now=now)
    else:
        _erase(comment, reason=reason, by=by, now=now)
    return kept


def _erase(comment: Comment, *, reason: str, by: str, now: datetime) -> None:
    """Nothing keeps it (`comments/kept_for.py`); the caller holds its row."""
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
    comment.reported_at = comment.appealed_at = comment.erasure_asked_at = None
    comment.save()
    if was_on_a_page:
        order_reprint(keys=[thread_key(comment.thread)], reason="comment_erased", now=now)
