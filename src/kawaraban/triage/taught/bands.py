"""How sure the model is, in steps that have a name: a number alone says more than is known.

    band_of(0.7)     # Band.PROBABLY

The steps are probabilities of the calibrated score. The words for them stand where people read them.
"""

from enum import IntEnum
from typing import Final


class Band(IntEnum):
    """Stored: the numbers are frozen."""

    NOTHING = 0
    MAY = 1
    PROBABLY = 2
    VERY_PROBABLY = 3


# From which probability on.
FROM: Final = {Band.MAY: 0.35, Band.PROBABLY: 0.6, Band.VERY_PROBABLY: 0.85}


def band_of(probability: float | None) -> Band:
    """None is nothing: nobody said anything."""
    if probability is None:
        return Band.NOTHING
    return max((band for band, least in FROM.items() if probability >= least), default=Band.NOTHING)
