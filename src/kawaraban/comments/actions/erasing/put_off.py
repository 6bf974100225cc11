"""Putting an erasure off while something about the comment is open: off the page now, erased after the answer.

    put_off(comment, reason="asked for by the author", by="", now=now)

That it was asked for is an entry of the record, which also says why and by whom: the erasure that follows repeats it
(`asking`). `comment.erase_due` carries it out, from the worker.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kawaraban.comments.actions.taking_back import take_back
from kawaraban.comments.models import Comment, Status
from kawaraban.law.record.following import entries_about
from kawaraban.law.record.ledger import record

_KIND = "erasure_asked"


def put_off(comment: Comment, *, reason: str, by: str, now: datetime) -> None:
    """Take one that is not erased off the page at once, and note that it is to be. Asking again changes nothing.

    Also what was refused is withdrawn by it: nothing that is done to it afterwards can bring it to the page. The
    caller holds its row.
    """
    if comment.erasure_asked_at is not None:
        return
    if comment.status != Status.WITHDRAWN:
        take_back(comment, now=now)
    comment.erasure_asked_at = now
    comment.save(update_fields=["erasure_asked_at"])
    record(kind=_KIND, subject=comment.subject, payload={"reason": reason, "person": by}, now=now)


def asking(comment: Comment) -> Mapping[str, Any]:
    """`reason` and `person` as they were when the erasure was asked for; empty when that says nothing any more."""
    asked = [entry for entry in entries_about(comment.subject) if entry.kind == _KIND]
    return asked[-1].payload if asked else {}
