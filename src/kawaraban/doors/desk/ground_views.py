"""The grounds as buttons of the desk: name, key, and whether a finding suggests it."""

from collections.abc import Iterable
from dataclasses import dataclass

from kawaraban.comments.models import StoredFinding
from kawaraban.doors.desk.key_table import Keys
from kawaraban.law.grounds import GROUNDS_THAT_NEED_WORDS, Ground
from kawaraban.law.wording import GROUND_EXPLANATIONS, ground_label


@dataclass(frozen=True, slots=True)
class GroundView:
    """Always in the order of the policy, suggested or not: the hand remembers places."""

    code: str
    label: str
    explanation: str
    key: str
    needs_words: bool
    is_suggested: bool


def ground_views(findings: Iterable[StoredFinding], *, keys: Keys) -> tuple[GroundView, ...]:
    """All grounds; those that a finding names are suggested."""
    suggested = {finding.ground for finding in findings}
    return tuple(
        GroundView(
            code=ground.value,
            label=ground_label(ground),
            explanation=str(GROUND_EXPLANATIONS[ground]),
            key=keys.grounds[ground.value],
            needs_words=ground in GROUNDS_THAT_NEED_WORDS,
            is_suggested=ground.value in suggested,
        )
        for ground in Ground
    )
