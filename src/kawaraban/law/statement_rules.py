"""The rules of the DSA Transparency Database for one statement of reasons (schema v2), as it checks what is sent.

    broken_rules(payload)     # [] or ["category must be one of the official categories.", ...]

The lists are held against the official files in `tests/real/test_statement_rules.py`. Categories and keywords are
those of the report's template, which names the same ones.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from kawaraban.law.dsa_terms import ILLEGAL_CONTENT, INCOMPATIBLE_CONTENT, TERRITORIAL_SCOPE
from kawaraban.law.report_files import template

VISIBILITIES = {
    f"DECISION_VISIBILITY_{end}"
    for end in (
        *("CONTENT_REMOVED", "CONTENT_DISABLED", "CONTENT_DEMOTED", "CONTENT_AGE_RESTRICTED"),
        *("CONTENT_INTERACTION_RESTRICTED", "CONTENT_LABELLED", "OTHER"),
    )
}
PROVISIONS = {
    f"DECISION_PROVISION_{end}"
    for end in ("PARTIAL_SUSPENSION", "TOTAL_SUSPENSION", "PARTIAL_TERMINATION", "TOTAL_TERMINATION")
}
GROUNDS = {ILLEGAL_CONTENT, INCOMPATIBLE_CONTENT}
CONTENT_TYPES = {
    f"CONTENT_TYPE_{end}"
    for end in ("APP", "AUDIO", "IMAGE", "PRODUCT", "SYNTHETIC_MEDIA", "TEXT", "VIDEO", "OTHER")
}
SOURCES = {
    "SOURCE_ARTICLE_16",
    "SOURCE_TRUSTED_FLAGGER",
    "SOURCE_TYPE_OTHER_NOTIFICATION",
    "SOURCE_VOLUNTARY",
}
AUTOMATED_DECISIONS = {f"AUTOMATED_DECISION_{end}" for end in ("FULLY", "PARTIALLY", "NOT_AUTOMATED")}
LANGUAGES = {
    *("EN", "BG", "HR", "CS", "DA", "NL", "ET", "FI", "FR", "DE", "EL", "HU"),
    *("GA", "IT", "LV", "LT", "MT", "PL", "PT", "RO", "SK", "SL", "ES", "SV"),
}
# What the report has for orders of authorities; a statement never names it.
_NOT_IN_STATEMENTS = "STATEMENT_CATEGORY_NOT_SPECIFIED_ORDER"
_DECISIONS = ("decision_visibility", "decision_monetary", "decision_provision", "decision_account")
_DATES = {"content_date": date(2000, 1, 1), "application_date": date(2020, 1, 1)}
_LAST_DATE = date(2038, 1, 1)
# None is without an end. Each belongs to one of _DECISIONS.
_END_DATES = {
    "end_date_visibility_restriction": "decision_visibility",
    "end_date_service_restriction": "decision_provision",
}
_PUID = re.compile(r"[a-zA-Z0-9_-]{1,500}")
_LENGTHS = {
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


def categories() -> set[str]:
    """The official categories of a statement."""
    return {code for code in _codes() if code.startswith("STATEMENT_CATEGORY_")} - {_NOT_IN_STATEMENTS}


def keywords() -> set[str]:
    """The official keywords."""
    return {code for code in _codes() if code.startswith("KEYWORD_")}


def _codes() -> set[str]:
    return {row[2] for row in template()["Part_2_categories_names.csv"][1:]}


def broken_rules(payload: Mapping[str, Any]) -> list[str]:
    """One sentence for each rule that the payload breaks."""
    return [sentence for rule in _RULES for sentence in rule(payload)]


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
    for name, most in _LENGTHS.items():
        if len(payload.get(name) or "") > most:
            yield f"{name} must not be longer than {most} characters."
    if not _PUID.fullmatch(str(payload.get("puid", ""))):
        yield "puid must be made of letters, digits, hyphens and underscores."
    address = payload.get("decision_ground_reference_url")
    if address and not re.match(r"https?://", address):
        yield "decision_ground_reference_url must be a web address."


def _dates(payload: Mapping[str, Any]) -> Iterator[str]:
    for name, first in _DATES.items():
        try:
            day = date.fromisoformat(str(payload.get(name)))
        except ValueError:
            yield f"{name} must be a date, as in 2026-11-27."
            continue
        if not first <= day <= _LAST_DATE:
            yield f"{name} must lie between {first} and {_LAST_DATE}."
    for name, decision in _END_DATES.items():
        end = payload.get(name)
        if end is None:
            continue
        if not payload.get(decision):
            yield f"{name} must not be given without {decision}."
        try:
            is_possible = str(payload.get("application_date")) <= str(end) <= str(_LAST_DATE)
            date.fromisoformat(str(end))
        except ValueError:
            is_possible = False
        if not is_possible:
            yield f"{name} must be a date from application_date to {_LAST_DATE}."


_RULES: tuple[Callable[[Mapping[str, Any]], Iterator[str]], ...] = (
    _one_decision,
    _choices,
    _conditions,
    _texts,
    _dates,
)
