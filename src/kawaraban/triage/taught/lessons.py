"""What the desk has decided, as something to learn from: which words, and whether they broke the policy.

Triage keeps no words. The settings name who gives them (`TRIAGE_TEXTS`): of an erased comment nobody gives any, and
nothing is learnt from it any more.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from kawaraban.triage.learning.retraining import Lesson
from kawaraban.triage.model.scorer import Model
from kawaraban.triage.models import Assessment

# A subject, and the number of its revision.
Words: TypeAlias = tuple[str, int]
# The texts of those that still have one.
TextsOf: TypeAlias = Callable[[Sequence[Words]], Mapping[Words, str]]

# A longer text says what it says by then.
LONGEST_TEXT: Final = 5_000
_AT_ONCE: Final = 256


@dataclass(frozen=True, slots=True)
class LessonRow:
    """One lesson without its words. `number` is the place among all assessments."""

    number: int
    words: Words
    language: str
    breaks: bool


def texts_of(words: Sequence[Words]) -> Mapping[Words, str]:
    """The texts that are still there."""
    return _giver()(words) if words else {}


@lru_cache(maxsize=1)
def _giver() -> TextsOf:
    giver: TextsOf = import_string(settings.TRIAGE_TEXTS)
    return giver


def with_lesson() -> QuerySet[Assessment]:
    """Decisions from which something is learnt, the oldest first."""
    return Assessment.objects.filter(lesson__isnull=False).order_by("pk")


def decided(rows: QuerySet[Assessment]) -> list[LessonRow]:
    """These, as they are to be learnt."""
    columns = rows.values_list("pk", "subject", "revision_number", "language", "lesson")
    return [
        LessonRow(number, (subject, revision), language, lesson == 1)
        for number, subject, revision, language, lesson in columns
    ]


def newest_of_each(found: Sequence[LessonRow]) -> list[LessonRow]:
    """Each text once: who decided about it last was right. In the order of the decisions."""
    last = {each.words: each for each in found}
    return [each for each in found if last[each.words] is each]


def lessons(found: Sequence[LessonRow], model: Model) -> Iterator[tuple[LessonRow, Lesson]]:
    """Those whose words are still there, with what is learnt of the words."""
    for at in range(0, len(found), _AT_ONCE):
        texts = texts_of([each.words for each in found[at : at + _AT_ONCE]])
        there = [each for each in found[at : at + _AT_ONCE] if texts.get(each.words)]
        features = model.features_many(
            [texts[each.words][:LONGEST_TEXT] for each in there], [each.language for each in there]
        )
        for each, some in zip(there, features, strict=True):
            yield each, Lesson(some, each.breaks, each.language)
