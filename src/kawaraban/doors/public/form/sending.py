"""From a form to a comment that waits, in the two steps that the app's view and the clerk share: look at each form
by itself, then hand in all that are fit at once."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import Error, OperationalError, connection

from kawaraban.comments.actions.receive import Receipt, receive
from kawaraban.comments.limits import current_limits
from kawaraban.comments.refusals import database_folder, storage_refusal
from kawaraban.comments.submission import Reason, Refused, Submission, shape
from kawaraban.doors.public.form.clerk_notes import Unconfirmed
from kawaraban.doors.public.form.confirmation import is_confirmed
from kawaraban.doors.public.form.origin import FormOrigin
from kawaraban.doors.public.form.raw_submission import raw_submission
from kawaraban.doors.public.form.sent_form import SentForm
from kawaraban.kit.complaints import Complaint
from kawaraban.kit.faults import cause_of, said_plainly, was_in_each_others_way
from kawaraban.kit.seeing.families import COMMENTS
from kawaraban.kit.seeing.tally import TALLY

# In this process: the clerk's is what /healthz says of writing.
STORING = Complaint(logging.getLogger(__name__), "comments are refused")


def submission_of(
    sent: SentForm, *, origin: FormOrigin, wants_json: bool, address: str, now: datetime
) -> Submission:
    """The comment that the form holds. Raises Refused, or Unconfirmed where one more button is asked for."""
    if origin is FormOrigin.FOREIGN or (origin is FormOrigin.UNKNOWN and wants_json):
        raise Refused(Reason.FOREIGN_SITE)
    if sent.refused is not None:
        raise sent.refused
    if origin is FormOrigin.UNKNOWN and not is_confirmed(sent, address=address):
        raise Unconfirmed
    return shape(raw_submission(sent, address=address, now=now), limits=current_limits())


def hand_in(submissions: Sequence[Submission], *, now: datetime) -> Sequence[Receipt | Refused]:
    """Store them. What the machine could not do is a refusal of all of them: none was acknowledged."""
    before = _commits()
    try:
        receipts = _received(submissions, now=now)
    except (Error, OSError) as failure:
        cause = cause_of(failure, folder=database_folder())
        if isinstance(failure, OSError) and cause is None:
            raise
        # A server that was lost while it committed may have stored all of them.
        refused = storage_refusal(failure) if _commits() == before else Refused(Reason.UNKNOWN)
        # The words of an error that is not the machine's may quote what somebody wrote.
        words = said_plainly(failure) if cause else type(failure).__name__
        STORING.hear(words, cause=cause or "other", count=len(submissions))
        return [refused] * len(submissions)
    STORING.over()
    for each in receipts:
        if not isinstance(each, Refused):
            TALLY.count(COMMENTS, "repeat" if each.is_repeat else "received")
    return receipts


def _received(submissions: Sequence[Submission], *, now: datetime) -> Sequence[Receipt | Refused]:
    """Once more, where the database ended it because another was in its way."""
    try:
        return receive(submissions, now=now)
    except OperationalError as failure:
        if not was_in_each_others_way(failure):
            raise
    return receive(submissions, now=now)


def _commits() -> int:
    return int(getattr(connection, "commits_count", 0))
