"""Receiving comments: the only way in, for one or for many.

    [outcome] = receive([submission], now=now)

All that are given are stored in ONE durable transaction: comments, revisions, findings, ledger entries.
The phases look at them before, outside any lock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kawaraban.comments.submission import Refused, Submission


@dataclass(frozen=True, slots=True)
class Receipt:
    """The comment is in the queue. `is_repeat`: the same words from the same sender were there already."""

    public_id: str
    tracking_token: str
    is_repeat: bool


def receive(submissions: Sequence[Submission], *, now: datetime) -> list[Receipt | Refused]:
    """Store every submission that the guards let through; answer each, in the order given.

    Raises django.db.OperationalError when nothing could be stored (locked, disk full): nothing was acknowledged.
    """
    raise NotImplementedError
