"""`python -m bench`: measures the rows, writes their files and the table, and exits with what they came to.

0: all rows are above their floors. 1: one is under it, or was refused. 2: one could not be measured.
"""

import argparse
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from bench import report, results
from bench.analyses import measure_analyses
from bench.counting import measure_hits
from bench.deciding import measure_decisions
from bench.elsewhere import ROWS as ELSEWHERE_ROWS
from bench.elsewhere import measure_elsewhere
from bench.grown.erasing import measure_erasure
from bench.grown.measuring import ROWS as GROWTH_ROWS
from bench.grown.measuring import measure_growth
from bench.isso import versions as isso_versions
from bench.machine import describe, load_average
from bench.peers_reading import measure_isso_thread, measure_wordpress
from bench.pressing import measure_presses
from bench.processes import end_descendants
from bench.reading import measure_identity, measure_not_modified, measure_random, measure_story
from bench.refusals import NotMeasured, Refused
from bench.resting import measure_memory, measure_starts
from bench.rounds import Course, Measured
from bench.slow_pages import measure_slow_pages
from bench.stage import Stage
from bench.targets import Target, chosen_targets, is_elsewhere, is_of_growth
from bench.together import measure_together
from bench.two_nodes import ROWS as TWO_NODES_ROWS
from bench.two_nodes import measure_two_nodes
from bench.wordpress import versions as wordpress_versions
from bench.writing import measure_writes

# Rows are begun, and rounds added, until so long after the start; the rest of ten minutes is for what is under way.
_BUDGET_SECONDS = 510.0

# The papers of growth that are made for each way to ask.
_SIZES: Mapping[str, Sequence[str]] = {"": (), "yes": ("S", "M"), "L": ("S", "M", "L")}

Outcome = Measured | Refused | NotMeasured
Measure = Callable[[Stage], "Measured | Mapping[str, Outcome]"]

# In this order: what fills the paper with comments comes after what reads it.
MEASURES: tuple[tuple[tuple[str, ...], Measure], ...] = (
    (("R1",), measure_story),
    (("R4",), measure_not_modified),
    (("R5",), measure_identity),
    (("R2",), measure_slow_pages),
    (("R6",), measure_isso_thread),
    (("R3",), measure_random),
    (("W1", "W2"), measure_writes),
    (("X1", "X2"), measure_together),
    (("C1",), measure_hits),
    (("P1",), measure_decisions),
    (("M1",), measure_memory),
    (("S1-stored", "S1-app"), measure_starts),
    (("K1",), measure_presses),
    (("E1",), measure_erasure),
    (("T1", "T2", "T3"), measure_analyses),
    (("R7",), measure_wordpress),
)


def main(words: Sequence[str]) -> int:
    """Measure what the command line names. Returns the exit code."""
    options = _options(words)
    if sys.platform != "linux":
        print("Nothing is measured here: CPU time and memory are read from Linux's /proc.", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, _as_interrupt)
    print(f"Load average {load_average():.1f}. Everything is on loopback, and ends with this command.")
    measured = _measure(options)
    for result in measured:
        result.write(options.results)
        print(report.tell(result))
        for line in report.told_rounds(result):
            print(line)
    report.write_table(options.page, results.newest_lines(options.results))
    return results.exit_code(measured)


def _measure(options: argparse.Namespace) -> list[results.Result]:
    """Every chosen row, in the order of MEASURES. All that was started has ended afterwards."""
    began, load_before = time.monotonic(), load_average()
    course = Course(options.rounds, until=float("inf") if options.growth else began + _BUDGET_SECONDS)
    outcomes: dict[str, Outcome] = {}
    chosen = {target.row for target in options.targets}
    with tempfile.TemporaryDirectory(prefix="kawaraban-bench-") as folder, ExitStack() as stack:
        stage = Stage(Path(folder), course, options.seconds, stack)
        try:
            for rows, measure in (
                *MEASURES,
                (ELSEWHERE_ROWS, measure_elsewhere),
                (TWO_NODES_ROWS, measure_two_nodes),
                *_of_growth(options.growth),
            ):
                if chosen & set(rows):
                    print(f"==> {', '.join(rows)} ({time.monotonic() - began:.0f} s)", flush=True)
                    outcomes |= _outcomes(rows, measure, stage)
        finally:
            # A second Ctrl-C must not leave a server behind.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            stack.close()
            end_descendants()
            signal.signal(signal.SIGINT, signal.default_int_handler)
    run = results.Run(
        measured_on=datetime.now(UTC).date().isoformat(),
        rounds_count=options.rounds,
        seconds=options.seconds,
        machine=describe(isso_versions() | wordpress_versions()),
        load_averages=(load_before, load_average()),
    )
    return [results.judge(target, outcomes[target.row], run) for target in options.targets]


def _of_growth(sizes: Sequence[str]) -> list[tuple[tuple[str, ...], Measure]]:
    return [(GROWTH_ROWS, lambda stage: measure_growth(stage, sizes))] if sizes else []


def _outcomes(rows: Sequence[str], measure: Measure, stage: Stage) -> Mapping[str, Outcome]:
    """What the rows came to; the reason for all of them when they could not be measured."""
    if stage.course.is_over:
        return dict.fromkeys(rows, NotMeasured("the ten minutes were over; ROWS= narrows a run"))
    try:
        told = measure(stage)
    except (Refused, NotMeasured) as reason:
        return dict.fromkeys(rows, reason)
    except Exception as broken:
        # Nobody watches a long run: the other rows are measured, and this one has failed.
        traceback.print_exc()
        return dict.fromkeys(rows, Refused(f"{type(broken).__name__}: {broken}"))
    return {rows[0]: told} if isinstance(told, Measured) else told


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rows", default="", help="for example R1,W1; all without it")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3, help="of one load")
    parser.add_argument("--peers", default="", help="all: WordPress too")
    parser.add_argument(
        "--growth", default="", choices=["", "yes", "L"], help="the rows of growth alone: S and M, or L too"
    )
    parser.add_argument(
        "--database", default="sqlite", choices=["sqlite", "postgresql"], help="postgresql: the rows D alone"
    )
    parser.add_argument("--results", type=Path, default=results.FOLDER)
    parser.add_argument("--page", type=Path, default=report.PAGE)
    options = parser.parse_args(words)
    try:
        options.targets = chosen_targets(options.rows)
    except ValueError as unknown:
        parser.error(str(unknown))
    options.growth = _SIZES[options.growth]
    if not options.rows:
        wanted = (
            is_elsewhere
            if options.database == "postgresql"
            else is_of_growth
            if options.growth
            else _is_plain
        )
        options.targets = tuple(target for target in options.targets if wanted(target))
    if not options.growth and any(map(is_of_growth, options.targets)):
        parser.error("rows of growth are measured with GROWTH=yes, or GROWTH=L")
    if not options.rows and options.peers != "all":
        options.targets = tuple(target for target in options.targets if target.row != "R7")
    if not (1 <= options.rounds <= 20 and 1 <= options.seconds <= 10):
        parser.error("rounds: 1 to 20; seconds: 1 to 10")
    return options


def _is_plain(target: Target) -> bool:
    return not (is_elsewhere(target) or is_of_growth(target))


def _as_interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        print("\nStopped: everything that was started has ended; nothing was written.", file=sys.stderr)
        sys.exit(130)
