"""Where the weights of a row lie: only some rows are kept, and a bit for each of all says which."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kawaraban.triage.model.hashing import Counts, Hashes

_FIVE, _LOW = np.uint32(5), np.uint32(31)
_LAST, _UPPER = np.uint64(0x80000000), np.uint64(32)


@dataclass(frozen=True, slots=True)
class KeptRows:
    """For each 32 rows how many are kept before, in the upper half of a number, and a bit for each in the lower."""

    bits: NDArray[np.uint64]

    @staticmethod
    def of(packed: NDArray[np.uint8]) -> "KeptRows":
        """From one bit a row, the lowest first."""
        bits = packed.view("<u4").astype(np.uint64)
        counts = np.bitwise_count(bits).astype(np.uint64)
        return KeptRows(bits | (counts.cumsum(dtype=np.uint64) - counts) << _UPPER)

    def places(self, rows: Hashes) -> Counts:
        """The place of each row among those kept, counted from 1. 0 is a row that is not kept."""
        found = self.bits[rows >> _FIVE]
        # The bits up to and with the row's own: their number is its place in its word, from 1.
        bits = found << (_LOW - (rows & _LOW))
        bits &= _ALL_BITS
        found >>= _UPPER
        found += np.bitwise_count(bits)
        found *= bits >= _LAST
        places: Counts = found.view(np.int64)
        return places


_ALL_BITS = np.uint64(0xFFFFFFFF)
