"""What a layer says of many texts at once: the same as of each, in a tenth of the time."""

from collections.abc import Sequence

import numpy as np

from kawaraban.triage.learning.layer import SiteLayer
from kawaraban.triage.learning.mixing import places
from kawaraban.triage.learning.retraining import Logits
from kawaraban.triage.learning.rows import BLOCK_LENGTHS, block_of, dense_row
from kawaraban.triage.model.blocks import BLOCKS
from kawaraban.triage.model.scores import Features


def logits_of(layer: SiteLayer, texts: Sequence[Features]) -> Logits:
    """Of each text what base and desk say together; within 1e-5 of `layer.logit`."""
    if not texts:
        return np.zeros(0)
    owners = np.repeat(np.arange(len(texts)), [len(text.indices) for text in texts])
    indices = np.concatenate([text.indices for text in texts])
    at = places(indices, layer.keys)
    values = np.concatenate([text.values for text in texts]) * layer.weighing.weights[at]
    blocks = owners * BLOCKS + block_of(indices)
    squares = np.bincount(blocks, values * values, minlength=len(texts) * BLOCKS)
    lengths = np.tile(BLOCK_LENGTHS, len(texts)) / np.sqrt(np.maximum(squares, 1e-12))
    pulled = values * lengths[blocks] * layer.weights[at]
    said: Logits = np.bincount(owners, pulled, minlength=len(texts)).astype(np.float64)
    for place, text in enumerate(texts):
        row = dense_row(text.dense)
        said[place] += layer.logit(row)
    return said
