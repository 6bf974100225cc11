"""How much of the machine somebody else used while we measured.

All CPU time of the machine (user, nice, system, stolen) less that of the processes that we started, less our own.
Time of interrupts is left out: the network on loopback is ours, and Linux counts it for nobody.
"""

import os
import resource
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bench.processes import cpu_seconds, tree

# More than this of all cores used by others, and a load is called disturbed.
DISTURBED_SHARE = 0.05
_TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_USER, _NICE, _SYSTEM, _STEAL = 0, 1, 2, 7


@dataclass(frozen=True, slots=True)
class Clocks:
    """The clocks of the machine and of ourselves at one moment."""

    at: float
    busy: float
    ours: float

    @classmethod
    def read(cls, roots: Iterable[int]) -> Self:
        """`roots`: the processes that were started for the measurement and still run."""
        pids = {pid for root in roots for pid in tree(root)}
        spent = sum(
            usage.ru_utime + usage.ru_stime
            for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        )
        return cls(at=time.monotonic(), busy=busy_seconds(), ours=cpu_seconds(pids) + spent)


def others_share(before: Clocks, after: Clocks, *, cores: int) -> float:
    """Which share of all cores somebody else used between the two moments, 0 to 1."""
    used = (after.busy - before.busy) - (after.ours - before.ours)
    return min(1.0, max(0.0, used / (cores * max(after.at - before.at, 0.001))))


def busy_seconds(read: Callable[[], str] = lambda: Path("/proc/stat").read_text(encoding="ascii")) -> float:
    """CPU time that all cores have spent on processes, and that the host has taken away."""
    fields = [int(field) for field in read().splitlines()[0].split()[1:]]
    return sum(fields[place] for place in (_USER, _NICE, _SYSTEM, _STEAL) if place < len(fields)) / _TICK
