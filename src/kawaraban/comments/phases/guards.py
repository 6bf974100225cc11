"""Guards: the only phases that refuse. Each raises Refused or returns nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings

from kawaraban.comments.lookups import Suspension
from kawaraban.comments.models import Status
from kawaraban.comments.names.protected import PROTECTED_TITLES, PROTECTED_WORDS
from kawaraban.comments.nudge import asked_token, is_worth_asking
from kawaraban.comments.phases.look import Look
from kawaraban.comments.submission import NudgeAnswer, Reason, Refused
from kawaraban.kit.imitations import imitates
from kawaraban.kit.networks import limits

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)


def house_is_open(look: Look) -> None:
    """The paper takes comments at all."""
    if not look.house.is_open:
        raise Refused(Reason.THREAD_CLOSED, closed_reason=look.house.closed_reason)


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
        or look.thread is None
        or parent.thread_pk != look.thread.pk
    ):
        raise Refused(Reason.PARENT_UNKNOWN)


def commenter_is_not_restricted(look: Look) -> None:
    """Nothing is taken from a connection or an e-mail address that is suspended."""
    if look.suspension:
        raise refused_while_suspended(look.suspension)


def refused_while_suspended(suspension: Suspension) -> Refused:
    """Facts: `until` ("" without an end), the code of the `ground`, and the `policy` that names it.

    Of whom the network alone is known the ground is "": somebody else may have sent what led to it.
    """
    until = suspension.ends_at.isoformat() if suspension.ends_at else ""
    return Refused(Reason.SUSPENDED, until=until, ground=suspension.ground, policy=suspension.policy_number)


def name_is_not_staff(look: Look) -> None:
    """Nobody signs as a member of staff, as one of the offices of a paper, or as the paper."""
    taken = look.house.staff_names
    if imitates(look.submission.name, names=taken, words=PROTECTED_WORDS, titles=PROTECTED_TITLES):
        raise Refused(Reason.NAME_OF_STAFF)


def sender_is_not_too_fast(look: Look) -> None:
    """So many comments in a minute and in an hour from one sender, more from the networks around. Fact: `seconds`."""
    seconds = seconds_to_wait(look.sent_lately, now=look.now)
    if seconds:
        raise Refused(Reason.TOO_FAST, seconds=seconds)


def seconds_to_wait(sent: Sequence[Sequence[datetime]], *, now: datetime) -> int:
    """How long a sender waits from whose household, and the networks around it, was sent at these times, newest first.

    0 for who need not.
    """
    for place, moments in enumerate(sent):
        if not moments:
            continue
        for household_limit, period in _rates():
            limit = limits(household_limit)[place]
            if limit and len(moments) >= limit and moments[limit - 1] > now - period:
                return max(1, int((moments[limit - 1] + period - now).total_seconds()) + 1)
    return 0


def longest_period() -> timedelta | None:
    """How far back the limits look; None where there are none."""
    return max((period for limit, period in _rates() if limit), default=None)


def _rates() -> tuple[tuple[int, timedelta], ...]:
    return (settings.COMMENTS_PER_MINUTE, _MINUTE), (settings.COMMENTS_PER_HOUR, _HOUR)


def writer_was_asked(look: Look) -> None:
    """Where the paper wants it, whoever may hurt readers is asked once. The last of all: nobody is asked in vain."""
    is_asked = look.submission.asked is not NudgeAnswer.NOT
    judged = look.triage.judged if look.triage else None
    if look.house.nudges and not is_asked and is_worth_asking(judged):
        raise Refused(Reason.ASKED, token=asked_token(look.submission.text))
