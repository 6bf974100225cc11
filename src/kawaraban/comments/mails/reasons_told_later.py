"""Telling authors the reasons that an order kept back, when its day has come. The worker calls it every minute.

    tell_reasons(now=now)      -> 1

Nothing waits in the outbox meanwhile: a mail there leaves when its time for undo is over. That the reasons were told is
an entry of the record, written with the mail: a crash before tells them later, one after it never twice. Whoever left
no address reads them on the page of the comment, which asks the day itself.
"""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from kawaraban.comments.actions.touched import order_pages
from kawaraban.comments.mails.letters import post_letter, statement
from kawaraban.comments.models import Comment, Status, public_id_of
from kawaraban.comments.standing import standing_decisions
from kawaraban.law.basis import Source
from kawaraban.law.models import Decision, Demand, Telling
from kawaraban.law.record.following import recorded_among, was_recorded
from kawaraban.law.record.ledger import record
from kawaraban.press.turn import one_turn

# A worker that was away for longer than this has no comment of before to tell of.
_LOOKED_BACK = timedelta(days=400)
_TOLD = "reasons_told"


def tell_reasons(*, now: datetime) -> int:
    """Tell all that may be told since the last time. Returns how many decisions."""
    return sum(_tell(decision, now) for decision in _tellable(now))


def awaiting_reasons(*, now: datetime) -> list[str]:
    """The public ids of comments whose authors are to be told yet: their address is needed until then."""
    silent = Demand.objects.filter(telling=Telling.LATER, tell_from__gt=now - _LOOKED_BACK)
    return [public_id_of(decision.subject) for decision in _untold(silent)]


def _tellable(now: datetime) -> list[Decision]:
    due = Demand.objects.filter(telling=Telling.LATER, tell_from__lte=now, tell_from__gt=now - _LOOKED_BACK)
    return _untold(due)


def _untold(demands: QuerySet[Demand]) -> list[Decision]:
    """What rests on these orders and was not told yet. Three queries, however many there are."""
    found = _resting_on(demands)
    told = recorded_among(_TOLD, {_name(each) for each in found})
    return [each for each in found if _name(each) not in told]


def _resting_on(demands: QuerySet[Demand]) -> list[Decision]:
    """What was decided because of these orders before their day, and not taken back. Found by the comments."""
    found = list(demands.values_list("pk", "tell_from", "items__subject"))
    days = {str(pk): day for pk, day, _subject in found if day}
    subjects = {subject for _pk, _day, subject in found if subject}
    if not subjects:
        return []
    standing = Decision.objects.standing()
    rows = standing.filter(subject__in=subjects, source=Source.ORDER, source_reference__in=days)
    decisions = rows.exclude(visibility="").order_by("decided_at", "place")
    # What was decided after the day was told at once.
    return [each for each in decisions if each.decided_at < days[each.source_reference]]


def _tell(decision: Decision, now: datetime) -> bool:
    public_id = public_id_of(decision.subject)
    with one_turn():
        comment = (
            Comment.objects.select_for_update(of=("self",))
            .select_related("thread")
            .filter(public_id=public_id)
            .first()
        )
        if was_recorded(_TOLD, _name(decision)):
            return False  # another worker was faster
        if comment and _still_holds(comment, decision):
            post_letter(statement, comment, decision, now=now)
            order_pages([comment], reason=_TOLD, now=now)
        record(kind=_TOLD, subject=_name(decision), payload={"about": decision.subject}, now=now)
    return True


def _still_holds(comment: Comment, decision: Decision) -> bool:
    """Whether it is what keeps the comment off the page: what does not hold any more is not told."""
    if comment.status not in {Status.REJECTED, Status.WITHHELD}:
        return False
    return standing_decisions(comment).exclude(visibility="").first() == decision


def _name(decision: Decision) -> str:
    return f"decision:{decision.pk}"
