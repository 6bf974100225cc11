"""Where the weights of a row lie: only some rows are kept, and a bit for each of all says which."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kawaraban.triage.model.hashing import Counts, Hashes

_BITS = 32


@dataclass(frozen=True, slots=True)
class KeptRows:
    """Bits of which rows are kept, and for each 32 of them how many are kept before."""

    bits: NDArray[np.uint32]
    before: NDArray[np.int32]

    @staticmethod
    def of(packed: NDArray[np.uint8]) -> "KeptRows":
        """From one bit a row, the lowest first."""
        bits = packed.view("<u4").astype(np.uint32)
        counts = np.bitwise_count(bits).astype(np.int32)
        return KeptRows(bits, np.cumsum(counts, dtype=np.int32) - counts)

    def places(self, rows: Hashes) -> Counts:
        """The place of each row among those kept, counted from 1. 0 is a row that is not kept."""
        words = rows >> np.uint32(5)
        bits = self.bits[words] >> (rows & np.uint32(_BITS - 1))
        shifted = self.bits[words] << (np.uint32(_BITS - 1) - (rows & np.uint32(_BITS - 1)))
        # The bits up to and with the row's own: their number is its place in its word, from 1.
        found = self.before[words] + np.bitwise_count(shifted)
        return np.where(bits & np.uint32(1), found, 0).astype(np.int64)
