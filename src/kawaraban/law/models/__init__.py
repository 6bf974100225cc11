"""The tables of the law room. None has a foreign key to a comment: the record outlives it."""

from kawaraban.law.models.contact import ContactPoint
from kawaraban.law.models.decisions import Decision, Statement, Verdict, Visibility
from kawaraban.law.models.ledger import LedgerEntry, LedgerPayload
from kawaraban.law.models.outbox import OutboxMessage
from kawaraban.law.models.policy import PolicyGround, PolicyText, PolicyVersion

__all__ = [
    "ContactPoint",
    "Decision",
    "LedgerEntry",
    "LedgerPayload",
    "OutboxMessage",
    "PolicyGround",
    "PolicyText",
    "PolicyVersion",
    "Statement",
    "Verdict",
    "Visibility",
]
