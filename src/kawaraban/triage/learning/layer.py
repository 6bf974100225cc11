"""What one desk taught over the base model: a residual, stepped with each decision and made anew from many.

    layer = SiteLayer.untaught(base="3fa2c81d09be", keys=keys_of(secret))
    layer.probability(features)          # what the base says
    layer.step(features, breaks=True)    # the desk refused it: a little more for what is like it

The steps are AdaGrad's (Duchi, Hazan, Singer, JMLR 12, 2011): what was often seen moves less. A layer holds numbers at
places (`mixing`), and no words.
"""

import hashlib
from dataclasses import dataclass, field
from math import exp, log
from typing import Final

import numpy as np

from kawaraban.triage.learning.languages import Languages
from kawaraban.triage.learning.mixing import PlaceKeys
from kawaraban.triage.learning.rows import SIZE, Floats, PlaceWeights, TextRow
from kawaraban.triage.model.scores import Features

# How far a first step goes, and how much was seen of each place before anything was.
_RATE: Final = 0.2
_SEEN_BEFORE: Final = 0.05
# No logit is further from even.
_FURTHEST: Final = 30.0


@dataclass(slots=True)
class SiteLayer:
    """`weights` and what the steps have `moved` are by place. `languages`: how well it knows which."""

    base: str
    keys: PlaceKeys
    weighing: PlaceWeights
    weights: Floats
    moved: Floats
    languages: Languages = field(default_factory=Languages)

    @classmethod
    def untaught(cls, *, base: str, keys: PlaceKeys) -> "SiteLayer":
        """It says what the base says."""
        nothing = np.zeros(SIZE, np.float32)
        return cls(base, keys, PlaceWeights.of_nothing(), nothing, nothing.copy())

    def copy(self) -> "SiteLayer":
        """One that can be stepped while others read this one."""
        return SiteLayer(
            self.base, self.keys, self.weighing, self.weights.copy(), self.moved.copy(), self.languages
        )

    def row(self, features: Features) -> TextRow:
        """The text as this layer sees it."""
        return self.weighing.row(features, self.keys)

    def logit(self, row: TextRow) -> float:
        """What base and desk say together."""
        return row.offset + float(self.weights[row.places] @ row.values)

    def probability(self, features: Features) -> float:
        """How probably the words break the policy of this paper, from 0 to 1."""
        return sigmoid(self.logit(self.row(features)))

    def step(self, features: Features, *, breaks: bool) -> None:
        """Learn from one decision. Under 100 microseconds for a text of usual length."""
        row = self.row(features)
        stepped(row, pull_of(row, self.weights, breaks=breaks), self.weights, self.moved, rate=_RATE)


def pull_of(row: TextRow, weights: Floats, *, breaks: bool) -> Floats:
    """How far a lesson pulls each of its places, and where to: the gradient of the logistic loss."""
    said = sigmoid(row.offset + float(weights[row.places] @ row.values))
    return np.float32(said - breaks) * row.values


def stepped(row: TextRow, pull: Floats, weights: Floats, moved: Floats, *, rate: float) -> None:
    """One step of AdaGrad, in place."""
    so_far = moved[row.places] + pull * pull
    moved[row.places] = so_far
    weights[row.places] -= np.float32(rate) * pull / np.sqrt(so_far + np.float32(_SEEN_BEFORE))


def sigmoid(logit: float) -> float:
    """A logit as a probability."""
    return 1.0 / (1.0 + exp(-max(-_FURTHEST, min(_FURTHEST, logit))))


def logit_of(probability: float) -> float:
    """The inverse, of 1e-9 to 1 - 1e-9."""
    inside = min(1 - 1e-9, max(1e-9, probability))
    return log(inside / (1 - inside))


def digest_of(written: bytes) -> str:
    """What a layer is called: by its bytes."""
    return hashlib.sha256(written).hexdigest()
