"""What the model had said when a decision was taken, as the desk writes it: rows of any day."""

import hashlib
import random
import zlib
from datetime import datetime, timedelta

from tests.makers.desk import waiting_comment

from kawaraban.comments.models import CommentScore, Thread, subject_of
from kawaraban.kit.ids import new_public_id
from kawaraban.triage.learning.layer import SiteLayer
from kawaraban.triage.learning.written import layer_bytes
from kawaraban.triage.model.scorer import base_model
from kawaraban.triage.models import Assessment, SiteVersion
from kawaraban.triage.taught.bands import FROM, Band
from kawaraban.triage.taught.kept import site_keys


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


def season_of_decisions(last_at: datetime, *, days: int = 90, a_day: int = 14) -> None:
    """So many days of decisions in two languages: most hints are right, and some refusals were not foreseen."""
    drawn = random.Random(13)
    rows = []
    for place in range(days * a_day):
        is_breach = drawn.random() < 0.3
        score = min(1.0, max(0.0, drawn.gauss(0.72 if is_breach else 0.14, 0.2)))
        ground = drawn.choice(("insult", "insult", "vulgar", "spam", "threat"))
        rows.append(
            Assessment(
                subject=subject_of(new_public_id()),
                revision_number=1,
                language="tr" if drawn.random() < 0.2 else "en",
                model_version="base",
                score=score,
                ground=ground if score >= FROM[Band.MAY] else "",
                was_hint_shown=True,
                lesson=int(is_breach),
                decided_ground=(ground if drawn.random() < 0.7 else "derogatory") if is_breach else "",
                decided_at=last_at - timedelta(days=place // a_day),
                seconds=max(1, round(drawn.gauss(9, 4))),
            )
        )
    Assessment.objects.bulk_create(rows)


def hidden_hints(thread: Thread, last_at: datetime, *, count: int = 60) -> None:
    """Decisions about comments of the random sample: slower, and a little kinder."""
    drawn = random.Random(14)
    for place in range(count):
        comment = waiting_comment(thread, name="Sana", text=f"{place} are enough.", now=last_at)
        CommentScore.objects.update_or_create(
            comment=comment,
            defaults={
                "revision_number": 1,
                "state": CommentScore.State.SCORED,
                "score": 0.7,
                "is_blind": True,
            },
        )
        assessed_decision(
            last_at,
            score=0.7,
            ground="insult",
            decided="insult" if drawn.random() < 0.6 else "",
            subject=comment.subject,
            seconds=max(1, round(drawn.gauss(12, 4))),
        )


def site_version(*, count: int, made_at: datetime, is_published: bool = True) -> SiteVersion:
    """A version that a desk has taught, with nothing in it."""
    model = base_model()
    layer = SiteLayer.untaught(base=model.version, keys=site_keys())
    return SiteVersion.objects.create(
        digest=hashlib.sha256(str(count).encode()).hexdigest(),
        base=model.version,
        weights=zlib.compress(layer_bytes(layer)),
        up_to=count,
        lessons_count=count,
        made_at=made_at,
        figures={
            "auc_before": 0.84,
            "auc_after": 0.86 if is_published else 0.79,
            "refused": [] if is_published else ["below_used"],
        },
        was_published=is_published,
    )
