"""Orders of authorities, letters and calls, with the comments that they are about.

    enter_demand(words, public_ids=[...], person=ines, now=now)     an editor; of a letter or a call a moderator, too
    correct_demand   take_back_entry                                of what was entered
    confirm_receipt  settle_demand  reopen_demand                   of what its sender is told

Each is one transaction: the rows, an entry of the record that holds them, and since when its comments wait. A decision
about a comment answers what is open about it (`matters.py`); an order is then settled by the person who answers the
authority.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied

from kawaraban.comments.actions.demand_items import effect_on, effect_since
from kawaraban.comments.actions.matters import mark_matters
from kawaraban.comments.actions.permission import may_act
from kawaraban.comments.models import Comment, Status, public_id_of
from kawaraban.law.demands.demand_words import DemandWords
from kawaraban.law.demands.entering import (
    entered_before,
    erase_entry,
    rewrite_demand,
    write_demand,
)
from kawaraban.law.demands.settling import StillThere, close, confirm, open_again
from kawaraban.law.models import Demand, DemandItem, DemandKind, DemandOutcome
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, may, require
from kawaraban.press.turn import one_turn


def enter_demand(words: DemandWords, *, public_ids: Sequence[str], person: User, now: datetime) -> Demand:
    """Keep it, once. A moderator enters letters and calls about comments in their sections; editors everything.

    Raises NotComplete, PermissionDenied, Comment.DoesNotExist; ValueError for too many comments.
    """
    with one_turn():
        comments = _locked(public_ids)
        _may_enter(words, comments, person)
        named = [_named(each) for each in comments]
        before = entered_before(words, named, person=person, now=now)
        if before:
            return before
        demand = write_demand(words, named, effect_at=_effect(words, named), person=person, now=now)
        _mark(comments)
    return demand


def correct_demand(
    *, demand_id: UUID | str, words: DemandWords, public_ids: Sequence[str], person: User, now: datetime
) -> Demand:
    """Write it anew; comments may come to it. Raises EntryStands, and as `enter_demand` does; Demand.DoesNotExist."""
    require(person, Verb.ENTER_DEMAND)
    with one_turn():
        comments = _locked([*_ids_of(demand_id), *public_ids], lost_is_fine=_ids_of(demand_id))
        demand = _taken(demand_id)
        named = [_named(each) for each in comments if each.public_id in set(public_ids)]
        effect_at = _effect(words, [_named(each) for each in comments])
        rewrite_demand(demand, words, named, effect_at=effect_at, person=person, now=now)
        _mark(comments)
    return demand


def take_back_entry(*, demand_id: UUID | str, person: User, now: datetime) -> Demand:
    """It was entered by mistake, a moment ago. Raises EntryStands, PermissionDenied, Demand.DoesNotExist."""
    require(person, Verb.ENTER_DEMAND)
    with one_turn():
        comments = _locked_of(demand_id)
        demand = _taken(demand_id)
        erase_entry(demand, person=person, now=now)
        _mark(comments)
    return demand


def confirm_receipt(
    *, demand_id: UUID | str, person: User, now: datetime, at: datetime | None = None
) -> Demand:
    """Its sender was told that it arrived: now, or at a moment before. Raises ValueError, Demand.DoesNotExist."""
    require(person, Verb.ENTER_DEMAND)
    with one_turn():
        demand = _taken(demand_id)
        confirm(demand, at=at or now, person=person, now=now)
    return demand


def settle_demand(
    *,
    demand_id: UUID | str,
    outcome: DemandOutcome,
    answer: str,
    person: User,
    now: datetime,
    effect_at: datetime | None = None,
) -> Demand:
    """Settle it: done, not followed, or taken back by its sender. `answer` is what the sender was told.

    `effect_at` is of an order to give information; that of another is when its comments left the page.

    Raises StillThere where it is said to be done and one of its comments is on the page; AlreadySettled,
    PermissionDenied, Demand.DoesNotExist; ValueError where an authority is told nothing.
    """
    require(person, Verb.ENTER_DEMAND)
    with one_turn():
        comments = _locked_of(demand_id)
        demand = _taken(demand_id)
        if outcome == DemandOutcome.DONE and demand.kind == DemandKind.ACT:
            if any(comment.status == Status.APPROVED for comment in comments):
                raise StillThere(str(demand.pk))
            effect_at = demand.effect_at or effect_since(demand)
        close(demand, outcome, answer=answer, effect_at=effect_at, person=person, now=now)
        _mark(comments)
    return demand


def reopen_demand(*, demand_id: UUID | str, person: User, now: datetime) -> Demand:
    """It was settled by mistake. Raises NotSettled, PermissionDenied, Demand.DoesNotExist."""
    require(person, Verb.ENTER_DEMAND)
    with one_turn():
        comments = _locked_of(demand_id)
        demand = _taken(demand_id)
        open_again(demand, effect_at=effect_since(demand), person=person, now=now)
        _mark(comments)
    return demand


def _may_enter(words: DemandWords, comments: Sequence[Comment], person: User) -> None:
    if may(person, Verb.ENTER_DEMAND):
        return
    if words.is_order or not comments:
        raise PermissionDenied
    for comment in comments:
        may_act(person, Verb.NOTE_LETTER, comment.thread)


def _locked(public_ids: Sequence[str], *, lost_is_fine: Sequence[str] = ()) -> list[Comment]:
    """Always in the same order, so that two who enter the same comments wait for each other."""
    wanted = set(public_ids)
    rows = Comment.objects.select_for_update(of=("self",)).select_related("thread").order_by("pk")
    found = list(rows.filter(public_id__in=wanted))
    lost = wanted - {comment.public_id for comment in found} - set(lost_is_fine)
    if lost:
        raise Comment.DoesNotExist(", ".join(sorted(lost)))
    return found


def _ids_of(demand_id: UUID | str) -> list[str]:
    subjects = DemandItem.objects.filter(demand_id=demand_id).values_list("subject", flat=True)
    return [public_id_of(subject) for subject in subjects]


def _locked_of(demand_id: UUID | str) -> list[Comment]:
    """The comments first, then the demand: as a decision does."""
    ids = _ids_of(demand_id)
    return _locked(ids, lost_is_fine=ids)


def _taken(demand_id: UUID | str) -> Demand:
    return Demand.objects.select_for_update().get(pk=demand_id)


def _named(comment: Comment) -> tuple[str, int]:
    return comment.subject, comment.revision_number


def _effect(words: DemandWords, named: Sequence[tuple[str, int]]) -> datetime | None:
    """An order about comments that nobody sees any more is given effect when it comes."""
    if words.kind == DemandKind.INFORM:
        return None
    return effect_on([subject for subject, _number in named], received_at=words.received_at)


def _mark(comments: Sequence[Comment]) -> None:
    for comment in comments:
        mark_matters(comment)
