"""What all erasures share: one comment without its words, its mails, the suspensions that it led to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from kawaraban.comments.actions.erasing.put_off import put_off
from kawaraban.comments.actions.status import StatusChange, change_statuses
from kawaraban.comments.kept_for import KeptFor, kept_for
from kawaraban.comments.models import Comment, CommentScore, Restriction, Revision, Status, StoredFinding
from kawaraban.comments.sealed_rows import RESTRICTIONS, comment_row
from kawaraban.law.address_keys import address_key
from kawaraban.law.keeping.erasure import erase_subject, erase_subjects, forget_mails
from kawaraban.law.keeping.mail_files import note_all_forgotten
from kawaraban.law.models import OutboxMessage
from kawaraban.law.personal.lines import Who
from kawaraban.law.personal.table import erase_with
from kawaraban.law.record.holds import OnHold
from kawaraban.law.record.seals import Row
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, require

# What is left of a comment besides where it stood, and when.
_NOTHING: Final[dict[str, Any]] = {
    **dict.fromkeys(("name", "email", "text", "sender_key", "wide_key", "widest_key"), ""),
    **dict.fromkeys(("fingerprint", "proof", "text_key", "email_key"), ""),
    **dict.fromkeys(("is_picked", "is_pinned"), False),
    **dict.fromkeys(("reported_at", "appealed_at", "erasure_asked_at"), None),
}


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


def _forget_mails_to_authors(
    comments: Sequence[Comment], restrictions: Sequence[Restriction], now: datetime
) -> int:
    """Also those to an address that was corrected since: whoever was written to as the author has the link.

    Returns how many.
    """
    authors = {comment.subject: comment for comment in comments}
    of_comment = {comment.pk: comment for comment in comments}
    authors |= {each.subject: of_comment[each.comment_id] for each in restrictions}
    mails = OutboxMessage.objects.filter(subject__in=authors).exclude(recipient="")
    found = list(mails.values_list("pk", "subject", "recipient"))
    numbers = {pk for pk, _subject, _recipient in found} | _told_as_senders(comments)
    count = forget_mails(OutboxMessage.objects.filter(pk__in=numbers), now=now) if numbers else 0
    addresses: dict[str, set[str]] = {
        comment.tracking_token: {comment.email} for comment in comments if comment.email
    }
    for _pk, subject, recipient in found:
        addresses.setdefault(authors[subject].tracking_token, set()).add(recipient)
    note_all_forgotten(addresses)
    return count


def _told_as_senders(comments: Sequence[Comment]) -> set[int]:
    """The mails to authors who had given notice of their own comment: they were told about it in another mail."""
    keys = {comment.subject: address_key(comment.email) for comment in comments if comment.email}
    told = OutboxMessage.objects.filter(
        decision__subject__in=keys, recipient_key__in=set(keys.values())
    ).exclude(recipient_key="")
    rows = told.values_list("pk", "decision__subject", "recipient_key")
    return {pk for pk, subject, key in rows if keys[subject] == key}


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


def _erased(comment: Comment, *, reason: str, by: str) -> StatusChange:
    payload = {
        "revision": comment.revision_number,
        "policy": comment.policy_number,
        "reason": reason,
        "person": by,
    }
    return StatusChange(comment, "comment_erased", payload, [_left_of(comment)])


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
    erase_with(Who(public_ids=frozenset({comment.public_id})), now=now)
    erase_words_of([comment], reason=reason, by=by, now=now)


def erase_words_of(comments: Sequence[Comment], *, reason: str, by: str, now: datetime) -> int:
    """The same of several that are not erased, in as few statements; but for what other rooms hold about them.

    Returns how many mails to their authors went.
    """
    if not comments:
        return 0
    of_them = {"comment__in": [comment.pk for comment in comments]}
    restrictions = list(Restriction.objects.filter(**of_them).order_by("pk"))
    mails_count = _forget_mails_to_authors(comments, restrictions, now)
    erase_subjects([comment.subject for comment in comments], reason=reason, now=now)
    for restriction in restrictions:
        erase_restriction(restriction, reason=reason, now=now)
    change_statuses([_erased(comment, reason=reason, by=by) for comment in comments], now=now)
    Revision.objects.filter(**of_them).delete()
    StoredFinding.objects.filter(**of_them).exclude(quote="").update(quote="")
    CommentScore.objects.filter(**of_them).update(weighed=[])
    Comment.objects.filter(pk__in=of_them["comment__in"]).update(**_NOTHING)
    for comment in comments:
        for column, nothing in _NOTHING.items():
            setattr(comment, column, nothing)
    return mails_count
