"""Off the page at once what is to be erased: of very many comments the words go later, one after the other.

They are withdrawn, as their author could have done: nothing that is done to one afterwards brings it to the page.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from kawaraban.comments.actions.taking_back import take_back
from kawaraban.comments.models import Comment, Status
from kawaraban.law.models import Hold, Notice

# On the page, or there as soon as somebody presses a key.
_MAY_BE_READ: Final = (Status.APPROVED, Status.PENDING)
# A list of more is asked for in parts.
_LIST: Final = 500


def shown_among(numbers: Sequence[int]) -> list[int]:
    """Of these comments those to hide; those on the page first."""
    found: list[tuple[bool, int]] = []
    for at in range(0, len(numbers), _LIST):
        rows = Comment.objects.filter(pk__in=numbers[at : at + _LIST], status__in=_MAY_BE_READ)
        found += [(status != Status.APPROVED, pk) for pk, status in rows.values_list("pk", "status")]
    return [pk for _later, pk in sorted(found)]


def hide(numbers: Sequence[int], *, now: datetime) -> None:
    """Take these comments off the page. What is on hold stays as it is. Within a transaction."""
    comments = [each for each in Comment.objects.locked_all(numbers) if each.status in _MAY_BE_READ]
    held = _held_among({each.subject for each in comments}, now)
    for comment in comments:
        if comment.subject not in held:
            take_back(comment, now=now)


def _held_among(subjects: Collection[str], now: datetime) -> set[str]:
    """Of these comments those that a hold keeps: one on the comment, or on a notice about it."""
    about = {notice.record_name: notice.subject for notice in Notice.objects.filter(subject__in=subjects)}
    names = [*subjects, *about]
    held = set(Hold.objects.standing(now).filter(subject__in=names).values_list("subject", flat=True))
    return {about.get(name, name) for name in held}
