"""The figures of all processes as a monitoring program reads them: Prometheus' text, or OpenMetrics where it asks so.

Read are the board, which is memory, and a few small files. Neither the database nor the page store is asked. The
library that writes the text is loaded when somebody asks for the first time.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import Metric

from kawaraban.kit.board import TROUBLES
from kawaraban.kit.seeing.families import FAMILIES, SECONDS, MetricFamily
from kawaraban.kit.seeing.gauges import GAUGES, read_gathered
from kawaraban.press.front.health import FrontHealth
from kawaraban.press.front.seeing.settings import MetricsSettings

_BOUNDS: Final = (*(str(bound) for bound in SECONDS), "+Inf")
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Exposition:
    """All that is told, gathered anew each time."""

    settings: MetricsSettings
    health: FrontHealth

    def text(self, accept: str) -> tuple[bytes, str]:
        """The body, and its content type."""
        registry = CollectorRegistry(auto_describe=False)
        registry.register(self)
        encode, content_type = choose_encoder(accept)
        return bytes(encode(registry)), content_type

    def collect(self) -> Iterator[Metric]:
        """Called by the library."""
        info = GaugeMetricFamily(
            "kawaraban_info", "Which version runs, over which database.", labels=["version", "database"]
        )
        info.add_metric([self.settings.version, self.settings.database], 1)
        yield info
        yield from self._counted()
        yield from self._found()
        yield from self._signs_of_life()
        yield from self._locks()
        yield from _processes(self.settings.run)
        yield from self._disk()

    def _counted(self) -> Iterator[Metric]:
        board = self.health.board
        rows = {name: board.numbers(name) for name in board.names}
        together = [sum(column) for column in zip(*rows.values(), strict=True)]
        for family in FAMILIES:
            made = _MADE[family.kind](
                family.name,
                family.help,
                labels=[*family.labels, *(["process"] if family.by_process else [])],
            )
            for labels in family.series:
                if family.by_process:
                    for name, row in rows.items():
                        if name != self.health.unwritten_worker:
                            _add(made, family, [*labels, name], _of(family, labels, row))
                else:
                    _add(made, family, list(labels), _of(family, labels, together))
            yield made

    def _found(self) -> Iterator[Metric]:
        found = read_gathered(self.settings.run / "figures.json")
        if found.age_seconds is not None:
            yield GaugeMetricFamily(
                "kawaraban_figures_age_seconds",
                "How old the answers of the database are. Those that are too old are left out.",
                value=found.age_seconds,
            )
        for gauge in GAUGES:
            made = GaugeMetricFamily(gauge.name, gauge.help, labels=[gauge.label] if gauge.label else [])
            for labels, value in found.values.get(gauge.name, ()):
                made.add_metric(list(labels), value)
            if made.samples:
                yield made

    def _signs_of_life(self) -> Iterator[Metric]:
        silent = GaugeMetricFamily(
            "kawaraban_process_silent_seconds",
            "Seconds since a process has given a sign of life.",
            labels=["process"],
        )
        for name in self.health.board.names:
            silence = self.health.board.silence(name)
            if silence is not None and name != self.health.unwritten_worker:
                silent.add_metric([name], silence)
        yield silent
        troubles = GaugeMetricFamily(
            "kawaraban_trouble", "What /healthz names: 1 where it fails.", labels=["trouble"]
        )
        found = self.health.troubles()
        for trouble in TROUBLES:
            troubles.add_metric([trouble], float(trouble in found))
        yield troubles
        yield GaugeMetricFamily(
            "kawaraban_mails_given_up",
            "Mails that nobody tries to send any more.",
            value=self.health.mails_given_up(),
        )

    def _locks(self) -> Iterator[Metric]:
        """How the writer's lock was held: that of SQLite, or the turn."""
        held = CounterMetricFamily(
            "kawaraban_lock_held_seconds", "Seconds for which the writer's lock was held.", labels=["process"]
        )
        long = CounterMetricFamily(
            "kawaraban_lock_held_long", "Times that it was held for more than 100 ms.", labels=["process"]
        )
        for name, figures in self.health.board.locks().items():
            held.add_metric([name], figures.sum_seconds)
            long.add_metric([name], figures.long_count)
        yield held
        yield long

    def _disk(self) -> Iterator[Metric]:
        try:
            told = os.statvfs(self.health.root)
        except OSError:
            return
        yield GaugeMetricFamily(
            "kawaraban_disk_free_bytes",
            "Room on the disk of the paper's folder.",
            value=told.f_bavail * told.f_frsize,
        )


def _processes(run: Path) -> Iterator[Metric]:
    """What the system knows of each process whose number stands in `run/` (Linux)."""
    memory = GaugeMetricFamily(
        "kawaraban_process_resident_bytes", "Memory of a process, with what it shares.", labels=["process"]
    )
    busy = CounterMetricFamily(
        "kawaraban_process_cpu_seconds", "Processor time that a process has used.", labels=["process"]
    )
    for path in sorted(run.glob("*.pid"))[:80]:
        try:
            pid = int(path.read_text(encoding="ascii"))
            after_name = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            resident = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
        except (OSError, ValueError, IndexError):
            continue
        name = path.stem.replace("-", " ")
        memory.add_metric([name], resident * _PAGE)
        busy.add_metric([name], (int(after_name[11]) + int(after_name[12])) / _TICKS)
    yield memory
    yield busy


_MADE: Final[dict[str, Any]] = {
    "counter": CounterMetricFamily,
    "gauge": GaugeMetricFamily,
    "histogram": HistogramMetricFamily,
}


def _of(family: MetricFamily, labels: tuple[str, ...], numbers: Any) -> list[float]:
    first = family.place(*labels)
    return list(numbers[first : first + family.width])


def _add(made: Any, family: MetricFamily, labels: list[str], numbers: list[float]) -> None:
    if family.kind != "histogram":
        made.add_metric(labels, numbers[0])
        return
    *counts, together = numbers
    sums = [sum(counts[: place + 1]) for place in range(len(counts))]
    made.add_metric(labels, buckets=list(zip(_BOUNDS, sums, strict=True)), sum_value=together)
