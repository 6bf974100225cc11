"""3.14 The yearly report against the official template row for row, and the rules of statements against the lists."""

import csv
import io
import json
import os
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kawaraban.law import statement_rules
from kawaraban.law.basis import Automation, Offence, Source
from kawaraban.law.dsa_terms import CATEGORY, OFFENCE, TERRITORIAL_SCOPE
from kawaraban.law.figures import Appeals, Group, Measures, Notices, YearFigures
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Party, Visibility
from kawaraban.law.report_files import Identity, report_files, template
from kawaraban.law.statement_rules import broken_rules

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
IDENTITY = Identity(
    service="The Harbour",
    provider="Harbour Press Ltd",
    published_on=date(2027, 2, 1),
    previous_on=None,
    words=["One.", "Two.", "Three.", "Four.", "Five.", "Six."],
)


def official(name: str) -> list[list[str]]:
    [path] = (DATA / "templates").glob(f"*_CSV_{name}")
    return rows_of(path.read_text(encoding="utf-8"))


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def year(groups: list[Group], notices: Notices | None = None) -> YearFigures:
    illegal, terms = Measures(), Measures()
    for group in groups:
        (illegal if group.ground == Ground.ILLEGAL else terms).take(group)
    count = sum(group.count for group in groups)
    return YearFigures(
        year=2026,
        starts_at=datetime(2026, 1, 1, tzinfo=UTC),
        ends_at=datetime(2027, 1, 1, tzinfo=UTC),
        is_over=True,
        illegal=illegal,
        terms=terms,
        notices=notices or Notices(),
        appeals={party: Appeals() for party in Party},
        newly_restricted=0,
        all_measures=count,
        marked=0,
        by_automation=Counter({Automation.NONE.value: count}),
        own_by_automation=Counter({Automation.NONE.value: count}),
    )


@pytest.mark.parametrize("name", list(template()))
def test_3_14_each_file_is_the_official_one_apart_from_the_cells_to_fill(name: str) -> None:
    ours, theirs = rows_of(report_files(year([]), IDENTITY)[name]), official(name)

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
        assert "\r" not in files[name]


groups = st.lists(
    st.builds(
        Group,
        ground=st.sampled_from([ground.value for ground in CATEGORY] + ["", Ground.ILLEGAL.value]),
        offence=st.sampled_from([offence.value for offence in Offence]),
        visibility=st.sampled_from([visibility.value for visibility in Visibility]),
        source=st.sampled_from([Source.OWN_INITIATIVE.value, Source.REPORT.value]),
        automation=st.sampled_from([automation.value for automation in Automation]),
        was_machine_detected=st.booleans(),
        count=st.integers(1, 50),
    ),
    max_size=12,
)


def sums_hold(rows: list[list[str]], columns: list[int], expected: int) -> None:
    """The total is the sum of the categories; each category is the sum of the keywords under it."""
    for column in columns:
        number = {"TOTAL": 0, "categories": 0}
        current, under = 0, 0
        for row in rows[1:]:
            value = int(row[column])
            if row[3] == "TOTAL":
                number["TOTAL"] = value
            elif row[3].startswith("STATEMENT_"):
                assert under == current
                current, under = value, 0
                number["categories"] += value
                if "NOT_SPECIFIED" in row[3]:
                    under = value  # it has no keywords
            else:
                under += value
        assert under == current
        assert number["TOTAL"] == number["categories"]
    assert int(rows[1][columns[0]]) == expected


@settings(max_examples=25, deadline=None)
@given(groups)
def test_3_14_the_sums_add_up_whatever_was_decided(made: list[Group]) -> None:
    files = report_files(year(made), IDENTITY)
    is_illegal = {True: 0, False: 0}
    for group in made:
        is_illegal[group.ground == Ground.ILLEGAL] += group.count

    for name, illegal in (
        ("Part_5_own_initiative_illegal.csv", True),
        ("Part_6_own_initiative_TC.csv", False),
    ):
        rows = rows_of(files[name])
        sums_hold(rows, [5, 6, 7, 8], is_illegal[illegal])
        assert all(int(row[5]) == int(row[7]) + int(row[8]) for row in rows[1:])
        others = [(row[3], row[4]) for row in rows if row[3] == "KEYWORD_OTHER" and row[4]]
        assert all(row[4] for row in rows if row[3] == "KEYWORD_OTHER" and row[5] != "0")
        assert len(set(others)) == len(others)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(list(Offence)), st.sampled_from(["law", "terms", "none"])), max_size=15
    )
)
def test_3_14_the_sums_of_notices_add_up(made: list[tuple[Offence, str]]) -> None:
    notices = Notices()
    for offence, outcome in made:
        category = OFFENCE[offence]
        notices.total += 1
        notices.by_category[category] += 1
        if outcome != "none":
            (notices.on_law if outcome == "law" else notices.on_terms)[category] += 1
            notices.hours[category].append(2.0)

    rows = rows_of(report_files(year([], notices), IDENTITY)["Part_4_notices.csv"])

    sums_hold(rows, [5, 7, 11, 13], len(made))
    assert {row[9] for row in rows[1:]} <= {"", "2"}
    assert all(row[6] == row[8] == "" for row in rows[1:])  # trusted flaggers are not told apart


def test_3_14_blank_is_what_cannot_be_and_0_is_what_was_not() -> None:
    rows = rows_of(report_files(year([]), IDENTITY)["Part_6_own_initiative_TC.csv"])

    for row in rows[1:]:
        assert row[5:9] == ["0", "0", "0", "0"]
        assert set(row[9:]) == {""}
    appeals = rows_of(report_files(year([]), IDENTITY)["Part_7_appeals_and_recidivism.csv"])
    assert [row[6] for row in appeals[1:]] == ["0", *[""] * 46]


def test_3_14_the_lists_of_the_rules_are_the_official_ones() -> None:
    lists: dict[str, list[str]] = json.loads((DATA / "sor" / "statements.json").read_text())

    assert statement_rules.categories() == set(lists["categories"])
    assert statement_rules.keywords() - {"KEYWORD_OTHER"} <= set(lists["category_specification"])
    assert statement_rules.VISIBILITIES - {"DECISION_VISIBILITY_OTHER"} == set(lists["decision_visibility"])
    assert set(lists["decision_ground"]) == statement_rules.GROUNDS
    assert statement_rules.CONTENT_TYPES - {"CONTENT_TYPE_OTHER"} == set(lists["content_type"])
    assert set(lists["content_language"]) == statement_rules.LANGUAGES
    assert set(lists["territorial_scope"]) == set(TERRITORIAL_SCOPE) - {"IS", "LI", "NO"}


def test_3_14_the_official_example_breaks_no_rule_and_each_change_of_it_does() -> None:
    example = json.loads((DATA / "sor" / "example_statement.json").read_text())

    assert broken_rules(example) == []
    for change in (
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
    ):
        assert broken_rules(example | change), change
