"""C1: the CPU of a counted hit, to that of one durable UPDATE. The two measurements themselves: counted_hits.py."""

import importlib
from typing import Protocol, cast

from bench.machine import cores_count
from bench.noise import Clocks, others_share
from bench.rounds import Measured
from bench.server import NotMeasured
from bench.stage import Stage


class CountedHits(Protocol):
    """Each gives microseconds of CPU for one."""

    def measure_counted_hit(self) -> float: ...
    def measure_durable_update(self) -> float: ...


def measure_hits(stage: Stage) -> Measured:
    """The one to the other, in each round."""
    hits = _counted_hits()
    figures, shares, told = [], [], []
    for _ in range(stage.course.rounds_count):
        before = Clocks.read([])
        update, hit = hits.measure_durable_update(), hits.measure_counted_hit()
        shares.append(others_share(before, Clocks.read([]), cores=cores_count()))
        figures.append(hit / update)
        told.append((hit, update))
    hit, update = sorted(told, key=lambda both: both[0] / both[1])[len(told) // 2]
    beside = {"a hit, us": hit, "an UPDATE, us": update}
    return Measured(tuple(figures), shares=tuple(shares), beside=beside)


def _counted_hits() -> CountedHits:
    try:
        return cast(CountedHits, importlib.import_module("bench.counted_hits"))
    except ImportError as missing:
        raise NotMeasured(f"bench/counted_hits.py cannot be loaded: {missing}") from missing
