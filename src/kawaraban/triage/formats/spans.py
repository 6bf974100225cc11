"""Places in a text as the wire format counts them: in units of UTF-16, the end exclusive."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from kawaraban.triage.formats.attributes import Attribute
from kawaraban.triage.model.scores import Span

# The answer to a long text would else be a hundred times as long as the text.
MOST_SPANS: Final = 100
_LAST_OF_ONE_UNIT: Final = "\uffff"


class Units:
    """Counts units of UTF-16 in one text."""

    def __init__(self, text: str) -> None:
        narrow = text.isascii()
        self._wide = [] if narrow else [at for at, sign in enumerate(text) if sign > _LAST_OF_ONE_UNIT]
        self.count = len(text) + len(self._wide)

    def before(self, place: int) -> int:
        """How many units stand before a place that is counted in signs."""
        return place + bisect_left(self._wide, place)


def span_values(spans: Sequence[Span], attribute: Attribute) -> list[tuple[int, int, float]]:
    """Begin, end and value of each sentence; of very many, neighbours stand together under the highest."""
    if not spans:
        return []
    step = -(-len(spans) // MOST_SPANS)
    groups = [spans[start : start + step] for start in range(0, len(spans), step)]
    return [
        (group[0].begin, group[-1].end, max(attribute.value(span.heads) for span in group))
        for group in groups
    ]
