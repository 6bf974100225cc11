"""A notice of illegal content for the person who sent it: what was said, and where each of its addresses stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kawaraban.comments.models import Comment, Status, public_id_of, subject_of
from kawaraban.law.demands.sources import is_told_later
from kawaraban.law.models import Appeal, Decision, Notice, Outcome, Party, Verdict
from kawaraban.law.redress.appeals import appeal_ends_at, may_appeal_notice
from kawaraban.law.redress.notice_words import decider_words, ground_words, outcome_words, redress_words


@dataclass(frozen=True, slots=True)
class ItemView:
    """One address. What may still be taken back is not told."""

    token: str
    place: int
    address: str
    is_ours: bool
    decided_at: datetime | None
    outcome: str  # a sentence; "" while it waits
    ground: str
    answer: str
    decider: str
    later: str  # what changed after it was answered, or before
    redress: str
    may_appeal: bool
    appeal_ends_at: datetime | None
    appealed_at: datetime | None
    appeal_outcome: str  # "granted", "upheld", "lapsed", or "" while it waits
    appeal_ground: str
    appeal_answer: str


@dataclass(frozen=True, slots=True)
class FollowedNotice:
    """The notice. `is_unreachable`: no address was left, so that only this page tells what became of it."""

    offence: str
    law: str
    explanation: str
    received_at: datetime
    is_unreachable: bool
    items: tuple[ItemView, ...]

    @property
    def is_decided(self) -> bool:
        """Whether every address has its answer."""
        return all(item.outcome for item in self.items)

    @property
    def decided_count(self) -> int:
        """Of how many addresses it has one."""
        return sum(bool(item.outcome) for item in self.items)


class _Known(NamedTuple):
    """What is asked once for all addresses."""

    statuses: Mapping[str, str]
    appeals: Mapping[object, Appeal]
    reinstated: frozenset[object]
    redress: Mapping[bool, str]  # by whether an appeal is possible
    now: datetime

    @property
    def told_before(self) -> datetime:
        return self.now - timedelta(seconds=settings.UNDO_SECONDS)


def notice_view(rows: Sequence[Notice], *, now: datetime) -> FollowedNotice:
    """The rows of one sending, in their order, with their decisions. Five queries, and one for each ground."""
    first = rows[0]
    with override(first.language):
        redress = {may: redress_words(may_appeal=may) for may in (False, True)}
        known = _Known(_statuses(rows), _appeals(rows), _reinstated(rows, now), redress, now)
        items = tuple(_item(row, place, known) for place, row in enumerate(rows, start=1))
        kept = next((row for row in rows if row.forgotten_at is None), first)
        return FollowedNotice(
            offence=kept.get_offence_display(),
            law=kept.law,
            explanation=kept.explanation,
            received_at=first.received_at,
            is_unreachable=not kept.email and kept.forgotten_at is None,
            items=items,
        )


def _item(notice: Notice, place: int, known: _Known) -> ItemView:
    is_told = notice.decided_at is not None and notice.decided_at <= known.told_before
    appeal = known.appeals.get(notice.pk)
    settled = _settling_decision(appeal, known)
    status = known.statuses.get(notice.subject, "")
    may_appeal = is_told and may_appeal_notice(notice, is_shown=status == Status.APPROVED, now=known.now)
    return ItemView(
        token=notice.token,
        place=place,
        address=notice.address,
        is_ours=bool(notice.subject),
        decided_at=notice.decided_at if is_told else None,
        outcome=outcome_words(notice) if is_told else "",
        ground=ground_words(notice.decision, now=known.now) if is_told else "",
        answer=notice.answer if is_told else "",
        decider=decider_words(notice) if is_told else "",
        later=_later(notice, status, known, is_told=is_told),
        redress=known.redress[may_appeal] if is_told and notice.outcome != Outcome.WITHDRAWN else "",
        may_appeal=may_appeal,
        appeal_ends_at=appeal_ends_at(notice.decided_at) if is_told and notice.decided_at else None,
        appealed_at=appeal.appealed_at if appeal else None,
        appeal_outcome=_appeal_outcome(appeal, settled),
        appeal_ground=ground_words(settled, now=known.now),
        appeal_answer=settled.note if settled and not is_told_later(settled, now=known.now) else "",
    )


def _later(notice: Notice, status: str, known: _Known, *, is_told: bool) -> str:
    """What the answer does not say: its author took it back, or an appeal of theirs was granted."""
    if is_told and notice.decision_id in known.reinstated:
        return _("On an appeal of the author another person decided differently: the content is shown again.")
    if not notice.outcome and status == Status.WITHDRAWN:
        return _(
            "Its author has taken the comment back: it is not on the page any more. A person still reads your notice."
        )
    return ""


def _settling_decision(appeal: Appeal | None, known: _Known) -> Decision | None:
    """The decision about the appeal, once it is told."""
    decision = appeal.outcome if appeal else None
    return decision if decision and decision.decided_at <= known.told_before else None


def _appeal_outcome(appeal: Appeal | None, settled: Decision | None) -> str:
    if settled is not None:
        return "granted" if settled.visibility else "upheld"
    return "lapsed" if appeal and appeal.lapsed_at else ""


def _statuses(rows: Sequence[Notice]) -> dict[str, str]:
    ids = [public_id_of(row.subject) for row in rows if row.subject]
    found = Comment.objects.filter(public_id__in=ids).values_list("public_id", "status")
    return {subject_of(public_id): status for public_id, status in found}


def _appeals(rows: Sequence[Notice]) -> dict[object, Appeal]:
    found = Appeal.objects.filter(notice__in=[row.pk for row in rows]).select_related("outcome")
    return {appeal.notice_id: appeal for appeal in found}


def _reinstated(rows: Sequence[Notice], now: datetime) -> frozenset[object]:
    """Of the decisions that answered them, those that an appeal of the author has undone."""
    before = now - timedelta(seconds=settings.UNDO_SECONDS)
    undone = Appeal.objects.filter(
        decision__in=[row.decision_id for row in rows if row.decision_id],
        party=Party.AUTHOR,
        outcome__verdict=Verdict.REINSTATED,
        outcome__decided_at__lte=before,
    )
    return frozenset(undone.values_list("decision_id", flat=True))
