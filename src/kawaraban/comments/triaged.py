"""What triage says of words that came in: of all that came together at once, and never for long.

    triaged(texts, languages)    -> [Judgement | None, ...]

None where the paper has turned triage off. Whatever goes wrong, nobody's comment waits for it: its words are "not
checked" then, and the card says so.
"""

import json
import logging
import secrets
import time
from collections.abc import Iterator, Sequence
from typing import Final

from kawaraban.comments.models import CommentScore
from kawaraban.law.record.rows import insert_rows
from kawaraban.triage.model.heads import GROUND_OF
from kawaraban.triage.taught.judgement import FAILED, Judgement
from kawaraban.triage.taught.layer import current
from kawaraban.triage.taught.rules import Rules, rules

logger = logging.getLogger(__name__)

# So many are asked about together; between two portions somebody looks at the clock.
_AT_ONCE: Final = 16
# What is not looked at by then is not looked at: a sender waits for the answer.
LONGEST_SECONDS: Final = 1.0
_MOST_WEIGHED: Final = 8
_LEAST_SHARE: Final = 0.1

_COLUMNS = (
    *("comment_id", "revision_number", "state", "model_version", "language", "score", "ground", "heads"),
    *("weighed", "is_blind"),
)


def triaged(texts: Sequence[str], languages: Sequence[str]) -> list[Judgement | None]:
    """What triage says of each text. `languages` are those of the pages they were written on. Raises nothing."""
    try:
        if not rules().is_on:
            return [None] * len(texts)
        said = list(_said(texts, languages))
    except Exception as failure:
        # Its kind alone: the message may quote what somebody wrote.
        logger.error("triage could not look at %d comments: %s", len(texts), type(failure).__name__)
        said = []
    return [*said, *[FAILED] * (len(texts) - len(said))]


def _said(texts: Sequence[str], languages: Sequence[str]) -> Iterator[Judgement]:
    taught, ends_at = current(), time.monotonic() + LONGEST_SECONDS
    for at in range(0, len(texts), _AT_ONCE):
        if time.monotonic() > ends_at:
            logger.error("triage had no time to look at %d comments", len(texts) - at)
            return
        some = slice(at, at + _AT_ONCE)
        yield from taught.assess(texts[some], languages[some])


def store_scores(found: Sequence[tuple[int, int, Judgement | None]]) -> None:
    """Keep what was said: (comment, number of its revision, judgement) of each; in place of what stood there."""
    said = [each for each in found if each[2] is not None]
    if not said:
        return
    revised = [pk for pk, number, _judgement in said if number > 1]
    if revised:
        CommentScore.objects.filter(comment__in=revised).delete()
    now = rules()
    insert_rows(
        CommentScore, _COLUMNS, [_row(pk, number, judged, now) for pk, number, judged in said if judged]
    )


def _row(comment_pk: int, number: int, judged: Judgement, now: Rules) -> tuple[object, ...]:
    """The values of _COLUMNS, in their order."""
    return (
        comment_pk,
        number,
        judged.state.value,
        judged.model_version,
        judged.language,
        judged.probability,
        judged.ground.value if judged.ground else "",
        json.dumps({head.value: round(float(value), 4) for head, value in judged.heads.items()}),
        json.dumps(_weighed(judged)),
        _is_drawn(now.blind_percent),
    )


def _weighed(judged: Judgement) -> list[tuple[str, float]]:
    """What weighed most for the ground that is suspected, the heaviest first; where none is named, for any.

    A piece that weighs little beside the heaviest is left out: it would mark half of the text.
    """
    of_ground = [each for each in judged.weighed if GROUND_OF[each.head] is judged.ground]
    heaviest: dict[str, float] = {}
    for each in of_ground or judged.weighed:
        heaviest[each.words] = max(float(each.weight), heaviest.get(each.words, 0.0))
    least = _LEAST_SHARE * max(heaviest.values(), default=0.0)
    ordered = sorted(heaviest.items(), key=lambda item: -item[1])
    return [(words, round(weight, 3)) for words, weight in ordered[:_MOST_WEIGHED] if weight >= least]


def _is_drawn(percent: int) -> bool:
    """Whether this comment is one of the sample whose hint nobody sees: by chance, once, for these words."""
    return secrets.randbelow(100) < percent
