"""Entering an order, a letter or a call, correcting an entry, and taking it back. The rows, and their entries.

The verbs that doors call are in `comments/actions/demands.py`: they hold the comments that it is about. Everything
here must be called inside their transaction, and asks nobody's right.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F

from kawaraban.kit.clock import moment_written
from kawaraban.law.basis import Source
from kawaraban.law.demands.demand_words import DemandWords, check_words
from kawaraban.law.demands.preserving import has_placed
from kawaraban.law.models import Decision, Demand, DemandItem, DemandOutcome
from kawaraban.law.models.demands import DemandQuerySet
from kawaraban.law.record.ledger import erase_payloads, record
from kawaraban.law.record.sealed_tables import DEMAND_ITEMS, DEMANDS
from kawaraban.law.record.seals import Row
from kawaraban.people.models import User

# What it is about, as the record calls it, and the revision that stood there.
Named = tuple[str, int]
# A case has some; a list of thousands is no order but a search, and is answered comment by comment.
MOST_COMMENTS = 100
_BY_MISTAKE = "entered by mistake"
_SENT_TWICE_WITHIN = timedelta(minutes=1)
# What the form says.
_ENTERED = (
    *("kind", "received_at", "sender", "contact", "member_state", "reference", "offence", "law", "scope"),
    *("words", "telling", "tell_from", "due_at"),
)


class EntryStands(Exception):
    """An entry cannot be taken back, or not changed so: its time is over, or something was decided because of it."""


def write_demand(
    words: DemandWords, named: Sequence[Named], *, effect_at: datetime | None, person: User, now: datetime
) -> Demand:
    """The row, its items and the entry. `effect_at`: since when its comments are off the page, where they are.

    Raises NotComplete; ValueError for too many comments.
    """
    check_words(words, now=now)
    _check_number(named)
    demand = Demand(entered_at=now, entered_by=person, effect_at=effect_at)
    words.write_to(demand)
    demand.save(force_insert=True)
    for subject, number in named:
        DemandItem.objects.create(demand=demand, subject=subject, revision_number=number)
    record_demand(demand, "demand_entered", _said(demand, person), now=now)
    return demand


def rewrite_demand(
    demand: Demand,
    words: DemandWords,
    named: Sequence[Named],
    *,
    effect_at: datetime | None,
    person: User,
    now: datetime,
) -> None:
    """Correct what was entered, while nobody has settled it. Comments may come to it, none leaves it.

    Once something was decided because of it, its kind and what the author may be told of it stand: the statement of
    reasons was written by them; the day from which that is told may move. Raises EntryStands, NotComplete.
    """
    if demand.outcome:
        raise EntryStands(str(demand.pk))
    check_words(words, now=now)
    was, was_from = (demand.kind, demand.telling), demand.tell_from
    words.write_to(demand)
    if is_relied_on(demand):
        if (demand.kind, demand.telling) != was:
            raise EntryStands(str(demand.pk))
        demand.tell_from = _moved(was_from, demand.tell_from, now)
    there = set(demand.items.values_list("subject", flat=True))
    new = [each for each in named if each[0] not in there]
    _check_number([*there, *new])
    demand.effect_at = effect_at
    demand.save()
    for subject, number in new:
        DemandItem.objects.create(demand=demand, subject=subject, revision_number=number)
    record_demand(demand, "demand_corrected", _said(demand, person), now=now)


def entered_before(
    words: DemandWords, named: Sequence[Named], *, person: User, now: datetime
) -> Demand | None:
    """The entry that the same person has made of the very same a moment ago: a form that was sent twice."""
    same = Demand(entered_at=now, entered_by=person)
    words.write_to(same)
    columns = [*_ENTERED, "entered_by_id"]
    rows = Demand.objects.filter(
        entered_at__gt=now - _SENT_TWICE_WITHIN,
        entered_at__lte=now,
        outcome="",
        **{name: getattr(same, name) for name in columns},
    )
    subjects = {subject for subject, _number in named}
    alike = (each for each in rows if set(each.items.values_list("subject", flat=True)) == subjects)
    return next(alike, None)


def erase_entry(demand: Demand, *, person: User, now: datetime) -> None:
    """It was entered by mistake: its words go, and it counts nowhere. The row stays, because the record names it.

    Raises EntryStands.
    """
    if demand.outcome or now >= entry_undo_ends_at(demand) or is_relied_on(demand):
        raise EntryStands(str(demand.pk))
    demand.sender = demand.contact = demand.reference = ""
    demand.law = demand.scope = demand.words = ""
    # Nothing that its sender takes back is settled at the very moment at which it was entered.
    demand.outcome, demand.settled_at = DemandOutcome.WITHDRAWN, demand.entered_at
    demand.forgotten_at = now
    demand.save()
    # A hash of what stood there would tell whoever guesses it that they guessed right.
    erase_payloads(subject=demand.record_name, reason=_BY_MISTAKE, now=now, rows=lambda: demand_rows(demand))
    record_demand(demand, "demand_entry_taken_back", {"person": person.get_username()}, now=now)


def entry_undo_ends_at(demand: Demand) -> datetime:
    """Until then an entry can be taken back."""
    return demand.entered_at + timedelta(seconds=settings.UNDO_SECONDS)


def real_demands() -> DemandQuerySet:
    """All but the entries that were taken back."""
    return Demand.objects.exclude(outcome=DemandOutcome.WITHDRAWN, settled_at=F("entered_at"))


def is_relied_on(demand: Demand) -> bool:
    """Whether something was decided or kept because of it, and stands or stood."""
    return (
        has_placed(demand)
        or demand.items.exclude(decision=None).exists()
        or Decision.objects.filter(
            source__in=(Source.ORDER, Source.LETTER),
            source_reference=str(demand.pk),
            subject__in=demand.items.values("subject"),
        ).exists()
    )


def demand_rows(demand: Demand) -> list[Row]:
    """The demand and its comments, as an entry holds them."""
    return [DEMANDS.row(demand), *DEMAND_ITEMS.rows(demand.items.all())]


def record_demand(demand: Demand, kind: str, payload: Mapping[str, object], *, now: datetime) -> None:
    """Its entry. Names and words stay in the table: the record holds their hashes."""
    record(kind=kind, subject=demand.record_name, payload=payload, now=now, rows=demand_rows(demand))


def _moved(was: datetime | None, to: datetime | None, now: datetime) -> datetime | None:
    """The day from which reasons are told: what was told is not untold, and none is told before now."""
    if was is None or to is None or was <= now:
        return was
    return max(to, now)


def _said(demand: Demand, person: User) -> dict[str, object]:
    return {
        "demand_kind": str(demand.kind),
        "due": moment_written(demand.due_at),
        "comments": demand.items.count(),
        "person": person.get_username(),
    }


def _check_number(named: Sequence[object]) -> None:
    if len(named) > MOST_COMMENTS:
        raise ValueError(f"an order names at most {MOST_COMMENTS} comments")
