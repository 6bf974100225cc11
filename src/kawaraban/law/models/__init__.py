"""The tables of the law room. None has a foreign key to a comment: the record outlives it."""

from kawaraban.law.models.appeals import Appeal, Party
from kawaraban.law.models.contact import ContactPoint
from kawaraban.law.models.decisions import Decision, Provision, Statement, Verdict, Visibility
from kawaraban.law.models.demands import Demand, DemandItem, DemandKind, DemandOutcome, Telling
from kawaraban.law.models.duties import Duties, PublishedReport, ReportVersion
from kawaraban.law.models.holds import Cause, Hold
from kawaraban.law.models.ledger import LedgerEntry, LedgerPayload
from kawaraban.law.models.notices import Notice, Outcome
from kawaraban.law.models.outbox import ForgottenMail, OutboxMessage
from kawaraban.law.models.policy import PolicyGround, PolicyText, PolicyVersion
from kawaraban.law.models.reports import Report

__all__ = [
    "Appeal",
    "Cause",
    "ContactPoint",
    "Decision",
    "Demand",
    "DemandItem",
    "DemandKind",
    "DemandOutcome",
    "Duties",
    "ForgottenMail",
    "Hold",
    "LedgerEntry",
    "LedgerPayload",
    "Notice",
    "OutboxMessage",
    "Outcome",
    "Party",
    "PolicyGround",
    "PolicyText",
    "PolicyVersion",
    "Provision",
    "PublishedReport",
    "Report",
    "ReportVersion",
    "Statement",
    "Telling",
    "Verdict",
    "Visibility",
]
