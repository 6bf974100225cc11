"""What triage says of words that came in: of all that came together at once, and never for long.

    triaged(texts, languages)    -> [Said | None, ...]

None where the paper has turned triage off. Whatever goes wrong, nobody's comment waits for it: its words are "not
checked" then, and the card says so.
"""

import json
import logging
import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction

from kawaraban.comments.models import CommentScore
from kawaraban.kit.seeing.families import TRIAGE, TRIAGE_SECONDS
from kawaraban.kit.seeing.tally import TALLY
from kawaraban.law.record.rows import insert_rows
from kawaraban.triage.model.heads import GROUND_OF
from kawaraban.triage.taught.judgement import FAILED, Judgement
from kawaraban.triage.taught.layer import current
from kawaraban.triage.taught.rules import rules

logger = logging.getLogger(__name__)

# So many are asked about together; between two portions somebody looks at the clock.
_AT_ONCE: Final = 16
# What is not looked at by then is not looked at: a sender waits for the answer.
LONGEST_SECONDS: Final = 1.0
_MOST_WEIGHED: Final = 8
_LEAST_SHARE: Final = 0.12

_COLUMNS = (
    *("comment_id", "revision_number", "state", "model_version", "language", "score", "ground", "heads"),
    *("weighed", "is_blind"),
)


@dataclass(frozen=True, slots=True)
class Said:
    """Of one text. `is_blind`: it belongs to the random sample whose hint nobody sees; drawn once, for these words."""

    judged: Judgement
    is_blind: bool = False


_NOT_CHECKED: Final = Said(FAILED)


def triaged(texts: Sequence[str], languages: Sequence[str]) -> list[Said | None]:
    """What triage says of each text. `languages` are those of the pages they were written on. Raises nothing."""
    began = time.perf_counter()
    try:
        with _by_itself():
            now = rules()
        if not now.is_on:
            return [None] * len(texts)
        said = [Said(judged, _is_drawn(now.blind_percent)) for judged in _judged(texts, languages)]
    except Exception as failure:
        # Its kind alone: the message may quote what somebody wrote.
        logger.error("triage could not look at %d comments: %s", len(texts), type(failure).__name__)
        said = []
    _count(said, len(texts), seconds=time.perf_counter() - began)
    return [*said, *[_NOT_CHECKED] * (len(texts) - len(said))]


def _count(said: Sequence[Said], texts_count: int, *, seconds: float) -> None:
    for each in said:
        TALLY.count(TRIAGE, each.judged.state.value)
    TALLY.count(TRIAGE, FAILED.state.value, by=texts_count - len(said))
    TALLY.time(TRIAGE_SECONDS, seconds=seconds)


def asks_writers() -> bool:
    """Whether the paper asks writers before it takes their words. Raises nothing: what cannot be read asks nobody."""
    try:
        with _by_itself():
            return rules().nudges
    except Exception as failure:
        logger.error("the rules of triage could not be read: %s", type(failure).__name__)
        return False


def _by_itself() -> AbstractContextManager[None]:
    """What fails inside leaves an open transaction as it was: PostgreSQL takes nothing more in one that failed."""
    is_at_stake = connection.in_atomic_block and connection.vendor == "postgresql"
    return transaction.atomic() if is_at_stake else nullcontext()


def _judged(texts: Sequence[str], languages: Sequence[str]) -> Iterator[Judgement]:
    with _by_itself():
        taught, ends_at = current(), time.monotonic() + LONGEST_SECONDS
    for at in range(0, len(texts), _AT_ONCE):
        if time.monotonic() > ends_at:
            logger.error("triage had no time to look at %d comments", len(texts) - at)
            return
        some = slice(at, at + _AT_ONCE)
        yield from taught.assess(texts[some], languages[some])


def store_scores(found: Iterable[tuple[int, int, Said | None]]) -> None:
    """Keep what was said: (comment, number of its revision, what of it) of each; in place of what stood there."""
    rows = [(pk, number, said) for pk, number, said in found if said is not None]
    if not rows:
        return
    revised = [pk for pk, number, _said in rows if number > 1]
    if revised:
        CommentScore.objects.filter(comment__in=revised).delete()
    insert_rows(CommentScore, _COLUMNS, [_row(*row) for row in rows])


def _row(comment_pk: int, number: int, said: Said) -> tuple[object, ...]:
    """The values of _COLUMNS, in their order."""
    judged = said.judged
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
        said.is_blind,
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
    """By chance, whatever the words are."""
    return secrets.randbelow(100) < percent
