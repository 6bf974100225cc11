"""The grounds on which a comment can be refused, and the buttons for them: name, key, and whether a finding fits."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from kawaraban.comments.models import Comment, StoredFinding
from kawaraban.doors.desk.card.findings import passages
from kawaraban.doors.desk.keys.table import Keys
from kawaraban.law.policy.grounds import GroundWords, grounds_of


@dataclass(frozen=True, slots=True)
class GroundView:
    """Always in the order of the policy, suggested or not: the hand remembers places. `key` is "" for the
    paper's own. `passage` is what a finding marked for this ground; "" where none did."""

    code: str
    label: str
    explanation: str
    key: str
    needs_words: bool
    needs_law: bool
    is_suggested: bool
    passage: str


def grounds_for(comment: Comment) -> tuple[GroundWords, ...]:
    """The grounds of the policy under which the comment was sent, in the moderator's language."""
    return grounds_of(comment.policy_number, get_language() or comment.language)


def grounds_to_choose(
    grounds: Sequence[GroundWords], findings: Sequence[StoredFinding], *, text: str, keys: Keys
) -> tuple[GroundView, ...]:
    """All grounds of a version of the policy; those that a finding names in these words are suggested."""
    marked = passages(findings, text)
    suggested = {finding.ground for finding in findings}
    return tuple(
        GroundView(
            code=ground.code,
            label=ground.label,
            explanation=ground.explanation,
            key="" if ground.is_own else keys.grounds[ground.code],
            needs_words=ground.needs_words,
            needs_law=ground.needs_law,
            is_suggested=ground.code in suggested,
            passage=marked.get(ground.code, ""),
        )
        for ground in grounds
    )
