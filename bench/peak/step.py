"""One step of the peak hour: everybody at once, so many times as fast as the hour is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles

from bench.load import Load, Wrk
from bench.machine import cores_count
from bench.noise import Clocks, others_share
from bench.paced import Paced
from bench.peak.deciding import Decided, Shift
from bench.peak.desk import Moderator
from bench.peak.founding import PeakPaper
from bench.peak.spent import cpu_by_role, spent
from bench.refusals import Refused
from bench.server import Server

PAGES_OF_THE_HOUR = 900_000
COMMENTS_OF_THE_HOUR = 5_000
_HOUR_SECONDS = 3600
_CONNECTIONS = 100
# What a reader, a sender, a moderator may wait (p99) before the paper is called broken.
READER_MS, SENDER_MS, MODERATOR_MS, SHOWN_MS = 500.0, 2_000.0, 2_000.0, 5_000.0
_ENOUGH = 0.95


@dataclass(frozen=True, slots=True)
class Crew:
    """A served paper and who works on it. `database_pids`: all processes of a PostgreSQL, now."""

    peak: PeakPaper
    server: Server
    moderators: Sequence[Moderator]
    database_pids: Callable[[], set[int]]


@dataclass
class Step:
    """What everybody saw. `cpu`: seconds by role. Times in milliseconds, p99."""

    factor: int
    seconds: int
    sent_count: int
    read: Load | str
    senders: Sequence[Mapping[str, float]]
    decided: Decided
    cpu: Mapping[str, float]
    others_share: float
    wanted: Mapping[str, float] = field(default_factory=dict)

    def facts(self, cores: int) -> dict[str, object]:
        """For the page. `share of the hour`: CPU seconds that a whole hour takes, of those that all cores have."""
        read = self.read
        hour = sum(self.cpu.values()) * _HOUR_SECONDS / self.seconds / self.factor
        busiest = max(self.cpu, key=lambda name: self.cpu[name])
        return {
            "times": self.factor,
            "pages a second": round(read.rate / 2) if isinstance(read, Load) else read,
            "reader p99 ms": round(read.p99_ms, 1) if isinstance(read, Load) else None,
            "comments": sum(int(each["answered"]) for each in self.senders),
            "comments refused": sum(int(each["refused"]) for each in self.senders),
            "sender p99 ms": round(max(each["p99_ms"] for each in self.senders), 1),
            "decisions": len(self.decided.answered),
            "moderator median ms": round(median(self.decided.answered or [0.0]) * 1000, 1),
            "moderator p99 ms": p99_ms(self.decided.answered),
            "to the page p99 ms": p99_ms(self.decided.shown),
            "nothing waited": self.decided.idle,
            "cpu s": dict(self.cpu),
            "cpu s of a whole hour": round(hour),
            "share of the hour": round(hour / _HOUR_SECONDS / cores, 4),
            "busiest": busiest,
            "cores busy with the paper": round(sum(self.cpu.values()) / self.seconds, 2),
            "others' share of the machine": round(self.others_share, 2),
        }


def run_step(crew: Crew, factor: int, *, seconds: int, first: int) -> Step:
    """Readers by wrk, senders in open loops, moderators at the desk. `first`: the number of the first comment."""
    peak, server = crew.peak, crew.server
    a_second = COMMENTS_OF_THE_HOUR * factor / _HOUR_SECONDS
    # A sender sends a whole number each second: a slow hour has fewer of them.
    threads = peak.threads[: max(1, round(a_second))]
    rate = max(1, round(a_second / len(threads)))
    sending = [
        Paced(server.port, thread, rate, seconds, first + place * rate * seconds)
        for place, thread in enumerate(threads)
    ]
    clocks = Clocks.read(set(server.roots))
    before = cpu_by_role(peak.paper.data, server, crew.database_pids())
    started = [each.start() for each in sending]
    wrk = _readers(peak, server, factor, seconds)
    reading = wrk.start()
    shift = Shift(server.port, peak.paths, a_second, seconds)
    decided = shift.work(crew.moderators)
    try:
        read: Load | str = wrk.finish(reading)
    except Refused as refused:
        read = str(refused)
    told = [each.told(process) for each, process in zip(sending, started, strict=True)]
    cpu = spent(before, cpu_by_role(peak.paper.data, server, crew.database_pids()))
    share = others_share(clocks, Clocks.read(set(server.roots)), cores=cores_count())
    wanted = {
        "pages": PAGES_OF_THE_HOUR * factor / _HOUR_SECONDS,
        "comments": rate * len(sending) * seconds,
        "decisions": a_second * seconds,
    }
    return Step(factor, seconds, int(wanted["comments"]), read, told, decided, cpu, share, wanted)


def _readers(peak: PeakPaper, server: Server, factor: int, seconds: int) -> Wrk:
    """Each page is followed by the beacon of its read: twice as many requests as pages."""
    requests = 2 * PAGES_OF_THE_HOUR * factor / _HOUR_SECONDS
    pause = max(1, round(_CONNECTIONS * 1000 / requests))
    words = [str(pause), *(word for story in peak.stories for word in story)]
    return Wrk(server.address, seconds, connections=_CONNECTIONS, script="readers.lua", words=words)


def broken(step: Step) -> list[str]:
    """What did not hold, each in words."""
    read, told = step.read, step.decided
    in_time = sum(int(each["in_time"]) for each in step.senders)
    seen = {
        "readers got errors": not isinstance(read, Load),
        f"readers waited longer than {READER_MS:.0f} ms": isinstance(read, Load) and read.p99_ms > READER_MS,
        "readers were served too slowly": isinstance(read, Load)
        and read.rate / 2 < _ENOUGH * 0.9 * step.wanted["pages"],
        "comments were refused": any(each["refused"] for each in step.senders),
        "comments were taken too slowly": in_time < _ENOUGH * step.wanted["comments"],
        f"senders waited longer than {SENDER_MS:.0f} ms": max(each["p99_ms"] for each in step.senders)
        > SENDER_MS,
        f"decisions failed ({next(iter(told.faults), '')})": bool(told.faults),
        "moderators could not keep the pace": len(told.answered) + told.idle
        < _ENOUGH * step.wanted["decisions"],
        f"moderators waited longer than {MODERATOR_MS:.0f} ms": p99_ms(told.answered) > MODERATOR_MS,
        f"decisions were not on the page within {SHOWN_MS:.0f} ms": p99_ms(told.shown) > SHOWN_MS,
    }
    return [words for words, is_so in seen.items() if is_so]


def p99_ms(times: Sequence[float]) -> float:
    """Of seconds; with few of them the longest."""
    if len(times) < 2:
        return round(max(times, default=0.0) * 1000, 1)
    return round(quantiles(times, n=100, method="inclusive")[98] * 1000, 1)
