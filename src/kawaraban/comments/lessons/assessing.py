"""Beside each decision: what the model had said of the words, what the moderator saw of it, and what is learnt.

    note_assessments(REJECT, [Noted(comment, decision, judged)])     # in the transaction of the decision

Two statements, however many they are. The row is the lesson: who learns reads it (`triage/taught`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kawaraban.comments.actions.acts import STAYING, Act
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.models import Comment, Status
from kawaraban.comments.scores import CommentScore
from kawaraban.law.basis import Automation
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision
from kawaraban.triage.models import Assessment
from kawaraban.triage.taught.assessed import BREAKS, FINE, assess_decisions, forget_lessons, reverse_lessons

# Whether these were broken does not stand in the words alone: people judge it, and no model is to learn it.
OF_PEOPLE_ALONE: Final = frozenset({Ground.DEFAMATION, Ground.ILLEGAL, Ground.PERSONALITY_RIGHTS})
_COLUMNS: Final = (
    "comment_id",
    "revision_number",
    "model_version",
    "language",
    "score",
    "ground",
    "is_blind",
)
_LONGEST_LANGUAGE: Final = 16


@dataclass(frozen=True, slots=True)
class Noted:
    """A decision about a comment, and what the moderator who took it had before them."""

    comment: Comment
    decision: Decision
    judged: Judged


def note_assessments(act: Act, taken: Sequence[Noted]) -> None:
    """Write one row for each. Call it in the transaction of the decisions."""
    scored = CommentScore.objects.filter(pk__in=[each.comment.pk for each in taken])
    by_comment = {row["comment_id"]: row for row in scored.values(*_COLUMNS)}
    assess_decisions([_assessment(act, each, by_comment.get(each.comment.pk)) for each in taken])


def take_lessons_back(decisions: Sequence[Decision]) -> None:
    """These were taken back: what they taught is learnt the other way round. At most two statements.

    Of one that left everything as it was, nothing is learnt instead: that it was wrong says nothing of the words.
    """
    staying = [decision.pk for decision in decisions if decision.verdict in STAYING]
    moved = [decision.pk for decision in decisions if decision.verdict not in STAYING]
    if staying:
        forget_lessons(staying)
    if moved:
        reverse_lessons(moved)


def lesson_of(act: Act, decision: Decision) -> int | None:
    """What the decision says of the words: BREAKS the policy, FINE, or None, which is nothing to learn from.

    A rule that publishes by itself judged nobody's words; nor did who sent them back, or withheld them to look again.
    """
    if decision.automation == Automation.FULL or decision.ground in OF_PEOPLE_ALONE:
        return None
    if act.after == Status.APPROVED:
        return FINE
    # That an appeal changed nothing is no second refusal, and names no ground.
    is_refused = act.after == Status.REJECTED and act.moves
    return BREAKS if is_refused or (act.after == Status.WITHHELD and decision.ground) else None


def _assessment(act: Act, taken: Noted, scored: Mapping[str, Any] | None) -> Assessment:
    comment, decision, judged = taken.comment, taken.decision, taken.judged
    said = scored if scored and scored["revision_number"] == decision.revision_number else {}
    language = said.get("language") or comment.language.split("-")[0]
    return Assessment(
        decision=decision.pk,
        subject=comment.subject,
        revision_number=decision.revision_number,
        language=language[:_LONGEST_LANGUAGE],
        model_version=said.get("model_version", ""),
        score=said.get("score"),
        ground=said.get("ground", ""),
        was_hint_shown=bool(judged.saw_hint and said and not said["is_blind"]),
        rank=judged.rank,
        lesson=lesson_of(act, decision),
        decided_ground=decision.ground,
        decided_at=decision.decided_at,
        seconds=judged.seconds,
    )
