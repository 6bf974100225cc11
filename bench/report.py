"""What a run says: on the terminal, and as the table of docs/performance.md between its two markers."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.results import Line, Result, Verdict
from bench.targets import TARGETS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
BEGIN = "<!-- the table: written by make bench -->"
END = "<!-- the end of the table -->"
_NOISY = "~"
_HEAD = (
    "| row | what | floor | goal | median | rounds: smallest – largest | in CPU time | verdict |",
    "|---|---|---|---|---|---|---|---|",
)


def write_table(page: Path, lines: Sequence[Line]) -> None:
    """Put the table between the markers; all else of the page stays. Raises ValueError without markers."""
    text = page.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page.name} has lost the markers of its table")
    page.write_text(f"{before}{BEGIN}\n{table(lines)}\n{END}{after}", encoding="utf-8")


def table(lines: Sequence[Line]) -> str:
    """The rows, then the machines that they were measured on."""
    told = [line for line in lines if line.facts]
    machines = list(dict.fromkeys(_machine(line.facts["run"]) for line in told))
    rows = [*_HEAD, *(_row(line) for line in lines)]
    notes = [f"{number}. {words}" for number, words in enumerate(machines, start=1)]
    beside = [words for line in told if (words := _beside(line))]
    parts = ["\n".join(rows)]
    if beside:
        parts.append("Beside them, medians:\n" + "\n".join(f"- {words}" for words in beside))
    if notes:
        parts.append("Measured on:\n" + "\n".join(notes))
    return "\n\n".join(parts)


def tell(result: Result) -> str:
    """One line for the terminal."""
    target = next(target for target in TARGETS if target.row == result.row)
    if result.measured is None:
        return f"{result.row:10} {result.verdict.value}: {result.reason}"
    lowest, highest = result.measured.spread
    mark = " ~ the machine was not quiet, or the rounds do not agree" if result.is_noisy else ""
    return (
        f"{result.row:10} {target.write(result.measured.median):>8}  ({target.write(lowest)} – "
        f"{target.write(highest)})  floor {target.write(target.floor)}, goal {target.write(target.goal)}: "
        f"{result.verdict.value}{mark}"
    )


def told_rounds(result: Result) -> Iterable[str]:
    """The loads of a row, medians over its rounds, for the terminal."""
    rounds = result.measured.rounds if result.measured else ()
    for name in rounds[0] if rounds else ():
        loads = sorted((each[name] for each in rounds), key=lambda load: load.rate)
        load = loads[len(loads) // 2]
        cpu = f"  CPU {load.cpu_us:,.1f} us" if load.cpu_us else ""
        yield (
            f"{'':10}   {name:24} {load.rate:>10,.0f}/s  p50 {load.p50_ms:.2f} p99 {load.p99_ms:.2f} ms{cpu}"
        )


def _row(line: Line) -> str:
    target, facts = line.target, line.facts
    bounds = f"{target.write(target.floor)} | {target.write(target.goal)}"
    if not facts or "figures" not in facts:
        verdict = facts.get("verdict", Verdict.NOT_MEASURED.value)
        reason = f": {facts['reason']}" if facts.get("reason") else ""
        return f"| {target.row} | {target.what} | {bounds} | – | – | – | {verdict}{reason} |"
    figures = facts["figures"]
    noisy = f" {_NOISY}" if facts["noisy"] else ""
    each = figures["each"]
    cpu = sorted(figures["cpu_each"])
    in_cpu = target.write(cpu[len(cpu) // 2]) if cpu else "–"
    return (
        f"| {target.row} | {target.what} | {bounds} | **{target.write(figures['median'])}**{noisy} | "
        f"{len(each)}: {target.write(min(each))} – {target.write(max(each))} | {in_cpu} | {facts['verdict']} |"
    )


def _beside(line: Line) -> str:
    beside: Mapping[str, float] = line.facts.get("figures", {}).get("beside", {})
    words = "; ".join(f"{name} {_plain(value)}" for name, value in beside.items())
    return f"{line.target.row}: {words}" if words else ""


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _machine(run: Mapping[str, Any]) -> str:
    machine = run["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in machine["versions"].items())
    return (
        f"{run['measured_on']}: {machine['cores']} cores ({machine['cpu']}), {machine['memory_gb']} GB, "
        f"{machine['system']}; one fsync takes {machine['fsync_ms']} ms; load average before the run "
        f"{run['load_averages'][0]:.1f}; rounds of {run['seconds']} s; {versions}."
    )
