"""Who decided what about one comment, and what of it can still be undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kawaraban.comments.models import Comment
from kawaraban.comments.standing import standing_decision_of_each
from kawaraban.doors.desk.card.act_words import act_words_of
from kawaraban.law.models import Decision, Verdict
from kawaraban.law.policy.grounds import ground_named
from kawaraban.law.policy.wording import ground_label
from kawaraban.law.record.undo_time import undo_ends_at


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One line of the history: "Ines did not publish it: Insult"."""

    words: str
    passage: str
    note: str
    decided_at: datetime
    revision_number: int


@dataclass(frozen=True, slots=True)
class UndoView:
    """A decision that can be taken back for some seconds more."""

    decision_id: UUID
    url: str
    seconds_left: int


def decisions_of(comment: Comment) -> list[Decision]:
    """All of them with their people, the first first. One query."""
    return list(Decision.objects.about(comment.subject).select_related("moderator"))


def decisions_in_words(decisions: Sequence[Decision]) -> tuple[DecisionView, ...]:
    """In words, the last first."""
    return tuple(
        DecisionView(
            words=decision_words(decision),
            passage=decision.passage,
            note=decision.note,
            decided_at=decision.decided_at,
            revision_number=decision.revision_number,
        )
        for decision in reversed(decisions)
    )


def decision_words(decision: Decision) -> str:
    """Who did what."""
    facts = {"name": decision.moderator.display_name, "ground": ground_words(decision)}
    words = act_words_of(decision)
    if words is None:
        return _("%(name)s took the decision back.") % facts
    on_ground = words.history_on_ground if decision.ground else ""
    return str(on_ground or words.history) % facts


def ground_words(decision: Decision) -> str:
    """The ground's name, of the policy under which it was judged, in the active language; "" where there is none."""
    if not decision.own_ground:
        return ground_label(decision.ground) if decision.ground else ""
    return ground_named(decision.policy_number, decision.own_ground, get_language() or "en").label


def standing_verdicts(comments: Sequence[Comment]) -> dict[str, str]:
    """Of many comments: who decided what at last, for one line each, by subject. One query."""
    return {
        subject: " · ".join(filter(None, (ground_words(decision), decision.moderator.display_name)))
        for subject, decision in standing_decision_of_each(comments).items()
    }


def undo_of(decision: Decision | None, comment: Comment, *, now: datetime) -> UndoView | None:
    """The way back, while there is one. `decision` is the comment's last."""
    if decision is None or decision.verdict == Verdict.REVERSED:
        return None
    return undo_view(decision, reverse("desk:undo", args=[comment.public_id]), now=now)


def undo_view(decision: Decision, url: str, *, now: datetime) -> UndoView | None:
    """The way back from this decision, by this address, while there is one."""
    left = undo_ends_at(decision) - now
    if left <= timedelta(0):
        return None
    return UndoView(decision_id=decision.pk, url=url, seconds_left=-(-left // timedelta(seconds=1)))
