"""Appealing: the author from the tracking page, the sender of a notice from the notice's page.

Another person than before decides it: with the acts `uphold`, `reinstate`, `keep` and `remove`, and about a suspension
with `uphold` and `lift` of `restrictions.py`.
"""

from datetime import datetime

from kawaraban.comments.actions.matters import mark_matters
from kawaraban.comments.models import Comment, Restriction, Status, public_id_of
from kawaraban.comments.standing import standing_decision
from kawaraban.law.models import Appeal, Notice, Party
from kawaraban.law.record.undo_time import undo_ends_at
from kawaraban.law.redress.appeals import NotAppealable, file_appeal, may_appeal, may_appeal_notice
from kawaraban.press.turn import one_turn


def appeal(*, tracking_token: str, words: str, now: datetime) -> Appeal:
    """The author asks that another person decides again.

    Raises NotAppealable, Comment.DoesNotExist; ValueError without words.
    """
    with one_turn():
        comment = Comment.objects.select_for_update().get(tracking_token=tracking_token)
        decision = standing_decision(comment)
        if comment.status != Status.REJECTED or decision is None or not may_appeal(decision, now=now):
            raise NotAppealable(comment.public_id)
        if now < undo_ends_at(decision):
            raise NotAppealable(comment.public_id)  # nobody was told of it yet
        filed = file_appeal(decision=decision, party=Party.AUTHOR, words=words, now=now)
        mark_matters(comment)
    return filed


def appeal_restriction(*, tracking_token: str, public_id: str, words: str, now: datetime) -> Appeal:
    """Whoever is suspended asks the same, from the page of the comment that was its occasion.

    Raises NotAppealable, Comment.DoesNotExist, Restriction.DoesNotExist; ValueError without words.
    """
    with one_turn():
        comment = Comment.objects.select_for_update().get(tracking_token=tracking_token)
        rows = Restriction.objects.select_for_update(of=("self",)).select_related("decision")
        restriction = rows.get(comment=comment, public_id=public_id)
        decision = restriction.decision
        if restriction.lifted_at is not None or not may_appeal(decision, now=now):
            raise NotAppealable(public_id)
        if now < undo_ends_at(decision):
            raise NotAppealable(public_id)  # nobody was told of it yet
        return file_appeal(decision=decision, party=Party.AUTHOR, words=words, now=now)


def appeal_notice(*, token: str, words: str, now: datetime) -> Appeal:
    """The sender of a notice asks the same. Raises NotAppealable, Notice.DoesNotExist; ValueError without words."""
    with one_turn():
        notice = Notice.objects.select_for_update().get(token=token)
        public_id = public_id_of(notice.subject)
        comment = Comment.objects.select_for_update().filter(public_id=public_id).first()
        decision = notice.decision
        is_shown = comment is not None and comment.status == Status.APPROVED
        if decision is None or comment is None or not may_appeal_notice(notice, is_shown=is_shown, now=now):
            raise NotAppealable(str(notice.pk))
        if now < undo_ends_at(decision):
            raise NotAppealable(str(notice.pk))
        filed = file_appeal(decision=decision, party=Party.NOTIFIER, words=words, now=now, notice=notice)
        mark_matters(comment)
    return filed
