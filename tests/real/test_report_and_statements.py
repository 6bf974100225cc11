"""3.14 The yearly report against the official template row for row, and the rules of statements against its example.

The lists are held against the validator itself: `test_4b_07_the_official_validator.py`.
"""

import csv
import io
import json
import os
from pathlib import Path

import pytest
from tests.makers.law.reports import IDENTITY, rows_of, year

from kawaraban.law.dsa.report_files import report_files, template
from kawaraban.law.dsa.statement_rules import FIELDS, broken_rules

DATA = (
    Path(os.environ.get("KAWARABAN_REAL_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
    / "dsa"
)
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the official files are not here: shared/data/dsa")

PLACEHOLDERS = {
    "YYYY-MM-DD/YYYY-MM-DD",
    "YYYY-MM-DD",
    "Text",
    "Free text",
    'Text to detail the "Other" keyword.',
}


def official(name: str) -> list[list[str]]:
    [path] = (DATA / "templates").glob(f"*_CSV_{name}")
    return rows_of(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", list(template()))
def test_3_14_each_file_is_the_official_one_apart_from_the_cells_to_fill(name: str) -> None:
    ours, theirs = rows_of(report_files(year([]), IDENTITY)[name]), official(name)
    # Rows of states stand there for those from which an order came (Annex II, 1.2.1, F).
    theirs = [row for row in theirs if "AT, […], SE" not in row]

    assert len(ours) == len(theirs)
    assert ours[0] == theirs[0]
    for made, expected in zip(ours, theirs, strict=True):
        assert len(made) == len(expected)
        for cell, given_cell in zip(made, expected, strict=True):
            assert cell == given_cell or given_cell == "" or given_cell in PLACEHOLDERS


def test_3_14_every_official_file_has_one_of_ours_and_is_written_alike() -> None:
    names = {path.name.partition("_CSV_")[2] for path in (DATA / "templates").glob("*.csv")}
    files = report_files(year([]), IDENTITY)

    assert set(files) == names
    for name, rows in template().items():
        written = io.StringIO()
        csv.writer(written, lineterminator="\n").writerows(rows)
        [path] = (DATA / "templates").glob(f"*_CSV_{name}")
        assert written.getvalue().encode() == path.read_bytes()
        assert (
            files[name].count("\r\n") == files[name].count("\n") > 0
        )  # RFC 4180, as Annex II, part I, 4 asks


def test_3_14_the_official_example_breaks_no_rule_and_each_change_of_it_does() -> None:
    shown = json.loads((DATA / "sor" / "example_statement.json").read_text())
    # As the database shows it: with an address that it gave itself.
    example = {name: value for name, value in shown.items() if name in FIELDS}

    assert broken_rules(example) == []
    changes: tuple[dict[str, object], ...] = (
        {"category": "STATEMENT_CATEGORY_PORNOGRAPHY_OR_SEXUALIZED_CONTENT"},
        {"decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT"},
        {"incompatible_content_ground": ""},
        {"category_specification": ["KEYWORD_OTHER"]},
        {"category_specification": ["KEYWORD_MISINFORMATION"]},
        {"content_date": "1999-12-31"},
        {"application_date": "27.11.2026"},
        {"decision_facts": ""},
        {"decision_facts": "x" * 5001},
        {"puid": "two words"},
        {"territorial_scope": ["EL"]},
        {"content_language": "tr"},
        {"automated_detection": "no"},
        {"source_type": "SOURCE_VOLUNTARY", "source_identity": "Ada"},
        {
            "decision_visibility": [],
            "decision_monetary": None,
            "decision_provision": None,
            "decision_account": None,
        },
    )
    for change in changes:
        assert broken_rules(example | change), change
