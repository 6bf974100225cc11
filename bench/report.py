"""What a run says: on the terminal, and as the table of docs/performance.md between its two markers."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from bench.results import Line, Result, Verdict
from bench.targets import TARGETS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
BEGIN = "<!-- the table: written by make bench -->"
END = "<!-- the end of the table -->"
_NOISY = "~"
_HEAD = (
    "| row | what | floor | goal | median | rounds: smallest – largest | in CPU time | verdict | run |",
    "|---|---|---|---|---|---|---|---|---|",
)
_LOADS_HEAD = (
    "| row | load | requests/s | p50 ms | p99 ms | CPU us for each | memory MB |",
    "|---|---|---|---|---|---|---|",
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
    """The rows, the loads behind them, and the runs that they come from."""
    told = [line for line in lines if line.facts]
    runs = list(dict.fromkeys(_run(line.facts["run"]) for line in told))
    rows = [_row(line, str(runs.index(_run(line.facts["run"])) + 1) if line.facts else "") for line in lines]
    parts = ["\n".join([*_HEAD, *rows])]
    # Two rows may have been measured by the same loads: they are told once.
    loads = {words: line.target.row for line in reversed(told) for words in reversed(list(_loads(line)))}
    if loads:
        shown = [f"| {row} {words}" for words, row in reversed(loads.items())]
        parts.append("\n".join(["The loads, medians of their rounds:", "", *_LOADS_HEAD, *shown]))
    if beside := [words for line in told if (words := _beside(line))]:
        parts.append("\n".join(["Beside them:", *beside]))
    if runs:
        parts.append(
            "\n".join(["Runs:", *(f"{number}. {words}" for number, words in enumerate(runs, start=1))])
        )
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
    """The loads of a row for the terminal, medians of its rounds."""
    rounds = [
        {name: load.facts() for name, load in each.items()}
        for each in (result.measured.rounds if result.measured else ())
    ]
    for name, load in _medians(rounds).items():
        cpu = f"  CPU {load['cpu_us']:,.1f} us" if load["cpu_us"] else ""
        memory = f"  {load['memory_mb']:,.0f} MB" if load["memory_mb"] else ""
        yield (
            f"{'':10}   {name:24} {load['rate']:>10,.0f}/s  p50 {load['p50_ms']:.2f} p99 {load['p99_ms']:.2f} ms"
            f"{cpu}{memory}"
        )


def _row(line: Line, run: str) -> str:
    target, facts = line.target, line.facts
    begin = f"| {target.row} | {target.what} | {target.write(target.floor)} | {target.write(target.goal)}"
    if "figures" not in facts:
        reason = f": {facts['reason']}" if facts.get("reason") else ""
        verdict = facts.get("verdict", Verdict.NOT_MEASURED.value)
        return f"{begin} | – | – | – | {verdict}{_in_a_cell(reason)} | {run} |"
    figures = facts["figures"]
    noisy = f" {_NOISY}" if facts["noisy"] else ""
    each = figures["each"]
    in_cpu = target.write(median(figures["cpu_each"])) if figures["cpu_each"] else "–"
    return (
        f"{begin} | **{target.write(figures['median'])}**{noisy} | {len(each)}: {target.write(min(each))} – "
        f"{target.write(max(each))} | {in_cpu} | {facts['verdict']} | {run} |"
    )


def _in_a_cell(words: str) -> str:
    """Words from elsewhere, so that they stay within their cell."""
    return " ".join(words.split()).replace("|", "/")


def _loads(line: Line) -> Iterable[str]:
    for name, load in _medians(line.facts.get("rounds", [])).items():
        cpu = f"{load['cpu_us']:,.1f}" if load["cpu_us"] else "–"
        memory = f"{load['memory_mb']:,.0f}" if load["memory_mb"] else "–"
        yield (
            f"| {name} | {load['rate']:,.0f} | {load['p50_ms']:.2f} | {load['p99_ms']:.2f} | "
            f"{cpu} | {memory} |"
        )


def _medians(rounds: Sequence[Mapping[str, Mapping[str, float]]]) -> dict[str, dict[str, float]]:
    """For each load of the rounds, the median of each of its figures."""
    return {
        name: {figure: median(each[name][figure] for each in rounds) for figure in rounds[0][name]}
        for name in (rounds[0] if rounds else ())
    }


def _beside(line: Line) -> str:
    beside: Mapping[str, float] = line.facts.get("figures", {}).get("beside", {})
    words = "; ".join(f"{name} {_plain(value)}" for name, value in beside.items())
    return f"- {line.target.row}: {words}" if words else ""


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _run(run: Mapping[str, Any]) -> str:
    machine = run["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in machine["versions"].items())
    facts = (
        f"rounds: {run['rounds_count']} of {run['seconds']} s",
        f"{machine['cores']} cores ({machine['cpu']})",
        f"{machine['memory_gb']} GB",
        machine["system"],
        f"one fsync takes {machine['fsync_ms']} ms",
        f"load average before the run {run['load_averages'][0]:.1f}",
    )
    return f"{run['measured_on']}: {'; '.join(facts)}; {versions}."
