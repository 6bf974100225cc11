"""Erasing a comment: the record keeps that it was there and what was decided, and no word.

erase_comment(comment_id=..., reason="...", person=publisher, now=now)      at the desk
erase_own(tracking_token=..., now=now)                                      the author, from the tracking page
erase_over(comment_id=..., now=now)                                         the retention, when its time is over
erase_due(now=now)                                                          the worker: what was put off, and is free

While something about a comment is open (`comments/kept_for.py`) it is taken off the page at once and erased after the
answer. A hold stops the publisher, who placed it, and puts the author's own erasure off: nobody is told why. All that a
person left is erased by `erasing/person.py`.
"""

import logging
from datetime import datetime

from kawaraban.comments.actions.erasing.put_off import asking, put_off
from kawaraban.comments.actions.erasing.steps import (
    check_may_erase,
    erase_or_put_off,
    erase_words,
    name_of,
)
from kawaraban.comments.kept_for import KeptFor, asked_and_free, kept_for
from kawaraban.comments.models import Comment, Status
from kawaraban.kit.work.short_steps import short_steps
from kawaraban.law.keeping.forgetting import BY_TIME
from kawaraban.law.keeping.mail_files import sweep_mail_files
from kawaraban.law.record.overwriting import empty_write_ahead_log, overwrite_on_commit
from kawaraban.people.models import User
from kawaraban.press.turn import one_turn

BY_AUTHOR = "asked for by the author"
logger = logging.getLogger(__name__)


def erase_comment(*, comment_id: int, reason: str, person: User | None, now: datetime) -> KeptFor | None:
    """Erase everything about one comment. `person` is None on the command line. Idempotent.

    Returns None when it is erased, else for whose sake that is put off: an answer that the publisher may give first.
    Raises PermissionDenied, OnHold, Comment.DoesNotExist; ValueError without a reason.
    """
    check_may_erase(person, reason)
    with one_turn():
        comment = Comment.objects.locked(comment_id)
        kept = erase_or_put_off(comment, reason=reason.strip(), by=name_of(person), now=now)
        overwrite_on_commit()
    sweep_mail_files()
    return kept


def erase_own(*, tracking_token: str, now: datetime) -> Comment:
    """The author takes the comment back, and every word with it as soon as nothing about it is open.

    Raises Comment.DoesNotExist.
    """
    with one_turn():
        comment = Comment.objects.select_for_update().get(tracking_token=tracking_token)
        if comment.status != Status.ERASED and kept_for(comment, now=now):
            put_off(comment, reason=BY_AUTHOR, by="", now=now)
        else:
            erase_words(comment, reason=BY_AUTHOR, by="", now=now)
            overwrite_on_commit()
    sweep_mail_files()
    return comment


def erase_over(*, comment_id: int, now: datetime) -> bool:
    """Erase a comment whose time is over, inside the caller's transaction. False where it is kept, or erased."""
    comment = Comment.objects.locked(comment_id)
    if comment.status == Status.ERASED or kept_for(comment, now=now):
        return False
    erase_words(comment, reason=BY_TIME, by="", now=now)
    return True


def erase_due(*, now: datetime) -> int:
    """Erase what was put off and is free by now: answered, settled, lifted, or its day is over. Returns how many.

    One that fails keeps no other waiting; it is tried again. Also mails as files go that a crash has left.
    """
    free = list(asked_and_free(now).values_list("pk", flat=True))
    count = 0
    for done in short_steps(free, lambda pk: _erase_or_log(pk, now), within=one_turn):
        count = done.count
    if count:
        empty_write_ahead_log()
    sweep_mail_files()
    return count


def _erase_or_log(comment_id: int, now: datetime) -> bool:
    try:
        with one_turn():
            return _erase_free(comment_id, now)
    except Exception:  # the next one is somebody else's
        logger.exception("comment %d could not be erased; it is tried again", comment_id)
        return False


def _erase_free(comment_id: int, now: datetime) -> bool:
    comment = Comment.objects.locked(comment_id)
    if comment.erasure_asked_at is None or kept_for(comment, now=now):
        return False
    asked = asking(comment)
    erase_words(comment, reason=asked.get("reason", BY_AUTHOR), by=asked.get("person", ""), now=now)
    return True
