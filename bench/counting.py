"""C1: the CPU of a counted hit, to what one durable UPDATE takes. The measurements themselves: counted_hits.py."""

import importlib
from statistics import median
from typing import Protocol, cast

from bench.machine import cores_count
from bench.noise import Clocks, others_share
from bench.refusals import NotMeasured
from bench.rounds import Measured
from bench.stage import Stage


class CountedHits(Protocol):
    """Each gives microseconds for one: of CPU, of waiting, of CPU."""

    def measure_counted_hit(self) -> float: ...
    def measure_durable_update(self) -> float: ...
    def measure_durable_update_cpu(self) -> float: ...


def measure_hits(stage: Stage) -> Measured:
    """The CPU of a hit to the time of an UPDATE, in each round; to the UPDATE's own CPU beside it."""
    hits = _counted_hits()
    told: list[tuple[float, float, float]] = []
    shares = []
    while len(told) < stage.course.rounds_count and not (told and stage.course.is_over):
        before = Clocks.read([])
        told.append(
            (hits.measure_counted_hit(), hits.measure_durable_update(), hits.measure_durable_update_cpu())
        )
        shares.append(others_share(before, Clocks.read([]), cores=cores_count()))
    return Measured(
        figures=tuple(hit / update for hit, update, _cpu in told),
        cpu_figures=tuple(hit / cpu for hit, _update, cpu in told),
        shares=tuple(shares),
        beside={
            "CPU of a hit, us": median(hit for hit, _update, _cpu in told),
            "an UPDATE, us": median(update for _hit, update, _cpu in told),
        },
    )


def _counted_hits() -> CountedHits:
    try:
        return cast(CountedHits, importlib.import_module("bench.counted_hits"))
    except ImportError as missing:
        raise NotMeasured(f"bench/counted_hits.py cannot be loaded: {missing}") from missing
