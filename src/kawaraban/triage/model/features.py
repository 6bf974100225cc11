"""What training and the site's layer see of texts: the same numbers as the scorer, as one sparse matrix."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kawaraban.triage.model.reading import Reader
from kawaraban.triage.model.style import style
from kawaraban.triage.model.vectors import Numbers, Sparse, measured, sparse

_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Seen:
    """Some texts: their sparse vectors, their words one by one, and how they are written (`style.STYLE`)."""

    vectors: Sparse
    words: list[tuple[str, ...]]
    style: Numbers


def seen(texts: Sequence[str], reader: Reader) -> Seen:
    """All texts as `reader` reads them. Words of a text stand in their order, without raw forms."""
    parts: list[Sparse] = []
    words: list[tuple[str, ...]] = []
    styles = []
    for first in range(0, len(texts), _AT_ONCE):
        if reader.is_full:
            reader.forget()
        some = texts[first : first + _AT_ONCE]
        reading = reader.read(some)
        parts.append(sparse(measured(reading, reader.table), reader.table))
        styles.append(style(some, reading, reader.table))
        words.extend(reader.words_in(reading))
    return Seen(_stacked(parts), words, np.concatenate(styles) if styles else np.zeros((0, 8)))


def _stacked(parts: Sequence[Sparse]) -> Sparse:
    counts = [np.diff(part.starts) for part in parts]
    return Sparse(
        np.concatenate([[0], np.cumsum(np.concatenate(counts))]) if counts else np.zeros(1, np.int64),
        np.concatenate([part.indices for part in parts]) if parts else np.zeros(0, np.uint32),
        np.concatenate([part.values for part in parts]) if parts else np.zeros(0, np.float32),
    )
