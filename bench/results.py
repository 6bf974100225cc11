"""The result of a row, its verdict, and its file.

A file is bench/results/DATE-ROW.json. The newest one of each row makes the table of docs/performance.md.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from bench.refusals import NotMeasured, Refused
from bench.rounds import Measured
from bench.targets import TARGETS, Target

FOLDER = Path(__file__).parent / "results"


class Verdict(StrEnum):
    """What became of a row."""

    GOAL = "goal reached"
    FLOOR = "above the floor"
    UNDER = "under the floor"
    REFUSED = "refused"
    NOT_MEASURED = "not measured"


@dataclass(frozen=True, slots=True)
class Run:
    """What all results of one run have in common. `load_averages`: before it and after it."""

    measured_on: str
    rounds_count: int
    seconds: int
    machine: Mapping[str, Any]
    load_averages: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Result:
    """One row of one run. `reason` says why there are no figures."""

    row: str
    verdict: Verdict
    run: Run
    measured: Measured | None = None
    reason: str = ""

    @property
    def is_noisy(self) -> bool:
        """The rounds were disturbed or do not agree, or the machine was at work when the run began."""
        busy_before = self.run.load_averages[0] > self.run.machine["cores"] / 2
        return self.measured is not None and (self.measured.is_noisy or busy_before)

    def write(self, folder: Path) -> Path:
        """Into its file, in place of another of the same day."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.run.measured_on}-{self.row}.json"
        path.write_text(json.dumps(self._facts(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return path

    def _facts(self) -> dict[str, Any]:
        target = next(target for target in TARGETS if target.row == self.row)
        facts: dict[str, Any] = {
            "row": self.row,
            "what": target.what,
            "floor": target.floor,
            "goal": target.goal,
            "verdict": self.verdict.value,
            "reason": self.reason,
            "noisy": self.is_noisy,
            "run": asdict(self.run),
        }
        if self.measured:
            facts["figures"] = {
                "median": self.measured.median,
                "each": list(self.measured.figures),
                "cpu_each": list(self.measured.cpu_figures),
                "beside": dict(self.measured.beside),
                "disturbed_rounds": self.measured.disturbed_count,
                "others_shares": list(self.measured.shares),
            }
            facts["rounds"] = [
                {name: load.facts() for name, load in each.items()} for each in self.measured.rounds
            ]
        return facts


@dataclass(frozen=True, slots=True)
class Line:
    """A result as the table shows it: what is left of it in the file."""

    target: Target
    facts: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_file(cls, path: Path) -> Self:
        facts = json.loads(path.read_text(encoding="utf-8"))
        return cls(next(target for target in TARGETS if target.row == facts["row"]), facts)


def judge(target: Target, outcome: Measured | Refused | NotMeasured, run: Run) -> Result:
    """The verdict on what a row came to."""
    if isinstance(outcome, Refused):
        return Result(target.row, Verdict.REFUSED, run, reason=str(outcome))
    if isinstance(outcome, NotMeasured):
        return Result(target.row, Verdict.NOT_MEASURED, run, reason=str(outcome))
    if target.reaches(outcome.median, target.goal):
        verdict = Verdict.GOAL
    elif target.reaches(outcome.median, target.floor):
        verdict = Verdict.FLOOR
    else:
        verdict = Verdict.UNDER
    return Result(target.row, verdict, run, outcome)


def exit_code(results: Iterable[Result]) -> int:
    """1 when a row is under its floor or was refused, else 2 when one was not measured, else 0."""
    verdicts = {result.verdict for result in results}
    if verdicts & {Verdict.UNDER, Verdict.REFUSED}:
        return 1
    return 2 if Verdict.NOT_MEASURED in verdicts else 0


def newest_lines(folder: Path) -> list[Line]:
    """For each target its newest result; without facts where there is none. The dates sort as text."""
    lines = {target.row: Line(target) for target in TARGETS}
    for path in sorted(folder.glob("*.json")):
        line = Line.from_file(path)
        lines[line.target.row] = line
    return list(lines.values())
