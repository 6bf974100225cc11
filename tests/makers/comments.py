"""Comments as tests need them: sent through the real way in."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, TypedDict

from django.db import connection, transaction

from kawaraban.comments.actions.acts import (
    APPROVE,
    KEEP_OFF,
    REJECT,
    REMOVE,
    REOPEN,
    SEND_BACK,
    WITHHOLD,
)
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.actions.receive import Receipt, receive
from kawaraban.comments.actions.status import STATUS_AFTER
from kawaraban.comments.actions.thread_pages import take_place
from kawaraban.comments.actions.touched import touched_by
from kawaraban.comments.models import Comment, Revision, Status, Thread
from kawaraban.comments.submission import Submission
from kawaraban.law.basis import LegalGround, Offence
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision
from kawaraban.law.policy.reasons import Reasons
from kawaraban.people.models import User

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class Sender(TypedDict, total=False):
    """What a comment says of the person who sent it."""

    name: str
    email: str
    sender_address: str


def submission(thread: Thread | str, text: str = "The harbour is open.", **changes: Any) -> Submission:
    """What came through a door, in the right shape."""
    fields: dict[str, Any] = {
        "thread_locator": thread if isinstance(thread, str) else thread.locator,
        "parent_public_id": "",
        "name": "Ada",
        "text": text,
        "email": "",
        "language": "en",
        "sender_address": "",
        "sent_at": changes.pop("now", NOON),
    }
    return Submission(**{**fields, **changes})


def sent(
    thread: Thread, text: str = "The harbour is open.", *, now: datetime = NOON, **changes: Any
) -> Comment:
    """A comment that waits, and no repeat of one that was there."""
    [receipt] = receive([submission(thread, text, now=now, **changes)], now=now)
    assert isinstance(receipt, Receipt), receipt
    assert not receipt.is_repeat, "the same sender, name, words and place: that is the comment from before"
    return Comment.objects.get(public_id=receipt.public_id)


def shown_in_bulk(
    thread: Thread, sendings: Iterable[tuple[str, str, datetime]], *, parent: Comment | None = None
) -> list[Comment]:
    """Comments that readers see, of so many names, texts and moments: for what a page of hundreds weighs and asks.

    They are written as rows. Nobody received or approved them, and the record does not know them: of a thousand,
    that would take longer than the test of their page.
    """
    comments = Comment.objects.bulk_create(
        Comment(
            thread=thread,
            parent=parent,
            name=name,
            language=thread.language,
            text=text,
            status=Status.APPROVED,
            policy_number=1,
            sent_at=sent_at,
            status_changed_at=sent_at,
            fingerprint=f"{parent and parent.pk}-{number}",
        )
        for number, (name, text, sent_at) in enumerate(sendings)
    )
    for comment in comments:
        take_place(comment)
    with connection.cursor() as cursor:
        rows = [(comment.place, comment.pk) for comment in comments]
        cursor.executemany("UPDATE comments_comment SET place = %s WHERE id = %s", rows)
    with transaction.atomic():
        touched_by(comments[-1:])
    return comments


def answering(rows: list[Comment], parents: Iterable[Comment | None]) -> None:
    """Let comments that were shown in bulk answer others, and stand in their conversations."""
    for row, parent in zip(rows, parents, strict=True):
        row.parent, row.place = parent, None
    for row in rows:
        take_place(row)
    Comment.objects.bulk_update(rows, ["parent", "place"])


def many_rows(
    thread: Thread, numbers: Iterable[int], *, status: Status, text: Callable[[int], str]
) -> list[Comment]:
    """Comments as rows, with their first revisions: what a paper of a size costs. Each number is a key and a second.

    Nobody sent or decided them, and the record does not know them.
    """
    comments = Comment.objects.bulk_create(
        Comment(
            pk=number,
            thread=thread,
            name=f"Reader {number}",
            text=text(number),
            language="en",
            status=status,
            policy_number=1,
            sent_at=NOON + timedelta(seconds=number),
            need_at=NOON + timedelta(seconds=number),
            status_changed_at=NOON,
            fingerprint=str(number),
        )
        for number in numbers
    )
    Revision.objects.bulk_create(
        Revision(comment=comment, number=1, text=comment.text, sent_at=comment.sent_at)
        for comment in comments
    )
    return comments


def fresh(comment: Comment) -> Comment:
    """The comment as it is now."""
    return Comment.objects.select_related("thread").get(pk=comment.pk)


def approved(comment: Comment, moderator: User, *, now: datetime = NOON) -> Decision:
    return decide(APPROVE, judged(comment), moderator=moderator, now=now)


LAW = LegalGround("Public Offers Act, section 4", Offence.FRAUD)


def judged(comment: Comment) -> Judged:
    """Its words as they are."""
    return Judged(comment.pk, comment.revision_number)


def reasons(ground: Ground | str | None, note: str, passage: str = "") -> Reasons:
    """With the law, where the ground asks for it."""
    return Reasons(ground or "", note, LAW if ground == Ground.ILLEGAL else None, passage)


def rejected(
    comment: Comment,
    moderator: User,
    *,
    ground: Ground | str = Ground.INSULT,
    note: str = "",
    now: datetime = NOON,
    passage: str = "",
) -> Decision:
    why = reasons(ground, note, passage)
    return decide(REJECT, judged(comment), why, moderator=moderator, now=now)


def withheld(
    comment: Comment,
    moderator: User,
    *,
    ground: Ground | str | None = None,
    note: str = "",
    now: datetime = NOON,
    passage: str = "",
) -> Decision:
    why = reasons(ground, note, passage)
    return decide(WITHHOLD, judged(comment), why, moderator=moderator, now=now)


def removed(
    comment: Comment,
    moderator: User,
    *,
    ground: Ground | str = Ground.INSULT,
    note: str = "",
    now: datetime = NOON,
    passage: str = "",
) -> Decision:
    why = reasons(ground, note, passage)
    return decide(REMOVE, judged(comment), why, moderator=moderator, now=now)


def kept_off(
    comment: Comment,
    moderator: User,
    *,
    ground: Ground | str = Ground.INSULT,
    note: str = "",
    now: datetime = NOON,
    passage: str = "",
) -> Decision:
    why = reasons(ground, note, passage)
    return decide(KEEP_OFF, judged(comment), why, moderator=moderator, now=now)


def reopened(comment: Comment, moderator: User, *, note: str = "", now: datetime = NOON) -> Decision:
    return decide(REOPEN, judged(comment), Reasons(note=note), moderator=moderator, now=now)


def returned(
    comment: Comment, moderator: User, *, note: str = "Please name your source.", now: datetime = NOON
) -> Decision:
    return decide(
        SEND_BACK,
        judged(comment),
        Reasons(note=note),
        moderator=moderator,
        now=now,
    )


def folded_status(kinds: Iterable[str]) -> Status | None:
    """Where a comment stands by its entries in the record, in their order; None of none. Marks change nothing."""
    statuses = [STATUS_AFTER[kind] for kind in kinds if kind in STATUS_AFTER]
    return statuses[-1] if statuses else None
