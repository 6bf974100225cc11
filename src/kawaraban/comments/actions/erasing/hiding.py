"""Off the page at once what is to be erased: of very many comments the words go later, one after the other.

They are withdrawn, as their author could have done: nothing that is done to one afterwards brings it to the page.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from kawaraban.comments.actions.status import StatusChange, change_statuses
from kawaraban.comments.actions.taking_back import take_back
from kawaraban.comments.kept_for import kept_among
from kawaraban.comments.models import Comment, Status
from kawaraban.law.models import Appeal, OutboxMessage

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
    kept = kept_among(comments, now=now)
    free = [each for each in comments if each.subject not in kept or not kept[each.subject].hold]
    has_more = _with_more({each.subject for each in free})
    for comment in free:
        if comment.subject in has_more:
            take_back(comment, now=now)
    others = [each for each in free if each.subject not in has_more]
    withdrawn = [
        StatusChange(each, "comment_withdrawn", {"revision": each.revision_number}) for each in others
    ]
    change_statuses(withdrawn, now=now)


def _with_more(subjects: Collection[str]) -> set[str]:
    """Of these comments those of which more is taken back than where they stand: an appeal lapses, a mail waits."""
    about = {"subject__in": subjects}
    waiting = OutboxMessage.objects.filter(**about, sent_at=None, cancelled_at=None)
    appeals = Appeal.objects.open().order_by().filter(**about)
    return {*waiting.values_list("subject", flat=True), *appeals.values_list("subject", flat=True)}
