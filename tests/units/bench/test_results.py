"""Verdicts, exit codes, files."""

import json
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from bench.load import Load
from bench.machine import describe
from bench.refusals import NotMeasured, Refused
from bench.results import Run, Verdict, exit_code, judge, newest_lines
from bench.rounds import Measured
from bench.targets import TARGETS, Target, chosen_targets

QUIET = Run("2026-11-27", 5, 3, {"cores": 2}, load_averages=(0.1, 2.0))


def target(row: str) -> Target:
    return next(target for target in TARGETS if target.row == row)


@pytest.mark.parametrize(
    ("row", "figure", "verdict"),
    [
        ("R1", 0.81, Verdict.GOAL),
        ("R1", 0.65, Verdict.FLOOR),
        ("R1", 0.64, Verdict.UNDER),
        ("R2", 2.9, Verdict.GOAL),
        ("R2", 10.1, Verdict.UNDER),
        ("W2", 1 / 12, Verdict.GOAL),
        ("W2", 1 / 5, Verdict.FLOOR),
        ("W2", 1 / 3, Verdict.UNDER),
        ("M1", 181.0, Verdict.GOAL),
        ("M1", 261.0, Verdict.UNDER),
        ("S1-app", 1.6, Verdict.FLOOR),
    ],
)
def test_a_figure_is_held_against_floor_and_goal(row: str, figure: float, verdict: Verdict) -> None:
    assert judge(target(row), Measured((figure,)), QUIET).verdict == verdict


def test_a_row_under_its_floor_makes_the_command_exit_1() -> None:
    good, under = (judge(target("R1"), Measured((figure,)), QUIET) for figure in (0.9, 0.1))
    missing = judge(target("R6"), NotMeasured("Isso is not installed"), QUIET)

    assert exit_code([good]) == 0
    assert exit_code([good, under]) == 1
    assert exit_code([missing, under]) == 1


def test_a_row_that_was_refused_makes_the_command_exit_1() -> None:
    refused = judge(target("W1"), Refused("2 answers were neither 2xx nor 3xx"), QUIET)

    assert refused.verdict == Verdict.REFUSED
    assert exit_code([refused]) == 1


def test_a_row_that_could_not_be_measured_is_never_passed_in_silence() -> None:
    good = judge(target("R1"), Measured((0.9,)), QUIET)
    missing = judge(target("R6"), NotMeasured("Isso is not installed"), QUIET)

    assert exit_code([good, missing]) == 2
    assert missing.reason == "Isso is not installed"


def test_a_machine_that_was_at_work_before_the_run_marks_the_row() -> None:
    busy = replace(QUIET, load_averages=(1.5, 2.0))

    assert not judge(target("R1"), Measured((0.9,)), QUIET).is_noisy
    assert judge(target("R1"), Measured((0.9,)), busy).is_noisy


def test_the_file_holds_every_load_of_every_round(tmp_path: Path) -> None:
    load = Load(300, 3.0, 0.2, 0.5, cpu_us=7.0, memory_mb=20.0)
    measured = Measured((0.9,), rounds=({"ours": load},), cpu_figures=(0.8,))

    path = judge(target("R1"), measured, QUIET).write(tmp_path)

    assert path.name == "2026-11-27-R1.json"
    facts = json.loads(path.read_text())
    assert facts["verdict"] == "goal reached"
    assert facts["figures"]["each"] == [0.9]
    assert facts["rounds"] == [{"ours": load.facts()}]
    assert facts["rounds"][0]["ours"]["rate"] == 100.0


def test_the_newest_file_of_a_row_counts(tmp_path: Path) -> None:
    judge(target("R1"), Measured((0.7,)), QUIET).write(tmp_path)
    judge(target("R1"), Measured((0.8,)), replace(QUIET, measured_on="2026-12-01")).write(tmp_path)

    lines = {line.target.row: line for line in newest_lines(tmp_path)}

    assert lines["R1"].facts["figures"]["median"] == 0.8
    assert lines["R4"].facts == {}


def test_the_machine_is_described_without_its_name_and_its_places() -> None:
    text = json.dumps(describe({"isso": "0.14.0"}))

    assert '"cores"' in text
    assert '"isso": "0.14.0"' in text
    assert socket.gethostname() not in text
    assert str(Path.cwd()) not in text


def test_rows_are_chosen_by_name_and_a_name_may_stand_for_two() -> None:
    assert [target.row for target in chosen_targets("r1, S1")] == ["R1", "S1-stored", "S1-app"]
    assert chosen_targets("") == TARGETS
    with pytest.raises(ValueError, match="no row R99"):
        chosen_targets("R1,R99")


@pytest.mark.parametrize(
    ("row", "figure", "written"),
    [
        ("R1", 0.812, "0.81"),
        ("R6", 2280.4, "2,280x"),
        ("X1", 2.04, "2.0x"),
        ("W2", 0.0834, "1/12"),
        ("W2", 1.5, "1.50x"),
        ("M1", 181.3, "181 MB"),
        ("S1-app", 1.498, "1.50 s"),
    ],
)
def test_figures_are_written_as_people_read_them(row: str, figure: float, written: str) -> None:
    assert target(row).write(figure) == written
