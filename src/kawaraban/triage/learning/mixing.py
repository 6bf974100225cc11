"""Where a feature stands in what a paper has learnt: another place in every paper, and nobody reads words back.

    places(features.indices, keys_of(secret))     # uint32, each below PLACES

The features of a text are hashes that anybody can compute: whoever had the weights of a paper could try words until
one fits. Under a secret of the paper they cannot. The secret is not in the weights, and not in the database.
"""

import hashlib
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Indices: TypeAlias = NDArray[np.uint32]

# Two to this power. Some thousand comments have half a million pieces, most of which stand in one of them alone.
_BITS: Final = 19
PLACES: Final = 1 << _BITS
_ROUNDS: Final = 3


@dataclass(frozen=True, slots=True)
class PlaceKeys:
    """For each round what is added, and the odd number by which it is multiplied."""

    added: tuple[np.uint64, ...]
    factors: tuple[np.uint64, ...]
    # Tells these from other keys, and nothing of them.
    name: str


def keys_of(secret: bytes) -> PlaceKeys:
    """The same for the same secret, on every machine."""
    drawn = hashlib.shake_256(b"places of features" + secret).digest(16 * _ROUNDS)
    numbers = np.frombuffer(drawn, dtype="<u8").astype(np.uint64)
    name = hashlib.sha256(b"name of keys" + secret).hexdigest()[:16]
    return PlaceKeys(tuple(numbers[:_ROUNDS]), tuple(numbers[_ROUNDS:] | np.uint64(1)), name)


def places(indices: Indices, keys: PlaceKeys) -> Indices:
    """Each index to its place; two may share one."""
    mixed = indices.astype(np.uint64)
    for added, factor in zip(keys.added, keys.factors, strict=True):
        mixed += added
        mixed ^= mixed >> np.uint64(32)
        mixed *= factor
        mixed ^= mixed >> np.uint64(29)
    return (mixed >> np.uint64(64 - _BITS)).astype(np.uint32)
