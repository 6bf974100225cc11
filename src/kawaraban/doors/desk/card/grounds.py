"""The grounds as buttons of the desk: name, key, and whether a finding suggests it."""

from collections.abc import Sequence
from dataclasses import dataclass

from kawaraban.comments.models import StoredFinding
from kawaraban.doors.desk.card.findings import passages
from kawaraban.doors.desk.keys.table import Keys
from kawaraban.law.policy.grounds import GroundWords


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


def ground_views(
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
