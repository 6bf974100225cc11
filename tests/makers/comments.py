"""Comments as tests need them: sent through the real way in."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from kawaraban.comments.actions.decide import (
    approve,
    keep_off,
    reject,
    remove,
    reopen,
    send_back,
    withhold,
)
from kawaraban.comments.actions.receive import Receipt, receive
from kawaraban.comments.actions.status import STATUS_AFTER
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.comments.submission import Submission
from kawaraban.law.basis import LegalGround, Offence
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision
from kawaraban.people.models import User

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


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
    """A comment that waits."""
    [receipt] = receive([submission(thread, text, now=now, **changes)], now=now)
    assert isinstance(receipt, Receipt), receipt
    return Comment.objects.get(public_id=receipt.public_id)


def approved(comment: Comment, moderator: User, *, now: datetime = NOON) -> Decision:
    return approve(
        comment_id=comment.pk, revision_number=comment.revision_number, moderator=moderator, now=now
    )


LAW = LegalGround("Public Offers Act, section 4", Offence.FRAUD)


def _judged(
    comment: Comment,
    moderator: User,
    ground: Ground | str | None,
    note: str,
    now: datetime,
    passage: str = "",
) -> Any:
    return {
        "comment_id": comment.pk,
        "revision_number": comment.revision_number,
        "ground": ground,
        "note": note,
        "moderator": moderator,
        "now": now,
        "law": LAW if ground == Ground.ILLEGAL else None,
        "passage": passage,
    }


def rejected(
    comment: Comment,
    moderator: User,
    *,
    ground: Ground | str = Ground.INSULT,
    note: str = "",
    now: datetime = NOON,
    passage: str = "",
) -> Decision:
    return reject(**_judged(comment, moderator, ground, note, now, passage))


def withheld(
    comment: Comment,
    moderator: User,
    *,
    ground: Ground | str | None = None,
    note: str = "",
    now: datetime = NOON,
    passage: str = "",
) -> Decision:
    return withhold(**_judged(comment, moderator, ground, note, now, passage))


def removed(
    comment: Comment,
    moderator: User,
    *,
    ground: Ground | str = Ground.INSULT,
    note: str = "",
    now: datetime = NOON,
    passage: str = "",
) -> Decision:
    return remove(**_judged(comment, moderator, ground, note, now, passage))


def kept_off(
    comment: Comment,
    moderator: User,
    *,
    ground: Ground | str = Ground.INSULT,
    note: str = "",
    now: datetime = NOON,
    passage: str = "",
) -> Decision:
    return keep_off(**_judged(comment, moderator, ground, note, now, passage))


def reopened(comment: Comment, moderator: User, *, note: str = "", now: datetime = NOON) -> Decision:
    return reopen(
        comment_id=comment.pk,
        revision_number=comment.revision_number,
        note=note,
        moderator=moderator,
        now=now,
    )


def returned(
    comment: Comment, moderator: User, *, note: str = "Please name your source.", now: datetime = NOON
) -> Decision:
    return send_back(
        comment_id=comment.pk,
        revision_number=comment.revision_number,
        note=note,
        moderator=moderator,
        now=now,
    )


def folded_status(kinds: Iterable[str]) -> Status | None:
    """Where a comment stands by its entries in the record, in their order; None of none. Marks change nothing."""
    statuses = [STATUS_AFTER[kind] for kind in kinds if kind in STATUS_AFTER]
    return statuses[-1] if statuses else None
