"""The rules of the DSA Transparency Database for one statement of reasons (schema v2), rewritten from its validator.

    broken_rules(payload)     # [] or ["category must be one of the official categories.", ...]

They are ours, by its lists (`law/dsa/statement_lists.py`), and stricter in places: a field that the database would drop
or not know is refused here, and so is an end that lies before the measure. Nobody has sent anything there to try.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from kawaraban.law.dsa.statement_lists import (
    AUTOMATED_DECISIONS,
    CONTENT_TYPES,
    GROUNDS,
    LANGUAGES,
    PROVISIONS,
    SOURCES,
    VISIBILITIES,
    categories,
    keywords,
)
from kawaraban.law.dsa.terms import ILLEGAL_CONTENT, INCOMPATIBLE_CONTENT, TERRITORIAL_SCOPE

# Those that the database knows; ours are some of them.
FIELDS = frozenset(
    (
        *("content_id", "content_id_ean", "decision_visibility", "decision_visibility_other"),
        *("decision_monetary", "decision_monetary_other", "decision_provision", "decision_account"),
        *("account_type", "category", "category_addition", "category_specification"),
        *("category_specification_other", "decision_ground", "decision_ground_reference_url"),
        *("illegal_content_legal_ground", "illegal_content_explanation", "incompatible_content_ground"),
        *("incompatible_content_explanation", "incompatible_content_illegal", "content_type"),
        *("content_type_other", "territorial_scope", "content_language", "content_date", "application_date"),
        *("end_date_account_restriction", "end_date_monetary_restriction", "end_date_service_restriction"),
        *("end_date_visibility_restriction", "decision_facts", "source_type", "source_identity"),
        *("automated_detection", "automated_decision", "puid"),
    )
)
_DECISIONS = ("decision_visibility", "decision_monetary", "decision_provision", "decision_account")
FIRST_DATES = {"content_date": date(2000, 1, 1), "application_date": date(2020, 1, 1)}
LAST_DATE = date(2038, 1, 1)
# None is without an end. Each belongs to one of _DECISIONS.
_END_DATES = {
    "end_date_visibility_restriction": "decision_visibility",
    "end_date_service_restriction": "decision_provision",
}
_PUID = re.compile(r"[a-zA-Z0-9_-]{1,500}")
LENGTHS = {
    "decision_visibility_other": 500,
    "decision_monetary_other": 500,
    "content_type_other": 500,
    "decision_facts": 5000,
    "illegal_content_legal_ground": 500,
    "illegal_content_explanation": 2000,
    "incompatible_content_ground": 500,
    "incompatible_content_explanation": 2000,
    "category_specification_other": 500,
    "decision_ground_reference_url": 500,
    "source_identity": 500,
}
_BY_GROUND = {
    ILLEGAL_CONTENT: ("illegal_content_legal_ground", "illegal_content_explanation"),
    INCOMPATIBLE_CONTENT: ("incompatible_content_ground", "incompatible_content_explanation"),
}


def broken_rules(payload: Mapping[str, Any]) -> list[str]:
    """One sentence for each rule that the payload breaks."""
    return [sentence for rule in _RULES for sentence in rule(payload)]


def _known(payload: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(set(payload) - FIELDS):
        yield f"{name} is no field of the database."


def _one_decision(payload: Mapping[str, Any]) -> Iterator[str]:
    if not any(payload.get(name) for name in _DECISIONS):
        yield "one of decision_visibility, _monetary, _provision and _account must be given."


def _choices(payload: Mapping[str, Any]) -> Iterator[str]:
    single = {
        "decision_ground": GROUNDS,
        "category": categories(),
        "source_type": SOURCES,
        "automated_detection": {"Yes", "No"},
        "automated_decision": AUTOMATED_DECISIONS,
    }
    for name, allowed in single.items():
        if payload.get(name) not in allowed:
            yield f"{name} must be one of the official values."
    if payload.get("decision_provision") not in {None, *PROVISIONS}:
        yield "decision_provision must be one of the official values."
    several = {
        "decision_visibility": VISIBILITIES,
        "content_type": CONTENT_TYPES,
        "territorial_scope": set(TERRITORIAL_SCOPE),
        "category_specification": keywords(),
        "category_addition": categories(),
    }
    for name, allowed in several.items():
        given = payload.get(name, [])
        if not isinstance(given, list) or not set(given) <= allowed:
            yield f"{name} must be a list of official values."
    for name in ("content_type", "territorial_scope"):
        if not payload.get(name):
            yield f"{name} must be given."
    if payload.get("content_language") not in {None, *LANGUAGES}:
        yield "content_language must be one of the official languages."
    if payload.get("incompatible_content_illegal") not in {None, "Yes", "No"}:
        yield "incompatible_content_illegal must be Yes or No."


def _conditions(payload: Mapping[str, Any]) -> Iterator[str]:
    ground = payload.get("decision_ground")
    for each, fields in _BY_GROUND.items():
        for name in fields:
            if each == ground and not payload.get(name):
                yield f"{name} must be given with {each}."
            if each != ground and payload.get(name):
                yield f"{name} must not be given without {each}."
    others = {
        "decision_visibility_other": "DECISION_VISIBILITY_OTHER" in payload.get("decision_visibility", []),
        "content_type_other": "CONTENT_TYPE_OTHER" in payload.get("content_type", []),
        "category_specification_other": "KEYWORD_OTHER" in payload.get("category_specification", []),
    }
    for name, is_asked in others.items():
        if is_asked != bool(payload.get(name)):
            yield f"{name} must be given where the list names “other”, and only there."
    if payload.get("source_type") == "SOURCE_VOLUNTARY" and payload.get("source_identity"):
        yield "source_identity must not be given for what nobody notified."


def _texts(payload: Mapping[str, Any]) -> Iterator[str]:
    if not payload.get("decision_facts"):
        yield "decision_facts must be given."
    for name, most in LENGTHS.items():
        if len(payload.get(name) or "") > most:
            yield f"{name} must not be longer than {most} characters."
    if not _PUID.fullmatch(str(payload.get("puid", ""))):
        yield "puid must be made of letters, digits, hyphens and underscores."
    address = payload.get("decision_ground_reference_url")
    if address and not re.match(r"https?://", address):
        yield "decision_ground_reference_url must be a web address."


def _dates(payload: Mapping[str, Any]) -> Iterator[str]:
    for name, first in FIRST_DATES.items():
        try:
            day = date.fromisoformat(str(payload.get(name)))
        except ValueError:
            yield f"{name} must be a date, as in 2026-11-27."
            continue
        if not first <= day <= LAST_DATE:
            yield f"{name} must lie between {first} and {LAST_DATE}."
    for name, decision in _END_DATES.items():
        end = payload.get(name)
        if end is None:
            continue
        if not payload.get(decision):
            yield f"{name} must not be given without {decision}."
        try:
            is_possible = str(payload.get("application_date")) <= str(end) <= str(LAST_DATE)
            date.fromisoformat(str(end))
        except ValueError:
            is_possible = False
        if not is_possible:
            yield f"{name} must be a date from application_date to {LAST_DATE}."


_RULES: tuple[Callable[[Mapping[str, Any]], Iterator[str]], ...] = (
    _known,
    _one_decision,
    _choices,
    _conditions,
    _texts,
    _dates,
)
