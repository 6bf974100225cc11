"""Guards: the only phases that refuse. Each raises Refused or returns nothing."""

from datetime import timedelta

from django.conf import settings

from kawaraban.comments.models import Comment, HouseRules, Status
from kawaraban.comments.numbers import staff_names
from kawaraban.comments.phases.look import Look
from kawaraban.comments.protected_names import PROTECTED_WORDS
from kawaraban.comments.submission import Reason, Refused
from kawaraban.kit.names import imitates


def house_is_open(look: Look) -> None:
    """The paper takes comments at all. Without a row of rules it does."""
    rules = HouseRules.objects.first()
    if rules and not rules.is_open:
        raise Refused(Reason.THREAD_CLOSED, closed_reason=rules.closed_reason)


def thread_is_known(look: Look) -> None:
    """The page has a thread."""
    if look.thread is None:
        raise Refused(Reason.THREAD_UNKNOWN)


def thread_is_open(look: Look) -> None:
    """The thread takes comments."""
    if look.thread and not look.thread.is_open:
        raise Refused(Reason.THREAD_CLOSED, closed_reason=look.thread.closed_reason)


def parent_is_shown(look: Look) -> None:
    """A reply answers a comment that readers see, on the same page."""
    if not look.submission.parent_public_id:
        return
    parent = look.parent
    if (
        parent is None
        or parent.status != Status.APPROVED
        or parent.thread_id != getattr(look.thread, "pk", None)
    ):
        raise Refused(Reason.PARENT_UNKNOWN)


def name_is_not_staff(look: Look) -> None:
    """Nobody signs as a member of staff, or as one of the offices of a paper."""
    if imitates(look.submission.name, names=staff_names(), words=PROTECTED_WORDS):
        raise Refused(Reason.NAME_OF_STAFF)


def sender_is_not_too_fast(look: Look) -> None:
    """So many comments in a minute and in an hour from one sender. Fact: `seconds` to wait."""
    if not look.sender_key:
        return
    for limit, period in (
        (settings.COMMENTS_PER_MINUTE, timedelta(minutes=1)),
        (settings.COMMENTS_PER_HOUR, timedelta(hours=1)),
    ):
        sent = Comment.objects.filter(sender_key=look.sender_key, sent_at__gt=look.now - period)
        times = list(sent.order_by("-sent_at").values_list("sent_at", flat=True)[:limit]) if limit else []
        if limit and len(times) == limit:
            seconds = int((times[-1] + period - look.now).total_seconds()) + 1
            raise Refused(Reason.TOO_FAST, seconds=max(1, seconds))
