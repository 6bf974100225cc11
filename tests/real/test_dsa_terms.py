"""Our codes against the official lists of the DSA Transparency Database and of the report templates."""

import csv
import json
import os
from pathlib import Path

import pytest

from kawaraban.law.basis import Automation, Offence, Source
from kawaraban.law.dsa import terms as dsa_terms
from kawaraban.law.dsa.terms import Category, category_of, decision_ground
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Visibility

REAL_DATA = Path(
    os.environ.get("KAWARABAN_REAL_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data"
)
DATA = REAL_DATA / "dsa"
STATEMENTS = DATA / "sor" / "statements.json"
EXAMPLE = DATA / "sor" / "example_statement.json"
CATEGORIES = (
    DATA / "templates" / ("4_EN_Annex_I__Templates_for_Transparency_Reports_CSV_Part_2_categories_names.csv")
)

pytestmark = pytest.mark.skipif(
    not STATEMENTS.exists(), reason="the official files are not here: shared/data/dsa"
)

EVERY_CATEGORY = [*dsa_terms.CATEGORY.values(), *dsa_terms.OFFENCE.values(), dsa_terms.UNDER_REVIEW]


@pytest.fixture(scope="module")
def official() -> dict[str, list[str]]:
    lists: dict[str, list[str]] = json.loads(STATEMENTS.read_text())
    return lists


@pytest.fixture(scope="module")
def keywords() -> dict[str, set[str]]:
    """The keywords of each category, as the report's template lists them under it."""
    under: dict[str, set[str]] = {}
    category = ""
    with CATEGORIES.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            if row[2].startswith("STATEMENT_CATEGORY_"):
                category = row[2]
                under[category] = set()
            elif row[2].startswith("KEYWORD_"):
                under[category].add(row[2])
    return under


def test_every_code_of_ours_has_an_official_name() -> None:
    assert set(dsa_terms.VISIBILITY) == set(Visibility)
    assert set(dsa_terms.SOURCE) == set(Source)
    assert set(dsa_terms.AUTOMATION) == set(Automation)
    assert set(dsa_terms.OFFENCE) == set(Offence)
    assert set(dsa_terms.CATEGORY) | {Ground.ILLEGAL} == set(Ground)


def test_restrictions_grounds_and_the_kind_of_content_are_on_the_list(official: dict[str, list[str]]) -> None:
    assert set(dsa_terms.VISIBILITY.values()) <= set(official["decision_visibility"])
    assert {decision_ground(ground.value) for ground in Ground} == set(official["decision_ground"])
    assert dsa_terms.CONTENT_TYPE in official["content_type"]


def test_the_measure_holds_in_every_state_of_the_list(official: dict[str, list[str]]) -> None:
    of_the_area_alone = {"IS", "LI", "NO"}

    assert set(dsa_terms.TERRITORIAL_SCOPE) - of_the_area_alone == set(official["territorial_scope"])


@pytest.mark.parametrize("category", EVERY_CATEGORY, ids=lambda category: "-".join(category[:2]))
def test_a_category_is_on_the_list_and_its_keyword_stands_under_it(
    category: Category, official: dict[str, list[str]], keywords: dict[str, set[str]]
) -> None:
    assert category.category in official["categories"]
    assert category.keyword in keywords[category.category]
    assert (category.keyword == "KEYWORD_OTHER") == bool(category.keyword_other)
    assert category.is_closer_known or category.keyword == "KEYWORD_OTHER"
    if category.keyword != "KEYWORD_OTHER":
        assert category.keyword in official["category_specification"]


def test_other_harms_of_one_category_are_told_apart() -> None:
    described = [(category.category, category.keyword_other) for category in EVERY_CATEGORY]
    others = [pair for pair in described if pair[1]]

    assert len(others) == len(set(others))


def test_sources_and_automation_are_named_as_the_example_names_them() -> None:
    example = json.loads(EXAMPLE.read_text())

    assert example["automated_decision"] in dsa_terms.AUTOMATION.values()
    prefix = example["source_type"].split("_")[0]
    assert all(name.startswith(f"{prefix}_") for name in dsa_terms.SOURCE.values())
    assert set(example) >= {"decision_visibility", "decision_ground", "category", "content_type"}


def test_an_illegal_comment_goes_by_its_field_of_law_and_any_other_by_its_ground() -> None:
    assert category_of("illegal", "fraud").category == "STATEMENT_CATEGORY_SCAMS_AND_FRAUD"
    assert category_of("insult").keyword == "KEYWORD_CYBER_BULLYING_INTIMIDATION"
    assert category_of("") == dsa_terms.UNDER_REVIEW
