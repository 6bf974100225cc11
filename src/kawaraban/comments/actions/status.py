"""The one place where a comment's status is written, together with its entry in the record."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kawaraban.comments.actions.thread_pages import take_place
from kawaraban.comments.actions.touched import touched_by
from kawaraban.comments.keys import count_key
from kawaraban.comments.models import Comment, Status, subject_of
from kawaraban.comments.sealed_rows import comment_row, revision_row
from kawaraban.law.record.ledger import Record, record, record_many
from kawaraban.law.record.seals import Row
from kawaraban.press.orders import order_reprint

# What each kind of entry makes of a comment: the record alone tells where every comment stands.
STATUS_AFTER: dict[str, Status] = {
    "comment_received": Status.PENDING,
    "comment_revised": Status.PENDING,
    "comment_approved": Status.APPROVED,
    "comment_rejected": Status.REJECTED,
    "comment_returned": Status.RETURNED,
    "comment_withheld": Status.WITHHELD,
    "comment_reopened": Status.APPROVED,
    "comment_removed": Status.REJECTED,
    "comment_kept": Status.APPROVED,
    "decision_upheld": Status.REJECTED,
    "comment_reinstated": Status.APPROVED,
    "decision_reversed": Status.PENDING,
    "decision_reversed_to_approved": Status.APPROVED,
    "decision_reversed_to_withheld": Status.WITHHELD,
    "decision_reversed_to_rejected": Status.REJECTED,
    "comment_withdrawn": Status.WITHDRAWN,
    "comment_erased": Status.ERASED,
}


def change_status(
    comment: Comment, *, kind: str, payload: Mapping[str, Any], now: datetime, rows: Sequence[Row] = ()
) -> None:
    """Write the status that `kind` leads to, order the reprint when readers see a difference, record it.

    Must be called inside a transaction that holds the comment's row.
    """
    before = comment.status
    comment.status = STATUS_AFTER[kind]
    if before != comment.status:
        comment.status_changed_at = now
        placed = take_place(comment) if comment.status == Status.APPROVED else []
        comment.save(update_fields=["status", "status_changed_at", *placed])
        _order([(comment, before)], kind=kind, now=now)
    record(kind=kind, subject=comment.subject, payload=payload, now=now, rows=rows)


def change_statuses(
    comments: Sequence[Comment],
    *,
    kind: str,
    payload_of: Callable[[Comment], Mapping[str, Any]],
    now: datetime,
    rows_of: Callable[[Comment], Sequence[Row]] = lambda comment: (),
) -> None:
    """The same of many that leave the page: one statement for all of them, one order, and an entry for each.

    Must be called inside a transaction that holds their rows.
    """
    after = STATUS_AFTER[kind]
    assert after != Status.APPROVED, "a comment takes its place one at a time"
    moved = [(each, each.status) for each in comments if each.status != after]
    for comment, _before in moved:
        comment.status, comment.status_changed_at = after, now
    numbers = [comment.pk for comment, _before in moved]
    Comment.objects.filter(pk__in=numbers).update(status=after, status_changed_at=now)
    _order(moved, kind=kind, now=now)
    entries = [Record(kind, each.subject, payload_of(each), rows_of(each)) for each in comments]
    record_many(entries, now=now)


def _order(moved: Sequence[tuple[Comment, str]], *, kind: str, now: datetime) -> None:
    """Their pages again, where one has shown them, and what tells how many are approved, where that is another number.

    `moved`: comments, each with the status that it had before.
    """
    shown = [(comment, before) for comment, before in moved if comment.place is not None]
    if not shown:
        return
    touched = touched_by(comment for comment, _before in shown)
    counted = {comment.thread for comment, before in shown if Status.APPROVED in {before, comment.status}}
    order_reprint(
        keys=[*touched.keys, *(count_key(thread) for thread in counted)],
        reason=kind,
        now=now,
        addresses=touched.addresses if counted else (),
        takes_away=any(before == Status.APPROVED for _comment, before in shown),
    )


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody sent, as the record tells of it. `revised_at` is when these very words came."""

    public_id: str
    locator: str
    parent: str
    name: str
    language: str
    sent_at: datetime
    text: str
    revision_number: int
    policy_number: int
    revised_at: datetime


def words_record(comment: Comment, *, kind: str, revised_at: datetime) -> Record:
    """The entry for words that came in. It holds their hash: the words themselves are in the revision."""
    return record_of_words(
        Words(
            public_id=comment.public_id,
            locator=comment.thread.locator,
            parent=comment.parent.public_id if comment.parent else "",
            name=comment.name,
            language=comment.language,
            sent_at=comment.sent_at,
            text=comment.text,
            revision_number=comment.revision_number,
            policy_number=comment.policy_number,
            revised_at=revised_at,
        ),
        kind=kind,
    )


def record_of_words(words: Words, *, kind: str) -> Record:
    """The same where there is no object of the comment."""
    text_hash = hashlib.sha256(words.text.encode()).hexdigest()
    payload = {
        "revision": words.revision_number,
        "policy": words.policy_number,
        "thread": words.locator,
        "text_sha256": text_hash,
    }
    rows = (
        comment_row(
            words.public_id,
            locator=words.locator,
            parent=words.parent,
            name=words.name,
            language=words.language,
            sent_at=words.sent_at,
        ),
        revision_row(words.public_id, words.revision_number, text_hash=text_hash, sent_at=words.revised_at),
    )
    return Record(kind, subject_of(words.public_id), payload, rows)
