"""Erasing all that a person left under an address: comments, notices, suspensions, mails.

erase_person(email="...", reason="...", person=None, now=now)
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kawaraban.comments.actions.erasing.steps import (
    check_may_erase,
    erase_or_put_off,
    erase_restriction,
    name_of,
)
from kawaraban.comments.actions.matters import mark_matters
from kawaraban.comments.finding_people import Traces, traces_of, who_is
from kawaraban.comments.kept_for import KeptFor
from kawaraban.comments.models import Comment, Restriction, public_id_of
from kawaraban.law.keeping.erasure import forget_mails, forget_notice
from kawaraban.law.keeping.mail_files import forget_mail_files
from kawaraban.law.models import Notice, OutboxMessage
from kawaraban.law.personal.steps import let_others_write
from kawaraban.law.personal.table import erase_with
from kawaraban.law.record.holds import OnHold, check_not_held
from kawaraban.law.record.ledger import record
from kawaraban.law.record.overwriting import overwrite_on_commit
from kawaraban.people.models import User


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
    put_off: tuple[KeptFor, ...] = ()

    def keep(self, subject: str) -> None:
        """It is on hold. A comment and a notice about it may be so by one hold: that is named once."""
        self.held = tuple(dict.fromkeys([*self.held, subject]))


def erase_person(*, email: str, reason: str, person: User | None, now: datetime) -> Erased:
    """All comments, notices, suspensions and mails under an address, however written, also where it was forgotten.

    What is on hold stays and is named; what is open is put off, and named. Not at once: what a crash leaves is found
    again by the address. Raises PermissionDenied, NothingFound; ValueError without an address or a reason.
    """
    check_may_erase(person, reason)
    email, reason = email.strip(), reason.strip()
    if not email:
        raise ValueError("an erasure names an address")
    found = traces_of(email)
    if found.is_empty:
        raise NothingFound(email)
    by, erased = name_of(person), Erased()
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
                kept = erase_or_put_off(Comment.objects.locked(pk), reason=reason, by=by, now=now)
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
            erase_restriction(restriction, reason=reason, now=now)
            erased.suspensions += 1


def _forget_mails_to(email: str, found: Traces, *, now: datetime) -> int:
    """Those of the outbox, and as files under every way in which the address was written."""
    mails = OutboxMessage.objects.filter(pk__in=found.mails)
    spellings = {email, *mails.values_list("recipient", flat=True)} - {""}
    gone = forget_mails(mails, now=now)
    return gone + sum(forget_mail_files(spelling) for spelling in sorted(spellings))


def _erase_notice(notice: Notice, *, reason: str, now: datetime) -> None:
    check_not_held(notice.record_name, now=now)
    if notice.subject:
        check_not_held(notice.subject, now=now)
    forget_notice(notice, reason=reason, now=now)
    public_id = public_id_of(notice.subject)
    comment = Comment.objects.select_for_update().filter(public_id=public_id).first()
    if comment is not None:
        mark_matters(comment)
