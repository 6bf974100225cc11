"""What trusted clients suggested, as lessons beside those of the desk.

A client says of one text what it thinks of each head: the text is one lesson, which breaks the policy where one head
says so. As several, they would contradict each other, and one would be judged by what another of the same text taught.
"""

from dataclasses import dataclass, field
from typing import Final

from cryptography.fernet import InvalidToken

from kawaraban.triage.learning.retraining import Lesson
from kawaraban.triage.model.heads import Head
from kawaraban.triage.model.scores import Features
from kawaraban.triage.models import Suggestion
from kawaraban.triage.taught.suggestions import features_of, packed

# A client that is trusted knows its own readers, and not this desk.
MOST_SUGGESTIONS: Final = 1_000
WEIGHT_OF_A_SUGGESTION: Final = 0.5
_BREAKS_FROM: Final = 0.5
# Each head, and the text as a whole.
_MOST_OF_ONE_TEXT: Final = len(Head) + 1
_ROWS_AT_ONCE: Final = 200


@dataclass(slots=True)
class _Suggested:
    """One text of one client, and what it said of each head last."""

    features: Features
    language: str
    values: dict[str, float] = field(default_factory=dict)

    @property
    def lesson(self) -> Lesson:
        breaks = max(self.values.values()) >= _BREAKS_FROM
        return Lesson(self.features, breaks, self.language, WEIGHT_OF_A_SUGGESTION, is_own=False)


def suggested_lessons() -> list[Lesson]:
    """The newest texts of clients that are trusted by now, the oldest first.

    What was kept under another key of the paper says nothing.
    """
    trusted = Suggestion.objects.filter(client__is_trusted=True, client__revoked_at__isnull=True)
    newest = trusted.order_by("-suggested_at", "-pk")[: MOST_SUGGESTIONS * _MOST_OF_ONE_TEXT]
    texts: dict[tuple[int, bytes], _Suggested] = {}
    for row in newest.iterator(_ROWS_AT_ONCE):
        try:
            features = features_of(row)
        except (ValueError, InvalidToken):
            continue
        text = (row.client_id, packed(features))
        if text not in texts and len(texts) == MOST_SUGGESTIONS:
            break
        texts.setdefault(text, _Suggested(features, row.language)).values.setdefault(row.head, row.value)
    return [each.lesson for each in texts.values()][::-1]
