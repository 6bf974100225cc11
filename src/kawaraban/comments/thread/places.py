"""Where a comment stands in its thread: a text by whose order the whole thread is read, the oldest conversation first.

    root_place(sent_at, 42)             "00017958672000000000000000042"     when it was sent, its number
    reply_place(place, sent_at, 57)     the same, then its own moment and number

A conversation is a comment of the first level with all that hangs on it. Its first comment stands before its replies,
whatever the clocks said; no other conversation comes between them. A place never changes: it hangs on what never does.
A comment that no page shows any more has none until it is shown again (`actions/thread_pages.py`), and gets the same.
Digits alone, of one length, so that every database has them in the same order.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

# A page of a thread shows no more than this, so that it is rendered and read as fast as any other.
PER_PAGE: Final = 200
# A thread with older pages has room on its own page for what the newsroom picked on them.
HONOURED: Final = 50
# How many go onto an older page: it has room for late replies.
_OLDER: Final = 100
_OLDER_FEWEST, _OLDER_MOST = 50, 150

# The start of a page that is gone begins so. Places are digits: in every database they stand before it.
GONE: Final = "gone "

_MOMENT: Final = 16
_NUMBER: Final = 12
_OWN: Final = _MOMENT + _NUMBER
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def root_place(sent_at: datetime, pk: int) -> str:
    """The place of a comment of the first level."""
    return f"{max(0, (sent_at - _EPOCH) // timedelta(microseconds=1)):0{_MOMENT}d}{pk:0{_NUMBER}d}"


def reply_place(place: str, sent_at: datetime, pk: int) -> str:
    """The place of a reply to the comment that stands at `place`, on whatever level."""
    return talk_of(place) + root_place(sent_at, pk)


def talk_of(place: str) -> str:
    """The place of the first comment of its conversation."""
    return place[:_OWN]


def end_of_talk(place: str) -> str:
    """No comment of its conversation stands behind this, and none of the next before it."""
    return talk_of(place) + "9" * _OWN


def gone_page(number: int) -> str:
    """What stands as the start of a page that is gone: behind every place, and no other's."""
    return f"{GONE}{number}"


def cut_at(places: Sequence[str]) -> int:
    """How many of these, which are too many for a page, stay on the older of two: whole conversations, if they can.

    `places` come in their order; more than 150 of them.
    """
    starts = [at for at in range(1, len(places)) if talk_of(places[at]) != talk_of(places[at - 1])]
    before = [at for at in starts if _OLDER_FEWEST <= at <= _OLDER]
    behind = [at for at in starts if _OLDER < at <= _OLDER_MOST]
    return max(before, default=min(behind, default=_OLDER))


def most_on_own_page(*, has_older: bool) -> int:
    """How many comments the thread's own page holds before its oldest go to an older one."""
    return PER_PAGE - HONOURED if has_older else PER_PAGE


def first_of_talk(place: str) -> int:
    """The number of the first comment of its conversation."""
    return int(place[_MOMENT:_OWN])
