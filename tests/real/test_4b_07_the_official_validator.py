"""4b.7 Our lists and rules against the validator of the DSA Transparency Database, and what we export through it.

Its files are not part of the project: they lie in shared/data/dsa/validator, or the tests are skipped.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.makers.comments import NOON, approved, rejected, removed, sent, withheld
from tests.makers.law.redress import noticed
from tests.makers.law.restrictions import restricted
from tests.rigs.official_validator import OfficialValidator

from kawaraban.comments.models import Thread
from kawaraban.law.basis import Offence
from kawaraban.law.dsa import statement_lists, statement_rules
from kawaraban.law.dsa.statement_rules import broken_rules
from kawaraban.law.dsa.statements_export import payload_of, statement_payloads
from kawaraban.law.dsa.terms import TERRITORIAL_SCOPE
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision
from kawaraban.people.models import User

FOLDER = (
    Path(os.environ.get("KAWARABAN_REAL_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
    / "dsa"
    / "validator"
)
pytestmark = [
    pytest.mark.skipif(
        not FOLDER.exists(), reason="the official validator is not here: shared/data/dsa/validator"
    ),
    pytest.mark.django_db,
]


@pytest.fixture(scope="module")
def official() -> OfficialValidator:
    return OfficialValidator(FOLDER)


def example(thread: Thread, moderator: User) -> dict[str, Any]:
    decision = rejected(sent(thread), moderator)
    return payload_of(decision, zone=UTC)


def test_4b_07_the_validator_is_read_whole(official: OfficialValidator) -> None:
    assert len(official.fields) == 37
    assert len(official.listed("Statement", "KEYWORDS")) > 60
    assert ("required", "") in official.fields["puid"]


@pytest.mark.parametrize(
    ("owner", "constant", "ours"),
    [
        ("EuropeanLanguagesService", "ALL_LANGUAGES", statement_lists.LANGUAGES),
        ("EuropeanCountriesService", "EUROPEAN_COUNTRY_CODES", frozenset(TERRITORIAL_SCOPE)),
        ("Statement", "DECISION_VISIBILITIES", statement_lists.VISIBILITIES),
        ("Statement", "DECISION_PROVISIONS", statement_lists.PROVISIONS),
        ("Statement", "DECISION_GROUNDS", statement_lists.GROUNDS),
        ("Statement", "CONTENT_TYPES", statement_lists.CONTENT_TYPES),
        ("Statement", "SOURCE_TYPES", statement_lists.SOURCES),
        ("Statement", "AUTOMATED_DECISIONS", statement_lists.AUTOMATED_DECISIONS),
        ("Statement", "STATEMENT_CATEGORIES", frozenset(statement_lists.categories())),
        ("Statement", "KEYWORDS", frozenset(statement_lists.keywords())),
        ("Statement", "AUTOMATED_DETECTIONS", frozenset({"Yes", "No"})),
    ],
)
def test_4b_07_our_lists_are_the_official_ones(
    official: OfficialValidator, owner: str, constant: str, ours: frozenset[str]
) -> None:
    assert ours == set(official.listed(owner, constant))


def test_4b_07_we_know_its_fields_and_how_long_they_may_be(official: OfficialValidator) -> None:
    longest = official.longest()

    assert {name for name in official.fields if "." not in name} == statement_rules.FIELDS
    assert {name: most for name, most in longest.items() if name != "puid"} == statement_rules.LENGTHS
    for name, first in statement_rules.FIRST_DATES.items():
        assert ("after_or_equal", first.isoformat()) in official.fields[name]
    for name in official.fields:
        if "_date" in name:
            assert ("before_or_equal", statement_rules.LAST_DATE.isoformat()) in official.fields[name]


@pytest.mark.parametrize("ground", [*Ground, None])
def test_4b_07_what_we_export_passes_the_official_validator(
    official: OfficialValidator, thread: Thread, moderator: User, settings: Any, ground: Ground | None
) -> None:
    settings.SITE_URL = "https://harbour.press"
    refused, off, held = (sent(thread, f"Words {number}.") for number in range(3))
    rejected(refused, moderator, ground=ground or Ground.SPAM, note="Why.")
    for comment in (off, held):
        approved(comment, moderator)
        comment.refresh_from_db()
    noticed(off)
    removed(off, moderator, ground=ground or Ground.THREAT, note="Why.")
    withheld(held, moderator, ground=ground, note="Why.")
    restricted(sent(thread, "Again.", sender_address="203.0.113.9"), moderator, note="Enough.")
    start, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)

    made = [
        payload
        for _decision, payload in statement_payloads(start, end, zone=UTC, now=NOON + timedelta(hours=1))
    ]

    assert len(made) == 4
    assert [official.refuses(payload) for payload in made] == [[]] * 4


@pytest.mark.parametrize("language", ["tr", "ja", "ar", "zh-hans", "en-gb", "is", "nb", "ku"])
def test_4b_07_every_language_of_the_list_is_sent(
    official: OfficialValidator, thread: Thread, moderator: User, language: str
) -> None:
    decision = rejected(sent(thread), moderator)
    decision.content_language = language

    payload = payload_of(decision, zone=UTC)

    assert payload["content_language"] == language[:2].upper()
    assert official.refuses(payload) == broken_rules(payload) == []


@pytest.mark.parametrize("offence", list(Offence))
def test_4b_07_every_field_of_law_passes(
    official: OfficialValidator, thread: Thread, moderator: User, offence: Offence
) -> None:
    rejected(sent(thread), moderator, ground=Ground.ILLEGAL, note="Why.")
    Decision.objects.filter(ground="illegal").update(offence=offence)

    payload = payload_of(Decision.objects.get(ground="illegal"), zone=UTC)

    assert official.refuses(payload) == broken_rules(payload) == []
    assert "KEYWORD_OTHER" not in payload.get("category_specification", [])


CHANGES: list[dict[str, Any]] = [
    {"category": "STATEMENT_CATEGORY_PORNOGRAPHY_OR_SEXUALIZED_CONTENT"},
    {"category": None},
    {"decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT"},
    {"incompatible_content_ground": ""},
    {"incompatible_content_explanation": "x" * 2001},
    {"incompatible_content_illegal": "Maybe"},
    {"category_specification": ["KEYWORD_NUDITY_IN_TEXT"]},
    {"content_date": "1999-12-31"},
    {"application_date": "27.11.2026"},
    {"application_date": "2039-01-01"},
    {"decision_facts": ""},
    {"decision_facts": "x" * 5001},
    {"puid": "two words"},
    {"puid": "x" * 501},
    {"territorial_scope": ["EL"]},
    {"content_language": "tr"},
    {"content_language": "XX"},
    {"automated_detection": "no"},
    {"automated_decision": None},
    {"source_type": "SOURCE_ORDER"},
    {"content_type": []},
    {"decision_ground_reference_url": "policy/1"},
    {"end_date_visibility_restriction": "2039-01-01"},
    {"decision_visibility": ["DECISION_VISIBILITY_OTHER"]},
    {"decision_visibility": [], "decision_provision": None},
    {"decision_ground_url": "https://harbour.press/"},
]


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_4b_07_what_it_refuses_we_refuse(
    official: OfficialValidator, thread: Thread, moderator: User, change: dict[str, Any]
) -> None:
    payload = example(thread, moderator)

    assert official.refuses(payload) == broken_rules(payload) == []
    assert official.refuses(payload | change)
    assert broken_rules(payload | change)
