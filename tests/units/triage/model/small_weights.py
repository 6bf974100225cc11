"""A file of weights of our own making: small, and rude about a few words."""

import numpy as np

from kawaraban.triage.model.blocks import BLOCKS, ROWS, STARTS, WORDS
from kawaraban.triage.model.features import seen
from kawaraban.triage.model.hashing import word_hashes
from kawaraban.triage.model.reading import Reader
from kawaraban.triage.model.weights import Columns, Lexicon, Stack, Weights, WeightsPart

RUDE = ("idiot", "moron", "stupid", "fuck", "asshole")
_CALM = ("the", "a", "is", "you", "nice", "article", "what", "an", "good", "duck", "story")


def small_weights() -> Weights:
    """Columns, lexicon and stack of English: two columns of random weights, one of rude words."""
    draw = np.random.default_rng(6)
    kept = draw.random(ROWS) < 0.3
    weights = draw.integers(-127, 128, (int(kept.sum()), 2)).astype(np.int8)
    scales = (draw.random((BLOCKS, 2)) / 500).astype(np.float32)
    noise = Columns(
        ("first", "second"),
        np.packbits(kept, bitorder="little"),
        weights,
        scales,
        np.array([0.1, -0.2], np.float32),
    )
    rude = np.array([200, 180, 150, 255, 230], np.uint8)
    words = word_hashes(RUDE)
    order = np.argsort(words)
    lexicon = Lexicon(("any",), words[order], rude[order, None], np.sort(word_hashes(_CALM)), RUDE)
    stack = Stack(
        ("toxic", "insult"),
        ("first", "any:max", "exclamation_marks"),
        np.zeros(3, np.float32),
        np.ones(3, np.float32),
        np.array([[0.2, 6.0, 0.3], [0.1, 5.0, 0.0]], np.float32),
        np.array([-2.0, -2.5], np.float32),
        np.array([[-3, 0, 3], [-3, 0, 3]], np.float32),
        np.array([[-4, 0, 2], [-2, 0, 4]], np.float32),
    )
    return Weights({"en": WeightsPart(noise, lexicon, stack)}, {"licence": "our own"})


def dense_logits(texts: list[str], columns: Columns) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """What the columns say of texts, by the definition in `weights.Columns`, row by row."""
    full = np.zeros((ROWS, len(columns.names)))
    full[np.unpackbits(columns.kept, bitorder="little").astype(bool)] = columns.weights
    bounds = [*STARTS, ROWS]
    for block in range(BLOCKS):
        full[bounds[block] : bounds[block + 1]] *= columns.scales[block]
    vectors = seen(texts, Reader("en")).vectors
    assert STARTS[WORDS] == 0
    return np.array(
        [
            vectors.values[first:last].astype(np.float64) @ full[vectors.indices[first:last]]
            for first, last in zip(vectors.starts[:-1], vectors.starts[1:], strict=True)
        ]
    ) + columns.intercepts.astype(np.float64)
