"""The table of the page is written between its markers, and nothing else is."""

from dataclasses import replace
from pathlib import Path

import pytest

from bench import report
from bench.load import Load
from bench.refusals import Refused
from bench.results import FOLDER, Run, judge, newest_lines
from bench.rounds import Measured
from bench.targets import TARGETS

MACHINE = {
    "cores": 2,
    "memory_gb": 24.0,
    "cpu": "Some CPU",
    "system": "Linux 6.1 x86_64",
    "fsync_ms": 0.3,
    "versions": {"nginx": "1.22.1"},
}
RUN = Run("2026-11-27", 2, 3, MACHINE, load_averages=(0.1, 2.0))
TARGET = {target.row: target for target in TARGETS}


def a_page(folder: Path) -> Path:
    page = folder / "performance.md"
    page.write_text(f"# Before\n\n{report.BEGIN}\nold\n{report.END}\n\nAfter.\n")
    return page


def measured(*figures: float) -> Measured:
    load = Load(300, 3.0, 0.2, 0.5, cpu_us=7.0, memory_mb=21.0)
    return Measured(figures, rounds=({"limit": load, "ours": load},) * len(figures), cpu_figures=figures)


def test_the_table_says_median_spread_verdict_and_the_machine(tmp_path: Path) -> None:
    page = a_page(tmp_path)
    judge(TARGET["R1"], measured(0.65, 0.85), RUN).write(tmp_path / "results")

    report.write_table(page, newest_lines(tmp_path / "results"))

    text = page.read_text()
    assert "| 0.65 | 0.80 | **0.75** | 2: 0.65 – 0.85 | 0.75 | above the floor | 1 |" in text
    assert (
        "| R1 | limit | 100 | 0.20 | 0.50 | 7.0 | 21 |\n| R1 | ours | 100 | 0.20 | 0.50 | 7.0 | 21 |" in text
    )
    assert "1. 2026-11-27: rounds: 2 of 3 s; 2 cores (Some CPU); 24.0 GB;" in text
    assert text.startswith("# Before\n\n")
    assert text.endswith("\n\nAfter.\n")
    assert "old" not in text


def test_every_row_has_its_line_and_what_is_missing_is_said(tmp_path: Path) -> None:
    judge(TARGET["W1"], Refused("the record | is not\nwhole"), RUN).write(tmp_path)

    lines = report.table(newest_lines(tmp_path)).splitlines()

    assert [line.split(" | ")[0] for line in lines[2 : 2 + len(TARGETS)]] == [
        f"| {target.row}" for target in TARGETS
    ]
    assert lines[2].endswith("| not measured |  |")
    assert "| refused: the record / is not whole | 1 |" in "\n".join(lines)


def test_a_noisy_row_is_marked_and_a_quiet_one_is_not(tmp_path: Path) -> None:
    judge(TARGET["R1"], measured(0.7, 0.9), RUN).write(tmp_path)
    judge(TARGET["R4"], measured(0.3, 0.9), RUN).write(tmp_path)

    rows = report.table(newest_lines(tmp_path)).splitlines()

    assert "**0.80** |" in next(row for row in rows if row.startswith("| R1 "))
    assert "**0.60** ~ |" in next(row for row in rows if row.startswith("| R4 "))


def test_loads_that_two_rows_share_are_told_once(tmp_path: Path) -> None:
    for row in ("W1", "W2"):
        judge(TARGET[row], measured(0.1), RUN).write(tmp_path)

    table = report.table(newest_lines(tmp_path))

    assert table.count("| ours | 100 |") == 1
    assert "| W1 | ours | 100 |" in table


def test_two_runs_are_told_apart(tmp_path: Path) -> None:
    judge(TARGET["R1"], measured(0.8), RUN).write(tmp_path)
    judge(TARGET["R4"], measured(0.8), replace(RUN, measured_on="2026-12-01")).write(tmp_path)

    rows = report.table(newest_lines(tmp_path)).splitlines()

    assert next(row for row in rows if row.startswith("| R1 ")).endswith("| 1 |")
    assert next(row for row in rows if row.startswith("| R4 ")).endswith("| 2 |")


def test_writing_the_table_again_changes_nothing(tmp_path: Path) -> None:
    page = a_page(tmp_path)
    report.write_table(page, newest_lines(tmp_path))
    once = page.read_text()

    report.write_table(page, newest_lines(tmp_path))

    assert page.read_text() == once


def test_a_page_without_markers_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("words")

    with pytest.raises(ValueError, match="markers"):
        report.write_table(page, newest_lines(tmp_path))

    assert page.read_text() == "words"


def test_the_page_of_the_docs_shows_what_the_committed_results_say() -> None:
    text = report.PAGE.read_text(encoding="utf-8")

    assert f"{report.BEGIN}\n{report.table(newest_lines(FOLDER))}\n{report.END}" in text
