"""A lexicon where nobody marked spans: how many of the texts that hold a word are rude."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kawaraban.triage.training.folds import FOLDS
from kawaraban.triage.training.inputs import Lexical, Material
from kawaraban.triage.training.spans import Strengths

# So many texts, rude as often as all are, are added to those that hold a word.
_PRIOR = 8.0
_FEWEST = 3
DOCUMENT_NAMES = ("any",)


def by_documents(material: Material, label: str) -> Lexical:
    """The lexicon of a corpus by its labels, and its inputs, crossed."""
    is_rude = material.corpus.labels[label] > 0.5
    own = np.zeros((len(material.words), 2))
    for fold in range(FOLDS):
        inside, outside = np.flatnonzero(material.folds != fold), np.flatnonzero(material.folds == fold)
        part = _strengths([material.words[place] for place in inside.tolist()], is_rude[inside])
        own[outside] = part.inputs([material.words[place] for place in outside.tolist()])
    return Lexical(_strengths(material.words, is_rude), {material.corpus.name: own}, DOCUMENT_NAMES)


def _strengths(texts: Sequence[tuple[str, ...]], is_rude: NDArray[np.bool_]) -> Strengths:
    counts: dict[str, list[int]] = {}
    for text, rude in zip(texts, is_rude.tolist(), strict=True):
        for word in set(text):
            count = counts.setdefault(word, [0, 0])
            count[0] += 1
            count[1] += int(rude)
    words = sorted(word for word, count in counts.items() if count[0] >= _FEWEST)
    table = np.array([counts[word] for word in words], np.float64).reshape(-1, 2)
    usual = float(np.mean(is_rude))
    values = (table[:, 1] + _PRIOR * usual) / (table[:, 0] + _PRIOR)
    above = np.round(np.clip((values - usual) / (1.0 - usual), 0.0, 1.0) * 255.0) / 255.0
    return Strengths({word: place for place, word in enumerate(words)}, above[:, None])
