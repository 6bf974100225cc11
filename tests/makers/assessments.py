"""What the model had said when a decision was taken, as the desk writes it: rows of any day."""

from datetime import datetime

from kawaraban.comments.models import subject_of
from kawaraban.kit.ids import new_public_id
from kawaraban.triage.models import Assessment


def assessed_decision(
    decided_at: datetime,
    *,
    score: float | None,
    ground: str = "",
    decided: str = "",
    language: str = "en",
    is_shown: bool = False,
    seconds: int | None = None,
    subject: str = "",
) -> Assessment:
    """One decision; `decided` is the ground on which it was not published, "" for published."""
    return Assessment.objects.create(
        subject=subject or subject_of(new_public_id()),
        revision_number=1,
        language=language,
        model_version="base" if score is not None else "",
        score=score,
        ground=ground,
        was_hint_shown=is_shown,
        lesson=1 if decided else 0,
        decided_ground=decided,
        decided_at=decided_at,
        seconds=seconds,
    )
