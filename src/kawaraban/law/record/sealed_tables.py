"""The tables of this room whose rows the record holds hashes of.

A decision is told by its entry in clear; its row is hashed only when an erasure takes that payload away. Who sent a
notice is forgotten by time while the entry stays: that is hashed with a salt of its own (`sender_seal`).
"""

import hashlib

from kawaraban.law.models import (
    Appeal,
    Decision,
    Demand,
    DemandItem,
    Duties,
    Hold,
    Notice,
    PublishedReport,
    Report,
    ReportVersion,
    Statement,
)
from kawaraban.law.record.seals import Row, Table

DECISIONS = Table(
    "decision",
    Decision,
    (
        *("subject", "place", "revision_number", "verdict", "ground", "note", "policy_number"),
        *("moderator_id", "decided_at", "status_before", "visibility", "provision", "ends_at"),
        *("own_ground", "offence", "legal_ground", "facts", "content_language", "content_at"),
        *("source", "source_reference", "was_machine_detected", "automation", "reverses_id"),
    ),
)
STATEMENTS = Table(
    "statement",
    Statement,
    ("language", "measure", "ground_words", "facts", "automation", "redress", "stated_at"),
)
APPEALS = Table(
    "appeal",
    Appeal,
    ("subject", "party", "decision_id", "notice_id", "words", "appealed_at", "outcome_id", "lapsed_at"),
)
NOTICES = Table(
    "notice",
    Notice,
    (
        *("subject", "revision_number", "address", "explanation", "offence", "law", "is_in_good_faith"),
        *("language", "received_at", "outcome", "answer", "decided_at", "decided_by_id", "decision_id"),
    ),
)
REPORTS = Table(
    "report", Report, ("subject", "revision_number", "ground", "words", "reported_at", "decision_id")
)
HOLDS = Table("hold", Hold, ("subject", "reason", "until", "placed_at", "placed_by_id", "lifted_at"))
DUTIES = Table(
    "duties",
    Duties,
    (
        *("service_name", "provider_name", "postal_address", "authority_email", "languages"),
        *("other_means", "representative", "is_online_platform", "words", "translations"),
    ),
)
PUBLISHED_REPORTS = Table("published_report", PublishedReport, ("published_on", "had_no_orders", "person_id"))
DEMANDS = Table(
    "demand",
    Demand,
    (
        *("kind", "sender", "contact", "member_state", "reference", "received_at", "offence", "law", "scope"),
        *("words", "telling", "tell_from", "due_at", "confirmed_at", "effect_at", "answered_at", "outcome"),
        *("answer", "settled_at", "entered_at", "entered_by_id", "forgotten_at"),
    ),
)
DEMAND_ITEMS = Table("demand_item", DemandItem, ("demand_id", "subject", "revision_number", "decision_id"))
REPORT_VERSIONS = Table(
    "report_version",
    ReportVersion,
    (
        *("report_id", "number", "published_on", "made_at", "reason", "changes", "had_no_orders", "sha256"),
        "person_id",
    ),
)
# Columns that came later: under names of their own, because those of a name are frozen.
DECISIONS_MORE = Table("decision_more", Decision, ("passage",))
NOTICES_MORE = Table("notice_more", Notice, ("bundle",))
HOLDS_MORE = Table("hold_more", Hold, ("cause", "told_whom", "told_at"))
DUTIES_MORE = Table(
    "duties_more", Duties, ("is_under_dsa", "data_protection", "supervisory_authority", "server_log")
)


def notice_rows(notice: Notice) -> list[Row]:
    """A notice as its entries hold it."""
    return [NOTICES.row(notice), NOTICES_MORE.row(notice)]


def hold_rows(hold: Hold) -> list[Row]:
    """A hold as its entries hold it."""
    return [HOLDS.row(hold), HOLDS_MORE.row(hold)]


def duties_rows(duties: Duties) -> list[Row]:
    """The duties as their entries hold them."""
    return [DUTIES.row(duties), DUTIES_MORE.row(duties)]


def decision_rows(decision: Decision) -> list[Row]:
    """What the entry of a new decision holds besides what it says: the statement of reasons, where there is one."""
    return [STATEMENTS.row(decision.statement)] if decision.measure else []


def sender_seal(notice: Notice) -> str:
    """Who sent it. Its salt is in the notice's own row and goes with the name, so that the hash dies with them."""
    said = f"{notice.sender_salt}{notice.name}\n{notice.email}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]
