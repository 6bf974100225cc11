"""How many questions a second each caller has asked, in memory that all processes of the endpoint share.

A second begins anew for everybody at the same time. Two processes that count at the same instant may let one question
more through: what is guarded is a machine, not money.
"""

import mmap
from typing import Final

from kawaraban.triage.endpoint.callers import MOST_CALLERS, Caller

_WIDTH: Final = 8


class Rates:
    """Made before the processes part."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, (MOST_CALLERS + 1) * _WIDTH)
        self._counts = memoryview(self._shared).cast("I")

    def allows(self, caller: Caller, second: int) -> bool:
        """Count a question of this second. False where it is one too many."""
        if not caller.per_second:
            return True
        place = caller.place * 2
        counts = self._counts
        if counts[place] != second & 0xFFFFFFFF:
            counts[place] = second & 0xFFFFFFFF
            counts[place + 1] = 0
        counts[place + 1] += 1
        return counts[place + 1] <= caller.per_second
