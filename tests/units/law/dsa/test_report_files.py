"""The report of a year: its sums add up whatever was decided, and blank is not 0."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.makers.law.reports import IDENTITY, rows_of, year

from kawaraban.law.basis import Automation, Offence, Source
from kawaraban.law.dsa.report_files import report_files
from kawaraban.law.dsa.terms import CATEGORY, OFFENCE
from kawaraban.law.dsa.year_counts import Group, Notices
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Provision, Visibility

NO_VISIBILITY, NO_PROVISION = "", ""
restrictions = st.sampled_from(
    [
        *((visibility.value, NO_PROVISION) for visibility in Visibility),
        *((NO_VISIBILITY, provision.value) for provision in Provision),
    ]
)


def group(restriction: tuple[str, str], **facts: Any) -> Group:
    """Of what readers see, or of who may send: never both."""
    return Group(visibility=restriction[0], provision=restriction[1], **facts)


groups = st.lists(
    st.builds(
        group,
        restriction=restrictions,
        ground=st.sampled_from([ground.value for ground in CATEGORY] + ["", Ground.ILLEGAL.value]),
        offence=st.sampled_from([offence.value for offence in Offence]),
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
        sums_hold(rows, [5, 6, 7, 8, 17], is_illegal[illegal])
        assert all(int(row[5]) == int(row[7]) + int(row[8]) + int(row[17]) for row in rows[1:])
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
        notices.items_by_category[category] += 1
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
        assert row[17] == "0"  # nobody was suspended
        assert {*row[9:17], *row[18:]} == {""}
    appeals = rows_of(report_files(year([]), IDENTITY)["Part_7_appeals_and_recidivism.csv"])
    assert [row[6] for row in appeals[1:]] == ["0", *[""] * 46]
